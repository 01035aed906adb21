"""Customers prove in a conversation who they are: the exchange and the mail server of these tests are Python's own."""

import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from client import Agent, Customer
from exchange import SECRET, Exchange, exchange, totp
from mail_server import PASSWORD, MailServer, mail_server
from server import Server
from verifying import CODE, Desk, holding

# Whether it waits or until when it holds, and nothing of how it is answered.
AGENTS_READ = {"id", "conversation", "purpose", "method", "asked_by", "status", "created_at", "expires_at"}


@pytest.fixture(scope="module")
def rooms(tmp_path_factory) -> Iterator[tuple[Server, Exchange, MailServer]]:
    folder = tmp_path_factory.mktemp("verifications")
    with exchange() as shop, mail_server(folder / "mail") as mail:
        generous = {"limits.writes.per.minute": 1_000_000, "limits.sign.ins.per.ten.minutes": 1_000_000}
        settings = {**shop.settings(), **mail.settings(), **generous, "brand": "示例交易所", "log.level": "debug"}
        with Server(folder, settings=settings) as server:
            yield server, shop, mail


@pytest.fixture
def desk(rooms) -> Desk:
    server, shop, mail = rooms
    shop.trouble, shop.owner, shop.level = None, f"uid-{uuid.uuid4()}", "L2"
    shop.email = "liu.wei@customer.example"
    agent = Agent.made(server)
    customer = Customer.verified(server, shop.owner, name="刘伟", email="old@customer.example", locale="zh-CN")
    conversation = customer.open_waiting_chat("提币未到账")
    return Desk(server, shop, mail, agent, customer, conversation)


def wrong_code() -> str:
    """One that the authenticator shows neither now nor around now."""
    near = {totp(time.time() + 30 * step) for step in range(-3, 4)}
    return next(code for code in ("000000", "111111", "222222", "333333", "444444", "555555", "666666", "777777") if code not in near)


def test_the_code_of_an_authenticator_app_verifies_for_a_while(desk: Desk) -> None:
    asked = desk.ask("totp")
    assert (asked["status"], asked["method"]) == ("waiting", "totp")
    assert set(asked) == AGENTS_READ
    assert desk.state(asked)["attempts_left"] == 5
    card = desk.customer.messages(desk.conversation)[-1]
    assert card["kind"] == "card" and card["author"]["type"] == "agent"
    assert card["card"]["verification"]["id"] == asked["id"]
    assert "身份验证器" in card["body"] and "提币" in card["body"]

    passed = desk.answer(asked, totp())

    assert passed.status_code == 200, passed.text
    assert passed.json()["status"] == "verified"
    assert desk.events() == ["verification_passed"]
    (listed,) = desk.listed()
    assert (listed["status"], listed["purpose"], listed["valid_until"]) == ("verified", "withdrawals", passed.json()["valid_until"])
    assert set(listed) == AGENTS_READ | {"valid_until"}
    assert desk.exchange.refused == []
    assert desk.answer(asked, totp()).json()["code"] == "verification_over"


def test_five_wrong_codes_end_it_for_both_sides(desk: Desk) -> None:
    asked = desk.ask("totp")
    for left in (4, 3, 2, 1):
        refused = desk.answer(asked, wrong_code())
        assert (refused.status_code, refused.json()["code"], refused.json()["attempts_left"]) == (422, "verification_code_wrong", left)
    ended = desk.answer(asked, wrong_code())
    assert (ended.status_code, ended.json()["code"]) == (409, "verification_over")
    assert desk.state(asked)["status"] == "failed"
    assert desk.events() == ["verification_failed"]
    assert desk.answer(asked, totp()).status_code == 409


@pytest.mark.parametrize("trouble", [500, 302, "huge", "redirect", "nonsense", 401])
def test_what_the_exchange_does_not_tell_counts_for_nothing(desk: Desk, trouble: int | str) -> None:
    asked = desk.ask("totp")
    desk.exchange.trouble = trouble
    refused = desk.answer(asked, wrong_code())
    assert (refused.status_code, refused.json()["code"]) == (503, "verification_unavailable")
    assert int(refused.headers["Retry-After"]) > 0
    assert desk.state(asked)["attempts_left"] == 5
    desk.exchange.trouble = None
    assert desk.answer(asked, totp()).status_code == 200


