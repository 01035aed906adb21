"""Who comes through the company's provider and has a passkey: it is asked for as a code is."""

from collections.abc import Iterator

import pytest

import openid
from client import Agent
from openid import Browser, LyingProvider
from passkeys import ES256, Passkey
from server import AGENT_PASSWORD, Server


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("openid"), settings={"outgoing.allowed.hosts": "127.0.0.1, localhost"}) as running:
        yield running


@pytest.fixture
def provider() -> Iterator[LyingProvider]:
    with openid.lying_provider() as running:
        yield running
        assert running.complaints == []


def test_a_passkey_is_asked_for_as_a_code_is(site: Server, provider: LyingProvider) -> None:
    admin, agent = Agent.made(site, role="admin"), Agent.made(site)
    key = Passkey(ES256, site.url)
    begun = agent.post("/agent/passkeys/challenge", {"password": AGENT_PASSWORD})
    agent.post("/agent/passkeys", key.made(begun["challenge"]))
    provider.claims = {"sub": "u-key", "email": agent.about["email"], "amr": ["pwd"]}
    settings = openid.settings(provider.url, links_verified_email=True, trusted_methods=["otp"])
    admin.put("/admin/openid-provider", settings)
    browser = Browser(site.url)
    assert browser.sign_in(provider.consent) == "/desk/sign-in?step=passkey"
    assert browser.me() is None
    challenge = browser.http.post("/api/v1/agent/passkey-session/challenge").json()["challenge"]
    assert browser.http.post("/api/v1/agent/passkey-session", json=key.proof(challenge)).status_code == 200
    assert browser.me()["id"] == agent.id
    provider.claims["amr"] = ["otp"]
    assert Browser(site.url).sign_in(provider.consent) == "/desk"
