"""Second factors against an authenticator of others' (pyotp), and what ends with a session."""

import concurrent.futures

import httpx
import pyotp
import pytest
from websockets.exceptions import InvalidStatus

from authenticator import App, seen
from client import Agent
from problems import problem
from server import AGENT_PASSWORD, Server


class Phone:
    """An agent's second factor, and their recovery codes."""

    def __init__(self, agent: Agent):
        self.agent = agent
        begun = agent.post("/agent/second-factor", {"password": AGENT_PASSWORD})
        read = pyotp.parse_uri(begun["address"])
        assert (read.secret, read.name) == (begun["key"], agent.about["email"])
        assert seen(begun["drawing"]) == begun["address"]
        self.app = App.reading(begun["address"])
        answer = agent.post("/agent/second-factor/confirm", {"code": self.code()})
        self.recovery = answer["recovery_codes"]

    def code(self) -> str:
        return self.app.code()


def sign_in(server: Server, agent: Agent, code: str | None = None, **headers: str) -> httpx.Response:
    body = {"email": agent.about["email"], "password": AGENT_PASSWORD, **({"code": code} if code else {})}
    return httpx.post(f"{server.url}/api/v1/agent/session", json=body, headers=headers, timeout=30)


def test_an_app_of_others_signs_in(server: Server) -> None:
    agent = Agent.made(server)
    phone = Phone(agent)
    assert problem(sign_in(server, agent)) == (401, "code_required")
    assert problem(sign_in(server, agent, phone.app.totp.at(0))) == (401, "code_wrong")
    code = phone.code()
    assert sign_in(server, agent, code).status_code == 200
    assert problem(sign_in(server, agent, code)) == (401, "code_used")
    status = agent.get("/agent/second-factor")
    assert status["is_on"] and status["recovery_codes_left"] == 10


def test_of_many_requests_with_one_code_one_gets_in(server: Server) -> None:
    agent = Agent.made(server)
    phone = Phone(agent)
    for code, loser in [(phone.code(), "code_used"), (phone.recovery[0], "code_wrong")]:
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda _: sign_in(server, agent, code), range(4)))
        refused = [answer.json()["code"] for answer in answers if answer.status_code != 200]
        assert len(refused) == 3 and set(refused) <= {loser}, refused


def test_recovery_codes_work_once_and_are_renewed(server: Server) -> None:
    agent = Agent.made(server)
    phone = Phone(agent)
    assert len(set(phone.recovery)) == 10
    assert sign_in(server, agent, phone.recovery[0].lower()).status_code == 200
    assert problem(sign_in(server, agent, phone.recovery[0])) == (401, "code_wrong")
    proof = {"password": AGENT_PASSWORD, "code": phone.recovery[1]}
    renewed = agent.post("/agent/recovery-codes", proof)["recovery_codes"]
    assert not set(renewed) & set(phone.recovery)
    assert problem(sign_in(server, agent, phone.recovery[2])) == (401, "code_wrong")
    assert sign_in(server, agent, renewed[0]).status_code == 200


def test_the_key_and_the_codes_stand_in_no_file(server: Server) -> None:
    agent = Agent.made(server)
    phone = Phone(agent)
    sign_in(server, agent, phone.recovery[0])
    wanted = [phone.app.totp.byte_secret(), phone.app.totp.secret.encode()]
    wanted += [code.encode() for code in phone.recovery] + [code.replace("-", "").encode() for code in phone.recovery]
    for name, content in server.kept().items():
        assert not any(secret in content for secret in wanted), name
    assert not any(secret.decode("latin-1") in server.log_text() for secret in wanted[1:])


def test_an_ended_session_takes_its_connection_along(server: Server) -> None:
    agent = Agent.made(server)
    other = Agent.signed_in(server, agent.about["email"])
    third = Agent.signed_in(server, agent.about["email"])
    sessions = agent.get("/agent/sessions")["data"]
    assert [one["is_current"] for one in sessions].count(True) == 1 and len(sessions) == 3
    with other.connect() as line, agent.connect() as own:
        line.say("ping")
        line.hear_until("pong")
        assert agent.http.delete("/agent/sessions").json() == {"ended": 2}
        assert line.closing_code() == 4001
        own.say("ping")
        own.hear_until("pong")
    assert problem(other.http.get("/agent/me")) == (401, "not_signed_in")
    assert problem(third.http.get("/agent/me")) == (401, "not_signed_in")
    assert len(agent.get("/agent/sessions")["data"]) == 1


