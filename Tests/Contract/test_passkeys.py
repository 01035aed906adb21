"""Passkeys from a device written from the specification: what is right gets in, and nothing that is bent."""

import httpx
import pytest

from client import Agent
from passkeys import EDDSA, ES256, PRESENT, RS256, VERIFIED, Passkey
from problems import problem
from server import AGENT_PASSWORD, Server

BENT = {
    "another site's page": {"client": {"origin": "https://evil.example"}},
    "another port": {"client": {"origin": "http://127.0.0.1:1"}},
    "a frame in another site": {"client": {"crossOrigin": True}},
    "another purpose": {"client": {"type": "webauthn.other"}},
    "another site's key": {"relying_party": "evil.example"},
    "nobody there": {"flags": VERIFIED},
    "somebody not verified": {"flags": PRESENT},
}
FORGED = {**BENT, "another's signature": {"forges": True}, "a copy that counts from the beginning": {"count": 1}}


def proof(server: Server, key: Passkey | None = None) -> dict[str, object]:
    """What confirms a step of one's own account, for whoever has a key."""
    return {"password": AGENT_PASSWORD, **({"passkey": key.proof(challenge(server))} if key else {})}


def begin(agent: Agent, key: Passkey | None = None) -> str:
    return agent.post("/agent/passkeys/challenge", proof(agent.server, key))["challenge"]


def added(agent: Agent, algorithm: int) -> Passkey:
    key = Passkey(algorithm, agent.server.url)
    agent.post("/agent/passkeys", key.made(begin(agent)))
    return key


def by_password(agent: Agent, **more: str) -> httpx.Response:
    body = {"email": agent.about["email"], "password": AGENT_PASSWORD, **more}
    return httpx.post(f"{agent.server.url}/api/v1/agent/session", json=body)


def challenge(server: Server) -> str:
    answer = httpx.post(f"{server.url}/api/v1/agent/passkey-session/challenge")
    assert answer.json()["relying_party"] == "127.0.0.1"
    return answer.json()["challenge"]


def sign_in(server: Server, proof: dict[str, str]) -> httpx.Response:
    return httpx.post(f"{server.url}/api/v1/agent/passkey-session", json=proof)


@pytest.mark.parametrize("algorithm", [ES256, EDDSA, RS256])
def test_every_kind_of_key_signs_in(server: Server, algorithm: int) -> None:
    agent = Agent.made(server)
    key = added(agent, algorithm)
    assert [one["name"] for one in agent.get("/agent/passkeys")["data"]] == ["Key"]
    for _ in range(2):
        answer = sign_in(server, key.proof(challenge(server)))
        assert answer.status_code == 200, answer.text
        assert answer.json()["agent"]["id"] == agent.id
        assert "switchboard_agent=" in answer.headers["set-cookie"]
    assert agent.get("/agent/sign-ins", params={"limit": 1})["data"][0]["method"] == "passkey"


@pytest.mark.parametrize("how", BENT)
def test_a_key_that_was_not_made_here_is_refused(server: Server, how: str) -> None:
    agent = Agent.made(server)
    key = Passkey(ES256, server.url)
    answer = agent.http.post("/agent/passkeys", json=key.made(begin(agent), **BENT[how]))
    assert problem(answer) == (401, "passkey_refused")
    assert agent.get("/agent/passkeys")["data"] == []


@pytest.mark.parametrize("how", FORGED)
@pytest.mark.parametrize("algorithm", [ES256, EDDSA, RS256])
def test_what_is_bent_does_not_get_in(server: Server, how: str, algorithm: int) -> None:
    agent = Agent.made(server)
    key = added(agent, algorithm)
    assert sign_in(server, key.proof(challenge(server))).status_code == 200
    answer = sign_in(server, key.proof(challenge(server), **FORGED[how]))
    assert problem(answer) == (401, "passkey_refused")
    assert agent.get("/agent/sign-ins", params={"limit": 1})["data"][0]["outcome"] == "passkey_refused"
    assert sign_in(server, key.proof(challenge(server))).status_code == 200


def test_a_challenge_is_good_once_and_for_one_thing(server: Server) -> None:
    agent, other = Agent.made(server), Agent.made(server)
    key = added(agent, ES256)
    given = challenge(server)
    proof = key.proof(given)
    assert sign_in(server, proof).status_code == 200
    assert problem(sign_in(server, proof)) == (401, "passkey_refused")
    assert problem(sign_in(server, key.proof(given))) == (401, "passkey_refused")
    # Neither one that was never given out, nor one for making a key, nor another agent's.
    assert problem(sign_in(server, key.proof("AAAA"))) == (401, "passkey_refused")
    assert problem(sign_in(server, key.proof(begin(agent, key)))) == (401, "passkey_refused")
    theirs = other.http.post("/agent/passkeys", json=Passkey(ES256, server.url).made(begin(agent, key)))
    assert problem(theirs) == (401, "passkey_refused")


