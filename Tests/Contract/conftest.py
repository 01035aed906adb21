"""What the contract tests share: one server with the demo's content, and people who use it."""

import json

import pytest

from client import Agent, Customer
from server import Server

# Where the installation says that everybody reaches it; nothing is asked there.
SITE = "https://help.exchange.example"


@pytest.fixture(scope="session")
def site() -> str:
    return SITE


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Limits by the minute are out of the way: what is tested here is what an answer says, not how often it comes."""
    generous = {"limits.writes.per.minute": 1_000_000, "limits.sign.ins.per.ten.minutes": 1_000_000}
    settings = {**generous, "demo": "true", "site.url": SITE}
    with Server(tmp_path_factory.mktemp("contract"), settings=settings) as running:
        yield running


@pytest.fixture(scope="session")
def description(server):
    """The server's own description of its API."""
    return json.loads(Customer.guest(server).http.get("/openapi.json").content)


@pytest.fixture(scope="session")
def agent(server):
    """Somebody at the desk who may do everything."""
    return Agent.made(server, name="Mei Lin", role="admin")


@pytest.fixture
def customer(server):
    return Customer.guest(server)
