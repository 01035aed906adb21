"""Answers of one click that an agent offers under a reply."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from client import Agent
from desk import Desk
from server import Server
from visitor import Visitor
from waiting import ANSWER

Visit = Callable[..., Visitor]


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_reply_offers_answers_and_the_customer_takes_one(
    visit: Visit, server: Server, locale: str, device: str, agent: Agent, wait
) -> None:
    case = wait("q")
    agent.assign(case.id)
    visitor = visit(locale, device)
    desk = Desk.of(visitor, agent)
    visitor.open(f"/desk?view=mine#{case.id}")
    expect(desk.log).to_have_attribute("aria-busy", "false")
    desk.reply.fill(ANSWER[locale])
    desk.case.get_by_role("button", name=desk.say("desk.quick.button"), exact=False).click()
    field = desk.case.get_by_role("textbox", name=desk.say("desk.quick.add"), exact=True)
    expect(field).to_be_focused()
    for words in ("BTC/USDT", "ETH/USDT", "?"):
        field.fill(words)
        desk.press("Enter")
    desk.press("Backspace")
    field.fill("SOL/USDT")
    desk.press("Escape")
    expect(desk.reply).to_be_focused()
    chips = desk.case.locator(".desk-quick__chip")
    expect(chips).to_have_text(["BTC/USDT", "ETH/USDT", "SOL/USDT"])
    visitor.assert_good_page("offering")
    desk.case.get_by_role("button", name=desk.say("desk.quick.remove", value="ETH/USDT"), exact=True).click()
    expect(chips).to_have_text(["BTC/USDT", "SOL/USDT"])
    desk.reply.press("Enter")
    # The next reply begins without any.
    expect(chips).to_have_count(0)
    offered = desk.log.get_by_role("group", name=desk.say("timeline.card.actions")).last
    expect(offered.get_by_role("button")).to_have_text(["BTC/USDT", "SOL/USDT"])
    expect(desk.log.locator(".timeline-entry--sending")).to_have_count(0)
    visitor.assert_good_page("offered")
    asked = case.customer.messages(case.id)[-1]
    assert (asked["body"], [each["label"] for each in asked["card"]["actions"]]) == (ANSWER[locale], ["BTC/USDT", "SOL/USDT"])
    chosen = {"client_id": "6f1f5b0e-7c5e-4ac8-9a83-0d5c6b0e7a10", "body": "SOL/USDT", "action": "reply.2"}
    case.customer.post(f"/conversations/{case.id}/messages", chosen)
    expect(desk.log.get_by_text("SOL/USDT", exact=True).last).to_be_visible()


def test_what_is_taken_back_has_its_answers_still(visit: Visit, locale: str, agent: Agent, wait) -> None:
    case = wait("r")
    agent.assign(case.id)
    desk = Desk.of(visit(locale), agent)
    desk.me.click()
    desk.page.get_by_role("menuitemcheckbox", name=desk.say("desk.held.setting")).click()
    desk.open("mine", case.words)
    desk.press("b")
    desk.page.keyboard.type("BTC")
    desk.press("Enter")
    desk.press("Escape")
    desk.write(ANSWER[locale])
    desk.case.get_by_role("button", name=desk.say("desk.held.undo")).click()
    expect(desk.reply).to_have_value(ANSWER[locale])
    expect(desk.case.locator(".desk-quick__chip")).to_have_text(["BTC"])
    desk.reply.press("Enter")
    desk.page.reload()
    expect(desk.log.get_by_text(ANSWER[locale], exact=True)).to_be_visible()
    asked = case.customer.messages(case.id)[-1]
    assert [each["label"] for each in asked["card"]["actions"]] == ["BTC"]
