"""What an admin marks is done only once a second person agrees: every action that can be marked, over the wire."""

import concurrent.futures
import json
from collections.abc import Iterator

import httpx
import pytest

from client import Agent, Customer, new_client_id
from problems import problem
from server import Server


@pytest.fixture(scope="module")
def admins(server: Server) -> tuple[Agent, Agent]:
    return Agent.made(server, "Root One", "admin"), Agent.made(server, "Root Two", "admin")


@pytest.fixture(scope="module", autouse=True)
def everything_is_marked(admins: tuple[Agent, Agent]) -> Iterator[None]:
    one, two = admins
    known = [entry["action"] for entry in one.get("/admin/approval-rules")["data"]]
    assert known == [
        "agent.empower", "contact.reveal", "conversations.finish_many", "official_channels.change", "phishing_report.warn",
        "privacy.erase", "second_factor.remove", "sign_in_policy.change", "verification.rules",
    ]  # fmt: skip
    answer = one.put("/admin/approval-rules", {"actions": known})
    assert all(entry["needs_approval"] for entry in answer["data"])
    yield
    # Other tests of this server need no second person: taking the marks away needs one.
    asked = one.http.put("/admin/approval-rules", json={"actions": []})
    approve(two, waiting(asked))
    assert not any(entry["needs_approval"] for entry in one.get("/admin/approval-rules")["data"])


def waiting(answer: httpx.Response) -> str:
    assert answer.status_code == 202, answer.text
    approval = answer.json()["approval"]
    assert approval["status"] == "waiting" and not approval["may_decide"]
    return approval["id"]


def approve(agent: Agent, approval: str, note: str = "") -> dict:
    done = agent.post(f"/agent/approvals/{approval}/approve", {"note": note})
    assert done["status"] == "approved" and done["decider"]["id"] == agent.id
    return done


def refusal(agent: Agent, approval: str, way: str = "approve", note: str = "") -> tuple[int, str]:
    return problem(agent.http.post(f"/agent/approvals/{approval}/{way}", json={"note": note}))


def test_taking_a_mark_away_needs_a_second_admin(server: Server, admins: tuple[Agent, Agent]) -> None:
    one, _ = admins
    asked = waiting(one.http.put("/admin/approval-rules", json={"actions": ["contact.reveal"]}))
    assert refusal(one, asked) == (403, "own_request")
    supervisor = Agent.made(server, role="supervisor")
    assert refusal(supervisor, asked) == (404, "approval_not_found")
    assert problem(one.http.put("/admin/approval-rules", json={"actions": ["x"]})) == (422, "invalid_field")
    one.post(f"/agent/approvals/{asked}/withdraw", {})
    assert refusal(one, asked, "withdraw") == (409, "approval_decided")


def test_contact_data_is_shown_once_to_whoever_asked(server: Server) -> None:
    email = f"planted-{new_client_id()}@mailbox.example"
    known = Customer.verified(server, f"approved-{new_client_id()}", name="Liu Wei", email=email)
    case = known.open_waiting_chat("hello")
    ada, bo = Agent.made(server, "Ada Park"), Agent.made(server, "Bo Lind")
    customer = ada.get(f"/agent/conversations/{case}")["customer"]["id"]
    body = {"field": "email", "reason": "other", "note": "letter"}
    path = f"/agent/customers/{customer}/reveal"
    asked = waiting(ada.http.post(path, json=body))
    assert waiting(ada.http.post(path, json=body)) == asked
    seen = bo.get("/agent/approvals")
    mine = next(each for each in seen["data"] if each["id"] == asked)
    assert seen["waiting"] >= 1 and mine["may_decide"]
    assert mine["about"] == {"name": "Liu Wei", "field": "email", "reason": "other", "note": "letter"}
    assert json.loads(mine["parameters"]) == {"customer": customer, "request": body}
    assert email not in json.dumps(approve(bo, asked))
    # Whoever agreed has asked for nothing.
    assert waiting(bo.http.post(path, json=body)) != asked
    assert ada.post(path, body)["value"] == email
    assert waiting(ada.http.post(path, json=body)) != asked


