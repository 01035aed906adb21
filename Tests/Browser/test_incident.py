"""An incident is told at the desk: its banner comes into an open chat, goes on with it, and is gone when it is over; so do
letters to a subscriber, by a real mail server."""

import re
import uuid
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from client import Agent
from desk import Desk
from mail_server import MailServer, mail_server
from server import AGENT_PASSWORD, Server
from visitor import Visitor
from widget import Widget

Visit = Callable[..., Visitor]

# Where letters say that the help centre is; the journey takes the path.
SITE = "https://help.exchange.example"
TITLE = {"en": "Tether deposits are late", "zh-CN": "USDT 充币延迟"}
BODY = {"en": "We are looking into it.", "zh-CN": "我们正在排查。"}
CAUSE = {"en": "A node fell behind.", "zh-CN": "一台节点落后。"}
END = {"en": "Everything is credited.", "zh-CN": "已全部入账。"}


@pytest.fixture(scope="module")
def mail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    with mail_server(tmp_path_factory.mktemp("mail")) as mail:
        yield mail


@pytest.fixture(scope="module")
def settings(mail: MailServer) -> dict[str, object]:
    return {**mail.settings(), "site.url": SITE}


def test_an_incident_is_told_in_an_open_chat_until_it_is_over(visit: Visit, server: Server, mail: MailServer, locale: str) -> None:
    address = f"ann-{uuid.uuid4().hex[:8]}@reader.example"
    reader = visit(locale)
    subscribe(reader, mail, address)
    customer = visit(locale)
    widget = Widget.of(customer)
    widget.open()
    widget.ask({"en": "agent please", "zh-CN": "人工客服"}[locale])
    banner = widget.place.get_by_role("status", name=customer.say("under_way.label"), exact=True).filter(has_text=TITLE[locale])
    expect(banner).to_have_count(0)

    visitor = visit(locale)
    say, page = visitor.say, visitor.page
    visitor.open("/desk")
    Desk(visitor).sign_in(Agent.made(server, name="Edith Page", role="editor").about["email"], AGENT_PASSWORD)
    expect(page).to_have_url(re.compile("/desk/knowledge$"))
    page.get_by_role("link", name=say("announcement_desk.title"), exact=True).click()
    page.get_by_role("button", name=say("announcement_desk.new"), exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill(TITLE[locale])
    dialog.get_by_role("button", name=say("knowledge.begin"), exact=True).click()
    area = page.get_by_label(say("knowledge.body"), exact=True)
    area.fill(BODY[locale])
    expect(page.get_by_role("region", name=say("knowledge.preview"), exact=True)).to_contain_text(BODY[locale])
    page.get_by_label(say("announcement_desk.products"), exact=True).fill("deposits")
    visitor.assert_good_page("draft")
    page.get_by_role("button", name=say("knowledge.publish"), exact=True).click()
    dialog.get_by_role("button", name=say("knowledge.publish"), exact=True).click()
    visitor.see("announcement_desk.done.publish")

    expect(banner).to_contain_text(say("under_way.state.investigating"))
    customer.assert_good_page("banner", widget.frame)

    tell(visitor, CAUSE[locale])
    expect(banner).to_contain_text(say("under_way.state.identified"))
    tell(visitor, END[locale], "resolved")
    expect(banner).to_have_count(0)
    page.get_by_role("button", name=say("announcement_desk.history"), exact=True).click()
    expect(dialog.get_by_text(say("announcement_desk.deed.updated"))).to_have_count(2)
    dialog.get_by_role("button", name=say("knowledge.close"), exact=True).click()

    link = page.get_by_role("link", name=say("knowledge.on_portal"), exact=True).get_attribute("href")
    visitor.open(link or "")
    for words in [CAUSE[locale], END[locale], say("announcements.state.identified"), say("announcements.product.deposits")]:
        expect(page.get_by_text(words, exact=True).first).to_be_visible()
    visitor.assert_good_page("resolved")
    visitor.open(f"/announcements/status?lang={locale}")
    expect(page.get_by_role("link").filter(has_text=TITLE[locale])).to_be_visible()
    visitor.assert_good_page("status")

    told = [letter(mail, address) for _ in range(3)]
    assert all(TITLE[locale] in subject for subject, _ in told), told
    states = [say(f"announcements.state.{state}") for state in ("investigating", "identified", "resolved")]
    assert [state in subject for state, (subject, _) in zip(states, told, strict=True)] == [True] * 3, told
    reader.open(path(told[-1][1], "change"))
    reader.page.get_by_role("button", name=say("subscription.end.button"), exact=True).click()
    reader.see("subscription.ended.words")


def subscribe(reader: Visitor, mail: MailServer, address: str) -> None:
    """Asks for incidents by the form, and says yes to the letter that comes."""
    say, page = reader.say, reader.page
    reader.open("/announcements")
    page.get_by_role("link", name=say("subscription.title"), exact=True).click()
    page.get_by_label(say("announcements.kind.incident"), exact=True).check()
    page.get_by_label(say("subscription.address"), exact=True).fill(address)
    reader.assert_good_page("subscribe")
    page.get_by_role("button", name=say("subscription.ask"), exact=True).click()
    reader.see("subscription.asked.words")
    reader.open(path(letter(mail, address)[1], "confirm"))
    page.get_by_role("button", name=say("subscription.question.button"), exact=True).click()
    reader.see("subscription.confirmed.words")
    reader.assert_good_page("confirmed")


def letter(mail: MailServer, address: str) -> tuple[str, str]:
    """The next one to somebody, its subject and its words; agents get some of their own."""
    while True:
        envelope, message = mail.next()
        if envelope.rcpt_tos == [address]:
            return message["Subject"], message.get_content()


def path(words: str, way: str) -> str:
    found = re.search(rf"{re.escape(SITE)}(/announcements/subscriptions/{way}\?\S+)", words)
    assert found, words
    return found[1]


def tell(visitor: Visitor, words: str, state: str | None = None) -> None:
    """Says how it goes on; without a state the next one."""
    say, page = visitor.say, visitor.page
    page.get_by_role("button", name=say("announcement_desk.update"), exact=True).click()
    dialog = page.get_by_role("dialog")
    if state:
        dialog.get_by_label(say("announcement_desk.state"), exact=True).select_option(state)
    dialog.get_by_role("textbox").first.fill(words)
    dialog.get_by_role("button", name=say("announcement_desk.tell"), exact=True).click()
    visitor.see("announcement_desk.done.updates")
    expect(dialog).to_have_count(0)
