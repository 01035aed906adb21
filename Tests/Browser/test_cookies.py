"""A site behind TLS in a real browser: its cookies are bound to the host, and no other cookie is anybody's session."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, expect
from tls_front import TLSFront

from chat import Chat, bodies
from client import Agent
from desk import Desk
from server import Server
from visitor import Visitor


@pytest.fixture(scope="module")
def settings() -> dict[str, object]:
    return {"secure.cookies": "true"}


@pytest.fixture(scope="module")
def front(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TLSFront]:
    with TLSFront(server, tmp_path_factory.mktemp("tls")) as front:
        yield front


@pytest.fixture
def come(browser: Browser, front: TLSFront, locale: str, request: pytest.FixtureRequest) -> Iterator[Callable[[], Visitor]]:
    """`come()` brings somebody who is at the site by TLS."""
    with ExitStack() as leaving:
        visitors: list[Visitor] = []

        def come() -> Visitor:
            name = f"{request.node.name}-{len(visitors)}"
            # The certificate is the test's own.
            visitor = Visitor(browser, front.url, locale, "desktop", name, ignore_https_errors=True)
            visitors.append(leaving.enter_context(visitor))
            return visitor

        yield come
        for visitor in visitors:
            visitor.assert_no_complaints()


def names_of(visitor: Visitor) -> set[str]:
    """What its cookies are called: all of them for TLS, for no script, and for this host alone."""
    cookies = visitor.context.cookies()
    for cookie in cookies:
        assert cookie["secure"] and cookie["httpOnly"] and cookie["path"] == "/" and cookie["domain"] == "localhost", cookie
    return {cookie["name"] for cookie in cookies}


def test_a_customer_and_an_agent_are_known_by_cookies_of_this_host(come: Callable[[], Visitor], server: Server) -> None:
    asking, answering = come(), come()
    desk = Desk.of(answering, Agent.made(server))
    desk.view("unassigned").click()
    words = f"Where is my deposit? {asking.name}"
    chat = Chat.started(asking)
    chat.choose("assistant.action.person")
    chat.expect_line(chat.place_in_line(1))
    chat.write(words)
    expect(bodies(chat.log).filter(has_text=words)).to_have_count(1)
    # The desk hears it by its socket, which came in by the same cookie: nothing was opened anew.
    expect(desk.row(words)).to_be_visible()
    assert names_of(asking) == {"__Host-switchboard_session"} and names_of(answering) == {"__Host-switchboard_agent"}
    chat.place.get_by_role("button", name=asking.say("conversation.solved"), exact=True).click()
    chat.see("timeline.event.resolved")
    desk.me.click()
    desk.page.get_by_role("menuitem", name=answering.say("desk.sign_out")).click()
    expect(desk.page).to_have_url(re.compile("/desk/sign-in$"))
    assert names_of(answering) == set()


def test_a_cookie_that_a_sibling_could_set_signs_nobody_in(come: Callable[[], Visitor], server: Server) -> None:
    visitor = come()
    planter, owner = Agent.made(server), Agent.made(server, name="Lin Yue")
    planted = {"name": "switchboard_agent", "value": planter.token, "url": visitor.url, "secure": True, "httpOnly": True}
    visitor.context.add_cookies([planted])
    visitor.open("/desk")
    expect(visitor.page).to_have_url(re.compile("/desk/sign-in$"))
    # Whoever signs in beside it is themselves.
    Desk.of(visitor, owner)
    assert names_of(visitor) == {"switchboard_agent", "__Host-switchboard_agent"}
    assert visitor.page.request.get("/api/v1/agent/me").json()["agent"]["id"] == owner.id
