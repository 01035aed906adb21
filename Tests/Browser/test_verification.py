"""An agent asks a customer to prove who they are; the code goes into a card and never into a message."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import httpx
import pytest
from playwright.sync_api import Locator, expect

from client import Agent
from desk import Desk
from mail_server import MailServer, mail_server
from patience import eventually
from server import Server
from visitor import Visitor
from waiting import MESSAGE
from widget import GUEST, USER, Widget

Visit = Callable[..., Visitor]
SOME_TIME = re.compile(r"\d{1,2}:\d{2}")
EMAIL = "liu.wei@demo.example"
REQUEST = {"en": "talk to a human", "zh-CN": "转人工"}


@pytest.fixture(scope="module")
def mail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    with mail_server(tmp_path_factory.mktemp("mail")) as mail:
        yield mail


@pytest.fixture(scope="module")
def settings(mail: MailServer) -> dict[str, object]:
    return mail.settings()


@pytest.fixture
def strict(server: Server) -> Iterator[None]:
    """Contact data needs a verified customer, and whoever waits for a person is asked for it."""
    admin = Agent.made(server, role="admin")
    queues = admin.get("/agent/queues")["data"]

    def want(verification: dict | None) -> None:
        # Every queue: with an account somebody may belong into another one than as a guest.
        for queue in queues:
            known = {name: value for name, value in queue.items() if name not in ("id", "is_general")}
            admin.put(f"/admin/queues/{queue['id']}", {**known, "verification": verification})

    want({"purpose": "personal_details", "method": "email_code"})
    admin.put("/admin/verification-rules", {"deeds": ["contact.reveal", "account.view"]})
    yield
    admin.put("/admin/verification-rules", {"deeds": []})
    want(None)


def mailed(mail: MailServer) -> str:
    """The code of the next letter to the customer; what agents are written to is theirs."""
    while True:
        envelope, letter = mail.next()
        if envelope.rcpt_tos == [EMAIL]:
            code = re.search(r"(?<!\d)\d{6}(?!\d)", letter.get_content())
            assert code
            return code[0]


def run_out(server: Server) -> None:
    """As if ten minutes had passed for whatever waits."""
    with closing(sqlite3.connect(server.folder / "data" / "switchboard.sqlite", timeout=10)) as database, database:
        database.execute("UPDATE step_up SET expires_at = created_at WHERE status = 'waiting'")


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


def test_a_code_by_mail_counts_once_it_is_right_and_in_time(
    visit: Visit, server: Server, mail: MailServer, locale: str, agent: Agent
) -> None:
    customer = visit(locale, "phone")
    widget = Widget.of(customer)
    conversation = begin(widget, agent)
    desk = Desk.of(visit(locale), agent)
    desk.visitor.open(f"/desk?view=mine#{conversation}")
    expect(desk.log).to_have_attribute("aria-busy", "false")

    def sent(purpose: str) -> tuple[Locator, Locator, str]:
        ask(desk, purpose, "email_code")
        card = widget.chat.log.locator("secure-card").last
        card.get_by_role("button", name=customer.say("timeline.verification.send"), exact=True).click()
        field = card.get_by_role("textbox", name=customer.say("timeline.verification.code"), exact=True)
        expect(field).to_be_focused()
        return card, field, mailed(mail)

    card, field, code = sent("personal_details")
    expect(card).to_contain_text("l•••@demo.example")
    answer(card, field, wrong(code))
    expect(card.get_by_role("alert")).to_have_text(
        customer.say("timeline.verification.problem.verification_code_wrong", left="4")
    )
    answer(card, field, code)
    expect(card.get_by_role("status")).to_contain_text(SOME_TIME)

    card, field, code = sent("security_settings")
    run_out(server)
    answer(card, field, code)
    expired = customer.say("timeline.verification.status.expired")
    expect(card.get_by_role("status")).to_have_text(expired)
    customer.expect_complaints("status of 422", "status of 409")
    customer.assert_good_page("expired", widget.frame)
    assert code not in customer.page.content() + widget.frame.content() + desk.page.content()


def test_the_assistant_asks_whoever_comes_into_a_queue_and_the_agent_may_see_what_that_opens(
    visit: Visit, server: Server, mail: MailServer, locale: str, agent: Agent, strict: None
) -> None:
    customer = visit(locale, "phone")
    say = customer.say
    purpose = say("timeline.verification.purpose.personal_details")
    widget = Widget.of(customer, GUEST)
    widget.open()
    widget.ask(REQUEST[locale])
    widget.chat.see("assistant.hand_over.asked")
    widget.chat.see("timeline.verification.sign_in", purpose=purpose)
    customer.open(f"/demo?user={USER}")
    card = widget.chat.log.locator("secure-card")
    expect(card.get_by_text(say("timeline.verification.title", purpose=purpose), exact=True)).to_be_visible()
    customer.assert_good_page("asked", widget.frame)

    row = next(
        row for row in agent.get("/agent/conversations", params={"view": "unassigned"})["data"]
        if row["customer"]["name"] == "Liu Wei"
    )  # fmt: skip
    agent.assign(row["id"])
    desk = Desk.of(visit(locale), agent)
    desk.visitor.open(f"/desk?view=mine#{row['id']}")
    method = desk.say("timeline.verification.method.email_code")
    waiting = desk.say("desk.verification.waiting_assistant", purpose=purpose, method=method)
    expect(desk.customer.get_by_text(waiting, exact=True)).to_be_visible()
    desk.see("timeline.verification.waiting_assistant")
    desk.see("desk.verification.needed_account")
    desk.visitor.assert_good_page("closed")
    name = desk.say("desk.customer.email")
    reveal = desk.customer.get_by_role("button", name=desk.say("desk.reveal.label", name=name), exact=True)
    dialog = desk.page.get_by_role("dialog", name=desk.say("desk.reveal.title", name=name), exact=True)
    reveal.click()
    dialog.get_by_role("button", name=desk.say("desk.reveal.confirm"), exact=True).click()
    button = dialog.get_by_role("button", name=desk.say("desk.verification.needed_ask"), exact=True)
    expect(button).to_be_focused()
    desk.visitor.expect_complaints("status of 409")
    desk.visitor.assert_good_page("refused")
    button.click()
    question = desk.page.get_by_role("dialog", name=desk.say("desk.verification.purpose"), exact=True)
    expect(question.get_by_role("option")).to_have_count(2)
    desk.press("Escape")

    card.get_by_role("button", name=say("timeline.verification.send"), exact=True).click()
    field = card.get_by_role("textbox", name=say("timeline.verification.code"), exact=True)
    answer(card, field, mailed(mail))
    expect(card.get_by_role("status")).to_contain_text(SOME_TIME)
    expect(desk.customer.locator(".desk-verified__item--verified")).to_contain_text(purpose)
    expect(desk.customer.locator(".desk-needed")).to_have_count(0)
    reveal.click()
    dialog.get_by_role("button", name=desk.say("desk.reveal.confirm"), exact=True).click()
    expect(desk.customer.locator(".desk-facts")).to_contain_text(EMAIL)


def answer(card: Locator, field: Locator, code: str) -> None:
    field.fill(code)
    field.press("Enter")
