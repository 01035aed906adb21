"""What one connection may cost: frames, subscriptions, memory for a slow reader, silence."""

import socket
import time
from contextlib import suppress

import psutil
from websockets.exceptions import ConnectionClosed

from client import Agent, Customer, Realtime, messages, numbers
from server import Server

# docs/integration.md: ten frames a second over six seconds, and forty refusals in a row end the connection.
_BURST = 60
_PATIENCE = 40
_SUBSCRIPTIONS = 200
# 36 KB in one message.
_LARGE = "\U0001f40c" * 9_000


def test_too_many_frames_are_refused_and_then_end_the_connection_with_4009(connection: Realtime) -> None:
    for _ in range(_BURST * 10):
        connection.say_raw('{"op":"ping"}')
    assert connection.closing_code() == 4009
    answers = [frame["op"] for frame in connection.heard]
    assert answers.count("pong") >= _BURST
    assert [frame["code"] for frame in connection.heard if frame["op"] == "error"][-_PATIENCE:] == [
        "too_many_requests"
    ] * _PATIENCE


def test_pings_of_the_protocol_count_as_well(connection: Realtime) -> None:
    with suppress(ConnectionClosed):
        for _ in range(_BURST * 10):
            connection.socket.ping()
    assert connection.closing_code() == 4009


def test_nothing_but_nonsense_ends_the_connection_with_4009(connection: Realtime) -> None:
    for _ in range(_PATIENCE):
        connection.say_raw("nonsense")
    assert connection.closing_code() == 4009
    assert len(connection.heard) == _PATIENCE


def test_a_burst_that_is_allowed_is_answered_whole(connection: Realtime) -> None:
    for _ in range(_BURST):
        connection.say("ping")
    for _ in range(_BURST):
        assert connection.hear() == {"op": "pong"}


def test_another_connection_of_the_same_person_has_limits_of_its_own(customer: Customer) -> None:
    with customer.connect() as first, customer.connect() as second:
        for _ in range(_BURST * 10):
            first.say_raw('{"op":"ping"}')
        assert first.closing_code() == 4009
        second.say("ping")
        assert second.hear() == {"op": "pong"}


def test_a_connection_hears_two_hundred_conversations_at_most(server: Server, agent: Agent) -> None:
    customer = Customer.guest(server)
    conversations = [customer.open_chat() for _ in range(_SUBSCRIPTIONS + 1)]
    with agent.connect() as desk:
        for count, conversation in enumerate(conversations[:_SUBSCRIPTIONS], start=1):
            _within_the_rate(count)
            assert desk.subscribe(conversation)[-1]["op"] == "head"
        _within_the_rate(_SUBSCRIPTIONS + 1)
        refused = desk.subscribe(conversations[-1])[-1]
        assert (refused["code"], refused["conversation"]) == ("too_many_subscriptions", conversations[-1])
        _within_the_rate(_SUBSCRIPTIONS + 2)
        desk.say("unsubscribe", conversation=conversations[0])
        _within_the_rate(_SUBSCRIPTIONS + 3)
        assert desk.subscribe(conversations[-1])[-1]["op"] == "head"


def _within_the_rate(count: int) -> None:
    """Keeps a client of many frames under ten a second, once its first burst is used up."""
    if count > _BURST - 5:
        time.sleep(0.105)


def test_a_slow_reader_is_closed_with_4008_costs_little_and_resumes(own_server: Server) -> None:
    agent = Agent.made(own_server)
    customer = Customer.guest(own_server)
    conversation = customer.open_waiting_chat("hello")
    agent.assign(conversation)
    start = len(customer.messages(conversation))
    slow = _connect_slowly(customer)
    slow.subscribe(conversation, after_seq=start)
    memory_before = psutil.Process(own_server.pid).memory_info().rss

    # Nobody reads while the agent writes: what waits in the kernel and then in the server fills up.
    texts: list[str] = []
    while own_server.connections():
        assert len(texts) < 500, "the server keeps 18 MB for somebody who does not read"
        texts.append(f"{len(texts)}: {_LARGE}")
        agent.write(conversation, texts[-1])
    grown = psutil.Process(own_server.pid).memory_info().rss - memory_before
    assert slow.closing_code() == 4008

    heard = numbers(slow.heard)
    assert heard == list(range(start + 1, start + 1 + len(heard))), "what a slow reader heard has a gap"
    assert len(heard) < len(texts)
    assert grown < 48 * 1024 * 1024, f"{grown / 1024 / 1024:.0f} MiB for one slow reader"
    last, end = start + len(heard), start + len(texts)
    with customer.connect() as resumed:
        resumed.subscribe(conversation, after_seq=last)
        resumed.find(lambda frame: frame["op"] == "head" and frame["seq"] == end)
        assert numbers(resumed.heard) == list(range(last + 1, end + 1))
        assert [message["body"] for message in messages(slow.heard + resumed.heard)] == texts


def _connect_slowly(customer: Customer) -> Realtime:
    """A connection of somebody whose phone takes in next to nothing."""
    narrow = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    narrow.connect(("127.0.0.1", customer.server.port))
    return customer.connect(sock=narrow, max_queue=1, compression=None)
