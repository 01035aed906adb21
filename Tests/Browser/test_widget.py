"""The widget on the sandbox exchange's "Me" page: a signed-in customer, through closing, reloading and losses."""

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import expect

from chat import ANYTHING
from client import Agent
from desk import Desk
from server import Server
from visitor import Visitor
from widget import GUEST, OTHER_USER, USER, Widget

Visit = Callable[..., Visitor]

NAME = "Liu Wei"
REQUEST = {"en": "agent please", "zh-CN": "人工客服"}
ANSWER = {"en": "I am looking at your withdrawal now.", "zh-CN": "正在为您查看这笔提币。"}
MORE = {"en": "It was sent two minutes ago.", "zh-CN": "两分钟前已发出。"}
OFFLINE = {"en": "Written in a tunnel", "zh-CN": "在隧道里写的"}

both_devices = pytest.mark.parametrize("device", ["desktop", "phone"])


def ask_for_person(widget: Widget, name: str | None = NAME) -> list[str]:
    """Begins a conversation by asking for a person; returns what stands in it."""
    locale, say = widget.visitor.locale, widget.say
    widget.open()
    widget.ask(REQUEST[locale])
    said = [widget.chat.greeting(name=name), REQUEST[locale], say("assistant.hand_over.asked")]
    widget.chat.expect_messages(*said)
    return said


def write_from_desk(server: Server, words: str) -> tuple[Agent, str]:
    """Somebody answers the conversation that changed last."""
    agent = Agent.made(server)
    chat = agent.get("/agent/conversations", params={"view": "all"})["data"][0]["id"]
    agent.write(chat, words)
    return agent, chat


@both_devices
def test_a_signed_in_customer_is_known_at_the_desk_and_stays_through_reloads(
    visit: Visit, server: Server, locale: str, device: str
) -> None:
    visitor = visit(locale, device)
    say = visitor.say
    widget = Widget.of(visitor)
    visitor.assert_good_page("closed")
    widget.open()
    expect(widget.place.get_by_role("heading", name=say("widget.greeting"))).to_be_visible()
    expect(widget.question).to_be_focused()
    visitor.assert_good_page("first-screen", widget.frame)
    widget.ask(REQUEST[locale])
    said = [widget.chat.greeting(name=NAME), REQUEST[locale], say("assistant.hand_over.asked")]
    widget.chat.expect_messages(*said)
    widget.chat.expect_line(say.any_of(["timeline.queue.unknown", "timeline.queue.about", "timeline.queue.between"]))
    visitor.assert_good_page("conversation", widget.frame)

    desk = Desk.of(visit(locale), Agent.made(server))
    desk.open("unassigned", NAME)
    for fact in [NAME, say("desk.customer.verified"), USER, "VIP 1", "L2"]:
        expect(desk.customer.get_by_text(fact, exact=True).first).to_be_visible()
    desk.visitor.assert_good_page("desk")
    desk.write(ANSWER[locale])
    said.append(ANSWER[locale])
    widget.chat.expect_messages(*said)
    visitor.page.reload()
    expect(widget.panel).to_be_visible()
    widget.chat.expect_messages(*said)
    visitor.assert_good_page("after-reload", widget.frame)
    desk.leave_field()
    desk.press("e")
    widget.chat.see("timeline.event.resolved")


@both_devices
def test_what_comes_while_it_is_closed_is_counted(visit: Visit, server: Server, locale: str, device: str) -> None:
    visitor = visit(locale, device)
    widget = Widget.of(visitor, GUEST)
    said = ask_for_person(widget, name=None)
    widget.chat.field.press("Escape")
    expect(widget.panel).to_be_hidden()
    expect(widget.launcher).to_be_focused()
    agent, chat = write_from_desk(server, ANSWER[locale])
    widget.expect_unread(1)
    agent.write(chat, MORE[locale])
    widget.expect_unread(2)
    visitor.assert_good_page("unread")
    visitor.page.reload()
    widget.expect_unread(2)
    widget.open()
    widget.chat.expect_messages(*said, ANSWER[locale], MORE[locale])
    widget.place.get_by_role("button", name=widget.say("widget.close"), exact=True).click()
    widget.expect_unread(0)
    agent.post(f"/agent/conversations/{chat}/status", {"status": "resolved"})


