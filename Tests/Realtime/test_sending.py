"""`send`: acknowledged when it is on disk, once for each `client_id`, and refused clearly."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from client import Agent, Customer, Realtime, messages, new_client_id, numbers
from server import Server

SEED_PHRASE = "abandon " * 11 + "about"


def test_a_repeated_client_id_gets_the_same_number_again(conversation: str, connection: Realtime) -> None:
    connection.subscribe(conversation)
    first = connection.send(conversation, "Where is my deposit?")
    again = connection.send(conversation, "Where is my deposit?", client_id=first["client_id"])
    assert first["op"] == "ack"
    assert again == first
    connection.hear_all()
    assert numbers(connection.heard).count(first["seq"]) == 1


def test_a_repeat_after_a_reconnect_and_by_http_gets_the_same_number(customer: Customer, conversation: str) -> None:
    with customer.connect() as realtime:
        first = realtime.send(conversation, "Where is my deposit?")
    with customer.connect() as realtime:
        assert realtime.send(conversation, "Where is my deposit?", client_id=first["client_id"]) == first
    answer = customer.write(conversation, "Where is my deposit?", client_id=first["client_id"])
    assert answer["seq"] == first["seq"]
    assert len(customer.messages(conversation)) == first["seq"]


def test_the_case_of_a_client_id_does_not_matter(conversation: str, connection: Realtime) -> None:
    client_id = new_client_id()
    first = connection.send(conversation, "once", client_id=client_id)
    connection.say("send", conversation=conversation, client_id=client_id.upper(), body="once")
    assert connection.hear_until("ack") == first


def test_a_thousand_sends_with_one_client_id_are_one_message(server: Server) -> None:
    customer = Customer.guest(server)
    conversation = customer.open_waiting_chat("hello")
    client_id = new_client_id()

    def send_fifty(_: int) -> set[int]:
        with customer.connect() as realtime:
            return {realtime.send(conversation, "the same", client_id=client_id)["seq"] for _ in range(50)}

    with ThreadPoolExecutor(20) as pool:
        seen = set().union(*pool.map(send_fifty, range(20)))
    assert seen == {5}
    assert [message["body"] for message in customer.messages(conversation)].count("the same") == 1


def test_many_devices_at_once_number_a_conversation_without_gaps(server: Server, agent: Agent) -> None:
    customer = Customer.guest(server)
    conversation = customer.open_waiting_chat("hello")
    agent.assign(conversation)
    listener = agent.connect()
    listener.subscribe(conversation)

    def send_twenty(device: int) -> list[int]:
        person = agent if device % 4 == 0 else customer
        with person.connect() as realtime:
            return [realtime.send(conversation, f"device {device}, {n}")["seq"] for n in range(20)]

    with ThreadPoolExecutor(8) as pool:
        acknowledged = [seq for sequence in pool.map(send_twenty, range(8)) for seq in sequence]
    last = max(acknowledged)
    assert sorted(acknowledged) == list(range(last - 159, last + 1))
    if last not in numbers(listener.heard):
        listener.hear_until(lambda frame: frame["op"] == "message" and frame["seq"] == last)
    assert numbers(listener.heard) == list(range(1, last + 1))
    listener.socket.close()


def test_only_the_author_sees_the_client_id(agent: Agent, conversation: str, connection: Realtime) -> None:
    with agent.connect() as desk:
        desk.subscribe(conversation, after_seq=4)
        connection.subscribe(conversation, after_seq=4)
        client_id = connection.send(conversation, "mine")["client_id"]
        assert "client_id" not in desk.hear_until("message")
    connection.hear_all()
    assert [message["client_id"] for message in messages(connection.heard)] == [client_id]


# Long ones in one, four and three bytes a character; right to left, joined emoji, markup, and a NUL, which is dropped.
_TEXTS = [
    "x" * 10_000,
    "\U0001f600" * 10_000,
    "\u4f60" * 10_000,
    "\u202e\u0645\u0631\u062d\u0628\u0627\u202c \U0001f9d1\u200d\U0001f680 <b>&amp;\0",
]


@pytest.mark.parametrize("body", _TEXTS)
def test_unusual_texts_arrive_as_they_were_sent(
    agent: Agent, conversation: str, connection: Realtime, body: str
) -> None:
    with agent.connect() as desk:
        desk.subscribe(conversation, after_seq=4)
        assert connection.send(conversation, body)["op"] == "ack"
        assert desk.hear_until("message")["body"] == body.replace("\0", "")


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"body": ""}, "empty_message"),
        ({"body": " \n\t "}, "empty_message"),
        ({"body": "x" * 10_001}, "message_too_long"),
        ({"body": "x", "attachments": ["att_nonsense"]}, "attachment_not_found"),
        ({"body": "x", "attachments": ["att_01m7yjahmwe40rzn68wsvahp7y"]}, "attachment_not_found"),
        ({"body": "x", "kind": "note"}, "conversation_not_found"),
    ],
)
def test_a_send_that_is_refused_says_why_and_which(
    customer: Customer, conversation: str, connection: Realtime, members: dict[str, object], code: str
) -> None:
    client_id = new_client_id()
    connection.say("send", conversation=conversation, client_id=client_id, **members)
    error = connection.hear_until("error")
    assert (error["code"], error["client_id"]) == (code, client_id)
    assert error["detail"]
    assert len(customer.messages(conversation)) == 4


@pytest.mark.parametrize(
    "members",
    [
        {"client_id": "not a uuid"},
        {"client_id": None},
        {"client_id": 7},
        {"body": 7},
        {"kind": "event"},
        {"kind": "card"},
        {"attachments": "att_1"},
        {"attachments": ["x"] * 11},
        {"conversation": None},
    ],
)
def test_a_malformed_send_is_refused_and_the_connection_lives(
    conversation: str, connection: Realtime, members: dict[str, object]
) -> None:
    whole = {"conversation": conversation, "client_id": new_client_id(), "body": "x"}
    connection.say("send", **{**whole, **members})
    assert connection.hear_until("error")["code"] == "invalid_field"
    assert connection.send(conversation, "still here")["seq"] == 5


def test_a_seed_phrase_is_masked_for_everybody_and_the_customer_is_told(
    agent: Agent, conversation: str, connection: Realtime
) -> None:
    with agent.connect() as desk:
        desk.subscribe(conversation, after_seq=4)
        connection.subscribe(conversation, after_seq=4)
        connection.send(conversation, f"My words: {SEED_PHRASE}")
        seen = desk.hear_until("message")
        assert seen["masked"] == ["seed_phrase"]
        assert "abandon" not in str(desk.heard)
    warning = connection.find(lambda frame: frame.get("event", {}).get("type") == "secret_masked")
    assert warning["seq"] == seen["seq"] + 1
    assert "abandon" not in str(connection.heard)


def test_nothing_is_written_to_a_closed_conversation(agent: Agent, conversation: str, connection: Realtime) -> None:
    agent.assign(conversation)
    agent.post(f"/agent/conversations/{conversation}/status", {"status": "closed"})
    error = connection.send(conversation, "one more thing")
    assert (error["op"], error["code"]) == ("error", "not_allowed_now")


@pytest.fixture
def auditor(server: Server) -> Iterator[Agent]:
    yield Agent.made(server, role="auditor")


def test_an_auditor_hears_and_cannot_write(auditor: Agent, conversation: str) -> None:
    with auditor.connect() as desk:
        assert numbers(desk.subscribe(conversation)) == [1, 2, 3, 4]
        for kind in ("text", "note"):
            assert desk.send(conversation, "x", kind=kind)["code"] == "not_permitted"
