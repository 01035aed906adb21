"""OWASP A09, logging and monitoring: attacks leave a trace that nobody who attacks can take away or write, and no secret.

What stands elsewhere: what is done at the desk (Operations/test_audit), no secret by any door in the log
(Contract/test_secrets_on_disk), lines that come in by a request (test_a03_injection).
"""

import json

import anybody
import pytest

from client import Agent, Customer, Frame
from patience import eventually
from problems import problem
from server import AGENT_PASSWORD, Server
from world import operations


def history(agent: Agent) -> list[str]:
    return [each["outcome"] for each in agent.get("/agent/sign-ins")["data"]]


def trail(admin: Agent) -> list[Frame]:
    entries: list[Frame] = []
    while page := admin.get("/admin/audit", params={"after": entries[-1]["seq"] if entries else 0, "limit": 200})["data"]:
        entries += page
    return entries


def test_guesses_at_a_password_are_seen_by_its_owner(server: Server) -> None:
    agent = Agent.made(server)
    for password in ["guess one", "guess two", "guess three"]:
        body = {"email": agent.about["email"].upper(), "password": password}
        anybody.post(f"{server.url}/api/v1/agent/session", json=body, headers={"User-Agent": "curl/8"})
    assert history(agent)[:3] == ["password_wrong"] * 3
    assert "guess" not in json.dumps(agent.get("/agent/sign-ins")) and "guess one" not in server.log_text()


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/admin/official-channels", {"kind": "domain", "value": "traced.example"}),
        ("PUT", "/admin/sign-in-policy", {"second_factor_roles": [], "allowed_addresses": []}),
        ("POST", "/admin/teams", {"name": "traced"}),
        ("POST", "/agent/fields", {"key": "traced", "labels": {"en": "traced"}, "kind": "text"}),
    ],
    ids=["channel", "policy", "team", "field"],
)
def test_what_an_admin_changes_stands_in_the_trail(server: Server, admin: Agent, method: str, path: str, body: Frame) -> None:
    before = {each["seq"] for each in trail(admin)}
    assert admin.http.request(method, path, json=body).is_success

    def found() -> bool:
        return any(each["actor"].get("id") == admin.id and each["seq"] not in before for each in trail(admin))

    eventually(found, f"{method} {path} is in the trail", within=60)


def test_nobody_edits_the_trail_over_http(server: Server, admin: Agent, description: Frame) -> None:
    """There is no route that changes it, for no role; reading is what there is."""
    assert [each.method for each in operations(description) if each.path.startswith("/admin/audit")] == ["GET"]
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for path in ("/admin/audit", "/admin/audit/1"):
            assert admin.http.request(method, path, json={}).status_code in (404, 405)


def test_secrets_of_requests_stand_in_no_line(server: Server) -> None:
    """With the log at `debug`: no token, password, code or body, whatever became of the request."""
    agent, customer = Agent.made(server), Customer.guest(server)
    chat = customer.open_waiting_chat("Quincunx marmalade")
    secrets = ["planted-password-77", "482913", "Quincunx", agent.token, customer.token, AGENT_PASSWORD]
    for status_wanted, body in [(401, {"email": agent.about["email"], "password": secrets[0], "code": secrets[1]})]:
        assert anybody.post(f"{server.url}/api/v1/agent/session", json=body).status_code == status_wanted
    customer.http.post(f"/conversations/{chat}/messages", content='{"body": "Quincunx', headers={"Content-Type": "application/json"})
    customer.http.get("/help/search", params={"q": "Quincunx"})
    anybody.get(f"{server.url}/Quincunx/{agent.token}")
    agent.http.get("/agent/search", params={"q": "Quincunx"})
    agent.http.post("/agent/second-factor/confirm", json={"code": secrets[1]})
    log = server.log_text()
    assert len(log.splitlines()) > 10
    assert [secret for secret in secrets if secret in log] == []


def test_refusals_can_be_counted(server: Server) -> None:
    """What an operator watches: the log tells each refused request by route and status, and its number stands in the answer."""
    answer = anybody.get(f"{server.url}/api/v1/admin/audit")
    assert problem(answer) == (401, "not_signed_in")
    records = [json.loads(line) for line in server.log_text().splitlines()]
    assert any(answer.json()["instance"] in json.dumps(record) for record in records)
