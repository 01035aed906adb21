"""Cookies work from our own pages only, repeats do nothing twice, and every answer carries its safety headers."""

import concurrent.futures
import time
from datetime import timedelta

import httpx
import pytest

from client import Agent, Customer, identity_token, new_client_id


@pytest.fixture
def browser(server):
    """Sends requests as a page in a browser does: with the cookie of a session that the server gave it."""
    with httpx.Client(base_url=server.url, timeout=30) as browser:
        started = browser.post("/api/v1/session", json={"locale": "en"}, headers={"Sec-Fetch-Site": "same-origin"})
        assert started.status_code == 201 and "switchboard_session" in browser.cookies
        yield browser


def test_cookie_is_out_of_reach_for_scripts_and_other_sites(server):
    answers = {
        "switchboard_session": httpx.post(f"{server.url}/api/v1/session", json={}),
        "switchboard_agent": httpx.post(
            f"{server.url}/api/v1/agent/session", json={"email": "ming@demo.example", "password": "switchboard-demo"}
        ),
    }
    for name, answer in answers.items():
        cookie = answer.headers["set-cookie"]
        attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert cookie.startswith(f"{name}=")
        assert {"httponly", "samesite=lax", "path=/"} <= attributes
        assert answer.headers["cache-control"] == "no-store"


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "not an origin"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "OWN"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_other_sites_cannot_write_with_the_cookie(server, browser, headers):
    headers = {name: server.url if value == "OWN" else value for name, value in headers.items()}
    body = {"kind": "ticket", "topic": "other", "subject": "by another site", "body": "by another site"}
    answer = browser.post("/api/v1/conversations", json=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "cross_origin")
    assert browser.get("/api/v1/conversations").json()["data"] == []


def test_other_sites_cannot_sign_anybody_in(server):
    """Else a page could put its own session into a visitor's browser and read what they write."""
    foreign = {"Origin": "https://evil.example"}
    for path, body in [("session", {}), ("agent/session", {"email": "ming@demo.example", "password": "switchboard-demo"})]:
        answer = httpx.post(f"{server.url}/api/v1/{path}", json=body, headers=foreign)
        assert answer.status_code == 403 and "set-cookie" not in answer.headers


@pytest.mark.parametrize("headers", [{"Origin": "OWN"}, {"Sec-Fetch-Site": "same-origin", "Origin": "OWN"}, {}], ids=str)
def test_own_pages_write_with_the_cookie(server, browser, headers):
    headers = {name: server.url for name in headers if name == "Origin"} | {
        name: value for name, value in headers.items() if name != "Origin"
    }
    assert browser.post("/api/v1/conversations", json={"kind": "chat", "topic": "other"}, headers=headers).status_code == 201


def test_form_of_another_site(browser):
    """A form needs no permission to post text: neither its type nor its origin are taken."""
    content = '{"kind": "ticket", "topic": "other", "body": "x"}'
    headers = {"Content-Type": "text/plain", "Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert browser.post("/api/v1/conversations", content=content, headers=headers).status_code == 403
    own = {"Content-Type": "text/plain"}
    assert browser.post("/api/v1/conversations", content=content, headers=own).status_code == 415


def test_no_cross_origin_reading(server):
    """No answer lets the scripts of another site read it."""
    for path in ["/api/v1/help/categories", "/api/v1/conversations", "/"]:
        answer = httpx.get(f"{server.url}{path}", headers={"Origin": "https://evil.example"})
        assert "access-control-allow-origin" not in answer.headers
    asked = httpx.options(
        f"{server.url}/api/v1/conversations",
        headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"},
    )
    assert "access-control-allow-origin" not in asked.headers


def test_signed_out_session_is_over(server):
    agent = Agent.made(server)
    agent.sign_out()
    assert agent.http.get("/agent/me").status_code == 401


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": timedelta(minutes=-1)}, {"exp": None}, {"aud": "another"}, {"aud": None}, {"jti": None}, {"sub": None},
        {"secret": "another secret that signs nothing here at all"}, {"exp": "soon"}, {"nbf": timedelta(hours=1)},
    ],
    ids=str,
)  # fmt: skip
def test_identity_tokens_that_are_none(server, claims):
    times = {name: int(time.time() + value.total_seconds()) for name, value in claims.items() if isinstance(value, timedelta)}
    token = identity_token("someone", **claims | times)
    answer = httpx.post(f"{server.url}/api/v1/session", json={"identity_token": token})
    assert answer.status_code == 401 and "set-cookie" not in answer.headers


def test_unsigned_identity_token(server):
    head, payload, _ = identity_token("someone").split(".")
    none = "eyJhbGciOiJub25lIn0"  # {"alg":"none"}
    for token in [f"{none}.{payload}.", f"{head}.{payload}.", f"{head}.{payload}", "a.b.c", "", "." * 5000]:
        answer = httpx.post(f"{server.url}/api/v1/session", json={"identity_token": token})
        assert answer.status_code in (401, 422), token[:40]


def test_replayed_identity_token(server):
    token = identity_token("replayed")
    answers = [httpx.post(f"{server.url}/api/v1/session", json={"identity_token": token}).status_code for _ in range(2)]
    assert answers == [201, 401]


# Idempotency


