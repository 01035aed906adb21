"""The supervisor's board: who waits, who is there, taking, and giving away what an agent has."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from client import Agent, Customer
from desk import Desk
from server import Server
from visitor import Visitor

Visit = Callable[..., Visitor]


@pytest.fixture
def supervisor(server: Server) -> Agent:
    return Agent.made(server, name="Sofia Reyes", role="supervisor")


@pytest.fixture
def wait(server: Server, locale: str):
    """`wait()` lets a customer wait; returns the conversation. At the end none is left."""
    made: list[tuple[Customer, str]] = []

    def come() -> str:
        customer = Customer.guest(server, locale)
        made.append((customer, customer.open_waiting_chat("?")))
        return made[-1][1]

    yield come
    for customer, conversation in made:
        # One that was resolved already is.
        customer.http.post(f"/conversations/{conversation}/resolve")


def open_board(visitor: Visitor, agent: Agent, path: str = "/desk/board") -> None:
    Desk.of(visitor, agent)
    visitor.open(path)
    expect(visitor.page.locator(".board")).not_to_have_attribute("aria-busy", "true")


def total(visitor: Visitor, name: str) -> Locator:
    return visitor.page.locator(f"[data-part=total-{name}]")


def reference(agent: Agent, conversation: str) -> str:
    return agent.get(f"/agent/conversations/{conversation}")["conversation"]["reference"]


def test_the_board_is_for_those_who_supervise(visit: Visit, locale: str, server: Server) -> None:
    visitor = visit(locale)
    visitor.open("/desk/board")
    expect(visitor.page).to_have_url(re.compile("/desk/sign-in$"))
    desk = Desk.of(visitor, Agent.made(server))
    expect(desk.page.get_by_role("link", name=visitor.say("board.title"), exact=True)).to_have_count(0)
    visitor.open("/desk/board")
    expect(visitor.page).to_have_url(re.compile("/desk$"))


def test_who_waits_appears_ticks_and_is_taken(visit: Visit, locale: str, supervisor: Agent, wait) -> None:
    visitor = visit(locale)
    open_board(visitor, supervisor)
    visitor.assert_good_page("empty")
    before = int(total(visitor, "waiting").inner_text())
    conversation = wait()
    expect(total(visitor, "waiting")).to_have_text(str(before + 1))
    row = visitor.page.locator(".board-waiting").filter(has_text=reference(supervisor, conversation))
    seen = row.locator(".board-wait").inner_text()
    expect(row.locator(".board-wait")).not_to_have_text(seen)
    visitor.assert_good_page("one")
    row.get_by_role("button", name=visitor.say("board.take"), exact=True).click()
    expect(visitor.page).to_have_url(re.compile(f"/desk.*#{conversation}$"))
    assert supervisor.get(f"/agent/conversations/{conversation}")["conversation"]["assignee"]["id"] == supervisor.id


def test_what_an_agent_has_is_given_to_another(
    visit: Visit, locale: str, server: Server, supervisor: Agent, wait
) -> None:
    name = f"Ming {supervisor.id[-6:]}"
    ming, other = Agent.made(server, name=name), Agent.made(server, name=f"Ana {supervisor.id[-6:]}")
    conversations = [wait(), wait()]
    for conversation in conversations:
        ming.assign(conversation)
    visitor = visit(locale)
    open_board(visitor, supervisor)
    page, say = visitor.page, visitor.say
    page.get_by_role("button", name=say("board.agent.show_of", name=name), exact=True).click()
    panel = page.get_by_role("region", name=say("board.holder.title", name=name), exact=True)
    expect(panel.locator(".board-holder__row")).to_have_count(2)
    panel.get_by_role("button", name=say("board.holder.move"), exact=True).click()
    expect(panel.get_by_text(say("board.holder.choose_some"), exact=True)).to_be_visible()
    # One of them goes elsewhere while the supervisor looks: it is told, and left where it is.
    ming.assign(conversations[0], supervisor.id)
    panel.get_by_label(say("board.holder.all"), exact=True).check()
    panel.get_by_label(say("board.holder.to"), exact=True).select_option(f"agent {other.id}")
    panel.get_by_label(say("board.holder.note"), exact=True).fill("for you")
    panel.get_by_role("button", name=say("board.holder.move"), exact=True).click()
    expect(panel.get_by_text(say("board.holder.changed"), exact=True)).to_have_count(1)
    visitor.expect_complaints("status of 409")
    visitor.assert_good_page("moved")
    holders = [supervisor.get(f"/agent/conversations/{each}")["conversation"]["assignee"]["id"] for each in conversations]
    assert holders == [supervisor.id, other.id]
    notes = other.get(f"/agent/conversations/{conversations[1]}/messages")["notes"]
    assert [note["body"] for note in notes] == ["for you"]


def test_the_wall_has_nothing_to_press_and_says_when_it_is_not_connected(
    visit: Visit, locale: str, supervisor: Agent
) -> None:
    visitor = visit(locale, color_scheme="dark")
    open_board(visitor, supervisor, "/desk/board?wall=1")
    expect(visitor.page.locator(".board").locator("a, button, input, select")).to_have_count(0)
    visitor.assert_good_page("wall")
    visitor.page.context.set_offline(True)
    expect(visitor.page.get_by_text(visitor.say("board.connection.lost"), exact=True)).to_be_visible()
    visitor.page.context.set_offline(False)
    expect(visitor.page.get_by_text(visitor.say("board.connection.lost"), exact=True)).to_be_hidden()


def test_the_board_is_usable_on_a_phone(visit: Visit, locale: str, supervisor: Agent, wait) -> None:
    wait()
    visitor = visit(locale, "phone")
    open_board(visitor, supervisor)
    visitor.assert_good_page("phone")


def test_a_conversation_goes_to_a_queue_with_a_note(
    visit: Visit, locale: str, server: Server, supervisor: Agent, wait
) -> None:
    name = f"Big {supervisor.id[-6:]}"
    queue = supervisor.post("/admin/queues", {"name": name, "is_transfer_only": True})
    try:
        conversation = wait()
        desk = Desk.of(visit(locale), supervisor)
        desk.view("unassigned").click()
        desk.page.locator(f"#row-{conversation}").click()
        expect(desk.log).to_have_attribute("aria-busy", "false")
        desk.press("t")
        desk.page.get_by_role("combobox").fill(name)
        expect(desk.page.get_by_role("option").filter(has_text=name)).to_have_count(1)
        desk.press("Enter")
        note = desk.page.get_by_role("dialog", name=desk.say("desk.transfer.note", name=name), exact=True)
        note.get_by_role("combobox").fill("Please look")
        desk.visitor.assert_good_page("note")
        desk.press("Enter")
        desk.expect_done("desk.done.given", name=name)
        notes = supervisor.get(f"/agent/conversations/{conversation}/messages")["notes"]
        # Besides the note there is the entry that tells where it went.
        assert "Please look" in [each["body"] for each in notes]
    finally:
        supervisor.http.delete(f"/admin/queues/{queue['id']}").raise_for_status()


def test_the_board_tells_why_an_agent_is_away(visit: Visit, locale: str, server: Server, supervisor: Agent) -> None:
    name = f"Lin {supervisor.id[-6:]}"
    desk = Desk.of(visit(locale), Agent.made(server, name=name))
    board = visit(locale)
    open_board(board, supervisor)
    say = board.say
    words = say("desk.presence.because", state=say("desk.presence.away"), reason=say("desk.presence.reason.meal"))
    desk.me.click()
    desk.page.get_by_role("menuitem", name=words).click()
    expect(desk.me).to_contain_text(words)
    expect(board.page.get_by_role("row").filter(has_text=name)).to_contain_text(words)
    desk.page.reload()
    expect(desk.me).to_contain_text(words)