def test_a_guest_whose_session_is_over_begins_anew(visit: Visit, server: Server, locale: str) -> None:
    visitor = visit(locale)
    widget = Widget.of(visitor, GUEST)
    ask_for_person(widget, name=None)
    token = widget.frame.evaluate("JSON.parse(localStorage.getItem('switchboard.widget.session')).token")
    ended = httpx.delete(f"{server.url}/api/v1/session", headers={"Authorization": f"Bearer {token}"})
    assert ended.status_code == 204

    visitor.page.reload()
    expect(widget.panel).to_be_visible()
    expect(widget.question).to_be_visible()
    widget.ask(REQUEST[locale])
    said = [widget.chat.greeting(name=None), REQUEST[locale], widget.say("assistant.hand_over.asked")]
    widget.chat.expect_messages(*said)
    agent, chat = write_from_desk(server, ANSWER[locale])
    widget.chat.expect_messages(*said, ANSWER[locale])
    agent.post(f"/agent/conversations/{chat}/status", {"status": "resolved"})
    # What the browser says of the session that was over.
    visitor.expect_complaints("status of 401", "/realtime' failed")


def test_on_a_phone_it_fills_the_screen(visit: Visit, locale: str) -> None:
    visitor = visit(locale, "phone")
    widget = Widget.of(visitor)
    widget.open()
    visitor.assert_good_page("full")
    assert widget.panel.bounding_box() == {"x": 0, "y": 0, **visitor.page.viewport_size}
    expect(widget.launcher).to_be_hidden()
    visitor.assert_good_page("full", widget.frame)
    widget.place.get_by_role("button", name=widget.say("widget.close"), exact=True).click()
    expect(widget.panel).to_be_hidden()
    expect(widget.launcher).to_be_visible()


@both_devices
def test_what_was_written_without_a_connection_is_sent_once(
    visit: Visit, server: Server, locale: str, device: str
) -> None:
    visitor = visit(locale, device)
    widget = Widget.of(visitor)
    say = visitor.say
    said = ask_for_person(widget)
    visitor.context.set_offline(True)
    widget.chat.expect_line(say("timeline.connection.offline"))
    widget.chat.write(OFFLINE[locale])
    expect(widget.chat.log.get_by_text(say("timeline.delivery.waiting"), exact=True)).to_be_visible()
    agent, chat = write_from_desk(server, ANSWER[locale])
    visitor.assert_good_page("offline", widget.frame)
    visitor.context.set_offline(False)
    said += [ANSWER[locale], OFFLINE[locale]]
    widget.chat.expect_messages(*said)
    for state in ["waiting", "sending"]:
        expect(widget.chat.log.get_by_text(say(f"timeline.delivery.{state}"), exact=True)).to_have_count(0)
    heard = agent.get(f"/agent/conversations/{chat}/messages")["data"]
    assert [each["body"] for each in heard if each["kind"] != "event"][-2:] == said[-2:]
    visitor.page.reload()
    widget.chat.expect_messages(*said)
    agent.post(f"/agent/conversations/{chat}/status", {"status": "resolved"})


def test_a_guest_who_signs_in_keeps_the_conversation_and_who_comes_next_sees_nothing(
    visit: Visit, server: Server, locale: str
) -> None:
    visitor = visit(locale)
    widget = Widget.of(visitor, GUEST)
    said = ask_for_person(widget, name=None)
    agent = Agent.made(server)
    mine = agent.get("/agent/conversations", params={"view": "unassigned"})["data"][0]
    assert not mine["customer"]["verified"]

    visitor.open(f"/demo?user={USER}")
    widget.chat.expect_messages(*said)
    row = agent.get(f"/agent/conversations/{mine['id']}")["conversation"]
    assert (row["customer"]["verified"], row["customer"]["name"]) == (True, NAME)
    visitor.open(f"/demo?user={OTHER_USER}")
    expect(widget.question).to_be_visible()
    expect(widget.place.get_by_role("heading", name=widget.say("widget.recent"))).to_be_hidden()
    agent.post(f"/agent/conversations/{mine['id']}/status", {"status": "resolved"})


def test_a_topic_begins_a_conversation_about_it(visit: Visit, locale: str) -> None:
    visitor = visit(locale)
    widget = Widget.of(visitor, OTHER_USER)
    widget.open()
    widget.place.get_by_role("button", name=widget.say("topic.fees"), exact=True).click()
    widget.chat.expect_messages(widget.chat.greeting("fees", "Emma Clark"))
    widget.chat.write("?")
    widget.chat.expect_messages(widget.chat.greeting("fees", "Emma Clark"), "?", ANYTHING)
    widget.place.get_by_role("button", name=widget.say("widget.back"), exact=True).click()
    expect(widget.place.get_by_role("heading", name=widget.say("widget.recent"))).to_be_visible()
    visitor.assert_good_page("recent", widget.frame)
