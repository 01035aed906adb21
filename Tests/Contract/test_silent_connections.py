"""Connections on which nothing is asked: they are let go, and hold up neither the others nor the end of the server."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from server import Server

# What a connection may have said before it fell silent: nothing, half a request, a handshake of TLS.
BEGINNINGS = {"nothing": b"", "half a request": b"GET / HTTP/1.1\r\nHost: a\r\n", "TLS": b"\x16\x03\x01\x02\x00\x01\x00"}
WHOLE = b"GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"
# The server lets a first request's head take 30 seconds.
PATIENCE = 30


@contextmanager
def connection(server: Server, said: bytes) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connected:
        connected.sendall(said)
        yield connected


def is_closed(connected: socket.socket, within: float) -> bool:
    """Whether the other side ends the connection in time; what it says before does not count."""
    deadline = time.monotonic() + within
    try:
        while (left := deadline - time.monotonic()) > 0:
            connected.settimeout(left)
            if connected.recv(4096) == b"":
                return True
    except ConnectionResetError:
        return True
    except TimeoutError:
        pass
    return False


@pytest.mark.parametrize("said", [*BEGINNINGS.values(), WHOLE], ids=[*BEGINNINGS, "a whole request"])
def test_a_silent_connection_does_not_hold_up_the_end(tmp_path, said):
    """Browsers connect ahead of need, and keep a connection after its answer."""
    with Server(tmp_path) as server, connection(server, said) as connected:
        if said == WHOLE:
            assert connected.recv(12) == b"HTTP/1.1 200"
        # The server has seen it once it answers somebody who came later.
        assert httpx.get(f"{server.url}/health/live").status_code == 200
        began = time.monotonic()
        assert server.stop(within=60) == 0
        assert time.monotonic() - began < 25
        assert is_closed(connected, within=5)


def test_many_silent_connections_leave_room_for_others(server):
    with ExitStack() as stack:
        for _ in range(200):
            stack.enter_context(connection(server, b""))
        began = time.monotonic()
        assert httpx.get(f"{server.url}/health/live").status_code == 200
        assert time.monotonic() - began < 15


def test_a_connection_without_a_request_is_let_go(server):
    with ExitStack() as stack:
        silent = {name: stack.enter_context(connection(server, said)) for name, said in BEGINNINGS.items()}
        deadline = time.monotonic() + PATIENCE + 10
        left = [name for name, each in silent.items() if not is_closed(each, deadline - time.monotonic())]
    assert left == []