def test_a_key_belongs_to_one_agent(server: Server) -> None:
    agent, other = Agent.made(server), Agent.made(server)
    key = added(agent, ES256)
    assert problem(other.http.post("/agent/passkeys", json=key.made(begin(other)))) == (401, "passkey_refused")
    id = agent.get("/agent/passkeys")["data"][0]["id"]
    remove = f"/agent/passkeys/{id}/remove"
    assert problem(other.http.post(remove, json=proof(server))) == (404, "passkey_not_found")
    assert agent.http.post(remove, json=proof(server, key)).status_code == 204
    assert problem(sign_in(server, key.proof(challenge(server)))) == (401, "passkey_refused")
    # There is nothing any more that the password would need beside it.
    assert by_password(agent).status_code == 200


@pytest.mark.parametrize("roles", [[], ["agent"]])
def test_a_stolen_password_opens_nothing(server: Server, roles: list[str]) -> None:
    admin, agent = Agent.made(server, role="admin"), Agent.made(server)
    key = added(agent, ES256)
    admin.put("/admin/sign-in-policy", {"second_factor_roles": roles, "allowed_addresses": []})
    try:
        for more in ({}, {"code": "123456"}):
            refused = by_password(agent, **more)
            assert problem(refused) == (401, "passkey_required")
            assert "set-cookie" not in refused.headers
        # The session with which it was made has proved it, and so does one that begins with it.
        assert agent.http.get("/agent/conversations").status_code == 200
        token = sign_in(server, key.proof(challenge(server))).json()["token"]
        answer = httpx.get(f"{server.url}/api/v1/agent/conversations", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200
    finally:
        admin.put("/admin/sign-in-policy", {"second_factor_roles": [], "allowed_addresses": []})


def test_a_stolen_session_and_password_change_nothing(server: Server) -> None:
    agent, other = Agent.made(server), Agent.made(server)
    key, foreign = added(agent, ES256), added(other, ES256)
    id = agent.get("/agent/passkeys")["data"][0]["id"]
    used = key.proof(challenge(server))
    assert sign_in(server, used).status_code == 200
    password = {"password": AGENT_PASSWORD}
    wrong = [
        (password, (401, "passkey_required")), ({**password, "code": "123456"}, (401, "passkey_required")),
        ({**proof(server, key), "password": "not mine"}, (403, "password_wrong")),
        ({**password, "passkey": used}, (401, "passkey_refused")),
        (proof(server, foreign), (401, "passkey_refused")),
        ({**password, "passkey": key.proof(challenge(server), forges=True)}, (401, "passkey_refused")),
    ]  # fmt: skip
    for body, refusal in wrong:
        assert problem(agent.http.post(f"/agent/passkeys/{id}/remove", json=body)) == refusal
        assert problem(agent.http.post("/agent/passkeys/challenge", json=body)) == refusal
        assert problem(agent.http.post("/agent/second-factor", json=body)) == refusal
        change = {**body, "new_password": "kauri plinth violet"}
        assert problem(agent.http.put("/agent/password", json=change)) == refusal
    assert [one["id"] for one in agent.get("/agent/passkeys")["data"]] == [id]
    assert agent.http.delete(f"/agent/passkeys/{id}").status_code in (404, 405)
    assert agent.http.post("/agent/second-factor", json=proof(server, key)).status_code == 201
    change = {**proof(server, key), "new_password": "kauri plinth violet"}
    assert agent.http.put("/agent/password", json=change).status_code == 204


def test_an_admin_takes_lost_passkeys_away(server: Server) -> None:
    admin, agent = Agent.made(server, role="admin"), Agent.made(server)
    added(agent, ES256)
    assert problem(by_password(agent)) == (401, "passkey_required")
    assert agent.get("/agent/second-factor")["has_passkeys"] is True
    assert admin.http.delete(f"/admin/agents/{agent.id}/second-factor").status_code == 204
    assert by_password(agent).status_code == 200


def test_a_role_that_must_have_a_second_factor_keeps_its_last_passkey(server: Server) -> None:
    admin, agent = Agent.made(server, role="admin"), Agent.made(server, role="editor")
    key = added(agent, ES256)
    id = agent.get("/agent/passkeys")["data"][0]["id"]
    admin.put("/admin/sign-in-policy", {"second_factor_roles": ["editor"], "allowed_addresses": []})
    try:
        answer = agent.http.post(f"/agent/passkeys/{id}/remove", json=proof(server, key))
        assert problem(answer) == (409, "second_factor_not_removable")
    finally:
        admin.put("/admin/sign-in-policy", {"second_factor_roles": [], "allowed_addresses": []})


def test_making_a_key_demands_the_password(server: Server) -> None:
    agent = Agent.made(server)
    answer = agent.http.post("/agent/passkeys/challenge", json={"password": "not mine"})
    assert problem(answer) == (403, "password_wrong")


@pytest.mark.parametrize("member", ["id", "client_data", "authenticator_data", "signature"])
@pytest.mark.parametrize("value", ["", "A", "====", "A" * 9000, "AAAA", "\u0000"])
def test_what_is_no_proof_is_refused(server: Server, member: str, value: str) -> None:
    agent = Agent.made(server)
    key = added(agent, ES256)
    answer = sign_in(server, {**key.proof(challenge(server)), member: value})
    assert answer.status_code in (401, 422), answer.text
    assert server.is_running
