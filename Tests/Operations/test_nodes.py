"""Several nodes: what Redis carries between them, and what happens without it."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import postgres
import pytest
import redis_server

from client import Agent, Customer
from patience import eventually
from server import Server

PASSWORD = "not-the-right-one"


@pytest.fixture
def nodes(tmp_path: Path) -> Iterator[list[Server]]:
    """Two nodes of one installation."""
    database = postgres.make_database()
    settings: dict[str, object] = {"redis": redis_server.address(1)}
    try:
        with (
            Server(tmp_path / "a", database=database, settings=settings) as first,
            Server(tmp_path / "b", database=database, settings=settings) as second,
        ):
            yield [first, second]
    finally:
        postgres.drop_database(database)


def is_joined(node: Server) -> bool:
    return "switchboard_bus_connected 1" in httpx.get(f"{node.url}/metrics").text


def test_what_is_written_on_one_node_is_heard_on_the_other_at_once(nodes: list[Server]) -> None:
    first, second = nodes
    customer = Customer.guest(first)
    chat = customer.open_waiting_chat("Where is my deposit?")
    agent = Agent.made(first)
    elsewhere = Agent(second, agent.token, agent.about)
    with customer.connect() as phone, elsewhere.connect() as desk:
        phone.subscribe(chat)
        desk.subscribe(chat)
        elsewhere.assign(chat)
        # Without the bus it would come with the next head only.
        phone.hear_until(lambda frame: frame.get("event", {}).get("type") == "assigned", within=12)
        phone.say("typing", conversation=chat)
        desk.hear_until("typing", within=12)
        sent = elsewhere.write(chat, "It is on its way.")
        assert phone.hear_until(lambda frame: frame.get("body") == "It is on its way.", within=12)["seq"] == sent["seq"]


def test_without_redis_both_go_on_and_what_was_missed_comes_when_it_is_back(nodes: list[Server]) -> None:
    first, second = nodes
    customer = Customer.guest(first)
    chat = customer.open_waiting_chat("Where is my deposit?")
    agent = Agent.made(first)
    elsewhere = Agent(second, agent.token, agent.about)
    elsewhere.assign(chat)
    with customer.connect() as phone:
        phone.subscribe(chat)
        redis_server.control("stop")
        try:
            eventually(lambda: not is_joined(first) and not is_joined(second), "both nodes notice")
            assert httpx.get(f"{second.url}/health/ready").status_code == 200
            sent = elsewhere.write(chat, "It is on its way.")
            found = first.run("doctor")
            assert found.returncode == 1 and "Redis" in found.stdout
        finally:
            redis_server.control("start")
        missed = phone.find(lambda frame: frame["op"] == "message" and frame["seq"] == sent["seq"])
        assert missed["body"] == "It is on its way."
    eventually(lambda: is_joined(first) and is_joined(second), "both nodes are joined again")
    assert "events of the other nodes are heard again" in first.log_text()


def test_a_wrong_password_is_told_and_not_shown(nodes: list[Server], tmp_path: Path) -> None:
    address = redis_server.address(1).replace("redis://", f"redis://desk:{PASSWORD}@")
    with Server(tmp_path / "c", database=nodes[0].database, settings={"redis": address}) as node:
        found = node.run("doctor")
        assert found.returncode == 1 and "WRONGPASS" in found.stdout
        eventually(lambda: "WRONGPASS" in node.log_text(), "the log says so")
        assert PASSWORD not in found.stdout + found.stderr + node.log_text()
