"""What customers are reached by: masked in everything the desk is given, until somebody says why they need it."""

import json

import pytest

from client import Agent, Customer, new_client_id
from problems import problem
from server import Server

EMAIL, PHONE, DOCUMENT = "wei.planted@mailbox.example", "+86 138 0000 7741", "E90417733"
PLANTED = [EMAIL, "wei.planted", "mailbox", PHONE, "0000 7741", DOCUMENT, "E9041"]
CLAIMS = {
    "name": "Liu Wei",
    "email": EMAIL,
    "attributes": {"phone": PHONE, "passport_no": DOCUMENT, "kyc_country": "CN"},
}


@pytest.fixture(scope="module")
def known(server: Server) -> Customer:
    return Customer.verified(server, f"reveal-{new_client_id()}", **CLAIMS)


@pytest.fixture(scope="module")
def case(known: Customer) -> str:
    return known.open_waiting_chat("my withdrawal has not arrived")


def reveal(agent: Agent, customer: str, **body: object):
    return agent.http.post(f"/agent/customers/{customer}/reveal", json=body)


def test_no_answer_and_no_frame_of_the_desk_has_contact_data(
    server: Server, description: dict, known: Customer, case: str, agent: Agent
) -> None:
    told = []
    with agent.connect() as desk:
        desk.say("subscribe", inbox=True)
        desk.say("subscribe", conversation=case, after_seq=0)
        desk.hear_until("head")
        agent.assign(case)
        known.write(case, "are you there?")
        desk.hear_until(lambda frame: frame["op"] == "message" and frame["body"] == "are you there?")
        told += [json.dumps(frame, ensure_ascii=False) for frame in desk.hear_all() + desk.heard]
    details = agent.get(f"/agent/conversations/{case}")["customer"]
    places = {"{id}": case, "{seq}": "1", "{verification}": "vrf_00000000000000000000000000"}
    reached = 0
    for path, operations in description["paths"].items():
        if "get" not in operations or not path.startswith(("/agent/", "/admin/")):
            continue
        place = details["id"] if "/customers/" in path else case
        address = path.replace("{id}", place)
        for name, value in places.items():
            address = address.replace(name, value)
        answer = agent.http.get(address, params={"view": "all", "q": "withdrawal", "limit": 50})
        reached += answer.status_code == 200
        told.append(answer.text)
    assert reached > 15
    for action in [("assign", {"agent": "me"}), ("status", {"status": "resolved"}), ("status", {"status": "assigned"})]:
        told.append(agent.http.post(f"/agent/conversations/{case}/{action[0]}", json=action[1]).text)
    assert any("w•••@m•••.example" in text for text in told)
    assert not [(word, text[:200]) for text in told for word in PLANTED if word in text]
    assert details["email"] == "w•••@m•••.example" and details["name"] == "Liu Wei"
    assert details["attributes"] == {"phone": "•••• 7741", "passport_no": "•••• 7733", "kyc_country": "CN"}
    assert details["masked"] == ["attributes.passport_no", "attributes.phone", "email"]


def test_it_is_revealed_for_a_reason_and_those_who_may_read_who_did(
    server: Server, known: Customer, case: str
) -> None:
    ada = Agent.made(server, name="Ada Park")
    lead = Agent.made(server, name="Bo Lind", role="supervisor")
    customer = ada.get(f"/agent/conversations/{case}")["customer"]["id"]
    answer = reveal(ada, customer, field="email", reason="customer_asked", note="call back at nine")
    assert answer.json() == {"field": "email", "kind": "email", "value": EMAIL}
    assert answer.headers["cache-control"] == "no-store"
    assert reveal(ada, customer, field="attributes.phone", reason="other", note="by phone").json()["value"] == PHONE
    record = lead.get(f"/agent/conversations/{case}")["reveals"][:2]
    assert [(each["field"], each["reason"], each["agent"]["name"], each["note"]) for each in record] == [
        ("attributes.phone", "other", "Ada Park", "by phone"), ("email", "customer_asked", "Ada Park", "call back at nine"),
    ]  # fmt: skip
    assert "reveals" not in ada.get(f"/agent/conversations/{case}")
    newest = lead.get("/admin/reveals", params={"limit": 1})
    assert newest["data"][0] == record[0]
    assert lead.get("/admin/reveals", params={"limit": 1, "cursor": newest["next_cursor"]})["data"][0] == record[1]
    # Colleagues still see what is left of it, and nothing of it is in the log.
    assert EMAIL not in json.dumps(lead.get(f"/agent/conversations/{case}"))
    assert not [word for word in PLANTED if word in server.log_text()]


def test_who_may_not_or_asks_for_something_else_is_refused(server: Server, case: str, agent: Agent) -> None:
    customer = agent.get(f"/agent/conversations/{case}")["customer"]["id"]
    wanted = {"field": "email", "reason": "fraud_check"}
    auditor = Agent.made(server, role="auditor")
    assert problem(reveal(auditor, customer, **wanted)) == (403, "not_permitted")
    assert problem(reveal(agent, customer, **{**wanted, "field": "name"})) == (404, "contact_field_not_found")
    assert problem(reveal(agent, customer, field="email")) == (422, "invalid_field")
    assert problem(reveal(agent, customer, field="email", reason="curious")) == (422, "invalid_field")
    assert problem(reveal(agent, customer, field="email", reason="other", note="  ")) == (422, "invalid_field")
    assert problem(reveal(agent, "cus_00000000000000000000000000", **wanted)) == (404, "customer_not_found")


def test_so_many_an_hour(server: Server, case: str) -> None:
    agent = Agent.made(server)
    customer = agent.get(f"/agent/conversations/{case}")["customer"]["id"]
    answers = [reveal(agent, customer, field="email", reason="fraud_check") for _ in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert problem(answers[-1]) == (429, "too_many_reveals")
    assert 3500 < int(answers[-1].headers["retry-after"]) <= 3600
