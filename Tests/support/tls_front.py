"""TLS before a server of a test, as a proxy has it: what browsers do with cookies they do by the scheme of the address."""

import socket
import ssl
from pathlib import Path

from proxies import write_certificate
from relaying import Relaying, pass_on_both_ways

from server import Server


class TLSFront(Relaying):
    """Takes TLS off on localhost and passes the bytes on, and those of the answers back."""

    def __init__(self, server: Server, folder: Path):
        super().__init__()
        self._server = server
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate = folder / "site.pem"
        write_certificate(certificate)
        self._context.load_cert_chain(certificate)

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    def _serve(self, caller: socket.socket) -> None:
        with (
            socket.create_connection(("127.0.0.1", self._server.port)) as target,
            self._context.wrap_socket(caller, server_side=True) as secured,
        ):
            pass_on_both_ways(secured, target)
