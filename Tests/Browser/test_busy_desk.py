"""A busy desk: agents and customers at once, each in a browser of their own, and everybody sees what the others do."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from chat import Chat
from client import Agent
from desk import Desk
from server import Server
from visitor import Visitor

Visit = Callable[..., Visitor]

REQUEST = {"en": "talk to a human", "zh-CN": "转人工"}
WORDS = {
    "en": {
        "asked": ["My deposit is late", "My order is stuck", "I lost my phone"],
        "answers": ["Which coin is it?", "Which pair was it?", "We are looking into your order."],
        "note": "Asked twice already, the order is 4711",
    },
    "zh-CN": {
        "asked": ["充值还没到账", "我的订单卡住了", "我的手机丢了"],
        "answers": ["请问是哪个币种？", "请问是哪个交易对？", "正在为您查询订单。"],
        "note": "已经问过两次，订单号 4711",
    },
}
# The server takes an agent for gone a little later than it is told to; a machine under load takes its time as well.
GONE_WITHIN = 60


@pytest.fixture(scope="module")
def settings() -> dict[str, object]:
    """An agent who drops is taken for gone as soon as the settings allow."""
    return {"routing.absent.after.seconds": 10}


@pytest.fixture
def make_agent(server: Server, nobody_waits: None) -> Iterator[Callable[..., Agent]]:
    """`make_agent("Bo")` makes somebody who answers; at the end nobody is there any more, so that nothing is given."""
    made: list[Agent] = []

    def make(name: str, role: str = "agent") -> Agent:
        made.append(Agent.made(server, name=name, role=role))
        return made[-1]

    yield make
    for agent in made:
        agent.go("offline")


def in_line(visitor: Visitor, words: str) -> Chat:
    """Somebody starts a chat, asks for a person, and says what it is about."""
    chat = Chat.started(visitor)
    chat.write(REQUEST[visitor.locale])
    chat.see("assistant.hand_over.asked")
    chat.write(words)
    expect(chat.deliveries("sent")).to_have_count(1)
    return chat


def expect_joined(chat: Chat, agent: Agent, within: float | None = None) -> None:
    words = chat.say("timeline.event.assigned", name=agent.about["name"], badge=agent.about["badge"])
    timeout = None if within is None else within * 1000
    expect(chat.log.get_by_text(words, exact=True)).to_be_visible(timeout=timeout)


def expect_no_line(chat: Chat) -> None:
    expect(chat.place.get_by_role("status").filter(has_text=chat.place_in_line(1))).to_have_count(0)


def test_two_agents_serve_three_customers_at_once(visit: Visit, make_agent, locale: str) -> None:
    words = WORDS[locale]
    agents = [make_agent("Ming Chen"), make_agent("Ana Souza")]
    devices = ["desktop", "phone", "desktop"]
    chats = [in_line(visit(locale, device), asked) for device, asked in zip(devices, words["asked"])]
    for index, chat in enumerate(chats):
        chat.expect_line(chat.place_in_line(index + 1))
    ming, ana = (Desk.of(visit(locale), agent) for agent in agents)

    # The first is served: the others move up.
    ming.open("unassigned", words["asked"][0])
    ming.press("a")
    ming.expect_done("desk.done.taken")
    expect_joined(chats[0], agents[0])
    expect_no_line(chats[0])
    chats[1].expect_line(chats[1].place_in_line(1))
    chats[2].expect_line(chats[2].place_in_line(2))
    ming.write(words["answers"][0])

    # Both look at the second, and both answer.
    ming.open("unassigned", words["asked"][1])
    ana.open("unassigned", words["asked"][1])
    expect(ana.case.get_by_text(ana.say("desk.viewers.looking", names="Ming Chen"), exact=True)).to_be_visible()
    ana.reply.press_sequentially("…")
    writing = ming.say("desk.viewers.writing", names="Ana Souza")
    expect(ming.case.get_by_text(writing, exact=True)).to_be_visible()
    ming.reply.fill(words["answers"][1])
    ana.write(words["answers"][2])
    expect(ming.log.get_by_text(words["answers"][2], exact=True)).to_be_visible()
    ming.press("Enter")
    meanwhile = ming.say("desk.meanwhile.title", name="Ana Souza")
    expect(ming.case.get_by_role("alert").get_by_text(meanwhile, exact=True)).to_be_visible()
    ming.visitor.assert_good_page("meanwhile")
    ming.press("Enter")
    asked = [chats[1].greeting(), REQUEST[locale], ming.say("assistant.hand_over.asked"), words["asked"][1]]
    chats[1].expect_messages(*asked, words["answers"][2], words["answers"][1])
    chats[2].expect_line(chats[2].place_in_line(1))

    # Whoever knows it best gets it, and what they should know; the customer sees who has it, and not the note.
    expect_joined(chats[1], agents[1])
    ana.leave_field()
    ana.pass_on("Ming Chen", words["note"])
    expect_joined(chats[1], agents[0])
    expect(ming.log.get_by_text(words["note"], exact=True)).to_be_visible()
    chats[1].expect_messages(*asked, words["answers"][2], words["answers"][1])
    ana.visitor.assert_good_page("passed-on")
    ming.visitor.assert_good_page("got-it")

    # Nobody is left in line.
    ana.open("unassigned", words["asked"][2])
    ana.press("a")
    expect_joined(chats[2], agents[1])
    expect_no_line(chats[2])
    ana.see("desk.list.empty.unassigned")


def test_the_chat_of_an_agent_who_drops_goes_to_the_other(visit: Visit, server: Server, make_agent) -> None:
    """Once, and each of the four in another language than the next."""
    chief = make_agent("Sofia Reyes", role="supervisor")
    agents = [make_agent("Ming Chen"), make_agent("Ana Souza")]
    for agent in agents:
        chief.put(f"/admin/agents/{agent.id}/abilities", {"capacity": 1})
    ming = Desk.of(visit("en"), agents[0])
    ming.go("online")
    lost = in_line(visit("zh-CN"), WORDS["zh-CN"]["asked"][0])
    expect_joined(lost, agents[0])
    other = in_line(visit("en", "phone"), WORDS["en"]["asked"][1])
    other.expect_line(other.place_in_line(1))

    # The agent's browser is gone, and has said nothing: who waited first is first again.
    ming.visitor.vanish()
    lost.expect_line(lost.place_in_line(1), within=GONE_WITHIN)
    other.expect_line(other.place_in_line(2))

    ana = Desk.of(visit("zh-CN"), agents[1])
    ana.go("online")
    expect_joined(lost, agents[1])
    other.expect_line(other.place_in_line(1))
    ana.row(WORDS["zh-CN"]["asked"][0]).click()
    ana.write(WORDS["zh-CN"]["answers"][0])
    expect(lost.log.get_by_text(WORDS["zh-CN"]["answers"][0], exact=True)).to_be_visible()

    # Back again, and still online by their own word: whose turn it is comes by itself.
    ming = Desk.of(visit("en"), agents[0])
    expect_joined(other, agents[0])
    expect_no_line(other)
    expect(ming.row(WORDS["en"]["asked"][1])).to_be_visible()


def test_a_supervisor_takes_over_from_the_board(visit: Visit, make_agent, locale: str) -> None:
    words = WORDS[locale]
    agent, chief = make_agent("Ming Chen"), make_agent("Sofia Reyes", role="supervisor")
    chat = in_line(visit(locale, "phone"), words["asked"][2])
    ming = Desk.of(visit(locale), agent)
    ming.open("unassigned", words["asked"][2])
    ming.press("a")
    expect_joined(chat, agent)

    desk = Desk.of(visit(locale), chief)
    page, say = desk.page, desk.say
    page.get_by_role("link", name=say("board.title"), exact=True).click()
    # Others of this name may have answered in journeys before.
    row = page.get_by_role("row").filter(has_text=agent.about["badge"])
    row.get_by_role("button", name=say("board.agent.show_of", name="Ming Chen"), exact=True).click()
    panel = page.get_by_role("region", name=say("board.holder.title", name="Ming Chen"), exact=True)
    take_over = panel.get_by_role("button", name=say("board.take_over"), exact=True)
    take_over.click()
    expect(panel.get_by_text(say("board.holder.yours"), exact=True)).to_be_visible()
    expect(take_over).to_be_hidden()
    expect_joined(chat, chief)
    ming.view("mine").click()
    ming.see("desk.list.empty.mine")
    desk.visitor.assert_good_page("taken-over")

    panel.get_by_role("link", name=say("board.listen"), exact=True).click()
    desk.write(words["answers"][2])
    expect(chat.log.get_by_text(words["answers"][2], exact=True)).to_be_visible()
    expect(ming.log.get_by_text(words["answers"][2], exact=True)).to_be_visible()


def test_a_shift_on_a_phone(visit: Visit, make_agent, locale: str) -> None:
    words = WORDS[locale]
    chat = in_line(visit(locale, "phone"), words["asked"][0])
    desk = Desk(visit(locale, "phone"))
    desk.visitor.open("/desk")
    desk.visitor.assert_good_page("sign-in")
    desk = Desk.of(desk.visitor, make_agent("Ana Souza"))
    desk.open("unassigned", words["asked"][0])
    desk.visitor.assert_good_page("waiting")
    desk.action("take_short").tap()
    desk.expect_done("desk.done.taken")
    desk.reply.fill(words["answers"][0])
    desk.case.get_by_role("button", name=desk.say("composer.send"), exact=True).tap()
    expect(chat.log.get_by_text(words["answers"][0], exact=True)).to_be_visible()
    chat.write("USDT")
    expect(desk.log.get_by_text("USDT", exact=True)).to_be_visible()
    desk.visitor.assert_good_page("answered")
    desk.action("resolve").tap()
    desk.expect_done("desk.done.resolved")
    chat.see("timeline.event.resolved")
    desk.visitor.assert_good_page("resolved")
    desk.case.get_by_role("button", name=desk.say("desk.back"), exact=True).tap()
    desk.see("desk.list.empty.unassigned")
