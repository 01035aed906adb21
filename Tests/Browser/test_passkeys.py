"""Passkeys, made and used with Chromium's virtual authenticator."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, expect

from client import Agent
from desk import Desk
from server import AGENT_PASSWORD, Server
from visitor import Visitor

Visit = Callable[..., Visitor]


class Device:
    """What signs for its owner: a device with a screen lock."""

    def __init__(self, visitor: Visitor):
        self.line: CDPSession = visitor.context.new_cdp_session(visitor.page)
        self.line.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True,
        }  # fmt: skip
        self.id = self.line.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def keys(self) -> list[dict]:
        return self.line.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"]

    def replace_count(self, count: int) -> None:
        """As a copy of the key would have it that signed less often."""
        [key] = self.keys()
        self.line.send("WebAuthn.removeCredential", {"authenticatorId": self.id, "credentialId": key["credentialId"]})
        self.line.send("WebAuthn.addCredential", {"authenticatorId": self.id, "credential": {**key, "signCount": count}})

    def unlock(self, is_owner: bool) -> None:
        self.line.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": is_owner})


@pytest.fixture
def visitor(visit: Visit, server: Server, locale: str) -> Visitor:
    """Somebody who came by the host's name: keys are bound to names and not to addresses."""
    return visit(locale, base_url=server.url.replace("127.0.0.1", "localhost"))


def sign_in_by_passkey(visitor: Visitor) -> None:
    visitor.open("/desk/sign-in")
    visitor.page.get_by_role("button", name=visitor.say("desk.sign_in.passkey"), exact=True).click()


def test_a_passkey_is_made_used_and_forgotten(visitor: Visitor, server: Server) -> None:
    say, page = visitor.say, visitor.page
    agent = Agent.made(server)
    other = Agent.signed_in(server, agent.about["email"])
    device = Device(visitor)
    Desk.of(visitor, agent)
    visitor.open("/desk/security")
    page.get_by_role("button", name=say("security.passkeys.add"), exact=True).click()
    page.get_by_label(say("security.passkeys.name"), exact=True).fill("Work laptop")
    page.get_by_label(say("security.proof.password"), exact=True).fill(AGENT_PASSWORD)
    visitor.assert_good_page("adding")
    page.get_by_role("button", name=say("security.passkeys.make"), exact=True).click()
    row = page.get_by_role("region", name=say("security.passkeys.title")).get_by_role("listitem")
    expect(row).to_contain_text("Work laptop")
    visitor.assert_good_page("added")
    assert len(device.keys()) == 1
    assert other.http.get("/agent/me").status_code == 401

    page.get_by_role("button", name=say("security.sign_out"), exact=True).click()
    expect(page).to_have_url(re.compile("/desk/sign-in$"))
    visitor.assert_good_page("sign-in")
    for _ in range(2):
        sign_in_by_passkey(visitor)
        expect(page).to_have_url(re.compile("/desk$"))
        visitor.context.clear_cookies(name="switchboard_agent")
    # Who cannot unlock the device does not get in.
    device.unlock(False)
    sign_in_by_passkey(visitor)
    visitor.see("desk.sign_in.passkey_cancelled")
    device.unlock(True)
    device.replace_count(1)
    sign_in_by_passkey(visitor)
    visitor.see("problem.passkey_refused")
    visitor.expect_complaints("status of 401")
    device.replace_count(100)
    sign_in_by_passkey(visitor)
    expect(page).to_have_url(re.compile("/desk$"))

    visitor.open("/desk/security")
    visitor.see("security.method.passkey")
    visitor.see("security.outcome.passkey_refused")
    page.get_by_role("button", name=say("security.passkeys.remove_one", name="Work laptop"), exact=True).click()
    visitor.see("security.passkeys.last")
    visitor.assert_good_page("removing")
    region = page.get_by_role("region", name=say("security.passkeys.title"))
    password = region.get_by_label(say("security.proof.password"), exact=True)
    remove = region.get_by_role("button", name=say("security.passkeys.remove_action"), exact=True)
    password.fill("not mine")
    remove.click()
    visitor.see("problem.password_wrong")
    visitor.expect_complaints("status of 403")
    # The password alone does not: the device has to be unlocked as well.
    password.fill(AGENT_PASSWORD)
    device.unlock(False)
    remove.click()
    visitor.see("problem.passkey_required")
    device.unlock(True)
    remove.click()
    expect(region.get_by_role("button", name=say("security.passkeys.add"), exact=True)).to_be_visible()
    expect(row).to_have_count(0)
    visitor.context.clear_cookies(name="switchboard_agent")
    sign_in_by_passkey(visitor)
    visitor.see("problem.passkey_refused")
    visitor.expect_complaints("status of 401")


def test_a_passkey_is_two_factors(visitor: Visitor, server: Server) -> None:
    """Whoever has a passkey comes in by it, and by the password alone to where it is asked for: whatever their role must have."""
    admin = Agent.made(server, role="admin")
    agent = Agent.made(server, role="supervisor")
    device = Device(visitor)
    Desk.of(visitor, agent)
    say, page = visitor.say, visitor.page
    visitor.open("/desk/security")
    page.get_by_role("button", name=say("security.passkeys.add"), exact=True).click()
    page.get_by_label(say("security.passkeys.name"), exact=True).fill("Phone")
    page.get_by_label(say("security.proof.password"), exact=True).fill(AGENT_PASSWORD)
    page.get_by_role("button", name=say("security.passkeys.make"), exact=True).click()
    expect(page.get_by_role("region", name=say("security.passkeys.title")).get_by_role("listitem")).to_have_count(1)
    visitor.see("security.factor.by_passkey")
    visitor.assert_good_page("protected")
    try:
        for roles in ([], ["supervisor"]):
            admin.put("/admin/sign-in-policy", {"second_factor_roles": roles, "allowed_addresses": []})
            # Whoever made it or came by it has proved it.
            visitor.open("/desk")
            expect(page).to_have_url(re.compile("/desk$"))
            visitor.context.clear_cookies(name="switchboard_agent")
            visitor.open("/desk/sign-in")
            page.get_by_label(say("desk.sign_in.email"), exact=True).fill(agent.about["email"])
            page.get_by_label(say("desk.sign_in.password"), exact=True).fill(AGENT_PASSWORD)
            page.get_by_role("button", name=say("desk.sign_in.action"), exact=True).click()
            expect(page.get_by_role("heading", level=1)).to_have_text(say("desk.sign_in.passkey_heading"))
            visitor.see("desk.sign_in.passkey_about")
            visitor.expect_complaints("status of 401")
            use = page.get_by_role("button", name=say("desk.sign_in.passkey"), exact=True)
            expect(use).to_be_focused()
            expect(page.get_by_role("button", name=say("desk.sign_in.action"), exact=True)).to_be_hidden()
            visitor.assert_good_page("asked")
            assert "switchboard_agent" not in [cookie["name"] for cookie in visitor.context.cookies()]
            device.unlock(False)
            use.click()
            visitor.see("desk.sign_in.passkey_needed")
            device.unlock(True)
            use.click()
            expect(page).to_have_url(re.compile("/desk$"))
    finally:
        admin.put("/admin/sign-in-policy", {"second_factor_roles": [], "allowed_addresses": []})
