"""Routing is managed on its page: queues, a team's hours, what agents can do; for those who may."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from client import Agent
from desk import Desk
from server import Server
from visitor import Visitor

Visit = Callable[..., Visitor]


class RoutingDesk:
    """The routing page with somebody signed in."""

    def __init__(self, visitor: Visitor, agent: Agent):
        Desk.of(visitor, agent)
        self.visitor, self.page, self.say = visitor, visitor.page, visitor.say

    def open(self, part: str) -> None:
        self.visitor.open(f"/desk/routing#{part}")
        expect(self.page.locator(".desk-page__main")).not_to_have_attribute("aria-busy", "true")

    def item(self, name: str) -> Locator:
        return self.page.get_by_role("list").get_by_role("link").filter(has_text=name)

    def field(self, key: str) -> Locator:
        return self.page.get_by_label(self.say(key), exact=True)

    def group(self, key: str) -> Locator:
        return self.page.get_by_role("group", name=self.say(key), exact=True)

    def press(self, key: str) -> None:
        self.page.get_by_role("button", name=self.say(key), exact=True).click()

    def expect_saved(self) -> None:
        self.visitor.see("routing.saved")

    def expect_wrong(self, field: Locator, words: str) -> None:
        """Waits until a field has the focus and says what is wrong with it."""
        expect(field).to_be_focused()
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(re.compile(re.escape(words) + "$"))


@pytest.fixture
def admin(server: Server) -> Agent:
    return Agent.made(server, name="Root Admin", role="admin")


def test_an_admin_makes_a_queue_and_deletes_it(visit: Visit, locale: str, admin: Agent) -> None:
    name = f"Fees {locale}"
    visitor = visit(locale)
    routing = RoutingDesk(visitor, admin)
    page, say = routing.page, routing.say
    page.get_by_role("link", name=say("routing.title"), exact=True).click()
    expect(routing.item("VIP")).to_contain_text("vip1")
    visitor.assert_good_page("queues")
    page.get_by_role("link", name=say("routing.queues_new"), exact=True).click()

    # What is wrong stands beside its field, and nothing that was written is lost.
    routing.field("routing.queue.topic").select_option("fees")
    routing.field("routing.queue.language").select_option("zh")
    routing.press("routing.save")
    routing.expect_wrong(routing.field("routing.name"), say("routing.rule.name"))
    routing.field("routing.name").fill("VIP")
    routing.field("routing.queue.priority").fill("ten")
    routing.press("routing.save")
    routing.expect_wrong(routing.field("routing.queue.priority"), say("routing.rule.number", least=0, most=9))
    visitor.assert_good_page("wrong")
    routing.field("routing.queue.priority").fill("7")
    routing.press("routing.save")
    routing.expect_wrong(routing.field("routing.name"), say("routing.refused.queue_name_taken"))
    visitor.expect_complaints("status of 409")
    expect(routing.field("routing.queue.topic")).to_have_value("fees")

    routing.field("routing.name").fill(name)
    routing.field("routing.queue.tier").fill("gold")
    required = routing.group("routing.queue.required")
    required.get_by_label("api", exact=True).check()
    required.get_by_role("textbox").fill("反欺诈")
    required.get_by_role("textbox").press("Enter")
    expect(required.get_by_text(say("routing.rule.skill"), exact=True)).to_be_visible()
    required.get_by_role("textbox").fill("Fraud cases")
    required.get_by_role("textbox").press("Enter")
    expect(required.get_by_label("fraud-cases", exact=True)).to_be_checked()
    routing.field("routing.queue.relax").fill("5")
    # What was typed and not added is meant as well.
    routing.group("routing.queue.wanted").get_by_role("textbox").fill("vip")
    routing.field("routing.queue.target").fill("90")
    page.get_by_label(say("routing.unit", field=say("routing.queue.target")), exact=True).select_option("seconds")
    routing.field("routing.queue.answer").fill("")
    routing.press("routing.save")
    routing.expect_saved()
    expect(routing.item(name)).to_have_attribute("aria-current", "true")
    visitor.assert_good_page("saved")
    made = next(each for each in admin.get("/agent/queues")["data"] if each["name"] == name)
    expect(page).to_have_url(re.compile(f"#queues/{made['id']}$"))
    expected = {
        "topic": "fees", "language": "zh", "tier": "gold", "priority": 7, "is_transfer_only": False,
        "required_skills": ["api", "fraud-cases"], "wanted_skills": ["vip"], "relax_after_seconds": 300,
        "target_wait_seconds": 90, "answer_within_seconds": None, "team": None,
    }  # fmt: skip
    assert {key: made.get(key) for key in expected} == expected

    # Only into which conversations are passed on: what came in by itself is asked for no more.
    routing.field("routing.queue.transfer_only").check()
    expect(routing.field("routing.queue.topic")).to_be_hidden()
    routing.press("routing.save")
    routing.expect_saved()
    expect(routing.item(name)).to_contain_text(say("routing.queue.transfer_only"))

    routing.press("routing.delete")
    question = page.get_by_role("dialog", name=say("routing.queue.delete", name=name), exact=True)
    visitor.assert_good_page("sure")
    question.get_by_role("button", name=say("routing.keep"), exact=True).click()
    expect(routing.item(name)).to_have_count(1)
    routing.press("routing.delete")
    question.get_by_role("button", name=say("routing.delete"), exact=True).click()
    expect(routing.item(name)).to_have_count(0)
    visitor.see("routing.deleted")
    # What no other takes has to go somewhere.
    routing.item("General").click()
    visitor.see("routing.queue.general_means")
    expect(page.get_by_role("button", name=say("routing.delete"), exact=True)).to_have_count(0)


def test_a_team_changes_its_hours(visit: Visit, locale: str, admin: Agent) -> None:
    name = f"Night {locale}"
    team = admin.post("/admin/teams", {"name": name, "members": [admin.id]})
    visitor = visit(locale, color_scheme="dark")
    routing = RoutingDesk(visitor, admin)
    page, say = routing.page, routing.say
    routing.open("teams")
    routing.item(name).click()
    expect(page.get_by_role("checkbox", name=re.compile(f"^Root Admin {admin.about['badge']}$"))).to_be_checked()
    routing.field("routing.team.hours.clock").check()
    routing.field("routing.team.zone").fill("Europe/Atlantis")
    routing.press("routing.save")
    routing.expect_wrong(routing.field("routing.team.zone"), say("routing.rule.zone"))
    routing.field("routing.team.zone").fill("Asia/Shanghai")
    week = routing.group("routing.team.week")
    first = week.get_by_role("textbox").first
    first.fill("22")
    routing.press("routing.save")
    expect(week.get_by_text(say("routing.rule.spans_order"), exact=True)).to_be_visible()
    expect(first).to_be_focused()
    visitor.assert_good_page("wrong")
    first.fill("8")
    week.get_by_role("textbox").nth(1).fill("24:00")
    week.get_by_role("button").last.click()
    routing.press("routing.team.holiday_add")
    expect(routing.field("routing.team.holiday_date")).to_be_focused()
    routing.press("routing.save")
    holidays = routing.group("routing.team.holidays")
    expect(holidays.get_by_text(say("routing.rule.date"), exact=True)).to_be_visible()
    routing.field("routing.team.holiday_date").fill("2027-02-17")
    routing.field("routing.team.holiday_name").fill("春节")
    routing.field("routing.team.outside.ticket").check()
    routing.press("routing.save")
    routing.expect_saved()
    visitor.assert_good_page("saved")
    saved = next(each for each in admin.get("/agent/teams")["data"] if each["id"] == team["id"])
    assert saved["outside_hours"] == "ticket" and saved["members"] == [admin.id]
    assert saved["hours"] == {
        "time_zone": "Asia/Shanghai",
        "week": {day: ["08:00-24:00"] if day not in ("sat", "sun") else [] for day in saved["hours"]["week"]},
        "holidays": [{"date": "2027-02-17", "name": "春节", "open": []}],
    }
    page.reload()
    expect(week.get_by_role("textbox").first).to_have_value("08:00")

    # It goes when no queue belongs to it any more.
    queue = admin.post("/admin/queues", {"name": name, "is_transfer_only": True, "team": team["id"]})
    routing.press("routing.delete")
    question = page.get_by_role("dialog", name=say("routing.team.delete", name=name), exact=True)
    question.get_by_role("button", name=say("routing.delete"), exact=True).click()
    visitor.see("routing.refused.team_in_use")
    visitor.expect_complaints("status of 409")
    visitor.assert_good_page("in-use")
    admin.http.delete(f"/admin/queues/{queue['id']}").raise_for_status()
    routing.press("routing.delete")
    question.get_by_role("button", name=say("routing.delete"), exact=True).click()
    expect(routing.item(name)).to_have_count(0)
    visitor.see("routing.deleted")
    assert team["id"] not in [each["id"] for each in admin.get("/agent/teams")["data"]]


def test_an_agent_gets_a_skill_on_a_phone_and_nothing_is_lost(
    visit: Visit, server: Server, locale: str, admin: Agent
) -> None:
    name = f"Kim {locale}"
    agent = Agent.made(server, name=name)
    visitor = visit(locale, "phone", viewport={"width": 360, "height": 740})
    routing = RoutingDesk(visitor, admin)
    page, say = routing.page, routing.say
    # With every tool that somebody can have, the last one is still on the screen.
    expect(page.locator("[data-tool=me]")).to_be_in_viewport(ratio=1)
    visitor.assert_good_page("desk")
    routing.open("agents")
    visitor.assert_good_page("agents")
    routing.item(name).tap()
    skills = routing.group("routing.agent.skills")
    skills.get_by_role("textbox").fill("tax")
    skills.get_by_role("button").tap()
    routing.group("routing.agent.languages").get_by_role("checkbox").first.check()
    routing.field("routing.agent.capacity").fill("4")
    routing.field("routing.agent.limit.call").fill("1")

    # Without a connection it is not saved, and not lost either, nor by looking elsewhere.
    visitor.context.set_offline(True)
    routing.press("routing.save")
    expect(page.get_by_role("alert")).to_have_text(say("problem.offline"))
    visitor.assert_good_page("offline")
    page.locator(".desk-page__to-list").tap()
    expect(routing.item(name)).to_contain_text(say("routing.unsaved"))
    routing.item(name).tap()
    expect(skills.get_by_label("tax", exact=True)).to_be_checked()
    expect(routing.field("routing.agent.capacity")).to_have_value("4")
    visitor.context.set_offline(False)
    visitor.expect_complaints("ERR_INTERNET_DISCONNECTED")
    routing.press("routing.save")
    routing.expect_saved()
    visitor.assert_good_page("saved")
    able = next(each for each in admin.get("/admin/agents")["data"] if each["id"] == agent.id)
    assert (able["skills"], able["languages"], able["capacity"], able["limits"]) == (["tax"], ["en"], 4, {"call": 1})


def test_who_may_not_finds_no_way_to_it(visit: Visit, locale: str, agent: Agent) -> None:
    visitor = visit(locale)
    assert visitor.open("/desk/routing").url.endswith("/desk/sign-in")
    desk = Desk.of(visitor, agent)
    expect(desk.page.get_by_role("link", name=visitor.say("routing.title"), exact=True)).to_have_count(0)
    assert visitor.open("/desk/routing").status == 403
    visitor.see("error.403.heading")
    visitor.assert_good_page("refused")
    visitor.expect_complaints("status of 403")