def test_the_register_changes_as_it_was_asked_for(admins: tuple[Agent, Agent]) -> None:
    one, two = admins
    host = f"{new_client_id()[:8]}.example"
    path = "/admin/official-channels"

    def registered() -> dict[str, dict]:
        return {each["value"]: each for each in two.get(path)["data"]}

    asked = waiting(one.http.post(path, json={"kind": "domain", "value": host.upper()}))
    assert host not in registered()
    approve(two, asked)
    channel = registered()[host]["id"]
    change = waiting(one.http.put(f"{path}/{channel}", json={"kind": "domain", "value": host, "region": "HK"}))
    gone = waiting(one.http.delete(f"{path}/{channel}"))
    approve(two, change)
    assert registered()[host]["region"] == "HK"
    # It was to be taken away as it was then.
    assert refusal(two, gone) == (409, "approval_overtaken")
    over = next(each for each in two.get("/agent/approvals", params={"status": "decided"})["data"] if each["id"] == gone)
    assert (over["status"], over["reason"]) == ("overtaken", "changed") and "parameters" not in over
    assert host in registered()
    again = waiting(one.http.post(path, json={"kind": "domain", "value": host}))
    assert refusal(two, again) == (409, "approval_overtaken")
    assert problem(one.http.post(path, json={"kind": "domain", "value": "no domain"}))[0] == 422


def test_of_many_who_agree_at_once_one_does(server: Server, admins: tuple[Agent, Agent]) -> None:
    one, two = admins
    third = Agent.made(server, "Root Three", "admin")
    host = f"{new_client_id()[:8]}.example"
    asked = waiting(one.http.post("/admin/official-channels", json={"kind": "domain", "value": host}))
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        ways = [(each, asked) for each in (two, third, one) * 2]
        answers = list(
            pool.map(lambda way: way[0].http.post(f"/agent/approvals/{way[1]}/approve", json={}).status_code, ways)
        )
    assert answers.count(200) == 1 and set(answers) <= {200, 403, 409}
    assert [each["value"] for each in two.get("/admin/official-channels")["data"]].count(host) == 1


def test_everybody_is_warned_once_two_agree(server: Server, admins: tuple[Agent, Agent]) -> None:
    one, two = admins
    host = f"evil-{new_client_id()[:8]}.example"
    Customer.guest(server).post("/phishing-reports", {"value": host})
    path = "/admin/phishing-reports"
    report = next(each for each in one.get(path)["data"] if host in each["subject"])["id"]
    assert problem(one.http.post(f"{path}/{report}/warning", json={})) == (409, "report_not_confirmed")
    one.post(f"{path}/{report}/decision", {"status": "confirmed"})
    asked = waiting(one.http.post(f"{path}/{report}/warning", json={}))
    assert "warning" not in two.get(f"{path}/{report}")
    approve(two, asked)
    warning = two.get(f"{path}/{report}")["warning"]
    assert httpx.get(f"{server.url}{warning['url']}").status_code == 200


def test_sign_in_rules_and_second_factors(server: Server, admins: tuple[Agent, Agent]) -> None:
    one, two = admins
    policy = {"second_factor_roles": ["editor"], "allowed_addresses": []}
    approve(two, waiting(one.http.put("/admin/sign-in-policy", json=policy)))
    assert one.get("/admin/sign-in-policy")["second_factor_roles"] == ["editor"]
    back = waiting(one.http.put("/admin/sign-in-policy", json={**policy, "second_factor_roles": []}))
    assert refusal(two, back, "refuse") == (422, "invalid_field")
    two.post(f"/agent/approvals/{back}/refuse", {"note": "not today"})
    assert one.get("/admin/sign-in-policy")["second_factor_roles"] == ["editor"]
    approve(two, waiting(one.http.put("/admin/sign-in-policy", json={**policy, "second_factor_roles": []})))
    nobody = Agent.made(server)
    answer = one.http.delete(f"/admin/agents/{nobody.id}/second-factor")
    assert problem(answer) == (409, "second_factor_absent")


