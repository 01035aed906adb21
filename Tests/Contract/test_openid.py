"""Signing in by OpenID Connect: against a provider of others', and against one that lies."""

import sqlite3
import time
from collections.abc import Iterator

import httpx
import pyotp
import pytest

import openid
from authenticator import App
from client import Agent, new_client_id
from openid import Browser, LyingProvider
from patience import eventually
from problems import problem
from server import AGENT_PASSWORD, Server


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Server]:
    settings = {
        "limits.sign.ins.per.ten.minutes": 1_000_000, "outgoing.allowed.hosts": "127.0.0.1, localhost"
    }  # fmt: skip
    with Server(tmp_path_factory.mktemp("openid"), settings=settings) as running:
        yield running


@pytest.fixture(scope="module")
def admin(site: Server) -> Agent:
    return Agent.made(site, role="admin")


@pytest.fixture
def provider() -> Iterator[LyingProvider]:
    with openid.lying_provider() as running:
        yield running
        assert running.complaints == []


def arrange(admin: Agent, issuer: str, **changes: object) -> dict:
    return admin.put("/admin/openid-provider", openid.settings(issuer, **changes))


def audit(admin: Agent, action: str) -> list[dict]:
    found, after = [], 0
    while True:
        page = admin.get("/admin/audit", params={"limit": 500, "after": after})
        found += [entry for entry in page["data"] if entry["action"] == action]
        if not page.get("next_cursor"):
            return found
        after = int(page["next_cursor"])


def test_a_provider_of_others_signs_in(site: Server, admin: Agent) -> None:
    with openid.provider_of_others() as issuer:
        answer = arrange(admin, issuer, creates_agents=True)
        assert answer["redirect_uri"] == f"{site.url}/desk/sign-in/openid/callback"
        claims = {"email": "Wei@Corp.example", "email_verified": True, "name": "Wei Chen", "groups": ["x", "desk-admins"]}
        httpx.put(f"{issuer}/users/wei", json=claims).raise_for_status()
        browser = Browser(site.url)
        assert "Sign in with Example SSO" in browser.http.get("/desk/sign-in?lang=en").text
        assert browser.sign_in(openid.consent_of_others("wei")) == "/desk"
        me = browser.me()
        assert (me["email"], me["name"], me["role"]) == ("wei@corp.example", "Wei Chen", "admin")
        # Another time it is the same person, with the role of today, in another session.
        httpx.put(f"{issuer}/users/wei", json={**claims, "groups": ["desk-agents"]}).raise_for_status()
        again = Browser(site.url)
        assert again.sign_in(openid.consent_of_others("wei")) == "/desk"
        assert (again.me()["id"], again.me()["role"]) == (me["id"], "agent")
        assert again.http.cookies["switchboard_agent"] != browser.http.cookies["switchboard_agent"]
        history = again.http.get("/api/v1/agent/sign-ins").json()["data"]
        assert [(entry["method"], entry["outcome"]) for entry in history] == [("openid", "succeeded")] * 2
        # Somebody of the company who has no business at the desk.
        httpx.put(f"{issuer}/users/eve", json={"email": "eve@corp.example", "groups": ["sales"]}).raise_for_status()
        stranger = Browser(site.url)
        assert stranger.sign_in(openid.consent_of_others("eve")) == "/desk/sign-in?problem=openid_role_unknown"
        assert stranger.me() is None


