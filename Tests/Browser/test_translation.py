"""Agents read what customers wrote in their own language, under the original, where there is a translator."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, expect

from client import Agent, Customer
from desk import Desk
from server import Server
from translating import PhraseBook, translating
from visitor import Visitor

Visit = Callable[..., Visitor]
# What a customer of the other language writes, and what an agent of this one reads.
WRITTEN = {"en": ["提币未到账", "已经等了两天"], "zh-CN": ["My withdrawal has not arrived", "I have waited for two days"]}
READ = {"en": ["The withdrawal has not arrived", "Two days of waiting"], "zh-CN": ["我的提币没有到账", "我等了两天"]}
OTHER = {"en": "zh-CN", "zh-CN": "en"}


@pytest.fixture(scope="module")
def book() -> Iterator[PhraseBook]:
    with translating() as book:
        yield book


@pytest.fixture(scope="module")
def settings(book: PhraseBook) -> dict[str, object]:
    return book.settings


def entry(desk: Desk, words: str) -> Locator:
    return desk.log.locator(".timeline-entry").filter(has_text=words)


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_messages_are_translated_one_by_one_and_together(
    visit: Visit, server: Server, book: PhraseBook, locale: str, device: str, agent: Agent, nobody_waits: None
) -> None:
    # Words of their own: what was translated before is not asked for again.
    written = [f"{words} {device}" for words in WRITTEN[locale]]
    book.phrases = dict(zip(written, READ[locale], strict=True))
    customer = Customer.guest(server, OTHER[locale])
    customer.http.headers["Accept-Language"] = OTHER[locale]
    chat = customer.open_waiting_chat(written[0])
    agent.write(chat, "a note 备注", kind="note")
    visitor = visit(locale, device)
    desk = Desk.of(visitor, agent)
    say, page = visitor.say, visitor.page
    desk.open("unassigned", written[0])
    first = entry(desk, written[0])
    show = first.get_by_role("button", name=say("desk.translation.show"), exact=True)
    expect(show).to_be_visible()
    expect(entry(desk, "a note 备注").locator("[data-under]")).to_have_count(0)
    visitor.assert_good_page("offered")

    book.mishaps.append((500, b"{}"))
    show.click()
    again = first.get_by_role("button", name=say("desk.translation.again"), exact=True)
    expect(again).to_be_visible()
    visitor.see("problem.translation_failed")
    visitor.expect_complaints("status of 503")
    again.click()
    translation = first.get_by_role("group", name=say("desk.translation.label"), exact=True)
    expect(translation).to_contain_text(READ[locale][0])
    expect(first.locator(".timeline-bubble")).to_contain_text(written[0])
    visitor.assert_good_page("shown")
    first.get_by_role("button", name=say("desk.translation.hide"), exact=True).click()
    expect(translation).to_have_count(0)
    # What is there is shown again without asking.
    asked = len(book.asked)
    show.click()
    expect(translation).to_be_visible()
    assert len(book.asked) == asked
    first.get_by_role("button", name=say("desk.translation.hide"), exact=True).click()

    if device == "phone":
        desk.case.get_by_role("button", name=say("desk.action.more"), exact=True).click()
        page.get_by_role("menuitem", name=say("desk.command.translate"), exact=True).click()
    else:
        desk.press("v")
    desk.expect_done("desk.translation.on")
    expect(translation).to_be_visible()
    # What comes from now on is translated by itself.
    customer.write(chat, written[1])
    expect(entry(desk, written[1]).get_by_role("group")).to_contain_text(READ[locale][1])
    visitor.assert_good_page("whole")
    assert "a note 备注" not in book.texts
    if device == "desktop":
        desk.press("v")
        desk.expect_done("desk.translation.off")
        expect(desk.log.get_by_role("group", name=say("desk.translation.label"), exact=True)).to_have_count(0)


def test_what_the_agent_reads_anyway_is_not_offered(visit: Visit, locale: str, agent: Agent, wait) -> None:
    case = wait("t")
    desk = Desk.of(visit(locale), agent)
    desk.open("unassigned", case.words)
    expect(entry(desk, case.words)).to_be_visible()
    expect(desk.log.locator("[data-under]")).to_have_count(0)
