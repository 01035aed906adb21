"""Text messages by a provider of their own (`sms.url`), beside an exchange that answers everything else."""

import uuid
from collections.abc import Iterator

import pytest

from client import Agent, Customer
from exchange import SECRET, Exchange, exchange, totp
from server import Server
from verifying import CODE, Desk, holding

TEXTS_SECRET = "a secret of the text messages, 32 bytes and more"


@pytest.fixture(scope="module")
def texting(tmp_path_factory) -> Iterator[tuple[Server, Exchange, Exchange]]:
    """A server whose text messages go by a provider of their own; the exchange sends none."""
    with exchange() as shop, exchange(TEXTS_SECRET, "/gateway/texts") as provider:
        settings = {
            **shop.settings(), "accounts.questions": "totp", "sms.url": provider.url, "sms.secret": TEXTS_SECRET,
            "brand": "示例交易所", "log.level": "trace", "limits.writes.per.minute": 1_000_000,
        }  # fmt: skip
        with Server(tmp_path_factory.mktemp("texting"), settings=settings) as server:
            yield server, shop, provider


@pytest.fixture
def texted(texting) -> tuple[Desk, Exchange]:
    server, shop, provider = texting
    shop.trouble = provider.trouble = None
    shop.owner = provider.owner = f"uid-{uuid.uuid4()}"
    for each in (shop, provider):
        for heard in (each.asked, each.texts, each.seen, each.refused):
            heard.clear()
        each.release.clear()
    customer = Customer.verified(server, shop.owner, name="刘伟", locale="zh-CN")
    agent = Agent.made(server)
    return Desk(server, shop, None, agent, customer, customer.open_waiting_chat("提币未到账")), provider


def test_a_text_message_goes_to_its_provider_and_everything_else_to_the_exchange(texted: tuple[Desk, Exchange]) -> None:
    desk, provider = texted
    asked = desk.ask("sms_code")
    sent = desk.send(asked)
    assert sent.status_code == 200, sent.text
    assert sent.json()["sent_to"] == "+86 ••• 4471"
    (question, body), = provider.asked
    assert question == "sms" and set(body) == {"request", "account", "text", "locale"}
    assert (body["request"], body["account"], body["locale"]) == (asked["id"], desk.exchange.owner, "zh-CN")
    assert "示例交易所" in body["text"]
    # Signed with its own secret over its own path; the exchange heard nothing of it.
    assert provider.refused == [] and provider.seen[-1].startswith(b"POST /gateway/texts/sms HTTP/1.1")
    assert desk.exchange.seen == []
    assert desk.answer(asked, CODE.search(provider.texts[-1])[0]).json()["status"] == "verified"
    assert desk.answer(desk.ask("totp"), totp()).json()["status"] == "verified"
    assert [name for name, _ in desk.exchange.asked] == ["totp"]
    assert len(provider.asked) == 1 and desk.exchange.refused == []


@pytest.mark.parametrize(
    ("trouble", "code"),
    [(500, "verification_not_sent"), (401, "verification_not_sent"), (423, "verification_not_sent"), ("nonsense", "verification_not_sent"),
     ("redirect", "verification_not_sent"), ("dribble", "verification_not_sent"), (404, "verification_not_set_up"), (409, "verification_not_set_up")],
)  # fmt: skip
def test_a_provider_that_does_not_send_is_told(texted: tuple[Desk, Exchange], trouble: int | str, code: str) -> None:
    desk, provider = texted
    provider.trouble = trouble
    asked = desk.ask("sms_code")
    refused = desk.send(asked)
    assert refused.json()["code"] == code, refused.text
    assert refused.status_code == (409 if code == "verification_not_set_up" else 503)
    assert desk.state(asked)["is_sent"] is False
    assert desk.answer(asked, "123456").json()["code"] == "verification_code_not_sent"
    assert desk.state(asked)["attempts_left"] == 5
    assert desk.exchange.seen == []


def test_a_provider_with_another_secret_refuses_what_is_asked(texted: tuple[Desk, Exchange]) -> None:
    """The signature is looked at: with the exchange's secret none is right."""
    desk, provider = texted
    provider.secret = SECRET
    try:
        assert desk.send(desk.ask("sms_code")).json()["code"] == "verification_not_sent"
        assert provider.refused == ["the signature is wrong"] and provider.texts == []
    finally:
        provider.secret = TEXTS_SECRET


def test_codes_of_a_provider_and_its_secret_are_found_nowhere(texted: tuple[Desk, Exchange]) -> None:
    desk, provider = texted
    desk.send(desk.ask("sms_code"))
    code = CODE.search(provider.texts[-1])[0]
    assert holding(desk.server, [code, TEXTS_SECRET]) == []