@pytest.mark.parametrize("trouble", ["slow", "dribble"])
def test_an_exchange_that_is_too_slow_is_not_waited_for(desk: Desk, trouble: str) -> None:
    asked = desk.ask("totp")
    desk.exchange.trouble = trouble
    desk.exchange.release.clear()
    assert desk.answer(asked, totp()).json()["code"] == "verification_unavailable"
    assert desk.state(asked)["attempts_left"] == 5


def test_an_account_without_an_authenticator_is_told(desk: Desk) -> None:
    asked = desk.ask("totp")
    desk.exchange.trouble = 409
    assert desk.answer(asked, totp()).json()["code"] == "verification_not_set_up"
    assert desk.state(asked)["attempts_left"] == 5


def test_a_text_message_has_a_code_that_works_once(desk: Desk) -> None:
    asked = desk.ask("sms_code")
    assert desk.answer(asked, "123456").json()["code"] == "verification_code_not_sent"
    sent = desk.send(asked)
    assert sent.status_code == 200, sent.text
    assert (sent.json()["sent_to"], sent.json()["is_sent"], sent.json()["sends_left"]) == ("+86 ••• 4471", True, 2)
    again = desk.send(asked)
    assert (again.status_code, again.json()["code"]) == (429, "verification_sent_just_now")
    assert 0 < int(again.headers["Retry-After"]) <= 60
    code = CODE.search(desk.exchange.texts[-1])
    assert code and "示例交易所" in desk.exchange.texts[-1]
    assert desk.answer(asked, f"{code[0][:3]} {code[0][3:]}").json()["status"] == "verified"


def test_a_letter_has_a_code_and_goes_where_the_exchange_says(desk: Desk) -> None:
    asked = desk.ask("email_code", "personal_details")
    sent = desk.send(asked)
    assert sent.status_code == 200, sent.text
    assert sent.json()["sent_to"] == "l•••@customer.example"
    envelope, letter = desk.mail.next()
    assert envelope.rcpt_tos == ["liu.wei@customer.example"]
    assert letter["Subject"] == "您的示例交易所验证码"
    code = CODE.search(letter.get_content())
    assert code and not CODE.search(letter["Subject"])
    passed = desk.answer(asked, code[0])
    assert passed.json()["status"] == "verified", passed.text


def test_an_identity_level_is_checked_as_often_as_it_takes(desk: Desk) -> None:
    assert desk.agent.http.post(
        f"/agent/conversations/{desk.conversation}/verifications", json={"purpose": "withdrawals", "method": "identity_level"}
    ).status_code == 422  # fmt: skip
    asked = desk.ask("identity_level", level="L3")
    for _ in range(6):
        assert desk.answer(asked, None).json()["code"] == "verification_level_too_low"
    desk.exchange.level = "L3"
    assert desk.answer(asked, None).json()["status"] == "verified"


def test_it_is_nobody_elses(desk: Desk) -> None:
    asked = desk.ask("totp")
    for stranger in (Customer.guest(desk.server), Customer.verified(desk.server, f"other-{uuid.uuid4()}")):
        assert stranger.http.get(desk.path(asked)).status_code == 404
        assert stranger.http.post(desk.path(asked, "/answer"), json={"code": totp()}).status_code == 404
        assert stranger.http.post(desk.path(asked, "/code")).status_code == 404
    guest = Customer.guest(desk.server)
    chat = guest.open_waiting_chat("hello")
    refused = desk.agent.http.post(f"/agent/conversations/{chat}/verifications", json={"purpose": "withdrawals", "method": "totp"})
    assert (refused.status_code, refused.json()["code"]) == (409, "verification_needs_account")
    other = guest.http.post(f"/conversations/{chat}/verifications/{asked['id']}/answer", json={"code": totp()})
    assert other.status_code == 404


