"""How agents see to their sign-in: the second factor from setting up to removal, sessions, password, and what admins ask."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from authenticator import App
from client import Agent
from desk import Desk
from server import AGENT_PASSWORD, Server
from visitor import Visitor

Visit = Callable[..., Visitor]
NEW_PASSWORD = "kauri plinth violet"


class SecurityPage:
    """The page on which somebody sees to their own sign-in."""

    def __init__(self, visitor: Visitor):
        self.visitor, self.page, self.say = visitor, visitor.page, visitor.say

    def press(self, key: str) -> None:
        self.page.get_by_role("button", name=self.say(key), exact=True).click()

    def prove(self, action: str, code: str | None = None, password: str = AGENT_PASSWORD) -> None:
        self.page.get_by_label(self.say("security.proof.password"), exact=True).fill(password)
        if code:
            self.page.get_by_label(self.say("security.proof.code"), exact=True).fill(code)
        self.press(action)

    def set_up(self, moment: str = "") -> tuple[App, list[str]]:
        """Sets a second factor up; returns the app and the recovery codes."""
        self.press("security.factor.set_up")
        self.prove("security.proof.begin_action")
        expect(self.page.get_by_role("img", name=self.say("security.enrol.qr"))).to_be_visible()
        if moment:
            self.visitor.assert_good_page(moment)
        app = App.reading(self.page.locator(".security__app").get_attribute("href") or "")
        assert app.totp.secret == self.page.locator(".security__key").inner_text().replace(" ", "")
        code = self.page.get_by_label(self.say("security.enrol.code"), exact=True)
        code.fill("12")
        self.press("security.enrol.confirm")
        self.visitor.see("problem.code_wrong")
        self.visitor.expect_complaints("status of 401")
        code.fill(app.code())
        self.press("security.enrol.confirm")
        expect(self.page.get_by_role("heading", name=self.say("security.recovery.title"))).to_be_focused()
        codes = self.page.locator(".security__code-list code").all_inner_texts()
        assert len(set(codes)) == 10
        return app, codes


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_second_factor_from_setting_up_to_removal(
    visit: Visit, server: Server, locale: str, device: str, tmp_path: Path
) -> None:
    agent = Agent.made(server, name="Ming Zhao")
    visitor = visit(locale, device)
    desk = Desk.of(visitor, agent)
    say, page = visitor.say, visitor.page
    desk.me.click()
    page.get_by_role("menuitem", name=say("desk.security")).click()
    expect(page.get_by_role("heading", level=1, name=say("security.title"))).to_be_visible()
    visitor.see("security.factor.off")
    visitor.see("security.sessions.current")
    visitor.assert_good_page("off")
    security = SecurityPage(visitor)
    app, codes = security.set_up("enrol")
    visitor.assert_good_page("codes")
    with page.expect_download() as kept:
        page.get_by_role("link", name=say("security.recovery.download"), exact=True).click()
    kept.value.save_as(tmp_path / "codes.txt")
    assert set(codes) <= set((tmp_path / "codes.txt").read_text().splitlines())
    security.press("security.recovery.done")
    expect(page.get_by_text(re.compile(say("security.recovery.left.other", count="10")))).to_be_visible()
    visitor.assert_good_page("on")

    # Out and in again: the code is a step of its own.
    page.get_by_role("button", name=say("security.sign_out"), exact=True).click()
    desk.sign_in(agent.about["email"], AGENT_PASSWORD)
    expect(page.get_by_role("heading", name=say("desk.sign_in.code_heading"))).to_be_visible()
    code = page.get_by_label(say("desk.sign_in.code"), exact=True)
    expect(code).to_be_focused()
    visitor.assert_good_page("code")
    code.fill("000 00")
    page.get_by_role("button", name=say("desk.sign_in.action"), exact=True).click()
    visitor.see("problem.code_wrong")
    code.fill(app.code())
    page.get_by_role("button", name=say("desk.sign_in.action"), exact=True).click()
    expect(page).to_have_url(re.compile("/desk$"))
    visitor.expect_complaints("status of 401")

    visitor.open("/desk/security")
    security.press("security.factor.remove")
    security.prove("security.proof.remove_action", codes[0], "not my password")
    visitor.see("problem.password_wrong")
    visitor.expect_complaints("status of 403")
    security.prove("security.proof.remove_action", codes[0])
    visitor.see("security.factor.off")
    visitor.see("security.method.authenticator")


def test_whoever_must_have_one_sets_it_up_first(visit: Visit, server: Server, locale: str) -> None:
    admin = Agent.made(server, role="admin")
    boss = Agent.made(server, name="Sue Boss", role="supervisor")
    admin.put("/admin/sign-in-policy", {"second_factor_roles": ["supervisor"], "allowed_addresses": []})
    try:
        visitor = visit(locale)
        visitor.open("/desk")
        Desk(visitor).sign_in(boss.about["email"], AGENT_PASSWORD)
        visitor.see("security.must_title")
        expect(visitor.page).to_have_url(re.compile("/desk/security$"))
        visitor.assert_good_page("must")
        visitor.open("/desk/board")
        expect(visitor.page).to_have_url(re.compile("/desk/security$"))
        security = SecurityPage(visitor)
        security.set_up()
        security.press("security.recovery.done")
        expect(visitor.page).to_have_url(re.compile("/desk$"))
        visitor.open("/desk/security")
        visitor.see("security.factor.required")
    finally:
        admin.put("/admin/sign-in-policy", {"second_factor_roles": [], "allowed_addresses": []})


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_sessions_are_seen_and_ended_and_the_password_changed(
    visit: Visit, server: Server, locale: str, device: str
) -> None:
    agent = Agent.made(server)
    elsewhere = Agent.signed_in(server, agent.about["email"])
    visitor = visit(locale, device)
    Desk.of(visitor, agent)
    visitor.open("/desk/security")
    say, page = visitor.say, visitor.page
    rows = page.get_by_role("region", name=say("security.sessions.title")).get_by_role("listitem")
    expect(rows).to_have_count(3)
    expect(rows.filter(has_text=say("security.sessions.current"))).to_contain_text("Chrome")
    page.get_by_role("button", name=say("security.sessions.end_one", device="python-httpx"), exact=True).first.click()
    expect(rows).to_have_count(2)
    security = SecurityPage(visitor)
    security.press("security.password.change")
    fresh = page.get_by_label(say("security.password.new"), exact=True)
    fresh.fill("password1234")
    security.prove("security.password.change")
    visitor.see("problem.password_too_common")
    visitor.assert_good_page("refused")
    visitor.expect_complaints("status of 422")
    page.get_by_label(say("security.password.show"), exact=True).check()
    expect(fresh).to_have_attribute("type", "text")
    fresh.fill(NEW_PASSWORD)
    security.press("security.password.change")
    visitor.see("security.password.changed")
    expect(rows).to_have_count(1)
    assert elsewhere.http.get("/agent/me").status_code == 401
    history = page.get_by_role("region", name=say("security.history.title")).get_by_role("listitem")
    expect(history).to_have_count(3)


def test_an_admin_says_what_everybody_needs(visit: Visit, server: Server, locale: str) -> None:
    visitor = visit(locale)
    Desk.of(visitor, Agent.made(server, role="admin"))
    visitor.open("/desk/people/sign-in")
    say, page = visitor.say, visitor.page
    editors = page.get_by_role("checkbox", name=re.compile("^" + say("security.role.editor")))
    addresses = page.get_by_label(say("security.policy.addresses"), exact=True)
    security = SecurityPage(visitor)
    try:
        editors.check()
        addresses.fill("203.0.113.0/24")
        security.press("security.policy.save")
        visitor.see("problem.would_lock_you_out")
        visitor.assert_good_page("policy")
        visitor.expect_complaints("status of 422")
        addresses.fill("127.0.0.0/8\n::1")
        security.press("security.policy.save")
        visitor.see("security.policy.saved")
        page.reload()
        expect(editors).to_be_checked()
        expect(addresses).to_have_value("127.0.0.0/8\n::1")
    finally:
        editors.uncheck()
        addresses.fill("")
        security.press("security.policy.save")
        visitor.see("security.policy.saved")
