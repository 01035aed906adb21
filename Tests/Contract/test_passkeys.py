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


def begin(agent: Agent) -> str:
    return agent.post("/agent/passkeys/challenge", {"password": AGENT_PASSWORD})["challenge"]


def added(agent: Agent, algorithm: int) -> Passkey:
    key = Passkey(algorithm, agent.server.url)
    agent.post("/agent/passkeys", key.made(begin(agent)))
    return key


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
    assert problem(sign_in(server, key.proof(begin(agent)))) == (401, "passkey_refused")
    theirs = other.http.post("/agent/passkeys", json=Passkey(ES256, server.url).made(begin(agent)))
    assert problem(theirs) == (401, "passkey_refused")


def test_a_key_belongs_to_one_agent(server: Server) -> None:
    agent, other = Agent.made(server), Agent.made(server)
    key = added(agent, ES256)
    assert problem(other.http.post("/agent/passkeys", json=key.made(begin(other)))) == (401, "passkey_refused")
    id = agent.get("/agent/passkeys")["data"][0]["id"]
    assert problem(other.http.delete(f"/agent/passkeys/{id}")) == (404, "passkey_not_found")
    assert agent.http.delete(f"/agent/passkeys/{id}").status_code == 204
    assert problem(sign_in(server, key.proof(challenge(server)))) == (401, "passkey_refused")


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
