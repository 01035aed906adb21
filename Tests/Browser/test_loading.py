"""How pages load: everything that a page needs is named in it, and comes once."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest

from client import Agent
from desk import Desk
from server import Server
from visitor import Visitor

Visit = Callable[..., Visitor]


@contextmanager
def loaded(visitor: Visitor) -> Iterator[Counter[str]]:
    """The static files that are asked for meanwhile, from a cold cache, and how often each."""
    asked: Counter[str] = Counter()

    def hear(event: dict) -> None:
        if "/assets/" in event["request"]["url"]:
            asked[event["request"]["url"].partition("#")[0]] += 1

    session = visitor.context.new_cdp_session(visitor.page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    session.on("Network.requestWillBeSent", hear)
    yield asked
    visitor.page.wait_for_load_state("networkidle")
    session.detach()


def expect_named(visitor: Visitor, asked: Counter[str]) -> None:
    """Each module was asked for once, and the page itself named every one."""
    modules = {url: times for url, times in asked.items() if url.endswith(".js")}
    assert modules, "the page has scripts"
    assert {url: times for url, times in modules.items() if times > 1} == {}
    named = visitor.page.evaluate(
        "[...document.querySelectorAll('link[rel=modulepreload], script[type=module]')].map((each) => each.href ?? each.src)"
    )
    assert sorted(named) == sorted(modules)


def test_the_desk_names_all_that_it_loads(visit: Visit, agent: Agent) -> None:
    visitor = visit("en")
    Desk.of(visitor, agent)
    with loaded(visitor) as asked:
        visitor.open("/desk")
    expect_named(visitor, asked)
    # What was preloaded and not used the console complains of, some seconds after the page was loaded.
    visitor.page.wait_for_timeout(6000)


@pytest.mark.parametrize("path", ["/", "/contact", "/help/official-channels", "/desk/sign-in", "/widget"])
def test_pages_name_all_that_they_load(visit: Visit, path: str) -> None:
    visitor = visit("en")
    with loaded(visitor) as asked:
        assert visitor.open(path).status == 200
    expect_named(visitor, asked)


@pytest.mark.parametrize("path", ["/", "/widget"])
def test_style_sheets_bring_what_they_import(server: Server, path: str) -> None:
    page = httpx.get(f"{server.url}{path}").text
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert sheets
    for sheet in sheets:
        answer = httpx.get(f"{server.url}{sheet}")
        assert answer.status_code == 200
        assert not re.search(r"^@import", answer.text, re.MULTILINE), sheet
