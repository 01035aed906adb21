"""An agent's reply that asks for a secret: it is not sent, the text stays, and a supervisor learns of it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from client import Agent
from desk import Desk
from server import Server
from visitor import Visitor
from waiting import ANSWER

Visit = Callable[..., Visitor]

ASKING = {"en": "Please send me the verification code.", "zh-CN": "请把您的验证码发给我。"}
PASSAGE = {"en": "Please send me the verification code", "zh-CN": "请把您的验证码发给我"}
ADVICE = {"en": "Never share your verification code with anyone.", "zh-CN": "请勿向任何人透露验证码。"}


@pytest.fixture
def supervisor(server: Server) -> Agent:
    return Agent.made(server, name="Sofia Reyes", role="supervisor")


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_what_nobody_may_ask_for_is_not_sent(
    visit: Visit, server: Server, locale: str, agent: Agent, supervisor: Agent, wait, device: str
) -> None:
    case = wait("u")
    other = wait("v")
    agent.assign(case.id)
    watching = Desk.of(visit(locale), supervisor)
    watching.open("all", other.words)
    desk = Desk.of(visit(locale, device), agent)
    desk.open("mine", case.words)
    desk.write(ASKING[locale])

    asks = desk.say("timeline.asks.one_time_code")
    notice = desk.page.get_by_role("alert").filter(has_text=desk.say("desk.stopped.title", asks=asks))
    expect(notice).to_contain_text(PASSAGE[locale])
    expect(desk.reply).to_have_value(ASKING[locale])
    desk.visitor.assert_good_page("stopped")
    expect(desk.log).to_contain_text(desk.say("timeline.event.reply_stopped", name=agent.about["name"], asks=asks))

    told = watching.say("desk.stopped.told", name=agent.about["name"])
    expect(watching.page.get_by_role("status").get_by_text(told, exact=True)).to_be_visible()
    watching.visitor.assert_good_page("told")
    watching.page.get_by_role("button", name=watching.say("desk.whispered_open"), exact=True).click()
    expect(watching.log).to_contain_text(watching.say("timeline.event.reply_stopped", name=agent.about["name"], asks=asks))

    # What is right goes, and the customer has never seen the other.
    notice.get_by_role("button", name=desk.say("desk.stopped.edit"), exact=True).click()
    desk.reply.fill(ADVICE[locale])
    desk.reply.press("Enter")
    expect(desk.log.get_by_text(ADVICE[locale], exact=True)).to_be_visible()
    expect(notice).to_have_count(0)
    desk.write(ANSWER[locale])
    expect(watching.log.get_by_text(ANSWER[locale], exact=True)).to_be_visible()
    assert case.texts() == [case.words, ADVICE[locale], ANSWER[locale]]
