"""What customers were sent in our name: reported, decided at the desk, warned of, and marked wherever it stands."""

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from chat import Chat
from client import Agent, Customer
from desk import Desk
from server import AGENT_PASSWORD, Server
from visitor import Visitor

Visit = Callable[..., Visitor]

COMMENT = {"en": "By SMS this morning", "zh-CN": "今天早上的短信"}
NOTE = {"en": "A copy of our sign-in page", "zh-CN": "仿冒我们的登录页"}
REQUEST = {"en": "talk to a human", "zh-CN": "转人工"}
LOOK = {"en": "please look at {}", "zh-CN": "请看 {}"}


def fresh_host() -> str:
    """The name of a site that no other journey reports."""
    return f"evil-{uuid.uuid4().hex[:10]}.example"


class Triage:
    """The page on which reports are decided, with a supervisor at it."""

    def __init__(self, visitor: Visitor, supervisor: Agent):
        self.visitor, self.page, self.say = visitor, visitor.page, visitor.say
        desk = Desk(visitor)
        visitor.open("/desk")
        desk.sign_in(supervisor.about["email"], AGENT_PASSWORD)
        expect(self.page).to_have_url(re.compile("/desk$"))
        self.page.get_by_role("link", name=self.say("phishing.title"), exact=True).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.say("phishing.title"))

    def row(self, subject: str) -> Locator:
        return self.page.get_by_role("link").filter(has_text=subject)

    @property
    def report(self) -> Locator:
        return self.page.get_by_role("region", name=self.say("phishing.report"), exact=True)

    def expect_said(self, action: str, subject: str) -> None:
        expect(self.page.get_by_text(self.say(f"phishing.done.{action}", subject=subject), exact=True)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_what_is_reported_is_decided_and_everybody_is_warned(
    visit: Visit, server: Server, locale: str, device: str, scheme: str
) -> None:
    host = fresh_host()
    customer = visit(locale, device, color_scheme=scheme)
    say, page = customer.say, customer.page
    customer.open("/verify")
    page.get_by_label(say("verify.label"), exact=True).fill(f"https://login.{host}/kyc?id=7")
    page.get_by_role("button", name=say("verify.action"), exact=True).click()
    page.locator(".verify-report").get_by_label(say("verify.report.where"), exact=True).fill(COMMENT[locale])
    customer.assert_good_page("to-report")
    page.get_by_role("button", name=say("verify.report"), exact=True).click()
    expect(page.get_by_text(say("verify.report.thanks"), exact=True)).to_be_visible()
    customer.assert_good_page("reported")

    supervisor = Agent.made(server, role="supervisor")
    triage = Triage(visit(locale, device, color_scheme=scheme), supervisor)
    triage.visitor.assert_good_page("list")
    triage.row(host).click()
    report = triage.report
    expect(report.get_by_role("heading", level=2)).to_have_text(f"login.{host}")
    expect(report.get_by_text(COMMENT[locale], exact=True)).to_be_visible()
    triage.visitor.assert_good_page("report")
    report.get_by_label(say("phishing.note"), exact=True).fill(NOTE[locale])
    report.get_by_label(say("phishing.note"), exact=True).press("Escape")
    triage.page.keyboard.press("c")
    triage.expect_said("confirm", f"login.{host}")

    # From now on it is a fake for whoever asks.
    page.get_by_label(say("verify.label"), exact=True).fill(f"login.{host}")
    page.get_by_role("button", name=say("verify.action"), exact=True).click()
    verdict = page.locator("#verify-result")
    expect(verdict.get_by_role("heading", name=say("verify.verdict.impersonation"), exact=True)).to_be_visible()
    expect(verdict.get_by_text(say("verify.reason.reported_before"), exact=True)).to_be_visible()

    # One press warns everybody: on the first page and in the widget; dismissing takes it back.
    triage.page.get_by_role("navigation").get_by_role("link", name=re.compile(say("phishing.status.confirmed"))).click()
    triage.row(host).click()
    expect(report.get_by_text(NOTE[locale], exact=True)).to_be_visible()
    triage.page.keyboard.press("w")
    triage.expect_said("warn", f"login.{host}")
    triage.visitor.assert_good_page("warned")
    title = say("warning.title", kind=say("warning.kind.link"))
    customer.open("/")
    customer.assert_good_page("home")
    page.get_by_role("link", name=title, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_text(f"login[.]{host.replace('.', '[.]')}").first).to_be_visible()
    expect(page.get_by_role("link", name=host)).to_have_count(0)
    customer.assert_good_page("warning")
    triage.page.keyboard.press("d")
    triage.expect_said("dismiss", f"login.{host}")
    customer.open("/")
    expect(page.get_by_role("link", name=title, exact=True)).to_have_count(0)


def link(place: Locator, words: str) -> Locator:
    return place.get_by_role("link").filter(has_text=words)


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_links_say_where_they_lead_and_fakes_are_not_followed_by_mistake(
    visit: Visit, server: Server, locale: str, device: str
) -> None:
    host = fresh_host()
    visitor = visit(locale, device)
    say = visitor.say
    chat = Chat.started(visitor)
    chat.write(REQUEST[locale])
    chat.see("assistant.hand_over.asked")
    ours, alike = "https://www.demo-exchange.com/help", "https://dеmo-exchange.com/login"
    chat.write(LOOK[locale].format(f"{ours} {alike} https://{host}/a demo-exchange-login.com"))
    agent = Agent.made(server)
    desk = Desk.of(visit(locale), agent)
    agent.assign(chat.conversation)
    desk.open("mine", "www.demo-exchange.com")
    for log in [chat.log, desk.log]:
        expect(link(log, "www.demo-exchange.com").get_by_text(say("timeline.link.official"), exact=True)).to_have_count(1)
        expect(link(log, host)).to_be_visible()
        for fake in [alike, "demo-exchange-login.com"]:
            expect(log.get_by_role("button").filter(has_text=fake)).to_contain_text(say("timeline.link.fake"))
            expect(link(log, fake)).to_have_count(0)
    visitor.assert_good_page("links")
    desk.visitor.assert_good_page("links")

    # A fake is opened only by who was told what it is.
    chat.log.get_by_role("button").filter(has_text=alike).click()
    warning = visitor.page.get_by_role("dialog", name=say("timeline.link.title"), exact=True)
    expect(warning).to_contain_text("xn--dmo-exchange-sck.com")
    expect(warning).to_contain_text(say("verify.reason.lookalike_characters", matched="demo-exchange.com"))
    expect(warning.get_by_role("button", name=say("timeline.link.stay"), exact=True)).to_be_focused()
    visitor.assert_good_page("warning")
    visitor.page.keyboard.press("Escape")
    expect(warning).to_be_hidden()

    # What is confirmed now is marked where it is read now, and is a link again once it is dismissed.
    reported = Customer.guest(server).post("/phishing-reports", {"value": f"https://{host}/other"})
    assert [each["subject"] for each in reported["reports"]] == [host]
    supervisor = Agent.made(server, role="supervisor")
    waiting = supervisor.get("/admin/phishing-reports")["data"]
    report = next(each["id"] for each in waiting if each["subject"] == host)
    supervisor.post(f"/admin/phishing-reports/{report}/decision", {"status": "confirmed"})
    for log in [chat.log, desk.log]:
        expect(log.get_by_role("button").filter(has_text=f"https://{host}/a")).to_be_visible()
    desk.log.get_by_role("button").filter(has_text=f"https://{host}/a").click()
    told = desk.page.get_by_role("dialog", name=say("timeline.link.title"), exact=True)
    expect(told).to_contain_text(say("verify.reason.reported_before"))
    desk.visitor.assert_good_page("warning")
    told.get_by_role("button", name=say("timeline.report.action"), exact=True).click()
    form = desk.page.get_by_role("dialog", name=say("timeline.report.title"), exact=True)
    form.get_by_label(say("timeline.report.comment"), exact=True).fill(COMMENT[locale])
    desk.visitor.assert_good_page("report")
    form.get_by_role("button", name=say("timeline.report.send"), exact=True).click()
    expect(form.get_by_text(say("timeline.report.thanks"), exact=True)).to_be_visible()
    form.get_by_role("button", name=say("timeline.report.close"), exact=True).click()
    shown = supervisor.get(f"/admin/phishing-reports/{report}")
    assert (shown["count"], shown["sightings"][0]["comment"]) == (2, COMMENT[locale])
    assert shown["sightings"][0]["conversation"] == chat.conversation
    supervisor.post(f"/admin/phishing-reports/{report}/decision", {"status": "dismissed"})
    for log in [chat.log, desk.log]:
        expect(link(log, host)).to_be_visible()
    agent.post(f"/agent/conversations/{chat.conversation}/status", {"status": "resolved"})


def test_an_agent_reports_what_a_customer_showed(visit: Visit, server: Server, locale: str) -> None:
    host = fresh_host()
    customer = Customer.guest(server, locale)
    chat = customer.open_waiting_chat(LOOK[locale].format(f"https://{host}"))
    agent = Agent.made(server)
    agent.assign(chat)
    desk = Desk.of(visit(locale), agent)
    desk.open("mine", host)
    say = desk.say
    desk.log.get_by_role("button", name=say("timeline.report.action"), exact=True).press("Enter")
    form = desk.page.get_by_role("dialog", name=say("timeline.report.title"), exact=True)
    form.get_by_role("button", name=say("timeline.report.send"), exact=True).click()
    expect(form.get_by_text(say("timeline.report.thanks"), exact=True)).to_be_visible()
    found = Agent.made(server, role="admin").get("/admin/phishing-reports")["data"]
    assert host in [each["subject"] for each in found]
    # Not for everybody: agents tell, others decide.
    assert agent.http.get("/admin/phishing-reports").status_code == 403
    desk.visitor.open("/desk/phishing")
    desk.visitor.expect_complaints("status of 403")
    agent.post(f"/agent/conversations/{chat}/status", {"status": "resolved"})
