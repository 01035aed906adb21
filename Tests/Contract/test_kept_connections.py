"""Upgrades on a connection that is kept: proxies send one after other requests, and whatever stands behind it."""

import base64
import json
import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from client import Customer
from server import Server

LIVE = b"GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"
# The largest answer that needs no session: it does not fit into what a socket buffers.
LARGE = b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: a\r\n\r\n"


class Wire:
    """One TCP connection and what came on it that has not been read yet."""

    def __init__(self, connected: socket.socket):
        self.socket = connected
        self.kept = b""

    def send(self, *parts: bytes) -> None:
        self.socket.sendall(b"".join(parts))

    def _more(self) -> None:
        got = self.socket.recv(65536)
        assert got, f"the server ended the connection after {self.kept!r}"
        self.kept += got

    def take(self, length: int) -> bytes:
        while len(self.kept) < length:
            self._more()
        taken, self.kept = self.kept[:length], self.kept[length:]
        return taken

    def answer(self) -> tuple[int, bytes]:
        """The status and body of the next answer."""
        while b"\r\n\r\n" not in self.kept:
            self._more()
        head, self.kept = self.kept.split(b"\r\n\r\n", 1)
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        status = int(head.split(b" ")[1])
        return status, self.take(int(fields.get(b"content-length", 0)))

    def frame(self) -> tuple[int, bytes]:
        """The opcode and content of the next frame of a WebSocket, RFC 6455 §5.2."""
        opcode, length = self.take(2)
        if length == 126:
            length = struct.unpack(">H", self.take(2))[0]
        return opcode & 15, self.take(length)

    def is_closed(self) -> bool:
        try:
            while got := self.socket.recv(65536):
                self.kept += got
        except ConnectionResetError:
            pass
        return True


@contextmanager
def wire(server: Server) -> Iterator[Wire]:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connected:
        yield Wire(connected)


def upgrade(token: str | None, *fields: str, host: str = "a") -> bytes:
    """A request to become a WebSocket."""
    protocols = ", ".join(["switchboard.v1"] + ([f"switchboard.bearer.{token}"] if token else []))
    lines = [
        "GET /api/v1/realtime HTTP/1.1", f"Host: {host}", "Connection: Upgrade", "Upgrade: websocket",
        "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        f"Sec-WebSocket-Protocol: {protocols}", *fields,
    ]  # fmt: skip
    return "\r\n".join([*lines, "", ""]).encode()


def text(frame: dict[str, str]) -> bytes:
    """A client's frame; its mask of zeros leaves the content as it is."""
    content = json.dumps(frame).encode()
    return bytes([0x81, 0x80 | len(content)]) + bytes(4) + content


def is_alive(line: Wire) -> bool:
    """Whether a WebSocket answers."""
    line.send(text({"op": "ping"}))
    opcode, content = line.frame()
    return opcode == 1 and json.loads(content)["op"] == "pong"


@pytest.mark.parametrize("before", [0, 1, 7])
def test_an_upgrade_after_other_requests(server: Server, customer: Customer, before: int) -> None:
    with wire(server) as line:
        for _ in range(before):
            line.send(LIVE)
            assert line.answer()[0] == 200
        line.send(upgrade(customer.token))
        assert line.answer()[0] == 101
        assert is_alive(line)


def test_a_refused_upgrade_leaves_a_connection_that_can_be_used(server: Server, customer: Customer) -> None:
    with wire(server) as line:
        for _ in range(2):
            line.send(upgrade(None))
            assert line.answer()[0] == 401
            line.send(LIVE)
            assert line.answer()[0] == 200
        line.send(upgrade(customer.token))
        assert line.answer()[0] == 101
        assert is_alive(line)


