"""What an admin marked is seen and done only while the customer has verified: every path, everybody at the desk."""

from collections.abc import Iterator

import pytest

from client import Agent, Customer, Frame, new_client_id
from exchange import Exchange, exchange, totp
from problems import problem
from server import Server

PHONE = "+86 138 0000 7741"
CLAIMS = {"name": "Liu Wei", "email": "liu.wei@customer.example", "attributes": {"phone": PHONE, "kyc_country": "CN"}}
REQUIRED = (409, "verification_required")


@pytest.fixture(scope="module")
def rooms(tmp_path_factory) -> Iterator[tuple[Server, Exchange]]:
    with exchange() as shop:
        generous = {"limits.writes.per.minute": 1_000_000, "limits.sign.ins.per.ten.minutes": 1_000_000}
        with Server(tmp_path_factory.mktemp("rules"), settings={**shop.settings(), **generous}) as server:
            yield server, shop


@pytest.fixture(scope="module")
def admin(rooms: tuple[Server, Exchange]) -> Agent:
    return Agent.made(rooms[0], "Root One", "admin")


@pytest.fixture
def customer(rooms: tuple[Server, Exchange]) -> Customer:
    server, shop = rooms
    shop.owner = f"uid-{new_client_id()}"
    return Customer.verified(server, shop.owner, **CLAIMS)


@pytest.fixture
def marked(admin: Agent) -> Iterator[None]:
    known = admin.get("/admin/verification-rules")["data"]
    assert not any(entry["needs_verification"] for entry in known)
    answer = admin.put("/admin/verification-rules", {"deeds": [entry["deed"] for entry in known]})
    assert all(entry["needs_verification"] and entry["purposes"] for entry in answer["data"])
    yield
    admin.put("/admin/verification-rules", {"deeds": []})


def verify(agent: Agent, customer: Customer, conversation: str, purpose: str) -> str:
    way = f"conversations/{conversation}/verifications"
    asked = agent.post(f"/agent/{way}", {"purpose": purpose, "method": "totp"})
    assert asked["asked_by"] == "agent"
    passed = customer.post(f"/{way}/{asked['id']}/answer", {"code": totp()})
    assert passed["status"] == "verified"
    return asked["id"]


def reveal(agent: Agent, customer: str, conversation: str | None = None):
    body = {"field": "attributes.phone", "reason": "identity_check", "conversation": conversation}
    return agent.http.post(f"/agent/customers/{customer}/reveal", json=body)


def account(agent: Agent, conversation: str) -> Frame:
    return agent.get(f"/agent/conversations/{conversation}")["customer"]


def timeline(agent: Agent, customer: str, conversation: str | None = None):
    params = {} if conversation is None else {"conversation": conversation}
    return agent.http.get(f"/agent/customers/{customer}/timeline", params=params)


@pytest.mark.parametrize("role", ["agent", "supervisor", "admin"])
def test_every_path_is_closed_until_the_customer_verifies_there(
    rooms: tuple[Server, Exchange], customer: Customer, marked: None, role: str
) -> None:
    server, _ = rooms
    reader = Agent.made(server, role=role)
    here, elsewhere = customer.open_waiting_chat("one"), customer.open_waiting_chat("two")
    shown = account(reader, here)
    person = shown["id"]
    assert shown["attributes"] == {} and "identity_level" not in shown and shown["masked"] == ["email"]
    assert shown["verification_required"][0] == "account_access"
    assert "verification_required" in reader.post(f"/agent/conversations/{here}/assign", {"agent": "me"})["customer"]
    for conversation in (None, here, elsewhere):
        refused = reveal(reader, person, conversation)
        assert problem(refused) == REQUIRED
        assert refused.json()["purposes"] == ["personal_details", "security_settings"]
        assert problem(timeline(reader, person, conversation)) == REQUIRED

    verify(reader, customer, here, "security_settings")

    assert reveal(reader, person, here).json()["value"] == PHONE
    assert timeline(reader, person, here).status_code == 200
    assert account(reader, here)["attributes"] == {"phone": "•••• 7741", "kyc_country": "CN"}
    assert "verification_required" not in account(reader, here)
    for conversation in (None, elsewhere):
        assert problem(reveal(reader, person, conversation)) == REQUIRED
        assert problem(timeline(reader, person, conversation)) == REQUIRED
    assert account(reader, elsewhere)["attributes"] == {}
    stranger = Customer.guest(server).open_waiting_chat("three")
    assert problem(reveal(reader, person, stranger)) == REQUIRED, "a conversation of somebody else proves nothing"


