"""Who hears and writes what: devices of one person, notes, other people's conversations, sessions, origins."""

import hashlib
import sqlite3
from contextlib import closing

import pytest
from websockets.exceptions import InvalidStatus

from client import SUBPROTOCOL, Agent, Customer, Realtime, identity_token, messages, new_client_id, numbers
from server import Server


def test_two_devices_of_one_customer_hear_each_other(customer: Customer, conversation: str) -> None:
    with customer.connect() as phone, customer.connect() as laptop:
        phone.subscribe(conversation)
        laptop.subscribe(conversation)
        client_id = phone.send(conversation, "from the phone")["client_id"]
        heard = laptop.hear_until("message")
        assert (heard["body"], heard["client_id"]) == ("from the phone", client_id)
        laptop.send(conversation, "from the laptop")
        phone.find(lambda frame: frame.get("body") == "from the laptop")
        assert numbers(phone.heard + phone.hear_all()) == numbers(laptop.heard + laptop.hear_all()) == [*range(1, 7)]


def test_a_device_that_joins_later_sees_what_the_other_wrote(customer: Customer, conversation: str) -> None:
    with customer.connect() as phone:
        phone.send(conversation, "from the phone")
    with customer.connect() as laptop:
        assert messages(laptop.subscribe(conversation))[-1]["body"] == "from the phone"


def test_notes_reach_agents_and_never_the_customer(
    server: Server, agent: Agent, customer: Customer, conversation: str
) -> None:
    secret = f"looks like a stolen card {new_client_id()}"
    with agent.connect() as desk, Agent.made(server, name="Bo Lind").connect() as colleague:
        with customer.connect() as realtime:
            for connection in (desk, colleague, realtime):
                connection.subscribe(conversation)
            acknowledged = desk.send(conversation, secret, kind="note")
            assert acknowledged["note_seq"] == 1
            assert "seq" not in acknowledged
            heard = colleague.hear_until("note")
            assert (heard["note_seq"], heard["after_seq"], heard["body"]) == (1, 4, secret)
            assert heard["author"]["name"] == "Ada Park"
            # The customer's numbers do not move, and nothing in any frame tells that there is a note.
            desk.send(conversation, "We are looking into it.")
            realtime.find(lambda frame: frame.get("body") == "We are looking into it.")
            assert numbers(realtime.heard) == [*range(1, realtime.heard[-1].get("seq", 6) + 1)]
            _assert_no_note(realtime.heard + realtime.hear_all(), secret)
        with customer.connect() as realtime:
            _assert_no_note(realtime.subscribe(conversation, after_note_seq=0), secret)
    assert secret not in str(customer.messages(conversation))
    assert secret not in str(customer.get(f"/conversations/{conversation}"))


def _assert_no_note(frames: list[dict], secret: str) -> None:
    assert secret not in str(frames)
    assert "note" not in str(frames), "something tells the customer that there are notes"


def test_somebody_elses_conversation_is_as_if_it_were_not_there(
    server: Server, customer: Customer, conversation: str
) -> None:
    with Customer.guest(server).connect() as stranger:
        missing = "cnv_01m7yjahmwe40rzn68wsvahp7y"
        answers = []
        for target in (conversation, missing):
            stranger.say("subscribe", conversation=target, after_seq=0)
            subscribing = stranger.hear_until("error")
            sending = stranger.send(target, "let me in")
            answers.append([subscribing["code"], subscribing["detail"], sending["code"], sending["detail"]])
        assert answers[0] == answers[1]
        assert answers[0][0] == answers[0][2] == "conversation_not_found"
        customer.write(conversation, "for me alone")
        assert stranger.hear_all() == []
    assert len(customer.messages(conversation)) == 5


def test_a_repeat_of_somebody_elses_client_id_tells_nothing(
    server: Server, customer: Customer, conversation: str
) -> None:
    client_id = new_client_id()
    customer.write(conversation, "for me alone", client_id=client_id)
    with Customer.guest(server).connect() as stranger:
        error = stranger.send(conversation, "for me alone", client_id=client_id)
        assert (error["op"], error["code"]) == ("error", "conversation_not_found")


def test_a_guest_who_signs_in_keeps_the_conversation(server: Server) -> None:
    guest = Customer.guest(server)
    conversation = guest.open_waiting_chat("hello")
    answer = guest.post("/session", {"identity_token": identity_token(f"uid-{new_client_id()}", name="Lin")})
    verified = Customer(server, answer["token"], answer["customer"])
    assert verified.about["verified"]
    with verified.connect() as realtime:
        assert numbers(realtime.subscribe(conversation))[:4] == [1, 2, 3, 4]


