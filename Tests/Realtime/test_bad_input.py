"""Frames that no well-behaved client sends: a clear answer, or the right closing code, and the server lives."""

import os
import socket
import struct
import time

import pytest

from client import Customer, Realtime, new_client_id
from server import Server

_LIMIT = 64 * 1024


@pytest.fixture(autouse=True)
def the_server_lives(server: Server):
    """Whatever a test sends, the same process serves others afterwards."""
    pid = server.pid
    yield
    assert server.is_running
    assert server.pid == pid
    customer = Customer.guest(server)
    conversation = customer.open_waiting_chat("hello")
    with customer.connect() as realtime:
        assert realtime.send(conversation, "still served")["op"] == "ack"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "malformed_frame"),
        ("{", "malformed_frame"),
        ("not json", "malformed_frame"),
        ("null", "malformed_frame"),
        ("[]", "malformed_frame"),
        ('"ping"', "malformed_frame"),
        ("[" * 30_000, "malformed_frame"),
        ('{"op":' * 8_000, "malformed_frame"),
        ('{"op": "ping"} trailing', "malformed_frame"),
        ("\0", "malformed_frame"),
        ("{}", "unknown_operation"),
        ('{"op": ""}', "unknown_operation"),
        ('{"op": "fly"}', "unknown_operation"),
        ('{"op": "PING"}', "unknown_operation"),
        ('{"op": "message"}', "unknown_operation"),
        ('{"op": null}', "unknown_operation"),
        ('{"op": 7}', "invalid_field"),
        ('{"op": {"op": "ping"}}', "invalid_field"),
        ('{"op": "send"}', "invalid_field"),
        ('{"op": "subscribe", "conversation": ["cnv_1"]}', "invalid_field"),
        ('{"op": "subscribe", "conversation": "cnv_1", "after_seq": 1e400}', "invalid_field"),
        ('{"op": "subscribe", "conversation": "cnv_1", "after_seq": 99999999999999999999}', "invalid_field"),
        ('{"op": "read", "conversation": "cnv_1", "seq": -1}', "invalid_field"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
def test_a_text_that_is_no_frame_is_answered_and_the_connection_lives(
    connection: Realtime, text: str, code: str
) -> None:
    connection.say_raw(text)
    error = connection.hear_until("error")
    assert error["code"] == code
    assert error["detail"]
    connection.say("ping")
    assert connection.hear_until("pong") == {"op": "pong"}


def test_unknown_members_are_passed_over(connection: Realtime) -> None:
    connection.say("ping", colour="green", nested={"deep": [1, 2, 3]})
    assert connection.hear_until("pong") == {"op": "pong"}


def test_a_binary_frame_ends_the_connection_with_1003(connection: Realtime) -> None:
    connection.say_raw(b'{"op": "ping"}')
    assert connection.closing_code() == 1003


@pytest.mark.parametrize("data", [b"\xff\xfe", b'{"op": "\xc3\x28"}', b"\xed\xa0\x80", b"\xf0\x9f\x98"])
def test_a_text_frame_that_is_not_utf8_ends_the_connection_with_1007(connection: Realtime, data: bytes) -> None:
    connection.socket.send(data, text=True)
    assert connection.closing_code() == 1007


def test_a_frame_of_exactly_64_kib_is_read(conversation: str, connection: Realtime) -> None:
    frame = f'{{"op":"send","conversation":"{conversation}","client_id":"{new_client_id()}","body":"x","pad":"'
    connection.say_raw(frame + "y" * (_LIMIT - len(frame) - 2) + '"}')
    assert connection.hear_until("ack")["seq"] == 5


@pytest.mark.parametrize("size", [_LIMIT + 1, 1024 * 1024])
def test_a_frame_over_64_kib_ends_the_connection_with_1009(connection: Realtime, size: int) -> None:
    connection.say_raw("x" * size)
    assert connection.closing_code() == 1009


def test_a_frame_that_announces_an_absurd_length_ends_the_connection_with_1009(connection: Realtime) -> None:
    connection.socket.socket.sendall(struct.pack("!BBQ", 0x81, 0x80 | 127, 2**62) + os.urandom(4))
    assert connection.closing_code() == 1009


def test_a_message_in_parts_is_put_together(conversation: str, connection: Realtime) -> None:
    frame = f'{{"op":"send","conversation":"{conversation}","client_id":"{new_client_id()}","body":"你好"}}'
    connection.socket.send([frame[:20], frame[20:50], frame[50:]])
    assert connection.hear_until("ack")["seq"] == 5


def test_a_message_in_parts_that_grows_over_64_kib_ends_the_connection_with_1009(connection: Realtime) -> None:
    # The third ends it: a fourth might meet a connection that is closed.
    connection.socket.send(["x" * 30_000] * 3)
    assert connection.closing_code() == 1009


def test_a_frame_without_a_mask_ends_the_connection(connection: Realtime) -> None:
    """RFC 6455 §5.1: a server must close when a client does not mask."""
    connection.socket.socket.sendall(b"\x81\x0d" + b'{"op":"ping"}')
    assert connection.closing_code() in (1002, 1006)
    assert [frame["op"] for frame in connection.heard] == []


@pytest.mark.parametrize("first_byte", [0x83, 0x8B, 0xF1, 0x80])
def test_a_frame_against_the_protocol_ends_the_connection(connection: Realtime, first_byte: int) -> None:
    """Reserved opcodes, reserved bits, and a continuation of nothing (RFC 6455 §5.2, §5.4)."""
    connection.socket.socket.sendall(bytes([first_byte, 0x80]) + b"\0\0\0\0")
    assert connection.closing_code() in (1002, 1003, 1006)


def test_a_ping_of_the_protocol_is_answered_with_its_own_data(connection: Realtime) -> None:
    assert connection.socket.ping(b"are you there").wait(timeout=30)


def test_a_client_that_closes_gets_its_code_back(connection: Realtime) -> None:
    connection.socket.close(code=1000)
    assert connection.socket.close_code == 1000


def test_a_client_that_vanishes_is_forgotten(server: Server, customer: Customer) -> None:
    before = server.connections()
    gone = [customer.connect() for _ in range(5)]
    assert server.connections() == before + 5
    for realtime in gone:
        # Closing resets the connection: no farewell of any kind.
        realtime.socket.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        realtime.socket.socket.close()
    deadline = time.monotonic() + 30
    while server.connections() != before:
        assert time.monotonic() < deadline, "connections that were reset are still counted"