def test_same_client_id_is_the_same_message(customer):
    chat = customer.open_waiting_chat()
    client_id = new_client_id()
    first = customer.write(chat, "once", client_id)
    again = customer.write(chat, "once", client_id)
    other = customer.write(chat, "another text", client_id.upper())
    assert first["seq"] == again["seq"] == other["seq"]
    assert other["body"] == "once"
    assert [message["body"] for message in customer.messages(chat)].count("once") == 1


def test_a_thousand_sends_with_one_client_id(customer):
    chat = customer.open_waiting_chat()
    client_id = new_client_id()
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        numbers = set(pool.map(lambda _: customer.write(chat, "a thousand times", client_id)["seq"], range(1000)))
    assert len(numbers) == 1
    timeline = customer.messages(chat)
    assert [message["body"] for message in timeline].count("a thousand times") == 1
    assert [message["seq"] for message in timeline] == list(range(1, len(timeline) + 1))


def test_client_id_counts_within_its_conversation(server):
    client_id = new_client_id()
    people = [Customer.guest(server), Customer.guest(server)]
    chats = [person.open_waiting_chat() for person in people]
    for person, chat in zip(people, chats):
        assert person.write(chat, f"from {person.id}", client_id)["body"] == f"from {person.id}"


def test_same_client_id_opens_one_conversation(customer):
    body = {"kind": "ticket", "topic": "fees", "subject": "A fee", "body": "Which?", "client_id": new_client_id()}
    assert customer.post("/conversations", body)["id"] == customer.post("/conversations", body)["id"]
    assert len(customer.get("/conversations")["data"]) == 1


def test_idempotency_key(customer):
    chat = customer.open_waiting_chat()
    numbers = [
        customer.post(f"/conversations/{chat}/messages", {"body": "by key"}, headers={"Idempotency-Key": key})["seq"]
        for key in ["one", "one", "two"]
    ]
    assert numbers[0] == numbers[1] != numbers[2]
    opened = [
        customer.post("/conversations", {"kind": "chat", "topic": "other"}, headers={"Idempotency-Key": "open"})["id"]
        for _ in range(2)
    ]
    assert opened[0] == opened[1]


def test_idempotency_key_that_is_too_long_is_refused(customer):
    """Passed over it would promise what is not kept: the repeat would open a second conversation."""
    body = {"kind": "chat", "topic": "other"}
    answer = customer.http.post("/conversations", json=body, headers={"Idempotency-Key": "k" * 256})
    assert answer.status_code == 422
    assert customer.get("/conversations")["data"] == []


# Headers


def directives(answer: httpx.Response) -> dict[str, str]:
    policy = answer.headers["content-security-policy"]
    return dict((part.strip().split(" ", 1) + [""])[:2] for part in policy.split(";"))


PAGES = ["/", "/help/search?q=fee", "/contact", "/announcements", "/conversations", "/desk", "/demo", "/no-such-page"]
OTHERS = ["/api/v1/help/categories", "/api/v1/openapi.json", "/api/v1/no-such", "/widget.js", "/health/live", "/widget"]


@pytest.mark.parametrize("path", PAGES + OTHERS)
def test_every_answer_has_its_safety_headers(server, path):
    answer = httpx.get(f"{server.url}{path}", headers={"Accept": "text/html"}, follow_redirects=True)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] in ("strict-origin-when-cross-origin", "same-origin", "no-referrer")
    policy = directives(answer)
    assert policy["default-src"] in ("'self'", "'none'")
    for directive in ["script-src", "style-src"]:
        sources = policy.get(directive, policy["default-src"])
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "data:", "https:"} & set(sources.split())
    assert policy.get("object-src", policy["default-src"]) == "'none'"
    assert "server" not in answer.headers and "x-powered-by" not in answer.headers


@pytest.mark.parametrize("path", PAGES + ["/api/v1/help/categories"])
def test_no_site_may_frame_our_pages(server, path):
    answer = httpx.get(f"{server.url}{path}", headers={"Accept": "text/html"})
    assert directives(answer)["frame-ancestors"] == "'none'"


@pytest.mark.parametrize("path", [page for page in PAGES if page != "/no-such-page"] + ["/widget"])
def test_pages_keep_to_their_own_policy(server, path):
    """A script or style inside the page would be refused by the browser without a word."""
    text = httpx.get(f"{server.url}{path}", headers={"Accept": "text/html"}, follow_redirects=True).text.lower()
    for script in text.split("<script")[1:]:
        tag, _, inside = script.partition(">")
        is_data = 'type="application/json"' in tag or 'type="application/ld+json"' in tag
        assert "src=" in tag or is_data or not inside.split("</script")[0].strip(), script[:200]
    assert "<style" not in text and " style=" not in text and " onclick=" not in text


def test_what_is_personal_is_not_kept_by_caches(server, customer):
    private = httpx.get(f"{server.url}/conversations", cookies={"switchboard_session": customer.token})
    for answer in [customer.http.get("/conversations"), private]:
        assert answer.status_code == 200
        assert "public" not in answer.headers.get("cache-control", "")
        assert {"no-store", "private", "no-cache"} & set(answer.headers.get("cache-control", "").replace(",", " ").split())


def test_attachments_are_not_run_by_browsers(customer):
    file = customer.http.post("/attachments", params={"name": "a\"b\r\nX: y.txt"}, content=b"<b>text</b>").json()
    answer = customer.http.get(f"/attachments/{file['id']}")
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert directives(answer)["sandbox"] == "" and directives(answer)["default-src"] == "'none'"
    assert "x" not in answer.headers and answer.content == b"<b>text</b>"
