"""One server for the tests of the realtime protocol; each test brings its own people."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from client import Agent, Customer, Realtime
from server import Server

# How many tests run a minute is no business of the limits by address; those by connection stay as they are delivered.
SETTINGS = {"limits.writes.per.minute": 1_000_000, "limits.sign.ins.per.ten.minutes": 1_000_000}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("realtime"), settings=SETTINGS) as server:
        yield server


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server for one test that stops it or counts what it has."""
    with Server(tmp_path, settings=SETTINGS) as server:
        yield server


@pytest.fixture(scope="session")
def agent(server: Server) -> Agent:
    """An agent who answers; takes no conversations by themselves."""
    return Agent.made(server)


@pytest.fixture
def customer(server: Server) -> Customer:
    return Customer.guest(server)


@pytest.fixture
def conversation(customer: Customer) -> str:
    """A conversation of the customer that waits for a person; four entries long."""
    return customer.open_waiting_chat("hello")


@pytest.fixture
def connection(customer: Customer) -> Iterator[Realtime]:
    """A connection of the customer."""
    with customer.connect() as realtime:
        yield realtime
