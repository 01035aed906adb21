"""Keeping an inbox in order: notes that name people, putting aside, tags, fields, filters, several at once."""

import re
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import expect

from client import Agent
from desk import Desk
from server import Server
from visitor import Visitor
from waiting import NOTE

Visit = Callable[..., Visitor]


def test_a_note_names_a_colleague_who_is_told(
    visit: Visit, server: Server, locale: str, agent: Agent, wait
) -> None:
    case = wait("m")
    other = Agent.made(server, name=f"Bo {locale}")
    asking, asked = Desk.of(visit(locale), agent), Desk.of(visit(locale), other)
    asking.open("unassigned", case.words)
    asking.press("n")
    asking.page.keyboard.type("@" + other.about["badge"])
    colleagues = asking.page.get_by_role("listbox", name=asking.say("desk.mentions.label"), exact=True)
    expect(colleagues.get_by_role("option")).to_contain_text([other.about["name"]])
    asking.visitor.assert_good_page("colleagues")
    asking.press("Enter")
    asking.page.keyboard.type(NOTE[locale])
    asking.press("Enter")
    expect(asking.log.get_by_text(NOTE[locale])).to_be_visible()

    mentions = asked.view("mentions")
    expect(mentions).to_have_text(re.compile(r"1\s*$"))
    mentions.click()
    expect(asked.row(case.words).get_by_title(asked.say("desk.row.mention"))).to_be_visible()
    asked.visitor.assert_good_page("mentioned")
    asked.row(case.words).click()
    expect(mentions).to_have_text(re.compile(r"\D$"))
    asked.press("f")
    asked.expect_done("desk.done.followed")
    asked.view("following").click()
    expect(asked.row(case.words)).to_be_visible()
    asked.page.reload()
    expect(asked.row(case.words)).to_be_visible()


def test_what_is_put_aside_comes_back_with_the_customer(visit: Visit, locale: str, agent: Agent, wait) -> None:
    case = wait("p")
    desk = Desk.of(visit(locale), agent)
    desk.open("unassigned", case.words)
    desk.press("a")
    desk.expect_done("desk.done.taken")
    desk.view("mine").click()
    desk.press("z")
    question = desk.page.get_by_role("dialog", name=desk.say("desk.snooze.question"), exact=True)
    expect(question.get_by_role("option").first).to_be_visible()
    desk.visitor.assert_good_page("until")
    desk.choose("desk.snooze.question", desk.say("desk.snooze.reply"))
    desk.expect_done("desk.done.snoozed")
    expect(desk.row(case.words)).to_be_hidden()
    expect(desk.view("snoozed")).to_have_text(re.compile(r"1\s*$"))
    expect(desk.log.get_by_text(desk.say("timeline.event.snoozed"), exact=True)).to_be_visible()
    case.write(NOTE[locale])
    expect(desk.row(NOTE[locale])).to_be_visible()
    expect(desk.view("snoozed")).to_have_text(re.compile(r"\D$"))


def test_several_are_tagged_filtered_and_resolved_at_once(visit: Visit, locale: str, agent: Agent, wait) -> None:
    cases = [wait(letter) for letter in "qrs"]
    tag = f"late {locale.lower()}"
    desk = Desk.of(visit(locale), agent)
    desk.view("unassigned").click()
    for case in cases:
        expect(desk.row(case.words)).to_be_visible()
    desk.press("j")
    desk.press("x")
    desk.press("j")
    desk.press("x")
    bulk = desk.page.get_by_role("toolbar", name=desk.say("desk.bulk.label"), exact=True)
    expect(bulk).to_contain_text(desk.say("desk.bulk.count.other", count=2))
    desk.visitor.assert_good_page("chosen")
    bulk.get_by_role("button", name=desk.say("desk.bulk.tag"), exact=True).click()
    desk.choose("desk.tags.question", tag, desk.say("desk.tags.new", tag=tag))
    desk.expect_done("desk.bulk.done.other", count=2)
    expect(desk.row(cases[2].words).get_by_text(tag, exact=True)).to_be_visible()

    desk.press("q")
    desk.choose("desk.filter.question", f"#{tag}")
    expect(desk.row(cases[2].words)).to_be_visible()
    expect(desk.row(cases[0].words)).to_be_hidden()
    desk.page.get_by_role("button", name=desk.say("desk.filter.save"), exact=True).click()
    dialog = desk.page.get_by_role("dialog", name=desk.say("desk.filter.save_title"), exact=True)
    desk.visitor.assert_good_page("save")
    dialog.get_by_role("textbox", name=desk.say("desk.filter.name"), exact=True).fill(f"Late {locale}")
    desk.press("Enter")
    desk.expect_done("desk.filter.saved", name=f"Late {locale}")
    desk.view("unassigned").click()
    expect(desk.row(cases[0].words)).to_be_visible()
    desk.page.get_by_role("button", name=f"Late {locale}", exact=True).click()
    expect(desk.row(cases[0].words)).to_be_hidden()
    desk.visitor.assert_good_page("filtered")

    # One was resolved meanwhile and closed: what cannot be done is said, and stays chosen.
    desk.page.get_by_role("option").first.hover()
    for row in (0, 1):
        desk.page.get_by_role("option").nth(row).click(modifiers=["Control"])
    bulk.get_by_role("button", name=desk.say("desk.bulk.resolve"), exact=True).click()
    desk.expect_done("desk.bulk.done.other", count=2)
    expect(desk.page.get_by_role("option")).to_have_count(0)
    assert cases[2].customer.get(f"/conversations/{cases[2].id}")["status"] == "resolved"
    assert cases[0].customer.get(f"/conversations/{cases[0].id}")["status"] == "queued"


@pytest.fixture
def field(server: Server, locale: str):
    """A field of the installation, made by an administrator."""
    admin = Agent.made(server, name="Admin", role="admin")
    body = {
        "key": f"coin_{locale[:2]}", "labels": {"en": "Coin", "zh-CN": "币种"}, "kind": "choice", "choices": ["BTC", "ETH"]
    }  # fmt: skip
    made = admin.post("/agent/fields", body)
    yield made
    assert admin.http.delete(f"/agent/fields/{made['id']}").status_code == httpx.codes.NO_CONTENT


def test_tags_and_fields_stand_beside_the_customer(
    visit: Visit, server: Server, locale: str, agent: Agent, wait, field: dict
) -> None:
    case = wait("v")
    desk = Desk.of(visit(locale), agent)
    desk.open("unassigned", case.words)
    coin = desk.customer.get_by_role("combobox", name=field["labels"][locale], exact=True)
    with desk.page.expect_response(lambda answer: answer.url.endswith("/actions") and answer.ok):
        coin.select_option("ETH")
    desk.press("Escape")
    desk.press("l")
    desk.choose("desk.tags.question", "vip", desk.say("desk.tags.new", tag="vip") if locale == "en" else "vip")
    desk.expect_done("desk.done.tagged", tag="vip")
    take_off = desk.customer.get_by_role("button", name=desk.say("desk.tags.take_off", tag="vip"), exact=True)
    expect(take_off).to_be_visible()
    desk.visitor.assert_good_page("panel")
    desk.page.reload()
    expect(coin).to_have_value("ETH")
    assert agent.get(f"/agent/conversations/{case.id}")["fields"] == {field["key"]: "ETH"}
    take_off.click()
    desk.expect_done("desk.done.untagged", tag="vip")
    expect(take_off).to_be_hidden()
