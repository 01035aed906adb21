"""Passing bytes on between who calls and a server of a test."""

import socket
import threading
from contextlib import suppress
from typing import Self


class Relaying:
    """Listens on a free port, and serves each caller in a thread of its own."""

    def __init__(self, host: str = "127.0.0.1"):
        self._host = host

    def __enter__(self) -> Self:
        self._listener = socket.create_server((self._host, 0), backlog=100)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):  # closed: the end
            while True:
                caller, _ = self._listener.accept()
                threading.Thread(target=self._attend, args=(caller,), daemon=True).start()

    def _attend(self, caller: socket.socket) -> None:
        # Whoever leaves in the middle of something, as browsers do, is nobody's concern; nor is a target that is away.
        with caller, suppress(OSError):
            self._serve(caller)

    def _serve(self, caller: socket.socket) -> None:
        """Serves one caller to the end."""
        raise NotImplementedError


def pass_on_both_ways(one: socket.socket, other: socket.socket) -> None:
    """Until both have ended."""
    back = threading.Thread(target=_pass_on, args=(other, one), daemon=True)
    back.start()
    _pass_on(one, other)
    back.join()


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    # A socket with TLS that the other direction has ended answers with a ValueError.
    with suppress(OSError, ValueError):
        while data := source.recv(65_536):
            sink.sendall(data)
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
