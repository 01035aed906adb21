"""TLS before a server of a test, as a proxy has it: what browsers do with cookies they do by the scheme of the address."""

import socket
import ssl
import threading
from contextlib import suppress
from pathlib import Path

from proxies import write_certificate

from server import Server


class TLSFront:
    """Takes TLS off on localhost and passes the bytes on, and those of the answers back."""

    def __init__(self, server: Server, folder: Path):
        self._server = server
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate = folder / "site.pem"
        write_certificate(certificate)
        self._context.load_cert_chain(certificate)

    def __enter__(self) -> "TLSFront":
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.url = f"https://localhost:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):  # closed: the end
            while True:
                caller, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(caller,), daemon=True).start()

    def _serve(self, caller: socket.socket) -> None:
        # Whoever leaves in the middle of something, as browsers do, is nobody's concern.
        with suppress(OSError), socket.create_connection(("127.0.0.1", self._server.port)) as target:
            with self._context.wrap_socket(caller, server_side=True) as secured:
                threading.Thread(target=_pass_on, args=(target, secured), daemon=True).start()
                _pass_on(secured, target)


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            sink.sendall(data)
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