def test_personal_data_needs_a_verified_customer_in_any_of_their_conversations(
    customer: Customer, marked: None, admin: Agent
) -> None:
    conversation = customer.open_waiting_chat("one")
    person = account(admin, conversation)["id"]
    path = f"/admin/privacy/customers/{person}"
    erasure = {"confirm": person, "reason": "customer_asked"}
    assert problem(admin.http.get(f"{path}/export")) == REQUIRED
    assert problem(admin.http.post(f"{path}/erasure", json=erasure)) == REQUIRED
    assert customer.http.get("/personal-data").status_code == 200, "one's own is one's own"
    verify(admin, customer, conversation, "personal_details")
    assert admin.http.get(f"{path}/export").status_code == 200
    assert admin.http.post(f"{path}/erasure", json=erasure).status_code == 202


def test_a_second_person_opens_nothing_that_the_customer_has_not(
    rooms: tuple[Server, Exchange], customer: Customer, marked: None, admin: Agent
) -> None:
    server, _ = rooms
    ada, second = Agent.made(server), Agent.made(server, "Root Two", "admin")
    conversation = customer.open_waiting_chat("one")
    person = account(ada, conversation)["id"]
    admin.put("/admin/approval-rules", {"actions": ["contact.reveal"]})
    assert problem(reveal(ada, person, conversation)) == REQUIRED, "nobody is asked to agree to it"
    verify(ada, customer, conversation, "personal_details")
    asked = reveal(ada, person, conversation)
    assert asked.status_code == 202
    second.post(f"/agent/approvals/{asked.json()['approval']['id']}/approve", {"note": ""})
    assert problem(reveal(ada, person)) == REQUIRED, "what was agreed to is not taken elsewhere"
    assert reveal(ada, person, conversation).json()["value"] == PHONE
    taken = admin.http.put("/admin/approval-rules", json={"actions": []}).json()["approval"]["id"]
    second.post(f"/agent/approvals/{taken}/approve", {"note": ""})


def test_a_queue_lets_the_assistant_ask(rooms: tuple[Server, Exchange], customer: Customer, admin: Agent) -> None:
    server, _ = rooms
    wanted = {"purpose": "withdrawals", "method": "totp"}
    queue = admin.post("/admin/queues", {"name": "Withdrawals", "topic": "deposit_withdrawal", "verification": wanted})
    assert queue["verification"] == wanted
    levelless = {"name": "L", "verification": {"purpose": "withdrawals", "method": "identity_level"}}
    assert problem(admin.http.post("/admin/queues", json=levelless)) == (422, "invalid_field")
    conversation = customer.open_waiting_chat(topic="deposit_withdrawal")
    card = customer.messages(conversation)[-1]
    assert (card["kind"], card["author"]["type"]) == ("card", "assistant")
    (listed,) = admin.get(f"/agent/conversations/{conversation}/verifications")["data"]
    assert (listed["asked_by"], listed["status"], listed["id"]) == ("assistant", "waiting", card["card"]["verification"]["id"])
    answer = customer.http.post(f"/conversations/{conversation}/verifications/{listed['id']}/answer", json={"code": totp()})
    assert answer.json()["status"] == "verified"
    guest = Customer.guest(server)
    theirs = guest.open_waiting_chat(topic="deposit_withdrawal")
    told = guest.messages(theirs)[-1]
    assert (told["kind"], told["author"]["type"]) == ("text", "assistant") and "Sign in" in told["body"]
    admin.http.delete(f"/admin/queues/{queue['id']}")