@pytest.mark.parametrize("body", [b"", b"{}"], ids=["without a body", "with a body"])
def test_an_upgrade_that_is_passed_over_leaves_a_connection_that_can_be_used(server: Server, body: bytes) -> None:
    """Java's client asks for h2c with its first request and goes on with HTTP/1.1 on the same connection."""
    wish = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n"
    start = b"POST /api/v1/session" if body else b"GET /health/live"
    kind = b"Content-Type: application/json\r\nContent-Length: %d\r\n" % len(body) if body else b""
    with wire(server) as line:
        line.send(start, b" HTTP/1.1\r\nHost: a\r\n", wish, kind, b"\r\n", body)
        assert line.answer()[0] == (201 if body else 200)
        line.send(LIVE)
        assert line.answer()[0] == 200


def test_requests_and_an_upgrade_at_once_are_answered_in_order(server: Server, customer: Customer) -> None:
    with wire(server) as line:
        line.send(LIVE, LIVE, upgrade(customer.token))
        assert [line.answer()[0] for _ in range(3)] == [200, 200, 101]
        assert is_alive(line)


def test_an_upgrade_waits_for_the_answers_before_it(server: Server, customer: Customer) -> None:
    """The answers are larger than what the sockets hold, so the upgrade arrives in the middle of them."""
    answers = 20
    with wire(server) as line:
        line.send(LARGE * answers, upgrade(customer.token))
        sizes = set()
        for _ in range(answers):
            status, body = line.answer()
            sizes.add(len(body))
            assert status == 200 and json.loads(body)["openapi"]
        assert len(sizes) == 1
        assert line.answer()[0] == 101
        assert is_alive(line)


def test_frames_behind_an_upgrade_are_not_lost(server: Server, customer: Customer) -> None:
    with wire(server) as line:
        line.send(LIVE, upgrade(customer.token), text({"op": "ping"}), text({"op": "ping"}))
        assert [line.answer()[0] for _ in range(2)] == [200, 101]
        assert [json.loads(line.frame()[1])["op"] for _ in range(2)] == ["pong", "pong"]


def test_a_request_behind_an_upgrade_is_no_frame(server: Server, customer: Customer) -> None:
    """What follows 101 is WebSocket; a request there is a client's mistake, ended with 1002 and never answered."""
    with wire(server) as line:
        line.send(LIVE, upgrade(customer.token), LIVE * 3)
        assert [line.answer()[0] for _ in range(2)] == [200, 101]
        assert line.frame() == (8, struct.pack(">H", 1002))
        assert line.is_closed() and line.kept == b""


def test_requests_behind_a_refused_upgrade_are_answered(server: Server, customer: Customer) -> None:
    with wire(server) as line:
        line.send(LIVE, upgrade(None), LIVE, LIVE, upgrade(customer.token))
        assert [line.answer()[0] for _ in range(5)] == [200, 401, 200, 200, 101]
        assert is_alive(line)


@pytest.mark.parametrize("before", [0, 1])
def test_a_body_with_an_upgrade_makes_it_a_request(server: Server, customer: Customer, before: int) -> None:
    with wire(server) as line:
        line.send(LIVE * before, upgrade(customer.token, "Content-Length: 5"), b"12345", LIVE)
        assert [line.answer()[0] for _ in range(before + 2)] == [*[200] * before, 401, 200]


def test_a_client_that_says_no_more_after_an_upgrade_is_let_go(server: Server, customer: Customer) -> None:
    with wire(server) as line:
        line.send(LIVE, upgrade(customer.token))
        line.socket.shutdown(socket.SHUT_WR)
        assert line.is_closed()
        assert line.kept.startswith(b"HTTP/1.1 200")


def test_an_upgraded_connection_does_not_hold_up_the_end(tmp_path) -> None:
    with Server(tmp_path) as own, wire(own) as line:
        line.send(LIVE, upgrade(Customer.guest(own).token))
        assert [line.answer()[0] for _ in range(2)] == [200, 101]
        assert is_alive(line)
        line.socket.settimeout(10)
        assert own.stop(within=20) == 0
        assert line.frame() == (8, struct.pack(">H", 1001))
