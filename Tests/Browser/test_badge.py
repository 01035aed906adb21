""""Is this really you?": a customer doubts an agent in the conversation, and the official page answers."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from chat import Chat
from client import Agent
from desk import Desk
from server import Server
from visitor import Visitor
from widget import Widget

Visit = Callable[..., Visitor]

AGENT = "Mei Lin"
REQUEST = {"en": "talk to a human", "zh-CN": "转人工"}
ANSWER = {"en": "Hello, I am looking at it.", "zh-CN": "您好，正在为您查看。"}
CODE = re.compile("[2-9A-Z]{4}-[2-9A-Z]{4}")


def dialog(chat: Chat) -> Locator:
    return chat.place.get_by_role("dialog", name=chat.say("conversation.challenge.title", name=AGENT), exact=True)


def doubt(chat: Chat, agent: Agent) -> str:
    """Presses the agent's badge; returns the code that is shown."""
    badge = chat.say("timeline.badge", badge=agent.about["badge"])
    chat.log.get_by_role("button", name=badge).first.click()
    shown = dialog(chat).get_by_label(chat.say("conversation.challenge.code"), exact=True)
    expect(shown).to_have_text(CODE)
    return shown.inner_text()


def check(visitor: Visitor, code: str) -> Locator:
    """Types the code on the official page; returns where the verdict stands."""
    page = visitor.page
    page.get_by_label(visitor.say("verify.label"), exact=True).fill(code)
    page.get_by_role("button", name=visitor.say("verify.action"), exact=True).click()
    return page.locator("#verify-result")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_customer_asks_whether_an_agent_is_real(
    visit: Visit, server: Server, locale: str, device: str, scheme: str
) -> None:
    customer = visit(locale, device, color_scheme=scheme)
    say = customer.say
    chat = Chat.started(customer)
    chat.write(REQUEST[locale])
    chat.see("assistant.hand_over.asked")
    agent = Agent.made(server, name=AGENT)
    agent.write(chat.conversation, ANSWER[locale])
    reference = agent.get(f"/agent/conversations/{chat.conversation}")["conversation"]["reference"]

    code = doubt(chat, agent)
    steps = dialog(chat).get_by_role("list")
    expect(steps).to_contain_text(reference)
    expect(steps).to_contain_text(re.compile("/verify"))
    customer.assert_good_page("code")
    customer.page.keyboard.press("Escape")
    expect(dialog(chat)).to_be_hidden()

    # Who types the address themselves is told whom they speak with, and the second time that it was used.
    other = visit(locale, device, color_scheme=scheme)
    other.open("/verify")
    verdict = check(other, code)
    expect(verdict.get_by_role("heading", name=say("verify.verdict.official"), exact=True)).to_be_visible()
    badge = agent.about["badge"]
    expect(verdict.get_by_text(say("verify.fact.agent_value", name=AGENT, badge=badge), exact=True)).to_be_visible()
    expect(verdict.get_by_text(reference, exact=True)).to_be_visible()
    other.assert_good_page("confirmed")
    check(other, code.lower().replace("-", " "))
    expect(verdict.get_by_role("heading", name=say("verify.verdict.unknown"), exact=True)).to_be_visible()
    expect(verdict).to_contain_text(say("verify.reason.challenge_used", time="\0").split("\0")[0])
    other.assert_good_page("used")

    # The agent sees both; the customer sees neither in the conversation.
    desk = Desk.of(visit(locale, color_scheme=scheme), agent)
    desk.open("mine", ANSWER[locale])
    for event in ["challenged", "challenge_confirmed"]:
        expect(desk.log.get_by_text(say(f"timeline.event.{event}", name=AGENT, badge=badge), exact=True)).to_be_visible()
        expect(chat.log.get_by_text(say(f"timeline.event.{event}", name=AGENT, badge=badge))).to_have_count(0)
    # Colleagues know each other: there is nothing to press.
    expect(desk.log.get_by_role("button", name=say("timeline.badge.ask"))).to_have_count(0)
    desk.visitor.assert_good_page("desk")
    agent.post(f"/agent/conversations/{chat.conversation}/status", {"status": "resolved"})


def test_in_the_widget_the_code_goes_to_the_official_page_by_one_press(
    visit: Visit, server: Server, locale: str
) -> None:
    visitor = visit(locale, "phone")
    say = visitor.say
    widget = Widget.of(visitor)
    widget.open()
    widget.ask(REQUEST[locale])
    widget.chat.see("assistant.hand_over.asked")
    agent = Agent.made(server, name=AGENT)
    chat = agent.get("/agent/conversations", params={"view": "all"})["data"][0]["id"]
    agent.write(chat, ANSWER[locale])
    code = doubt(widget.chat, agent)
    visitor.assert_good_page("code", widget.frame)
    with visitor.context.expect_page() as opened:
        dialog(widget.chat).get_by_role("link", name=say("conversation.challenge.open"), exact=True).click()
    page = opened.value
    field = page.get_by_label(say("verify.label"), exact=True)
    expect(field).to_have_value(code)
    # The address keeps nothing of it.
    expect(page).to_have_url(re.compile("/verify$"))
    page.get_by_role("button", name=say("verify.action"), exact=True).click()
    expect(page.get_by_role("heading", name=say("verify.verdict.official"), exact=True)).to_be_visible()
    # Escape closes the code and not the panel around it.
    visitor.page.bring_to_front()
    dialog(widget.chat).get_by_role("button", name=say("conversation.challenge.close"), exact=True).focus()
    visitor.page.keyboard.press("Escape")
    expect(dialog(widget.chat)).to_be_hidden()
    expect(widget.panel).to_be_visible()
    agent.post(f"/agent/conversations/{chat}/status", {"status": "resolved"})
