"""Answers of one click under an agent's message."""

import pytest

from client import Agent, Customer, new_client_id
from problems import problem


def write(agent: Agent, chat: str, replies: object, kind: str = "text"):
    message = {"client_id": new_client_id(), "body": "Which network?", "kind": kind, "quick_replies": replies}
    return agent.http.post(f"/agent/conversations/{chat}/messages", json=message)


def test_they_are_the_messages_card_and_the_choice_is_the_customers_text(server, customer: Customer):
    agent = Agent.made(server)
    chat = customer.open_waiting_chat("where is it?")
    answer = write(agent, chat, [" TRC20 ", "ERC20"])
    assert answer.status_code == 201
    asked = next(each for each in customer.messages(chat) if each["seq"] == answer.json()["seq"])
    assert (asked["kind"], asked["body"]) == ("text", "Which network?")
    actions = [{"id": "reply.1", "label": "TRC20"}, {"id": "reply.2", "label": "ERC20"}]
    assert (asked["card"]["type"], asked["card"]["actions"]) == ("choices", actions)
    chosen = {"client_id": new_client_id(), "body": "ERC20", "action": "reply.2"}
    assert customer.http.post(f"/conversations/{chat}/messages", json=chosen).status_code == 201
    last = customer.messages(chat)[-1]
    assert (last["author"]["type"], last["body"]) == ("customer", "ERC20")


@pytest.mark.parametrize("replies", [["x"] * 7, ["x" * 61], [""], ["  "]])
def test_too_many_too_long_or_empty_ones_are_refused(server, customer: Customer, replies: list[str]):
    agent = Agent.made(server)
    chat = customer.open_waiting_chat("where is it?")
    assert problem(write(agent, chat, replies))[0] == 422


def test_a_note_has_none(server, customer: Customer):
    agent = Agent.made(server)
    chat = customer.open_waiting_chat("where is it?")
    assert write(agent, chat, ["TRC20"], kind="note").status_code == 201
    heard = agent.get(f"/agent/conversations/{chat}/messages")["notes"]
    assert heard[-1]["body"] == "Which network?" and not heard[-1].get("card")


def test_they_go_over_the_connection_as_well(server, customer: Customer):
    agent = Agent.made(server)
    chat = customer.open_waiting_chat("where is it?")
    with agent.connect() as desk, customer.connect() as line:
        line.subscribe(chat)
        seq = desk.send(chat, "Which network?", quick_replies=["TRC20", "ERC20"])["seq"]
        heard = line.hear_until(lambda frame: frame["op"] == "message" and frame["seq"] == seq)
        assert [action["label"] for action in heard["card"]["actions"]] == ["TRC20", "ERC20"]
        refused = desk.send(chat, "Which network?", quick_replies=["x" * 61])
        assert (refused["op"], refused["code"]) == ("error", "invalid_field")
        # A customer offers nothing.
        said = line.send(chat, "TRC20", quick_replies=["x"])["seq"]
        assert not customer.messages(chat)[said - 1].get("card")


@pytest.mark.parametrize("replies", ["TRC20", [1], {"a": 1}, ["x"] * 11])
def test_what_is_no_list_of_a_few_texts_is_refused_on_the_connection(server, customer: Customer, replies: object):
    agent = Agent.made(server)
    chat = customer.open_waiting_chat("where is it?")
    with agent.connect() as desk:
        assert desk.send(chat, "Which network?", quick_replies=replies)["op"] == "error"
        assert desk.send(chat, "Which network?")["op"] == "ack"
