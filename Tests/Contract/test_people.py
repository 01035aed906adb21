"""Who works here: an admin gives roles and switches people off, and it counts at once, also where they are connected."""

import pytest

from client import Agent, Customer
from patience import eventually
from problems import problem
from server import Server


@pytest.fixture(scope="module")
def admin(server: Server) -> Agent:
    return Agent.made(server, name="Root Admin", role="admin")


def put(admin: Agent, agent: Agent, what: str, **body: object) -> dict:
    return admin.put(f"/admin/agents/{agent.id}/{what}", body)


def test_everybody_is_found_and_told_how_they_sign_in(server: Server, admin: Agent) -> None:
    agent = Agent.made(server, name="Quentin Findable")
    Agent.signed_in(server, agent.about["email"])
    for words in ("quentin FIND", agent.about["email"], agent.about["badge"]):
        found = [one for one in admin.get("/admin/people", params={"q": words})["data"] if one["id"] == agent.id]
        assert len(found) == 1, words
    person = found[0]
    assert person == admin.get(f"/admin/people/{agent.id}")
    assert (person["role"], person["is_active"], person["open_sessions"]) == ("agent", True, 2)
    assert (person["has_second_factor"], person["passkeys"]) == (False, 0)
    assert person["signed_in_at"] >= person["created_at"]

    seen, cursor = [], None
    while True:
        page = admin.get("/admin/people", params={"limit": 3, **({"cursor": cursor} if cursor else {})})
        seen += [one["id"] for one in page["data"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) and {agent.id, admin.id} <= set(seen)
    assert problem(admin.http.get("/admin/people", params={"cursor": "x"})) == (422, "invalid_cursor")
    assert problem(admin.http.get("/admin/people", params={"is_active": "maybe"})) == (422, "invalid_parameter")


def test_another_role_counts_at_once_also_for_the_live_connection(server: Server, admin: Agent) -> None:
    boss = Agent.made(server, role="supervisor")
    with boss.connect() as line:
        line.say("subscribe", board=True)
        line.hear_until("board")
        answer = put(admin, boss, "role", role="agent", before="supervisor")
        assert answer["role"] == "agent" and answer["open_sessions"] == 1
        # What they could see by the old role they hear no more.
        assert line.closing_code() == 4001
    assert boss.get("/agent/me")["agent"]["role"] == "agent"
    assert problem(boss.http.get("/agent/board")) == (403, "not_permitted")
    with boss.connect() as line:
        line.say("subscribe", board=True)
        assert line.hear_until("error")["code"] == "not_permitted"
    stale = admin.http.put(f"/admin/agents/{boss.id}/role", json={"role": "admin", "before": "supervisor"})
    assert problem(stale) == (409, "agent_changed")
    assert problem(admin.http.put(f"/admin/agents/{boss.id}/role", json={"role": "owner"}))[0] == 422


def test_whoever_answers_nobody_any_more_keeps_no_conversation(server: Server, admin: Agent) -> None:
    agent = Agent.made(server)
    chat = Customer.guest(server).open_waiting_chat("Where is my deposit?")
    agent.assign(chat)
    put(admin, agent, "role", role="editor")
    after = admin.get(f"/agent/conversations/{chat}")["conversation"]
    assert after["status"] == "queued" and "assignee" not in after


def test_whoever_is_switched_off_is_out_and_can_come_back(server: Server, admin: Agent) -> None:
    agent = Agent.made(server)
    chat = Customer.guest(server).open_waiting_chat("Where is my deposit?")
    agent.assign(chat)
    with agent.connect() as line:
        assert put(admin, agent, "active", is_active=False)["is_active"] is False
        assert line.closing_code() == 4001
    assert agent.http.get("/agent/me").status_code == 401
    assert admin.get(f"/agent/conversations/{chat}")["conversation"]["status"] == "queued"
    listed = admin.get("/admin/people", params={"q": agent.about["email"], "is_active": "false"})["data"]
    assert [one["id"] for one in listed] == [agent.id]
    assert put(admin, agent, "active", is_active=True)["is_active"] is True
    assert Agent.signed_in(server, agent.about["email"]).id == agent.id

    def actions() -> list[str]:
        found, after = [], 0
        while True:
            page = admin.get("/admin/audit", params={"after": after, "limit": 500})
            found += [one["action"] for one in page["data"] if one["subject"].get("id") == agent.id]
            if not page["next_cursor"]:
                return found
            after = page["next_cursor"]

    eventually(lambda: {"agent.deactivated", "agent.reactivated"} <= set(actions()), "the trail tells")


def test_nobody_decides_about_themselves(server: Server, admin: Agent) -> None:
    for what, body in (("role", {"role": "agent"}), ("active", {"is_active": False})):
        answer = admin.http.put(f"/admin/agents/{admin.id}/{what}", json=body)
        assert problem(answer) == (409, "own_account")
        nobody = admin.http.put(f"/admin/agents/agt_{'0' * 26}/{what}", json=body)
        assert problem(nobody) == (404, "agent_not_found")
    assert problem(admin.http.get(f"/admin/people/agt_{'0' * 26}")) == (404, "agent_not_found")
