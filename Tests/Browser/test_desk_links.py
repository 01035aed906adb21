"""Cases that belong together, and replies that are taken back."""

from collections.abc import Callable

from playwright.sync_api import expect

from client import Agent
from desk import Desk
from server import Server
from visitor import Visitor
from waiting import ANSWER, NOTE

Visit = Callable[..., Visitor]


def test_cases_are_linked_taken_apart_and_put_together(visit: Visit, server: Server, locale: str, agent: Agent, wait) -> None:
    case, other = wait("x"), wait("y")
    second = case.customer.open_waiting_chat(f"{NOTE[locale]} z")
    desk = Desk.of(visit(locale), agent)
    desk.open("unassigned", case.words)
    desk.press("y")
    desk.choose("desk.link.question", other.words)
    desk.expect_done("desk.done.linked")
    expect(desk.customer.get_by_role("link").filter(has_text=desk.say("desk.link.related"))).to_contain_text(other.words)

    desk.press("g")
    desk.choose("desk.merge.question", f"{NOTE[locale]} z")
    expect(desk.log.get_by_text(f"{NOTE[locale]} z")).to_be_visible()
    expect(desk.customer.get_by_role("link").filter(has_text=desk.say("desk.link.merged_from"))).to_contain_text(case.words)
    desk.visitor.assert_good_page("merged")
    assert case.customer.get(f"/conversations/{case.id}")["status"] == "closed"

    desk.press("s")
    desk.choose("desk.split.question", f"{NOTE[locale]} z")
    expect(desk.log.get_by_text(f"> {NOTE[locale]} z")).to_be_visible()
    desk.visitor.assert_good_page("split")
    mine = case.customer.get("/conversations")["data"]
    assert len(mine) == 3
    part = next(each["id"] for each in mine if each["id"] not in (case.id, second))
    for each in (part, second):
        case.customer.post(f"/conversations/{each}/resolve")


def test_a_reply_is_taken_back_before_it_is_sent(visit: Visit, locale: str, agent: Agent, wait) -> None:
    case = wait("o")
    desk = Desk.of(visit(locale), agent)
    desk.me.click()
    desk.page.get_by_role("menuitemcheckbox", name=desk.say("desk.held.setting")).click()
    desk.expect_done("desk.held.on")
    desk.open("unassigned", case.words)
    desk.write(ANSWER[locale])
    undo = desk.case.get_by_role("button", name=desk.say("desk.held.undo"))
    expect(undo).to_be_visible()
    desk.press("Control+z")
    expect(desk.reply).to_have_value(ANSWER[locale])
    expect(undo).to_be_hidden()
    assert case.texts() == [case.words]
    desk.press("Enter")
    desk.case.get_by_role("button", name=desk.say("desk.held.send"), exact=True).click()
    expect(desk.log.get_by_text(ANSWER[locale], exact=True)).to_be_visible()

    # Who leaves the page leaves nothing behind.
    desk.write(f"{ANSWER[locale]}!")
    expect(undo).to_be_visible()
    desk.page.reload()
    expect(desk.log.get_by_text(f"{ANSWER[locale]}!", exact=True)).to_be_visible()
    expect(desk.reply).to_have_value("")
    assert case.texts() == [case.words, ANSWER[locale], f"{ANSWER[locale]}!"]
    desk.write("?")
    expect(undo).to_be_visible()
    desk.visitor.assert_good_page("held")
    expect(desk.log.get_by_text("?", exact=True)).to_be_visible()
