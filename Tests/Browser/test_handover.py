"""A customer asks for a person: they wait in line, are answered live, lose the connection, and lose nothing else."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from chat import Chat
from client import Agent, Customer
from desk import Desk
from server import Server
from visitor import Visitor

Visit = Callable[..., Visitor]

AGENT = "Mei Lin"
REQUEST = {"en": "talk to a human", "zh-CN": "转人工"}
WORDS = {
    "en": {
        "hello": "Hello, which coin is it?",
        "note": "Looks like TRC20, checking the hot wallet",
        "own": "500 USDT, sent this morning",
        "away": ["I found your transfer.", "It waits for confirmations.", "About ten minutes more."],
        "offline": "I was in the underground, are you still there?",
    },
    "zh-CN": {
        "hello": "您好，请问是哪个币种？",
        "note": "像是 TRC20，正在查热钱包",
        "own": "500 USDT，今天早上提的",
        "away": ["已经查到您的转账。", "正在等待网络确认。", "大约还需要十分钟。"],
        "offline": "刚才在地铁里，您还在吗？",
    },
}


def expect_typing(place, say, name: str) -> None:
    expect(place.get_by_text(say("timeline.typing", name=name), exact=True)).to_be_visible()


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_person_takes_over_and_every_message_arrives_once(
    visit: Visit, server: Server, locale: str, device: str
) -> None:
    words = WORDS[locale]
    earlier = Customer.guest(server, locale)
    earlier_chat = earlier.open_waiting_chat(f"waiting longer, {locale}, {device}")
    customer = visit(locale, device)
    say = customer.say
    chat = Chat.started(customer)
    customer.page.evaluate("window.wasNotReloaded = true")

    # In line.
    chat.write(REQUEST[locale])
    said = [chat.greeting(), REQUEST[locale], say("assistant.hand_over.asked")]
    chat.expect_messages(*said)
    chat.expect_line(chat.place_in_line(2))
    customer.assert_good_page("in-line")
    agent = Agent.made(server, name=AGENT)
    desk = Desk.of(visit(locale), agent)
    desk.open("unassigned", f"waiting longer, {locale}, {device}")
    desk.press("a")
    desk.expect_done("desk.done.taken")
    chat.expect_line(chat.place_in_line(1))

    # Answered, live on both sides.
    desk.open("unassigned", say("assistant.hand_over.asked"))
    desk.reply.press_sequentially(words["hello"])
    expect_typing(chat.log, say, AGENT)
    desk.reply.press("Enter")
    said.append(words["hello"])
    chat.expect_messages(*said)
    chat.see("timeline.event.assigned", name=AGENT, badge=agent.about["badge"])
    chat.field.press_sequentially(words["own"])
    expect_typing(desk.log, say, say("timeline.author.guest"))
    chat.field.press("Enter")
    said.append(words["own"])
    desk.expect_messages(*said)
    desk.write_note(words["note"])
    customer.assert_good_page("with-a-person")
    desk.visitor.assert_good_page("desk")

    # Away and back.
    customer.context.set_offline(True)
    chat.expect_line(say("timeline.connection.offline"))
    chat.write(words["offline"])
    for each in words["away"]:
        desk.write(each)
    desk.expect_messages(*said, words["note"], *words["away"])
    chat.expect_messages(*said, words["offline"])
    customer.assert_good_page("offline")
    customer.context.set_offline(False)
    said += [*words["away"], words["offline"]]
    chat.expect_messages(*said)
    desk.expect_messages(*said[:5], words["note"], *said[5:])
    expect(chat.place.get_by_text(say("timeline.connection.offline"))).to_be_hidden()
    customer.assert_good_page("back")
    assert customer.page.evaluate("window.wasNotReloaded"), "the page was loaded anew"

    # Solved and rated.
    desk.leave_field()
    desk.press("e")
    desk.expect_done("desk.done.resolved")
    chat.see("timeline.event.resolved")
    customer.assert_good_page("resolved")
    chat.rate(4, "++ <script>alert(1)</script>")
    customer.assert_good_page("rated")
    expect(desk.case.get_by_text(say("desk.head.rating", score=4), exact=True)).to_be_visible()
    desk.visitor.assert_good_page("desk-rated")
    customer.page.reload()
    chat.expect_messages(*said)
    earlier.post(f"/conversations/{earlier_chat}/resolve")