def test_a_new_password_and_a_new_factor_end_the_others(server: Server) -> None:
    agent = Agent.made(server)
    other = Agent.signed_in(server, agent.about["email"])
    change = {"password": AGENT_PASSWORD, "new_password": "kauri plinth violet"}
    assert problem(agent.http.put("/agent/password", json={**change, "password": "wrong"})) == (403, "password_wrong")
    assert problem(agent.http.put("/agent/password", json={**change, "new_password": "password1234"})) == (
        422, "password_too_common"
    )  # fmt: skip
    assert problem(agent.http.put("/agent/password", json={**change, "new_password": AGENT_PASSWORD})) == (
        422, "password_same"
    )  # fmt: skip
    assert agent.http.put("/agent/password", json=change).status_code == 204
    assert other.http.get("/agent/me").status_code == 401
    assert agent.http.get("/agent/me").status_code == 200

    agent = Agent.made(server)
    other = Agent.signed_in(server, agent.about["email"])
    Phone(agent)
    assert other.http.get("/agent/me").status_code == 401
    assert agent.http.get("/agent/me").status_code == 200


def test_the_history_tells_who_came_and_who_failed(server: Server) -> None:
    agent = Agent.made(server)
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"
    sign_in(server, agent, **{"User-Agent": firefox})
    body = {"email": agent.about["email"], "password": "wrong"}
    httpx.post(f"{server.url}/api/v1/agent/session", json=body, headers={"User-Agent": firefox})
    entries = agent.get("/agent/sign-ins", params={"limit": 2})
    told = [(one["outcome"], one["browser"], one["platform"], one["address"]) for one in entries["data"]]
    assert told == [(outcome, "Firefox", "Linux", "127.0.0.1") for outcome in ("password_wrong", "succeeded")]
    rest = agent.get("/agent/sign-ins", params={"cursor": entries["next_cursor"]})
    assert [one["browser"] for one in rest["data"]] == ["python-httpx"]
    assert rest["next_cursor"] is None


@pytest.fixture(scope="module")
def strict(tmp_path_factory):
    """A server behind a proxy, whose policy is changed."""
    settings = {"limits.sign.ins.per.ten.minutes": 1_000_000, "trusted.proxies": "127.0.0.1"}
    with Server(tmp_path_factory.mktemp("strict"), settings=settings) as running:
        yield running


def test_who_must_set_up_a_factor_gets_no_live_connection(strict: Server) -> None:
    admin, agent = Agent.made(strict, role="admin"), Agent.made(strict)
    with agent.connect() as line:
        admin.put("/admin/sign-in-policy", {"second_factor_roles": ["agent"], "allowed_addresses": []})
        assert line.closing_code() == 4001
    with pytest.raises(InvalidStatus):
        agent.connect()
    people = {one["id"]: one["has_second_factor"] for one in admin.get("/admin/sign-in-policy")["people"]}
    assert people[agent.id] is False
    Phone(agent)
    with agent.connect() as line:
        line.say("ping")
        line.hear_until("pong")
    admin.put("/admin/sign-in-policy", {"second_factor_roles": [], "allowed_addresses": []})
    assert admin.http.delete(f"/admin/agents/{agent.id}/second-factor").status_code == 204
    assert agent.http.get("/agent/me").status_code == 401


def test_the_desk_is_closed_to_other_networks(strict: Server) -> None:
    admin, agent = Agent.made(strict, role="admin"), Agent.made(strict)
    outside = {"X-Forwarded-For": "203.0.113.7"}
    assert agent.http.get("/agent/me", headers=outside).status_code == 200
    policy = {"second_factor_roles": [], "allowed_addresses": ["127.0.0.0/8", "2001:db8::/32"]}
    assert problem(admin.http.put("/admin/sign-in-policy", json=policy, headers=outside)) == (422, "would_lock_you_out")
    admin.put("/admin/sign-in-policy", policy)
    # Its last request came from outside, so its session is over.
    assert agent.http.get("/agent/me").status_code == 401
    agent = Agent.signed_in(strict, agent.about["email"])
    assert problem(agent.http.get("/agent/me", headers=outside)) == (403, "address_not_allowed")
    assert agent.http.get("/agent/me", headers={"X-Forwarded-For": "2001:db8::9"}).status_code == 200
    assert problem(sign_in(strict, agent, **outside)) == (403, "address_not_allowed")
    with pytest.raises(InvalidStatus):
        agent.connect(additional_headers=outside)
    with agent.connect() as line:
        line.say("ping")
        line.hear_until("pong")
    done = strict.run("agent", "clear-allowed-addresses")
    assert done.returncode == 0, done.stderr
    assert agent.http.get("/agent/me", headers=outside).status_code == 200
