"""The desk: signing in, the inbox and its counts, the keyboard, giving and taking, and what calls for attention."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from client import Agent
from desk import Desk
from server import AGENT_PASSWORD, Server
from visitor import Visitor
from waiting import ANSWER, NOTE

Visit = Callable[..., Visitor]

# Headless browsers never hide a page: it is told so.
HIDE = """(isHidden) => {
    const state = { hidden: isHidden, visibilityState: isHidden ? "hidden" : "visible" };
    for (const [name, value] of Object.entries(state)) {
        Object.defineProperty(document, name, { get: () => value, configurable: true });
    }
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def expect_columns(desk: Desk) -> None:
    """Inbox, conversation and customer stand side by side, as high as the screen."""
    inbox = desk.page.get_by_role("region", name=desk.say("desk.inbox"), exact=True)
    boxes = [column.bounding_box() for column in [inbox, desk.case, desk.customer]]
    edges = [(round(box["x"]), round(box["x"] + box["width"])) for box in boxes]
    assert edges[0][1] <= edges[1][0] < edges[1][1] <= edges[2][0], edges
    assert {round(box["height"]) for box in boxes} == {desk.page.viewport_size["height"]}


def count(desk: Desk, view: str) -> int:
    shown = re.sub(r"\D", "", desk.view(view).inner_text())
    return int(shown or 0)


def expect_count(desk: Desk, view: str, number: int) -> None:
    label = desk.say(f"desk.view.{view}")
    expect(desk.view(view)).to_have_text(re.compile(rf"^\s*{re.escape(label)}\s*{number or ''}\s*$"))


def test_only_the_right_password_opens_the_desk(visit: Visit, locale: str, agent: Agent) -> None:
    visitor = visit(locale)
    desk, say = Desk(visitor), visitor.say
    visitor.open("/desk")
    expect(visitor.page).to_have_url(re.compile("/desk/sign-in$"))
    expect(visitor.page.get_by_label(say("desk.sign_in.email"), exact=True)).to_be_focused()
    visitor.assert_good_page("sign-in")
    desk.sign_in(agent.about["email"], "")
    expect(visitor.page.get_by_text(say("desk.sign_in.password_missing"), exact=True)).to_be_visible()
    visitor.assert_good_page("missing")
    desk.sign_in(agent.about["email"], "not " + AGENT_PASSWORD)
    expect(visitor.page.get_by_role("alert")).to_have_text(say("desk.sign_in.refused"))
    visitor.assert_good_page("refused")
    visitor.expect_complaints("status of 401")
    desk.sign_in(agent.about["email"], AGENT_PASSWORD)
    expect(visitor.page).to_have_url(re.compile("/desk$"))
    visitor.see("desk.list.empty.mine")
    visitor.assert_good_page("desk")

    desk.me.click()
    visitor.page.get_by_role("menuitem", name=say("desk.sign_out")).click()
    expect(visitor.page).to_have_url(re.compile("/desk/sign-in$"))
    visitor.open("/desk")
    expect(visitor.page).to_have_url(re.compile("/desk/sign-in$"))


def test_views_count_what_comes_and_goes(visit: Visit, locale: str, agent: Agent, wait) -> None:
    desk = Desk.of(visit(locale), agent)
    desk.view("unassigned").click()
    desk.see("desk.list.empty.unassigned")
    before = count(desk, "all")
    first, second = wait("a"), wait("b")
    expect(desk.row(first.words)).to_be_visible()
    expect_count(desk, "unassigned", 2)
    expect_count(desk, "all", before + 2)
    desk.visitor.assert_good_page("two")
    desk.row(first.words).click()
    expect_columns(desk)
    desk.press("a")
    expect_count(desk, "unassigned", 1)
    expect_count(desk, "mine", 1)
    desk.press("r")
    desk.write(ANSWER[locale])
    expect_count(desk, "waiting", 1)
    first.write(NOTE[locale])
    expect_count(desk, "waiting", 0)
    second.customer.post(f"/conversations/{second.id}/resolve")
    expect_count(desk, "unassigned", 0)
    desk.view("mine").click()
    expect(desk.row(NOTE[locale])).to_be_visible()
    desk.visitor.assert_good_page("mine")


def test_everything_is_done_by_keyboard(visit: Visit, locale: str, agent: Agent, wait) -> None:
    cases = [wait(letter) for letter in "abc"]
    desk = Desk.of(visit(locale), agent)
    desk.press("2")
    for case in cases:
        expect(desk.row(case.words)).to_be_visible()
    # The latest stands first.
    for key, case in [("j", 2), ("j", 1), ("j", 0), ("k", 1)]:
        desk.press(key)
        expect(desk.row(cases[case].words)).to_have_attribute("aria-selected", "true")
    chosen = cases[1]
    desk.press("a")
    desk.expect_done("desk.done.taken")
    desk.press("n")
    expect(desk.note_field).to_be_focused()
    desk.page.keyboard.type(NOTE[locale])
    desk.visitor.assert_good_page("note")
    desk.press("Enter")
    expect(desk.log.get_by_text(NOTE[locale], exact=True)).to_be_visible()
    desk.leave_field()
    desk.press("r")
    expect(desk.reply).to_be_focused()
    desk.page.keyboard.type(ANSWER[locale])
    desk.press("Enter")
    expect(desk.log.get_by_text(ANSWER[locale], exact=True)).to_be_visible()
    chosen.expect_texts(chosen.words, ANSWER[locale])
    desk.leave_field()
    desk.press("e")
    desk.expect_done("desk.done.resolved")
    desk.page.get_by_role("button", name=desk.say("desk.undo"), exact=True).click()
    desk.expect_done("desk.done.reopened")
    desk.visitor.assert_good_page("reopened")


def test_keys_are_listed_and_commands_are_found(visit: Visit, locale: str, agent: Agent, wait) -> None:
    case = wait("d")
    desk = Desk.of(visit(locale), agent)
    page, say = desk.page, desk.say
    desk.press("?")
    keys = page.get_by_role("dialog", name=say("desk.keys.title"), exact=True)
    for command in ["next", "previous", "reply", "note", "take", "resolve"]:
        expect(keys.get_by_text(say(f"desk.command.{command}"), exact=True)).to_be_visible()
    desk.visitor.assert_good_page("keys")
    desk.press("Escape")
    expect(keys).to_be_hidden()
    desk.press("Control+k")
    palette = page.get_by_role("dialog", name=say("desk.palette.question"), exact=True)
    expect(palette.get_by_role("combobox")).to_be_focused()
    page.keyboard.type(say("desk.command.view_unassigned"))
    expect(palette.get_by_role("option").first).to_contain_text(say("desk.command.view_unassigned"))
    desk.visitor.assert_good_page("palette")
    desk.press("Enter")
    expect(palette).to_be_hidden()
    expect(desk.row(case.words)).to_be_visible()
    desk.press("/")
    search = page.get_by_role("searchbox", name=say("desk.search.label"), exact=True)
    expect(search).to_be_focused()
    page.keyboard.type("qqqqzzzz")
    desk.see("desk.list.not_found", query="qqqqzzzz")
    desk.visitor.assert_good_page("not-found")
    desk.press("Escape")
    expect(desk.row(case.words)).to_be_visible()


def test_a_slash_offers_canned_replies(visit: Visit, locale: str, agent: Agent, wait) -> None:
    case = wait("e")
    desk = Desk.of(visit(locale), agent)
    desk.open("unassigned", case.words)
    desk.press("r")
    desk.page.keyboard.type("/done")
    macros = desk.page.get_by_role("listbox", name=desk.say("desk.macros.label"), exact=True)
    expect(macros.get_by_role("option")).to_contain_text([desk.say("macro.done.title")])
    desk.visitor.assert_good_page("macros")
    desk.press("Enter")
    reference = desk.case.locator(".desk-head__facts .tabular").inner_text()
    filled = desk.say("macro.done.body").replace("{{conversation.reference}}", reference)
    expect(desk.reply).to_have_value(filled)
    desk.press("Enter")
    expect(desk.log.get_by_text(filled, exact=True)).to_be_visible()


def test_a_conversation_is_given_to_a_colleague_who_sees_it_at_once(
    visit: Visit, server: Server, locale: str, agent: Agent, wait
) -> None:
    case = wait("f")
    other = Agent.made(server, name=f"Bo {locale}")
    giving, taking = Desk.of(visit(locale), agent), Desk.of(visit(locale), other)
    giving.open("unassigned", case.words)
    giving.press("t")
    question = giving.page.get_by_role("dialog", name=giving.say("desk.transfer.question"), exact=True)
    question.get_by_role("combobox").fill(other.about["badge"])
    expect(question.get_by_role("option")).to_contain_text([other.about["name"]])
    giving.visitor.assert_good_page("transfer")
    giving.press("Enter")
    note = giving.page.get_by_role("dialog", name=giving.say("desk.transfer.note", name=other.about["name"]), exact=True)
    expect(note.get_by_role("option")).to_contain_text([giving.say("desk.transfer.without_note", name=other.about["name"])])
    note.get_by_role("combobox").fill(NOTE[locale])
    giving.visitor.assert_good_page("transfer-note")
    giving.press("Enter")
    giving.expect_done("desk.done.given", name=other.about["name"])
    expect(taking.row(case.words)).to_be_visible()
    taking.row(case.words).click()
    expect(taking.log.get_by_text(NOTE[locale], exact=True)).to_be_visible()
    assert NOTE[locale] not in case.texts()
    taking.press("u")
    taking.expect_done("desk.done.given_back")
    expect(giving.row(case.words)).to_be_visible()
    expect_count(taking, "mine", 0)
    taking.visitor.assert_good_page("given-back")


def test_presence_brings_the_waiting_and_the_title_tells_of_news(visit: Visit, locale: str, agent: Agent, wait) -> None:
    case = wait("g")
    desk = Desk.of(visit(locale), agent)
    me = desk.me
    me.click()
    desk.visitor.assert_good_page("presences")
    desk.page.get_by_role("menuitem", name=desk.say("desk.presence.online")).click()
    expect(me).to_contain_text(desk.say("desk.presence.online"))
    expect(desk.row(case.words)).to_be_visible()
    desk.page.evaluate(HIDE, True)
    case.write(NOTE[locale])
    expect(desk.page).to_have_title(re.compile(r"^\(1\) "))
    desk.page.evaluate(HIDE, False)
    expect(desk.page).to_have_title(re.compile(r"^[^(]"))
    me.click()
    desk.page.get_by_role("menuitem", name=desk.say("desk.presence.offline")).click()
    expect(me).to_contain_text(desk.say("desk.presence.offline"))


def test_the_customer_stands_beside_the_conversation(visit: Visit, locale: str, agent: Agent, wait) -> None:
    case = wait("h")
    desk = Desk.of(visit(locale), agent)
    desk.open("unassigned", case.words)
    say = desk.say
    expect(desk.customer.get_by_text(say("desk.customer.guest_means"), exact=True)).to_be_visible()
    expect(desk.customer.get_by_text(say("desk.customer.past_none"), exact=True)).to_be_visible()
    articles = desk.customer.get_by_role("searchbox", name=say("desk.articles.search"), exact=True)
    articles.fill({"en": "withdrawal limits", "zh-CN": "提币额度"}[locale])
    title = say.article("withdrawal-limits")
    desk.customer.get_by_role("button", name=say("desk.articles.insert", title=title), exact=True).click()
    expect(desk.reply).to_have_value(re.compile("/help/withdrawal-limits"))
    desk.visitor.assert_good_page("article")


@pytest.mark.parametrize("width", [390, 768])
def test_the_desk_works_where_there_is_little_room(
    visit: Visit, locale: str, agent: Agent, wait, width: int
) -> None:
    case = wait("i")
    viewport = {"width": width, "height": 844}
    desk = Desk.of(visit(locale, "phone" if width < 700 else "desktop", viewport=viewport), agent)
    desk.open("unassigned", case.words)
    desk.write(ANSWER[locale])
    expect(desk.log.get_by_text(ANSWER[locale], exact=True)).to_be_visible()
    desk.visitor.assert_good_page("case")
    desk.case.get_by_role("button", name=desk.say("desk.customer.title"), exact=True).click()
    expect(desk.customer.get_by_text(desk.say("desk.customer.guest_means"), exact=True)).to_be_visible()
    desk.visitor.assert_good_page("customer")
    desk.press("Escape")
    if width < 700:
        desk.case.get_by_role("button", name=desk.say("desk.back"), exact=True).click()
        expect(desk.page.get_by_role("heading", name=desk.say("desk.view.unassigned"), exact=True)).to_be_visible()
        desk.visitor.assert_good_page("list")
