"""Macros: written on their page, seen before they act, and doing all that they say with the reply."""

from collections.abc import Callable

from playwright.sync_api import expect

from client import Agent
from desk import Desk
from server import Server
from visitor import Visitor
from wording import LANGUAGES

Visit = Callable[..., Visitor]
BODY = {"en": "Hello, your case is {{conversation.reference}}.", "zh-CN": "您好，您的会话编号是 {{conversation.reference}}。"}


def test_a_macro_is_written_seen_and_done(visit: Visit, server: Server, locale: str, wait) -> None:
    case = wait("w")
    shortcut = f"late-{locale.lower()}"
    boss = Agent.made(server, name="Sue Boss", role="supervisor")
    visitor = visit(locale)
    desk, say, page = Desk.of(visitor, boss), visitor.say, visitor.page
    visitor.open("/desk/macros")
    page.get_by_role("button", name=say("desk.macro_page.new"), exact=True).click()
    page.get_by_label(say("desk.macro_page.shortcut")).fill(shortcut)
    group = page.get_by_role("group").filter(has=page.get_by_label(say("desk.macro_page.name"), exact=True))
    mine = group.nth(LANGUAGES.index(locale))
    mine.get_by_label(say("desk.macro_page.name"), exact=True).fill("Late")
    mine.get_by_label(say("desk.macro_page.body"), exact=True).fill("{{customer.nmae}}")
    page.get_by_role("button", name=say("desk.macro_page.save"), exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("customer.nmae")
    visitor.expect_complaints("status of 422")
    mine.get_by_label(say("desk.macro_page.body"), exact=True).fill(BODY[locale])
    page.get_by_role("button", name=say("desk.macro_page.action_add"), exact=True).click()
    page.get_by_label(say("desk.macro_page.argument.tags"), exact=True).fill("late, vip")
    page.get_by_role("button", name=say("desk.macro_page.action_add"), exact=True).click()
    page.get_by_label(say("desk.macro_page.action"), exact=True).nth(1).select_option("resolve")
    expect(page.locator(".macros__preview")).to_contain_text(say("desk.action_words.tag", tags="late, vip"))
    visitor.assert_good_page("editor")
    page.get_by_role("button", name=say("desk.macro_page.save"), exact=True).click()
    expect(page.get_by_role("button").filter(has_text=f"/{shortcut}")).to_be_visible()
    visitor.assert_good_page("saved")

    visitor.open("/desk")
    desk.open("unassigned", case.words)
    desk.press("r")
    page.keyboard.type(f"/{shortcut}")
    expect(page.get_by_role("listbox", name=say("desk.macros.label"), exact=True)).to_contain_text(
        say("desk.action_words.resolve")
    )
    desk.press("Enter")
    notice = desk.case.get_by_role("alert").filter(has_text=say("desk.macro_run.with_reply"))
    expect(notice).to_contain_text(say("desk.action_words.tag", tags="late, vip"))
    visitor.assert_good_page("planned")
    desk.press("Enter")
    desk.expect_done("desk.macro_run.done")
    reference = desk.case.locator(".desk-head__facts .tabular").inner_text()
    assert case.texts()[-1] == BODY[locale].replace("{{conversation.reference}}", reference)
    assert case.customer.get(f"/conversations/{case.id}")["status"] == "resolved"
    shown = boss.get(f"/agent/conversations/{case.id}")["conversation"]
    assert shown["tags"] == ["late", "vip"]


def test_an_agent_writes_their_own_and_deletes_it(visit: Visit, server: Server, locale: str, agent: Agent) -> None:
    visitor = visit(locale, "phone")
    Desk.of(visitor, agent)
    say, page = visitor.say, visitor.page
    visitor.open("/desk/macros")
    page.get_by_role("button").filter(has_text="/done").click()
    expect(page.get_by_text(say("desk.macro_page.fixed"), exact=True)).to_be_visible()
    visitor.assert_good_page("fixed")
    page.get_by_role("button", name=say("desk.macro_page.new"), exact=True).click()
    page.get_by_label(say("desk.macro_page.shortcut")).fill("mine")
    page.get_by_label(say("desk.macro_page.name"), exact=True).first.fill("Mine")
    page.get_by_label(say("desk.macro_page.body"), exact=True).first.fill("Only me")
    page.get_by_role("button", name=say("desk.macro_page.save"), exact=True).click()
    own = page.get_by_role("button").filter(has_text="/mine")
    expect(own).to_contain_text(say("desk.macro_page.own_short"))
    page.get_by_role("button", name=say("desk.macro_page.delete"), exact=True).click()
    page.get_by_role("button", name=say("desk.macro_page.delete_sure"), exact=True).click()
    expect(own).to_have_count(0)
    visitor.assert_good_page("deleted")
