"""A conversation has one agent, whatever happens while two reach for it."""

import random
import threading
import time
from collections import defaultdict

import httpx
import ledger

from client import Agent, Customer, new_client_id
from server import Server

ROUNDS = 6
CONVERSATIONS_A_ROUND = 12


def test_a_conversation_that_two_agents_take_while_the_server_is_killed_has_one_agent(server: Server) -> None:
    Agent.made(server, role="admin")
    agents = [Agent.made(server, name=name) for name in ("Ada Park", "Bo Lind")]
    customer = Customer.guest(server)
    chance = random.Random()
    # Who was told that a conversation is theirs.
    told: dict[str, set[str]] = defaultdict(set)
    taken: list[str] = []

    for _ in range(ROUNDS):
        conversations = [_open_ticket(customer) for _ in range(CONVERSATIONS_A_ROUND)]
        taken += conversations
        threads = [threading.Thread(target=_take_all, args=(agent, conversations, told)) for agent in agents]
        for thread in threads:
            thread.start()
        time.sleep(chance.uniform(0, 0.1))
        server.kill()
        server.start()
        for thread in threads:
            thread.join()

    open_counts = {agent.id: 0 for agent in agents}
    for conversation in taken:
        shown = agents[0].get(f"/agent/conversations/{conversation}")["conversation"]
        assert shown["status"] == "assigned"
        holder = shown["assignee"]["id"]
        open_counts[holder] += 1
        assert told[conversation] <= {holder}, "somebody was told that it is theirs and it is not"
        events = [message.get("event", {}).get("type") for message in customer.messages(conversation)]
        assert events.count("assigned") == 1
    listed = {agent["id"]: agent["open"] for agent in agents[0].get("/agent/agents")["data"]}
    assert {agent: listed[agent] for agent in open_counts} == open_counts
    ledger.check_doctor(server)


def _open_ticket(customer: Customer) -> str:
    body = {"kind": "ticket", "topic": "account", "body": "I cannot sign in.", "client_id": new_client_id()}
    return customer.post("/conversations", body)["id"]


def _take_all(agent: Agent, conversations: list[str], told: dict[str, set[str]]) -> None:
    """Takes each conversation that nobody has, and asks again when no answer came."""
    for conversation in conversations:
        path, body = f"/agent/conversations/{conversation}/assign", {"agent": "me", "expected": None}
        while True:
            try:
                answer = agent.http.post(path, json=body)
            except httpx.TransportError:
                time.sleep(0.02)
                continue
            break
        assert answer.status_code in (200, 409), answer.text
        if answer.status_code == 200:
            told[conversation].add(agent.id)
