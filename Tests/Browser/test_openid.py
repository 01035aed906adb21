"""An admin sets the company's provider up, and somebody comes in through it with a real browser."""

import re
from collections.abc import Callable

import openid
import pytest
from playwright.sync_api import expect

from client import Agent
from desk import Desk
from server import Server
from visitor import Visitor


@pytest.fixture(scope="module")
def settings() -> dict[str, object]:
    return {"outgoing.allowed.hosts": "127.0.0.1"}


def test_an_admin_sets_it_up_and_somebody_comes_in(visit: Callable[..., Visitor], server: Server, locale: str) -> None:
    admin = visit(locale)
    Desk.of(admin, Agent.made(server, role="admin"))
    admin.open("/desk/people/sign-in")
    panel = admin.page.get_by_role("region", name=admin.say("security.openid.title"))
    with openid.lying_provider() as provider:
        panel.get_by_role("button", name=admin.say("security.openid.set_up"), exact=True).click()
        for key, words in {
            "name": "Example SSO", "issuer": "https://127.0.0.2", "client": openid.CLIENT, "secret": openid.SECRET,
            "roles": "desk-agents = agent",
        }.items():  # fmt: skip
            panel.get_by_label(admin.say(f"security.openid.{key}"), exact=True).fill(words)
        panel.get_by_label(admin.say("security.openid.creates")).check()
        admin.assert_good_page("openid")
        save = panel.get_by_role("button", name=admin.say("security.policy.save"), exact=True)
        save.click()
        admin.see("problem.address_not_public")
        admin.expect_complaints("status of 422")
        panel.get_by_label(admin.say("security.openid.issuer"), exact=True).fill(provider.url)
        save.click()
        expect(panel).to_contain_text(f"Example SSO · {provider.url}")

        comer = visit(locale)
        comer.open("/desk/sign-in")
        button = comer.page.get_by_role("link", name=comer.say("desk.sign_in.openid", name="Example SSO"), exact=True)
        provider.claims = {"groups": ["sales"]}
        button.click()
        comer.see("problem.openid_role_unknown")
        provider.claims = {}
        button.click()
        expect(comer.page).to_have_url(re.compile("/desk$"))
        assert comer.page.request.get("/api/v1/agent/me").json()["agent"]["name"] == "Lin Yue"
        assert provider.complaints == []
        panel.get_by_role("button", name=admin.say("security.openid.remove"), exact=True).click()
        expect(panel).to_contain_text(admin.say("security.openid.removed"))
