"""An agent asks a customer to prove who they are; the code goes into a card and never into a message."""

import re
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Locator, expect

from client import Agent
from desk import Desk
from patience import eventually
from server import Server
from visitor import Visitor
from waiting import MESSAGE
from widget import USER, Widget

Visit = Callable[..., Visitor]
SOME_TIME = re.compile(r"\d{1,2}:\d{2}")


def phone(server: Server) -> dict:
    """What the customer's own phone shows: the authenticator's code and the last text messages."""
    return httpx.get(f"{server.url}/demo/api/v1/users/{USER}/phone").json()


def authenticator(server: Server) -> str:
    """A code that counts: where earlier journeys used this one and the next, that takes up to half a minute."""
    eventually(lambda: phone(server).get("authenticator"), "the authenticator shows a code that was not used")
    return phone(server)["authenticator"]


def wrong(code: str) -> str:
    return str((int(code) + 123_457) % 1_000_000).zfill(6)


def ask(desk: Desk, purpose: str, method: str) -> None:
    """By the key, and the two questions that follow."""
    desk.leave_field()
    desk.press("i")
    words = desk.say(f"timeline.verification.purpose.{purpose}")
    desk.choose("desk.verification.purpose", words)
    question = desk.page.get_by_role("dialog", name=desk.say("desk.verification.method", purpose=words), exact=True)
    question.get_by_role("combobox").fill(desk.say(f"timeline.verification.method.{method}"))
    expect(question.get_by_role("option")).to_have_count(1)
    desk.press("Enter")
    desk.expect_done("desk.verification.asked")


def begin(widget: Widget, agent: Agent) -> str:
    """The customer writes, and the agent has the conversation."""
    widget.open()
    words = f"{MESSAGE[widget.visitor.locale]} {agent.id[-6:]}"
    widget.ask(words)
    expect(widget.chat.log.get_by_text(words, exact=True)).to_be_visible()
    row = next(row for row in agent.get("/agent/conversations", params={"view": "all"})["data"] if words in str(row))
    agent.assign(row["id"])
    return row["id"]


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_code_of_the_authenticator_goes_into_the_card_alone(
    visit: Visit, server: Server, locale: str, device: str, agent: Agent
) -> None:
    scheme = "dark" if device == "desktop" else "light"
    customer = visit(locale, device, color_scheme=scheme)
    widget = Widget.of(customer)
    conversation = begin(widget, agent)
    desk = Desk.of(visit(locale, color_scheme=scheme), agent)
    desk.visitor.open(f"/desk?view=mine#{conversation}")
    expect(desk.log).to_have_attribute("aria-busy", "false")

    ask(desk, "withdrawals", "totp")

    purpose = customer.say("timeline.verification.purpose.withdrawals")
    card = widget.chat.log.locator("secure-card")
    expect(card.get_by_text(customer.say("timeline.verification.title", purpose=purpose), exact=True)).to_be_visible()
    watched = desk.log.locator("secure-card")
    expect(watched.get_by_text(desk.say("timeline.verification.waiting"), exact=True)).to_be_visible()
    expect(watched.get_by_role("textbox")).to_have_count(0)
    customer.assert_good_page("card", widget.frame)
    desk.visitor.assert_good_page("waiting")
    field = card.get_by_role("textbox", name=customer.say("timeline.verification.code"), exact=True)
    answer(card, field, "12345")
    expect(card.get_by_role("alert")).to_have_text(customer.say("timeline.verification.problem.invalid_field"))
    typed = wrong(authenticator(server))
    answer(card, field, typed)
    expect(card.get_by_role("alert")).to_have_text(
        customer.say("timeline.verification.problem.verification_code_wrong", left="4")
    )
    customer.expect_complaints("status of 422")
    expect(field).to_be_focused()
    customer.assert_good_page("wrong", widget.frame)
    code = authenticator(server)
    answer(card, field, code)
    expect(card.get_by_role("status")).to_contain_text(SOME_TIME)
    expect(field).to_have_count(0)
    expect(watched.get_by_role("status")).to_contain_text(SOME_TIME)
    verified = desk.customer.locator(".desk-verified__item--verified")
    expect(verified).to_contain_text(purpose)
    expect(verified).to_contain_text(SOME_TIME)
    customer.assert_good_page("verified", widget.frame)
    desk.visitor.assert_good_page("verified")
    for shown in (customer.page.content(), widget.frame.content(), desk.page.content()):
        assert code not in shown and typed not in shown
    told = str(agent.get(f"/agent/conversations/{conversation}/messages"))
    assert code not in told and typed not in told


def test_a_code_is_sent_when_the_customer_wants_it_and_the_agent_takes_a_question_back(
    visit: Visit, server: Server, locale: str, agent: Agent
) -> None:
    customer = visit(locale, "phone")
    widget = Widget.of(customer)
    conversation = begin(widget, agent)
    desk = Desk.of(visit(locale), agent)
    desk.visitor.open(f"/desk?view=mine#{conversation}")
    expect(desk.log).to_have_attribute("aria-busy", "false")
    ask(desk, "account_access", "sms_code")
    card = widget.chat.log.locator("secure-card").last
    before = len(phone(server)["texts"])
    card.get_by_role("button", name=customer.say("timeline.verification.send"), exact=True).click()
    field = card.get_by_role("textbox", name=customer.say("timeline.verification.code"), exact=True)
    expect(field).to_be_focused()
    expect(card.get_by_role("button", name=re.compile(r"\d+"))).to_be_disabled()
    customer.assert_good_page("sent", widget.frame)
    texts = phone(server)["texts"]
    assert len(texts) == before + 1 or before == 5
    code = re.search(r"\d{6}", texts[0]["text"])
    assert code
    answer(card, field, code[0])
    expect(card.get_by_role("status")).to_contain_text(SOME_TIME)

    ask(desk, "security_settings", "totp")
    desk.log.get_by_role("button", name=desk.say("timeline.verification.take_back"), exact=True).click()
    taken_back = desk.say("timeline.verification.status.cancelled")
    expect(desk.log.get_by_text(taken_back, exact=True)).to_be_visible()
    expect(widget.chat.log.get_by_text(taken_back, exact=True)).to_be_visible()
    customer.assert_good_page("taken-back", widget.frame)


def answer(card: Locator, field: Locator, code: str) -> None:
    field.fill(code)
    field.press("Enter")
