"""Cases that belong together: put together, taken apart, named beside each other."""

import pytest

from client import Agent, Customer, numbers
from problems import problem

NOWHERE = "cnv_" + "0" * 26


@pytest.fixture
def desk(server) -> Agent:
    return Agent.made(server)


def act(desk: Agent, case: str, what: str, body: object):
    return desk.http.post(f"/agent/conversations/{case}/{what}", json=body)


def kinds(desk: Agent, case: str) -> list[tuple[str, str]]:
    links = desk.get(f"/agent/conversations/{case}")["links"]
    return [(link["kind"], link["id"]) for link in links]


def test_one_goes_on_and_the_customer_reads_where(desk: Agent, customer: Customer):
    one, two = customer.open_waiting_chat("where is it?"), customer.open_waiting_chat("it is late")
    reference = customer.get(f"/conversations/{two}")["reference"]
    merged = act(desk, one, "merge", {"into": reference.lower()})
    assert merged.status_code == 200
    assert merged.json()["conversation"]["id"] == two
    assert kinds(desk, one) == [("merged_into", two)] and kinds(desk, two) == [("merged_from", one)]
    assert customer.get(f"/conversations/{one}")["status"] == "closed"
    last = customer.messages(one)[-1]
    assert (last["event"]["type"], last["event"]["to"]) == ("merged_into", reference)
    assert reference in last["body"]
    assert problem(act(desk, one, "merge", {"into": two}))[0] == 409


def test_a_part_goes_on_by_itself(desk: Agent, customer: Customer):
    case = customer.open_waiting_chat("where is it?")
    fees = customer.write(case, "and my fees are wrong")["seq"]
    part = act(desk, case, "split", {"messages": [fees, fees + 100]})
    assert part.status_code == 201
    about = part.json()["conversation"]
    assert about["assignee"]["id"] == desk.id and about["subject"] == "and my fees are wrong"
    heard = customer.messages(about["id"])
    assert numbers(heard) == list(range(1, len(heard) + 1))
    assert heard[-1]["body"].endswith("> and my fees are wrong")
    assert kinds(desk, case) == [("split_into", about["id"])]


def test_a_link_is_told_to_agents_alone_and_can_be_taken_away(server, desk: Agent, customer: Customer):
    case = customer.open_waiting_chat("where is it?")
    other = Customer.guest(server).open_waiting_chat("me too")
    before = customer.messages(case)
    for _ in range(2):
        assert act(desk, case, "links", {"other": other}).status_code == 200
    assert kinds(desk, case) == [("related", other)] and kinds(desk, other) == [("related", case)]
    assert customer.messages(case) == before
    assert act(desk, other, "unlink", {"other": case}).status_code == 200
    assert kinds(desk, case) == []


@pytest.mark.parametrize(
    ("what", "member", "value", "expected"),
    [
        ("merge", "into", "itself", (422, "same_conversation")),
        ("merge", "into", "stranger", (409, "other_customer")),
        ("merge", "into", NOWHERE, (404, "conversation_not_found")),
        ("merge", "into", "", (404, "conversation_not_found")),
        ("links", "other", "itself", (422, "same_conversation")),
        ("links", "other", "AAAA-AAAA", (404, "conversation_not_found")),
        ("split", "messages", [], (422, "invalid_field")),
        ("split", "messages", list(range(1, 52)), (422, "invalid_field")),
        ("split", "messages", [9999], (422, "messages_not_there")),
        ("split", "messages", [-(2**63)], (422, "messages_not_there")),
    ],
)
def test_what_cannot_be_is_refused(server, desk: Agent, customer: Customer, what, member, value, expected):
    case = customer.open_waiting_chat("where is it?")
    stranger = Customer.guest(server).open_waiting_chat("me too") if value == "stranger" else None
    given = {"itself": case, "stranger": stranger}.get(value, value) if isinstance(value, str) else value
    assert problem(act(desk, case, what, {member: given})) == expected


def test_who_only_reads_changes_nothing(server, customer: Customer):
    case, other = customer.open_waiting_chat("where is it?"), customer.open_waiting_chat("it is late")
    auditor = Agent.made(server, role="auditor")
    for what, body in [("merge", {"into": other}), ("links", {"other": other}), ("split", {"messages": [4]})]:
        assert problem(act(auditor, case, what, body))[0] == 403