def test_nobody_alone_makes_somebody_more_than_they_are(server: Server, admins: tuple[Agent, Agent]) -> None:
    one, two = admins
    friend = Agent.made(server, "A Friend")
    asked = one.http.put(f"/admin/agents/{friend.id}/role", json={"role": "admin"})
    assert friend.get("/agent/me")["agent"]["role"] == "agent"
    # Whoever would gain by it has no say.
    assert refusal(friend, waiting(asked)) == (404, "approval_not_found")
    approve(two, asked.json()["approval"]["id"])
    assert friend.get("/agent/me")["agent"]["role"] == "admin"
    # Less is done at once.
    assert one.put(f"/admin/agents/{friend.id}/role", {"role": "agent"})["role"] == "agent"
    own = one.http.put(f"/admin/agents/{one.id}/role", json={"role": "admin"})
    assert problem(own) == (409, "own_account")

    assert one.put(f"/admin/agents/{friend.id}/active", {"is_active": False})["is_active"] is False
    back = waiting(one.http.put(f"/admin/agents/{friend.id}/active", json={"is_active": True}))
    assert problem(httpx.get(f"{server.url}/api/v1/agent/me", headers=friend.http.headers)) == (401, "not_signed_in")
    approve(two, back)
    assert Agent.signed_in(server, friend.about["email"]).get("/agent/me")["agent"]["role"] == "agent"


def test_many_are_resolved_together_or_not_at_all(server: Server) -> None:
    ada, bo = Agent.made(server, "Ada Park"), Agent.made(server, "Bo Lind")
    customer = Customer.guest(server)
    cases = [customer.open_waiting_chat(f"case {number}") for number in range(3)]
    body = {"conversations": cases, "actions": [{"type": "note", "body": "done"}, {"type": "resolve"}]}
    # One alone needs nobody.
    single = {**body, "conversations": [customer.open_waiting_chat("alone")]}
    assert ada.post("/agent/actions", single)["data"][0]["ok"]
    asked = waiting(ada.http.post("/agent/actions", json=body))
    customer.write(cases[1], "one more thing")
    assert refusal(bo, asked) == (409, "approval_overtaken")
    statuses = {bo.get(f"/agent/conversations/{case}")["conversation"]["status"] for case in cases}
    assert not statuses & {"resolved", "closed"}
    approve(bo, waiting(ada.http.post("/agent/actions", json=body)))
    assert {bo.get(f"/agent/conversations/{case}")["conversation"]["status"] for case in cases} == {"resolved"}
    notes = bo.get(f"/agent/conversations/{cases[0]}/messages")["notes"]
    assert [(note["author"]["name"], note["body"]) for note in notes] == [("Ada Park", "done")]


def test_a_customer_is_erased_once_two_agree(server: Server, admins: tuple[Agent, Agent]) -> None:
    one, two = admins
    name = f"erased-{new_client_id()}"
    Customer.verified(server, name, name="Liu Wei").open_waiting_chat("hello")
    customer = one.get("/admin/privacy/customers", params={"name": name})["id"]
    path = f"/admin/privacy/customers/{customer}/erasure"
    body = {"confirm": customer, "reason": "customer_asked", "reference": "DSR 12"}
    assert one.http.post(path, json={**body, "confirm": "cus_x"}).status_code == 422
    asked = waiting(one.http.post(path, json=body))
    assert one.get("/admin/privacy/customers", params={"name": name})["erasure"] is None
    approve(two, asked)
    erased = one.get("/admin/privacy/customers", params={"name": customer})
    assert erased["erasure"] and erased["uid"] is None
    found = one.get(f"/admin/privacy/erasures/{erased['erasure']}")
    assert (found["requested_by"], found["reference"]) == (one.id, "DSR 12")
    assert problem(one.http.post(path, json=body))[0] in (404, 409)


def test_those_who_may_agree_hear_of_it_at_once(server: Server, admins: tuple[Agent, Agent]) -> None:
    one, two = admins
    with two.connect() as desk:
        desk.say("subscribe", inbox=True)
        desk.hear_until("inbox")
        asked = waiting(one.http.put("/admin/approval-rules", json={"actions": []}))
        assert desk.hear_until("approvals") == {"op": "approvals"}
        assert two.get("/agent/approvals", params={"limit": 1})["data"][0]["id"] == asked
        one.post(f"/agent/approvals/{asked}/withdraw", {})
        assert desk.hear_until("approvals") == {"op": "approvals"}