def test_browsers_come_in_by_cookie_from_our_own_pages(server: Server, customer: Customer, conversation: str) -> None:
    headers = {"Cookie": f"switchboard_session={customer.token}", "Origin": server.url}
    with Realtime(server, additional_headers=headers) as realtime:
        assert numbers(realtime.subscribe(conversation)) == [1, 2, 3, 4]


def test_an_agents_cookie_counts_at_the_desk_only(server: Server, agent: Agent, conversation: str) -> None:
    headers = {"Cookie": f"switchboard_agent={agent.token}", "Origin": server.url}
    with Realtime(server, url=f"{server.realtime_url}?as=agent", additional_headers=headers) as desk:
        assert numbers(desk.subscribe(conversation)) == [1, 2, 3, 4]
    assert _refusal(server, additional_headers=headers) in _SIGNED_OUT


def test_programs_in_a_browser_offer_their_token_as_a_sub_protocol(
    server: Server, customer: Customer, conversation: str
) -> None:
    offered = [SUBPROTOCOL, f"switchboard.bearer.{customer.token}"]
    with Realtime(server, subprotocols=offered, origin="https://app.exchange.example") as realtime:
        assert realtime.socket.subprotocol == SUBPROTOCOL
        assert numbers(realtime.subscribe(conversation)) == [1, 2, 3, 4]


# A refusal is an answer to the upgrade, or a connection that is closed at once with the code that pages understand.
_SIGNED_OUT = (401, 4001)
_WRONG_ORIGIN = (401, 403, 4003)


@pytest.mark.parametrize("token", [None, "nonsense", "sbc_" + "A" * 43, "x" * 5000])
def test_nobody_comes_in_without_a_session(server: Server, token: str | None) -> None:
    assert _refusal(server, token=token) in _SIGNED_OUT


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_sites_page_does_not_come_in_with_our_cookie(
    server: Server, customer: Customer, headers: dict[str, str]
) -> None:
    cookie = {"Cookie": f"switchboard_session={customer.token}"}
    assert _refusal(server, additional_headers={**cookie, **headers}) in _WRONG_ORIGIN


def test_an_upgrade_without_our_sub_protocol_is_answered(server: Server, customer: Customer) -> None:
    assert 400 <= _refusal(server, token=customer.token, subprotocols=["chat.v9"]) < 500


def test_an_agent_who_signed_out_is_not_let_in_again(server: Server) -> None:
    agent = Agent.made(server)
    agent.sign_out()
    assert _refusal(server, token=agent.token) in _SIGNED_OUT


def test_a_connection_ends_with_4001_when_its_agent_signs_out(server: Server, conversation: str) -> None:
    agent = Agent.made(server)
    with agent.connect() as desk:
        desk.subscribe(conversation)
        agent.sign_out()
        assert desk.closing_code(within=60) == 4001


def test_a_session_that_is_over_does_not_let_in(server: Server, customer: Customer) -> None:
    _let_session_expire(server, customer)
    assert customer.http.get("/conversations").status_code == 401
    assert _refusal(server, token=customer.token) in _SIGNED_OUT


def test_a_connection_ends_with_4001_when_its_session_is_over(
    server: Server, customer: Customer, conversation: str
) -> None:
    with customer.connect() as realtime:
        realtime.subscribe(conversation)
        _let_session_expire(server, customer)
        assert realtime.closing_code(within=60) == 4001


def _let_session_expire(server: Server, customer: Customer) -> None:
    """Lets the thirty days of a session pass, in the database: the server's clock is not ours to move."""
    digest = hashlib.sha256(customer.token.encode()).digest()
    with closing(sqlite3.connect(server.folder / "data" / "switchboard.sqlite", timeout=10)) as database, database:
        changed = database.execute("UPDATE customer_session SET expires_at = 1 WHERE token_digest = ?", [digest])
        assert changed.rowcount == 1


def _refusal(server: Server, **options: object) -> int:
    """How a connection is refused: the status of the answer, or the code it is closed with."""
    try:
        with Realtime(server, **{"open_timeout": 60, **options}) as realtime:
            return realtime.closing_code(within=60)
    except InvalidStatus as refused:
        return refused.response.status_code