LIES = {
    "issuer": {"iss": "https://other.example"},
    "audience": {"aud": "another-client"},
    "audience, several": {"aud": ["another-client", "third"]},
    "party, missing": {"aud": [openid.CLIENT, "another-client"]},
    "party": {"azp": "another-client"},
    "expired": {"exp": int(time.time()) - 120},
    "expired, made long ago": {"iat": int(time.time()) - 3600},
    # Of tomorrow: these are read long before they are used.
    "early": {"iat": int(time.time()) + 86_400},
    "early, not before": {"nbf": int(time.time()) + 86_400},
    "nonce": {"nonce": "of another attempt"},
    "nonce, missing": {"nonce": None},
    "malformed, without an end": {"exp": None},
    "malformed, without a beginning": {"iat": None},
    "malformed, a text for a number": {"exp": "tomorrow"},
    "subject": {"sub": None},
    "subject, endless": {"sub": "x" * 300},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_claim_that_lies(site: Server, admin: Agent, provider: LyingProvider, lie: str) -> None:
    arrange(admin, provider.url, creates_agents=True)
    provider.claims = LIES[lie]
    browser = Browser(site.url)
    reason = lie.split(",")[0]
    assert browser.sign_in(provider.consent) == f"/desk/sign-in?problem=openid_token_refused&reason={reason}"
    assert browser.me() is None
    assert f"({reason})" in browser.http.get(f"/desk/sign-in?problem=openid_token_refused&reason={reason}&lang=en").text


def test_a_token_that_nobody_signed_rightly(site: Server, admin: Agent, provider: LyingProvider) -> None:
    arrange(admin, provider.url, creates_agents=True)
    forgeries = [
        ("algorithm", openid.unsigned), ("algorithm", openid.signed_with_the_public_key(provider)),
        ("signature", openid.signed_by_a_stranger(provider)),
        ("key", openid.signed_by_a_stranger(provider, kid="unheard")),
        ("malformed", lambda claims: "no token"), ("malformed", lambda claims: "a" * 20_000),
    ]  # fmt: skip
    for reason, forgery in forgeries:
        provider.make_token = forgery
        browser = Browser(site.url)
        assert browser.sign_in(provider.consent) == f"/desk/sign-in?problem=openid_token_refused&reason={reason}"
        assert browser.me() is None
    # What is done is numbered within about a second.
    before = len(forgeries)
    eventually(lambda: len(refusals(admin)) >= before, "each is in the record", within=60)


def refusals(admin: Agent) -> list[dict]:
    return [entry for entry in audit(admin, "agent.sign_in_failed") if entry["details"]["cause"] == "openid_refused"]


def test_keys_change_without_notice(site: Server, admin: Agent, provider: LyingProvider) -> None:
    arrange(admin, provider.url, creates_agents=True)
    for change in [None, lambda: provider.rotate("two"), lambda: provider.rotate("three", openid.elliptic_key())]:
        if change:
            change()
        assert Browser(site.url).sign_in(provider.consent) == "/desk"
    before = provider.asked.count("/keys")
    assert Browser(site.url).sign_in(provider.consent) == "/desk"
    assert provider.asked.count("/keys") == before, "keys are kept"


def test_a_way_back_is_gone_once_and_in_one_browser(site: Server, admin: Agent, provider: LyingProvider) -> None:
    arrange(admin, provider.url, creates_agents=True)
    over = "/desk/sign-in?problem=openid_attempt_over"
    browser = Browser(site.url)
    back = provider.consent(browser.leave())
    # A victim who is given the address, another browser that has begun one of its own, and a state that was made up.
    assert Browser(site.url).come_back(back) == over
    other = Browser(site.url)
    other.leave()
    assert other.come_back(back) == over
    assert browser.come_back(back.replace("state=", "state=x")) == over
    assert browser.come_back(back) == "/desk"
    cookie = {"Cookie": f"switchboard_openid={browser.http.cookies.get('switchboard_openid')}"}
    assert browser.come_back(back) == over
    assert httpx.get(back, headers=cookie).headers["location"] == over
    # The cookie that binds them: for ten minutes, for nobody's script, and not from another site's request.
    set_cookie = httpx.get(f"{site.url}/desk/sign-in/openid").headers["set-cookie"].lower()
    assert "max-age=600" in set_cookie and "httponly" in set_cookie and "samesite=lax" in set_cookie


def test_what_the_provider_refuses(site: Server, admin: Agent, provider: LyingProvider) -> None:
    arrange(admin, provider.url, creates_agents=True)

    def denied(address: str) -> str:
        return provider.consent(address).replace("code=", "error=access_denied&was=")

    assert Browser(site.url).sign_in(denied) == "/desk/sign-in?problem=openid_denied"
    provider.answer_issuer = "https://other.example"
    assert "reason=issuer" in Browser(site.url).sign_in(provider.consent)
    provider.answer_issuer = None
    wrong_code = Browser(site.url).sign_in(lambda address: provider.consent(address).replace("code=", "code=x"))
    assert wrong_code == "/desk/sign-in?problem=openid_code_refused"
    assert Browser(site.url).sign_in(provider.consent) == "/desk"


def test_who_is_who(site: Server, admin: Agent, provider: LyingProvider) -> None:
    known = Agent.made(site)
    provider.claims = {"sub": "u-known", "email": known.about["email"].upper()}
    arrange(admin, provider.url)
    assert Browser(site.url).sign_in(provider.consent) == "/desk/sign-in?problem=openid_address_taken"
    arrange(admin, provider.url, links_verified_email=True, creates_agents=True)
    for verified in [False, None, "no"]:
        provider.claims["email_verified"] = verified
        assert Browser(site.url).sign_in(provider.consent) == "/desk/sign-in?problem=openid_address_taken"
    provider.claims["email_verified"] = True
    browser = Browser(site.url)
    assert browser.sign_in(provider.consent) == "/desk"
    assert browser.me()["id"] == known.id
    eventually(
        lambda: known.id in [entry["subject"]["id"] for entry in audit(admin, "openid.linked")], "linking is recorded"
    )
    # From now on the subject counts, whatever becomes of the address.
    arrange(admin, provider.url)
    provider.claims = {"sub": "u-known", "email": "new@corp.example"}
    assert Browser(site.url).sign_in(provider.consent) == "/desk"
    provider.claims = {"sub": "u-unknown", "email": "new@corp.example"}
    assert Browser(site.url).sign_in(provider.consent) == "/desk/sign-in?problem=openid_account_unknown"
    arrange(admin, provider.url, creates_agents=True)
    provider.claims["email"] = None
    assert Browser(site.url).sign_in(provider.consent) == "/desk/sign-in?problem=openid_address_missing"


def test_roles_may_stand_deep_and_beside(site: Server, admin: Agent, provider: LyingProvider) -> None:
    arrange(admin, provider.url, creates_agents=True, role_claim="realm_access.roles")
    provider.claims = {"sub": "u-deep", "email": "deep@corp.example", "realm_access": {"roles": ["desk-admins"]}}
    browser = Browser(site.url)
    assert browser.sign_in(provider.consent) == "/desk"
    assert browser.me()["role"] == "admin"
    provider.claims["realm_access"] = None
    provider.further = {"sub": "u-deep", "realm_access": {"roles": "desk-agents"}}
    assert browser.sign_in(provider.consent) == "/desk"
    assert browser.me()["role"] == "agent"
    # About another person.
    provider.further["sub"] = "u-other"
    assert browser.sign_in(provider.consent) == "/desk/sign-in?problem=openid_role_unknown"


def test_an_agent_who_is_switched_off(site: Server, admin: Agent, provider: LyingProvider) -> None:
    arrange(admin, provider.url, creates_agents=True)
    provider.claims = {"sub": "u-gone", "email": "gone@corp.example"}
    browser = Browser(site.url)
    assert browser.sign_in(provider.consent) == "/desk"
    with sqlite3.connect(site.folder / "data" / "switchboard.sqlite", timeout=30) as database:
        database.execute("UPDATE agent SET is_active = 0 WHERE email = 'gone@corp.example'")
    assert browser.me() is None
    assert browser.sign_in(provider.consent) == "/desk/sign-in?problem=openid_agent_inactive"


def test_the_second_factor(site: Server, admin: Agent, provider: LyingProvider) -> None:
    agent = Agent.made(site)
    begun = agent.post("/agent/second-factor", {"password": AGENT_PASSWORD})
    app = App.reading(begun["address"])
    agent.post("/agent/second-factor/confirm", {"code": app.code()})
    provider.claims = {"sub": "u-two", "email": agent.about["email"], "amr": ["pwd", "otp"]}
    arrange(admin, provider.url, links_verified_email=True)
    browser = Browser(site.url)
    assert browser.sign_in(provider.consent) == "/desk/sign-in?step=code"
    assert browser.me() is None
    assert problem(confirm(Browser(site.url), "000000")) == (401, "openid_attempt_over")
    wrong = pyotp.TOTP(begun["key"]).at(0)
    assert problem(confirm(browser, wrong)) == (401, "code_wrong")
    answer = confirm(browser, app.code())
    assert answer.status_code == 200 and answer.json()["agent"]["id"] == agent.id
    assert browser.me()["id"] == agent.id
    assert problem(confirm(browser, app.code())) == (401, "openid_attempt_over")
    # A provider whose word on the second factor is trusted.
    arrange(admin, provider.url, trusted_methods=["otp", "phr"])
    trusted = Browser(site.url)
    assert trusted.sign_in(provider.consent) == "/desk"
    sessions = trusted.http.get("/api/v1/agent/sessions").json()["data"]
    assert [session["method"] for session in sessions if session["is_current"]] == ["openid_second_factor"]
    provider.claims["amr"] = ["pwd"]
    assert Browser(site.url).sign_in(provider.consent) == "/desk/sign-in?step=code"


def confirm(browser: Browser, code: str) -> httpx.Response:
    return browser.http.post("/api/v1/agent/openid-session", json={"code": code})


def test_a_description_that_leads_elsewhere(site: Server, admin: Agent, provider: LyingProvider) -> None:
    for member in ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"]:
        for address in ["https://169.254.169.254/latest", "javascript:alert(1)", "http://10.0.0.1/"]:
            provider.description = {member: address}
            answer = admin.http.put("/admin/openid-provider", json=openid.settings(provider.url))
            assert answer.status_code == 422 and answer.json()["code"].startswith("address_"), (member, address)
    provider.description = {"issuer": "https://other.example"}
    answer = admin.http.put("/admin/openid-provider", json=openid.settings(provider.url))
    assert problem(answer) == (422, "openid_description_invalid")
    provider.description = {"jwks_uri": None}
    answer = admin.http.put("/admin/openid-provider", json=openid.settings(provider.url))
    assert problem(answer) == (422, "openid_description_invalid")


def test_the_secret_is_told_to_nobody(site: Server, admin: Agent, provider: LyingProvider) -> None:
    arrange(admin, provider.url, creates_agents=True)
    shown = admin.http.get("/admin/openid-provider")
    assert openid.SECRET not in shown.text and shown.json()["provider"]["has_client_secret"] is True
    # Without one in the request it stays, but is not sent to anybody else.
    assert arrange(admin, provider.url, client_secret=None)["provider"]["has_client_secret"] is True
    assert arrange(admin, provider.url, client_secret=None, client_id="other")["provider"]["has_client_secret"] is False
    arrange(admin, provider.url)
    for name, content in site.kept().items():
        assert openid.SECRET.encode() not in content, name


def test_without_a_provider(site: Server, admin: Agent, provider: LyingProvider) -> None:
    arrange(admin, provider.url)
    assert admin.http.delete("/admin/openid-provider").status_code == 204
    assert problem(admin.http.delete("/admin/openid-provider")) == (404, "openid_not_set_up")
    assert "provider" not in admin.get("/admin/openid-provider")
    browser = Browser(site.url)
    assert browser.leave() == "/desk/sign-in?problem=openid_not_set_up"
    page = browser.http.get("/desk/sign-in?problem=openid_not_set_up&lang=zh-CN").text
    assert "公司登录服务已停用" in page and "Example SSO" not in page
    assert "<b>" not in browser.http.get("/desk/sign-in?problem=%3Cb%3E&reason=%3Cb%3E").text


def test_an_address_that_the_desk_is_not_open_to(tmp_path, provider: LyingProvider) -> None:
    settings = {"outgoing.allowed.hosts": "127.0.0.1", "trusted.proxies": "127.0.0.1"}
    with Server(tmp_path / new_client_id(), settings=settings) as site:
        admin = Agent.made(site, role="admin")
        arrange(admin, provider.url, creates_agents=True)
        policy = {"second_factor_roles": [], "allowed_addresses": ["127.0.0.1"]}
        admin.put("/admin/sign-in-policy", policy)
        browser = Browser(site.url)
        browser.http.headers["X-Forwarded-For"] = "203.0.113.9"
        assert browser.sign_in(provider.consent) == "/desk/sign-in?problem=address_not_allowed"
        del browser.http.headers["X-Forwarded-For"]
        assert browser.sign_in(provider.consent) == "/desk"
