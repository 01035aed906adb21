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
