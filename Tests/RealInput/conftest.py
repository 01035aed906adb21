"""What the tests with real input share."""

import pytest

import real_input
from client import Agent
from server import Server

def pytest_collection_modifyitems(items):
    if not real_input.FOLDER.is_dir():
        for item in items:
            if "RealInput" in item.path.parts:
                item.add_marker(pytest.mark.skip(reason=real_input.MISSING))


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("real"), settings={**real_input.SETTINGS, "demo": "true"}) as running:
        yield running


@pytest.fixture(scope="session")
def agents(server):
    """Three people at the desk, online."""
    people = [Agent.made(server, name=name, role="supervisor") for name in ("Ada Park", "Bo Chen", "Cleo Diaz")]
    for person in people:
        person.go("online")
    yield people
    for person in people:
        person.go("offline")
