"""An admin finds somebody, gives them another role and switches them off: they are out, whatever page they had open."""

from collections.abc import Callable

from playwright.sync_api import expect

from client import Agent
from desk import Desk
from server import Server
from visitor import Visitor


def test_an_admin_changes_a_role_and_switches_somebody_off(
    visit: Callable[..., Visitor], server: Server, locale: str
) -> None:
    name = f"Wanda Leaver {locale}"
    leaver = Agent.made(server, name=name)
    desk = Desk.of(visit(locale), Agent.made(server, name="Root Admin", role="admin"))
    visitor, page, say = desk.visitor, desk.page, desk.say
    desk.me.click()
    page.get_by_role("menuitem", name=say("desk.people")).first.click()
    page.get_by_label(say("staff.find"), exact=True).fill(name)
    people = page.get_by_role("list").get_by_role("link")
    expect(people).to_have_count(1)
    people.click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_focused()
    page.get_by_label(say("staff.role"), exact=True).select_option("supervisor")
    page.get_by_role("button", name=say("staff.change_role.do"), exact=True).click()
    expect(page.get_by_text(say("staff.role.done"), exact=True)).to_be_visible()
    assert leaver.get("/agent/me")["agent"]["role"] == "supervisor"
    visitor.assert_good_page("person")

    with leaver.connect() as line:
        switch_off = page.get_by_role("button", name=say("staff.switch_off.do"), exact=True)
        switch_off.click()
        expect(page.get_by_text(say("staff.switch_off.question", name=name), exact=True)).to_be_focused()
        switch_off.click()
        expect(page.get_by_text(say("staff.switch_off.done", name=name), exact=True)).to_be_visible()
        assert line.closing_code() == 4001
    assert leaver.http.get("/agent/me").status_code == 401
    page.get_by_role("button", name=say("staff.switch_on.do"), exact=True).click()
    expect(page.get_by_text(say("staff.switch_on.done", name=name), exact=True)).to_be_visible()
    assert Agent.signed_in(server, leaver.about["email"]).id == leaver.id
