"""A signed-in customer chooses a few characters that stand in everything that is sent to them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from client import Agent
from server import Server
from visitor import Visitor
from widget import GUEST, OTHER_USER, Widget

Visit = Callable[..., Visitor]

CODE = {"en": "blue heron", "zh-CN": "海上明月"}
REQUEST = {"en": "talk to a human", "zh-CN": "转人工"}
both_devices = pytest.mark.parametrize("device", ["desktop", "phone"])


@both_devices
def test_a_customer_chooses_a_code_and_sees_it_beside_the_conversation(
    visit: Visit, server: Server, locale: str, device: str
) -> None:
    visitor = visit(locale, device)
    say = visitor.say
    widget = Widget.of(visitor, OTHER_USER)
    widget.open()
    place = widget.place
    place.get_by_role("button", name=say.any_of(["antiphishing.choose", "antiphishing.change"])).click()
    form = place.get_by_role("dialog", name=say("antiphishing.title"), exact=True)
    field = form.get_by_label(say("antiphishing.code"), exact=True)
    for typed, problem in [("123456", "code_looks_like_password"), ("a", "code_length")]:
        field.fill(typed)
        field.press("Enter")
        expect(form.get_by_text(say(f"problem.{problem}"), exact=True)).to_be_visible()
    visitor.assert_good_page("refused", widget.frame)
    visitor.expect_complaints("status of 422")
    field.fill(CODE[locale])
    field.press("Enter")
    expect(form).to_be_hidden()
    mark = place.get_by_role("banner").get_by_text(CODE[locale], exact=True)
    expect(mark).to_be_visible()
    visitor.assert_good_page("chosen", widget.frame)

    # It stays through a reload, beside the conversation, and the desk never sees it.
    widget.ask(REQUEST[locale])
    widget.chat.see("assistant.hand_over.asked")
    visitor.page.reload()
    expect(mark).to_be_visible()
    agent = Agent.made(server, role="admin")
    chat = agent.get("/agent/conversations", params={"view": "all"})["data"][0]["id"]
    for path in [f"/agent/conversations/{chat}", f"/agent/conversations/{chat}/messages"]:
        assert CODE[locale] not in agent.http.get(path).text
    agent.post(f"/agent/conversations/{chat}/status", {"status": "resolved"})

    place.get_by_role("button", name=say("widget.back"), exact=True).click()
    place.get_by_role("button", name=say("antiphishing.change"), exact=True).click()
    form.get_by_role("button", name=say("antiphishing.remove"), exact=True).click()
    expect(mark).to_have_count(0)


def test_a_guest_has_none(visit: Visit, locale: str) -> None:
    visitor = visit(locale)
    widget = Widget.of(visitor, GUEST)
    widget.open()
    for key in ["antiphishing.choose", "antiphishing.change"]:
        expect(widget.place.get_by_role("button", name=visitor.say(key), exact=True)).to_have_count(0)
