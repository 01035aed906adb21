"""A customer's session begins once, is found again, and ends: whoever comes next is nobody."""

import httpx
import pytest

from client import Customer, identity_token, new_client_id
from problems import problem

COOKIE = "switchboard_session"


@pytest.fixture
def browser(server):
    """The portal's page: its session is a cookie."""
    with httpx.Client(base_url=f"{server.url}/api/v1", headers={"Sec-Fetch-Site": "same-origin"}, timeout=30) as browser:
        yield browser


def start(person: httpx.Client, token: str | None = None, **body: object) -> httpx.Response:
    return person.post("/session", json=body, headers={"Authorization": f"Bearer {token}"} if token else {})


def test_a_second_start_is_the_same_session(browser):
    first = start(browser)
    again = start(browser)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert "set-cookie" not in again.headers and again.headers["cache-control"] == "no-store"


def test_the_widget_joins_the_portals_session(browser):
    """It lives in a page of the same site, so the portal's cookie comes along, and it keeps the token."""
    portal = start(browser).json()
    chat = browser.post("/conversations", json={"kind": "chat", "topic": "other"}).json()["id"]
    widget = start(browser).json()
    assert widget["customer"] == portal["customer"]
    with httpx.Client(base_url=browser.base_url, headers={"Authorization": f"Bearer {widget['token']}"}) as bearer:
        assert [each["id"] for each in bearer.get("/conversations").json()["data"]] == [chat]


def test_a_start_by_token_leaves_the_cookie_alone(server, browser):
    """The widget of an app has a session of its own; the portal's is another person's, perhaps."""
    portal = start(browser).json()
    own = Customer.guest(server)
    answer = start(browser, own.token)
    assert answer.status_code == 200 and answer.json()["customer"]["id"] == own.id
    assert "set-cookie" not in answer.headers
    assert browser.cookies[COOKIE] == portal["token"]


@pytest.mark.parametrize("stale", ["sbc_" + "A" * 43, "nonsense", "x" * 5000])
def test_a_token_that_is_over_falls_back_on_the_cookie(browser, stale):
    portal = start(browser).json()
    answer = start(browser, stale)
    assert (answer.status_code, answer.json()) == (200, portal)
    assert "set-cookie" not in answer.headers


def test_a_start_with_a_cookie_that_is_over_is_a_new_session(browser):
    first = start(browser).json()
    assert browser.delete("/session", headers={"Authorization": f"Bearer {first['token']}"}).status_code == 204
    browser.cookies.set(COOKIE, first["token"])
    answer = start(browser)
    assert answer.status_code == 201 and answer.json()["customer"]["id"] != first["customer"]["id"]


def test_who_asks_for_an_identity_gets_it_and_keeps_the_conversations(browser):
    start(browser)
    chat = browser.post("/conversations", json={"kind": "chat", "topic": "other"}).json()["id"]
    stale = "sbc_" + "A" * 43
    answer = start(browser, stale, identity_token=identity_token(f"uid-{new_client_id()}"))
    assert answer.status_code == 201 and answer.json()["customer"]["verified"]
    assert browser.cookies[COOKIE] == answer.json()["token"]
    assert [each["id"] for each in browser.get("/conversations").json()["data"]] == [chat]


def test_an_ended_session_is_over_by_cookie_and_by_token(server, browser):
    token = start(browser, identity_token=identity_token(f"uid-{new_client_id()}")).json()["token"]
    ended = browser.delete("/session")
    assert (ended.status_code, ended.content) == (204, b"")
    assert COOKIE not in browser.cookies
    assert "httponly" in ended.headers["set-cookie"].lower()
    assert problem(browser.get("/conversations")) == (401, "not_signed_in")
    by_token = httpx.get(f"{server.url}/api/v1/conversations", headers={"Authorization": f"Bearer {token}"})
    assert problem(by_token) == (401, "not_signed_in")
    assert problem(browser.delete("/session")) == (401, "not_signed_in")
    # Whoever comes next is nobody.
    assert not start(browser).json()["customer"]["verified"]


def test_the_widgets_sign_out_clears_the_cookie_that_its_sign_in_set(browser):
    token = start(browser, identity_token=identity_token(f"uid-{new_client_id()}")).json()["token"]
    assert browser.delete("/session", headers={"Authorization": f"Bearer {token}"}).status_code == 204
    assert COOKIE not in browser.cookies


def test_ending_one_session_leaves_another_ones_cookie(server, browser):
    start(browser)
    own = Customer.guest(server)
    ended = browser.delete("/session", headers={"Authorization": f"Bearer {own.token}"})
    assert ended.status_code == 204 and "set-cookie" not in ended.headers
    assert browser.get("/conversations").status_code == 200
    assert own.http.get("/conversations").status_code == 401


def test_another_site_ends_nobodys_session(browser):
    start(browser)
    answer = browser.delete("/session", headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"})
    assert problem(answer) == (403, "cross_origin")
    assert browser.get("/conversations").status_code == 200


def test_a_live_connection_ends_with_its_session(server):
    customer = Customer.guest(server)
    with customer.connect() as connection:
        assert customer.http.delete("/session").status_code == 204
        assert connection.closing_code(within=60) == 4001
