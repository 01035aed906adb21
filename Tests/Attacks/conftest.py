"""What the attacks share: a server on each engine with everything on it that can be attacked, and who attacks."""

import json
from collections.abc import Iterator
from typing import Any

import postgres
import pytest
from playwright.sync_api import Browser, sync_playwright

import anybody
from client import Agent, Customer, Frame
from exchange import Exchange, exchange
from markup import Watched, Written
from server import Server
from world import World, at_desk

# How many attacks run a minute is no business of the limits, but where they are what is attacked.
SETTINGS = {"limits.writes.per.minute": 1_000_000, "limits.sign.ins.per.ten.minutes": 1_000_000, "log.level": "debug"}


@pytest.fixture(scope="session")
def shop() -> Iterator[Exchange]:
    with exchange() as running:
        yield running


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, shop: Exchange) -> Iterator[Server]:
    """On SQLite, with the starter help centre."""
    settings = {**SETTINGS, **shop.settings(), "demo": "true"}
    with Server(tmp_path_factory.mktemp("attacked"), settings=settings) as running:
        yield running


@pytest.fixture(scope="session")
def on_postgres(tmp_path_factory: pytest.TempPathFactory, shop: Exchange) -> Iterator[Server]:
    database = postgres.make_database()
    settings = {**SETTINGS, **shop.settings(), "demo": "true"}
    with Server(tmp_path_factory.mktemp("attacked-pg"), database=database, settings=settings) as running:
        yield running
    postgres.drop_database(database)


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def either(request: pytest.FixtureRequest) -> Server:
    """What is the database's part of a defence is attacked on both engines."""
    return request.getfixturevalue("server" if request.param == "sqlite" else "on_postgres")


@pytest.fixture(scope="session")
def description(server: Server) -> Frame:
    return json.loads(Customer.guest(server).http.get("/openapi.json").content)


@pytest.fixture(scope="session")
def world(either: Server, shop: Exchange) -> World:
    return World.at(either, shop)


@pytest.fixture(scope="session")
def agent(server: Server) -> Agent:
    return at_desk(server)


@pytest.fixture(scope="session")
def admin(server: Server) -> Agent:
    return at_desk(server, "admin")


@pytest.fixture
def customer(server: Server) -> Customer:
    return Customer.guest(server)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def written(server: Server, admin: Agent) -> Written:
    return Written(server, admin)


@pytest.fixture
def watched(browser: Browser, server: Server, written: Written) -> Iterator[Any]:
    """`watched(cookies)` looks with these; whatever was heard until the end counts."""
    all_: list[Watched] = []

    def come(**cookies: str) -> Watched:
        all_.append(Watched(browser, server.url, cookies))
        return all_[-1]

    yield come
    for each in all_:
        each.context.close()
        assert each.heard == []


@pytest.fixture(autouse=True)
def goes_on(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever is attacked answers afterwards, and had nothing unexpected to tell meanwhile."""
    names = {"server", "either", "on_postgres"} & set(request.fixturenames)
    attacked = list({id(found): found for found in map(request.getfixturevalue, names)}.values())
    before = [running.log.stat().st_size for running in attacked]
    yield
    for running, size in zip(attacked, before, strict=True):
        assert running.is_running
        assert anybody.get(f"{running.url}/health/ready").status_code == 200
        with running.log.open("rb") as log:
            log.seek(size)
            assert b"unexpected error" not in log.read()
