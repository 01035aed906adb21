"""What an admin marked waits for a second person: the button says so, somebody else agrees, and it is done."""

from collections.abc import Callable

from playwright.sync_api import expect

from client import Agent
from desk import Desk
from server import Server
from visitor import Visitor

ACTION = "official_channels.change"


def test_a_channel_is_registered_once_a_second_admin_agrees(
    visit: Callable[..., Visitor], server: Server, locale: str
) -> None:
    one, two = Agent.made(server, "Root One", "admin"), Agent.made(server, "Root Two", "admin")
    # A mark takes two away: it may stand from the other language's journey.
    marks = one.get("/admin/approval-rules")["data"]
    second = Desk.of(visit(locale), two)
    say, page = second.say, second.page
    page.goto(f"{server.url}/desk/approvals#rules")
    mark = page.get_by_role("checkbox", name=say(f"approvals.rule.{ACTION}"), exact=True)
    expect(mark).to_be_checked(checked=any(each["needs_approval"] for each in marks if each["action"] == ACTION))
    mark.check()
    page.get_by_role("button", name=say("approvals.rules.save"), exact=True).click()
    expect(page.get_by_text(say("approvals.rules.saved"), exact=True)).to_be_visible()
    second.visitor.assert_good_page("rules")
    second.visitor.open("/desk")
    link = page.locator("[data-part=approvals]")
    expect(link).to_have_accessible_name(say("desk.approvals.none"))

    host = f"{locale.lower()}-second.example"
    first = Desk.of(visit(locale), one)
    first.visitor.open("/desk/channels#new")
    first.page.get_by_label(say("channels.value"), exact=True).fill(host)
    first.page.get_by_role("button", name=say("routing.save"), exact=True).click()
    expect(first.page.get_by_text(say("problem.waits_for_approval"), exact=True)).to_be_visible()

    # Told at once, without anything being loaded anew.
    expect(link).to_have_accessible_name(say("desk.approvals.waiting", count="1"))
    link.click()
    asked = page.get_by_role("article").filter(has_text=host)
    expect(asked).to_contain_text(say(f"approvals.action.{ACTION}.create", value=host))
    asked.get_by_text(say("approvals.exactly"), exact=True).click()
    expect(asked.locator("pre")).to_contain_text(host)
    second.visitor.assert_good_page("waiting")
    asked.get_by_role("button", name=say("approvals.way.approve"), exact=True).click()
    expect(page.get_by_text(say("approvals.done.approve"), exact=True)).to_be_visible()
    expect(asked).to_have_count(0)
    assert host in str(one.get("/admin/official-channels"))
