"""A demo server for each file of journeys, one Chromium for all, and the people who look at the pages with it."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

import planted
from client import Agent
from everywhere import Everywhere
from object_store import ObjectStore
from server import Server
from visitor import Visitor
from waiting import MESSAGE, Case

# How many journeys run a minute is no business of the limits by address.
SETTINGS = {"limits.writes.per.minute": 1_000_000, "limits.sign.ins.per.ten.minutes": 1_000_000}

# What a page may take here: a debug server and a browser share two cores.
expect.set_options(timeout=60_000)

LOCALES = ["en", "zh-CN"]
# Of the screens that a journey is written for, one for each language: long English words on a phone, Chinese on a desktop.
SCREENS = {"en": {"device": "phone", "scheme": "dark"}, "zh-CN": {"device": "desktop", "scheme": "light"}}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--every-screen", action="store_true", help="make each journey in every language, width and scheme")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out the same journey in the same language on another screen: it takes half the suite's time, and finds little.

    Of those that are made on a cluster as well, one screen says what there is to say.
    """
    if config.getoption("every_screen"):
        return
    left_out = [item for item in items if isinstance(item, pytest.Function) and _is_repetition(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def _is_repetition(item: pytest.Function) -> bool:
    chosen = getattr(item, "callspec", None)
    if chosen is None:
        return False
    if chosen.params.get("installation") == "cluster" and chosen.params.get("locale", "en") != "en":
        return True
    if not {"locale", "device"} <= set(chosen.params):
        return False
    return any(chosen.params.get(name, value) != value for name, value in SCREENS[chosen.params["locale"]].items())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def settings() -> dict[str, object]:
    """What a file of journeys sets besides; it has a fixture of this name then."""
    return {}


@pytest.fixture(scope="module")
def installation() -> str:
    """What a file's server keeps its things in, `embedded` or a `cluster`; one that is for both has a fixture of this name."""
    return "embedded"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, settings: dict[str, object], installation: str) -> Iterator[Server]:
    """The demo: the starter help centre, people at the desk, the sandbox exchange."""
    with ExitStack() as stack:
        server = Server(tmp_path_factory.mktemp("browser"), settings={**SETTINGS, **settings})
        if installation == "cluster":
            store = ObjectStore()
            stack.callback(store.stop)
            everywhere = stack.enter_context(Everywhere(store, number=0))
            server.database = everywhere.database
            server.settings |= everywhere.settings
            everywhere.watch(server)
        # The sandbox exchange signs its users' tokens with a secret of its own.
        del server.settings["identity.secret"]
        stack.callback(server.end)
        yield server.start("--demo")


@pytest.fixture(scope="module", autouse=True)
def nothing_is_kept(server: Server) -> Iterator[None]:
    """After each file of journeys: no password, code or secret of them in any file, and no letter but sealed.

    Planted at the end, so that no journey meets who plants. A server that a journey ended is looked through as it was left.
    """
    yield
    if server.is_running:
        planted.plant(server)
    assert planted.found(server) == []
    assert not server.is_running or planted.controls(server)


@pytest.fixture(params=LOCALES)
def locale(request: pytest.FixtureRequest) -> str:
    """Each journey is made in each language."""
    return request.param


@pytest.fixture
def nobody_waits(server: Server) -> Iterator[None]:
    """Each journey leaves the line as it found it, however it ends."""
    yield
    agent = Agent.made(server)
    for row in agent.get("/agent/conversations", params={"view": "unassigned", "limit": 100})["data"]:
        agent.post(f"/agent/conversations/{row['id']}/status", {"status": "resolved"})


_HAS_FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    item.stash[_HAS_FAILED] = item.stash.get(_HAS_FAILED, False) or report.failed
    return report


@pytest.fixture
def visit(browser: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visitor]]:
    """`visit(locale, device)` brings somebody with a browser of their own; none of their pages may complain."""
    with ExitStack() as leaving:
        visitors: list[Visitor] = []

        def come(locale: str, device: str = "desktop", **options: object) -> Visitor:
            name = f"{request.node.name}-{len(visitors)}"
            visitors.append(leaving.enter_context(Visitor(browser, server.url, locale, device, name, **options)))
            return visitors[-1]

        yield come
        for visitor in visitors:
            if request.node.stash[_HAS_FAILED]:
                visitor.keep_picture("failed")
            visitor.assert_no_complaints()


@pytest.fixture
def agent(server: Server) -> Agent:
    return Agent.made(server, name="Ada Park")


@pytest.fixture
def wait(server: Server, locale: str, request: pytest.FixtureRequest):
    """`wait("a")` lets a customer wait; their words end with the letter. At the end none is left."""
    cases: list[Case] = []

    def come(letter: str) -> Case:
        cases.append(Case(server, locale, f"{MESSAGE[locale]} {letter}"))
        return cases[-1]

    yield come
    for case in cases:
        # One that the agent resolved already is.
        case.customer.http.post(f"/conversations/{case.id}/resolve")