KNOWN = {"name": "刘伟", "email": "old@customer.example", "locale": "zh-CN", "identity_level": "L2", "attributes": {"phone": "+86 138 0013 8000"}}
CHANGES = {
    "email": {"email": "new@customer.example"}, "name": {"name": "王芳"}, "phone": {"attributes": {"phone": "+86 138 0013 8001"}},
    "no phone": {"attributes": {}}, "a lower level": {"identity_level": "L1"}, "no level": {"identity_level": None},
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_cleared_when_the_account_changes(desk: Desk, change: str) -> None:
    Customer.verified(desk.server, desk.exchange.owner, **KNOWN)
    asked = desk.ask("totp")
    assert desk.answer(asked, totp()).status_code == 200
    # What says nothing about who they are, and a higher level, leave it as it is.
    Customer.verified(desk.server, desk.exchange.owner, **{**KNOWN, "identity_level": "L3", "tier": "vip2"})
    assert [one["status"] for one in desk.listed()] == ["verified"]
    Customer.verified(desk.server, desk.exchange.owner, **{**KNOWN, **CHANGES[change]})
    assert [one["status"] for one in desk.listed()] == ["cleared"]


def test_an_agent_takes_it_back_and_a_second_question_replaces_the_first(desk: Desk) -> None:
    first, second = desk.ask("totp"), desk.ask("email_code")
    assert desk.answer(first, totp()).json()["code"] == "verification_over"
    path = f"/agent/conversations/{desk.conversation}/verifications/{second['id']}"
    assert desk.agent.http.delete(path).json()["status"] == "cancelled"
    assert desk.send(second).json()["code"] == "verification_over"
    assert desk.events() == ["verification_taken_back"]


def test_both_sides_hear_of_it_live(desk: Desk) -> None:
    asked = desk.ask("totp")
    with desk.customer.connect() as customer, desk.agent.connect() as agent:
        customer.subscribe(desk.conversation)
        agent.subscribe(desk.conversation)
        desk.answer(asked, totp())
        for side in (customer, agent):
            heard = side.find(lambda f: (f.get("event") or {}).get("type") == "verification_passed")
            assert heard["event"]["verification"] == {"purpose": "withdrawals", "method": "totp"}


def test_codes_and_secrets_are_found_nowhere_afterwards(tmp_path: Path) -> None:
    """What was typed and what was sent is grepped for in the database, its log, the server's log and the audit trail."""
    with exchange() as shop, mail_server(tmp_path / "mail") as mail:
        settings = {**shop.settings(), **mail.settings(), "log.level": "trace"}
        server = Server(tmp_path / "installation", settings=settings)
        codes: list[str] = []
        with server:
            agent = Agent.made(server)
            customer = Customer.verified(server, shop.owner, name="Liu", email="liu.wei@customer.example")
            desk = Desk(server, shop, mail, agent, customer, customer.open_waiting_chat("hello"))
            typed = wrong_code()
            for method in ("totp", "sms_code", "email_code"):
                asked = desk.ask(method)
                if method != "totp":
                    assert desk.send(asked).status_code == 200
                if method == "sms_code":
                    codes.append(CODE.search(shop.texts[-1])[0])
                elif method == "email_code":
                    # The row is there while the letter waits: the mail server says no once.
                    codes.append(CODE.search(mail.next()[1].get_content())[0])
                else:
                    codes.append(totp())
                desk.answer(asked, typed)
                assert desk.answer(asked, codes[-1]).json()["status"] == "verified"
            shop.trouble = 500
            failing = desk.ask("totp")
            codes.append("908172")
            desk.answer(failing, "908172")
            customer.http.post(desk.path(failing, "/answer"), content='{"code": "908173", ', headers={"Content-Type": "application/json"})
            codes.append("908173")
            waiting = desk.ask("email_code")
            shop.trouble = None
            mail.replies = ["451 later"] * 50
            assert desk.send(waiting).status_code == 200
            before = holding(server, [*codes, SECRET, PASSWORD])
            assert before == [], before
            server.kill()
        found = holding(server, [*codes, SECRET, PASSWORD])
        assert found == [], found
