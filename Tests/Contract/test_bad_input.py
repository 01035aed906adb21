"""What is malformed gets a clear answer with a stable code, and the server goes on."""

import json

import httpx
import postgres
import pytest

from client import Agent, Customer, identity_token, new_client_id
from problems import problem
from server import Server


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request, server, tmp_path_factory):
    """The suite's server, and one on PostgreSQL: what one engine passes over the other may refuse."""
    if request.param == "sqlite":
        yield server
        return
    database = postgres.make_database()
    with Server(tmp_path_factory.mktemp("bad-input"), database=database, settings=server.settings) as running:
        yield running
    postgres.drop_database(database)


@pytest.fixture
def chat(customer):
    return customer.open_waiting_chat()


@pytest.fixture
def post(customer, chat):
    """Posts raw bytes to the chat's messages."""

    def post(content: bytes, media_type: str | None = "application/json", **headers: str) -> httpx.Response:
        given = {"Content-Type": media_type, **headers} if media_type else headers
        return customer.http.post(f"/conversations/{chat}/messages", content=content, headers=given)

    return post


@pytest.fixture(autouse=True)
def goes_on(server):
    """Whatever a test sends, the server must answer the next request and have nothing unexpected to tell."""
    yield
    assert httpx.get(f"{server.url}/health/ready").status_code == 200
    assert "unexpected error" not in server.log_text()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"{]}", b"nonsense", b'{"body": }', b'{"body": "a"} trailing', b"\x00", b'{"body": "a\x00b"}', b"{'a': 1}"],
)
def test_malformed_json(post, content):
    assert problem(post(content)) == (400, "malformed_json")


@pytest.mark.parametrize("body", [b"\xff\xfe", b"\xc3\x28", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\xc0\x80"])
def test_invalid_utf8(post, body):
    content = b'{"client_id": "%s", "body": "%s"}' % (new_client_id().encode(), body)
    assert problem(post(content)) == (400, "malformed_json")


@pytest.mark.parametrize(
    "value", ["[]", "null", "1", '"text"', '{"client_id": 1}', '{"client_id": "not-a-uuid"}', '{"client_id": null}', "{}"]
)
def test_json_of_the_wrong_shape(post, value):
    assert problem(post(value.encode())) == (422, "invalid_field")


@pytest.mark.parametrize("depth", [200, 1_000, 20_000, 100_000])
def test_deep_json(post, depth):
    """Deep nesting must not exhaust a parser's stack, inside a member that is read or one that is not."""
    for member in (b"body", b"unknown"):
        content = b'{"client_id": "%s", "body": "deep", "%s": %s%s}'
        status = post(content % (new_client_id().encode(), member, b"[" * depth, b"]" * depth)).status_code
        assert status in (201, 400, 422)
        assert post(b'{"a":' * depth + b"1" + b"}" * depth).status_code in (400, 413, 422)


def test_unknown_members_are_passed_over(post):
    body = {"client_id": new_client_id(), "body": "hello", "colour": {"red": [1, 2]}, "seq": 999, "author": "agent"}
    answer = post(json.dumps(body).encode())
    assert answer.status_code == 201
    assert answer.json()["seq"] < 999 and answer.json()["author"]["type"] == "customer"


def test_huge_numbers(customer, chat):
    for value in ["99999999999999999999999999", "1e400", "-1", "1.5", '"5"', "true"]:
        answer = customer.http.post(
            f"/conversations/{chat}/rating", content=f'{{"score": {value}}}', headers={"Content-Type": "application/json"}
        )
        assert problem(answer)[0] in (400, 422), value


@pytest.mark.parametrize(
    "media_type",
    ["text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "nonsense"],
)
def test_wrong_media_type(post, media_type):
    content = json.dumps({"client_id": new_client_id(), "body": "hello"}).encode()
    assert problem(post(content, media_type)) == (415, "not_json")


@pytest.mark.parametrize("media_type", ["application/json; charset=utf-8", "Application/JSON"])
def test_json_by_other_spellings(post, media_type):
    assert post(json.dumps({"client_id": new_client_id(), "body": "hello"}).encode(), media_type).status_code == 201


def test_media_type_that_only_begins_like_json(post):
    content = json.dumps({"client_id": new_client_id(), "body": "hello"}).encode()
    assert problem(post(content, "application/jsonp"))[0] == 415


def test_oversized_body(post):
    assert problem(post(b'{"body": "' + b"a" * 300_000 + b'"}')) == (413, "body_too_large")


def test_oversized_body_that_is_not_announced(customer, chat):
    """Chunked: its length is known only once it came."""
    pieces = (b"a" * 10_000 for _ in range(100))
    answer = customer.http.post(
        f"/conversations/{chat}/messages", content=pieces, headers={"Content-Type": "application/json"}
    )
    assert problem(answer) == (413, "body_too_large")


def test_long_headers_and_addresses(customer):
    answers = [
        customer.http.get("/help/search", params={"q": "a" * 7_000}),
        customer.http.get("/help/categories", headers={"X-Long": "a" * 200_000}),
        customer.http.get("/" + "a/" * 10_000),
    ]
    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []


@pytest.mark.parametrize("text", ["a" * 10_000, "提" * 10_000, "👩🏽‍🚀" * 2_000, "e\u0301" * 5_000])
def test_longest_message(customer, chat, text):
    assert customer.write(chat, text)["body"] == text


@pytest.mark.parametrize("text", ["a" * 10_001, "提" * 10_001])
def test_longer_message(customer, chat, text):
    answer = customer.http.post(f"/conversations/{chat}/messages", json={"client_id": new_client_id(), "body": text})
    assert problem(answer)[0] == 422
    assert [message for message in customer.messages(chat) if message["body"] == text] == []


def test_long_fields(customer, chat):
    """Fields of 10,000 characters are kept, cut or refused; none breaks the server."""
    long = "ö" * 10_000
    answers = {
        "subject": customer.http.post("/conversations", json={"kind": "chat", "topic": "other", "subject": long}),
        "topic": customer.http.post("/conversations", json={"kind": "chat", "topic": long}),
        "action": customer.http.post(
            f"/conversations/{chat}/messages", json={"client_id": new_client_id(), "body": "x", "action": long}
        ),
        "comment": customer.http.post(f"/conversations/{chat}/rating", json={"score": 5, "comment": long}),
        "locale": customer.http.post("/session", json={"locale": long}),
        "token": customer.http.post("/session", json={"identity_token": long}),
        "email": customer.http.post("/agent/session", json={"email": long, "password": "x"}),
        "password": customer.http.post("/agent/session", json={"email": "a@b.example", "password": long}),
    }
    unclear = {name: answer.status_code for name, answer in answers.items() if not 400 <= answer.status_code < 500}
    assert unclear == {}
    for answer in answers.values():
        problem(answer)


@pytest.mark.parametrize("text", ["a\x00b", "\x00", "\x1b[31m", "\u202edlrow", "\ufeff", "\U0010ffff", "\u2028"])
def test_control_characters(customer, chat, text):
    """They are kept, taken out, or refused with a word; the timeline can be read afterwards."""
    answer = customer.http.post(f"/conversations/{chat}/messages", json={"client_id": new_client_id(), "body": text})
    assert answer.status_code in (201, 422)
    bodies = [message["body"] for message in customer.messages(chat)]
    if answer.status_code == 201:
        assert answer.json()["body"] in bodies
    else:
        assert problem(answer)[0] == 422


def test_nul_in_any_text(server, customer, chat):
    """PostgreSQL cannot store it; it is taken out or refused, and is no failure of ours."""
    nul = "a\x00b"
    customer.post(f"/conversations/{chat}/resolve")
    slug = next(shelf["articles"][0]["slug"] for shelf in customer.get("/help/categories")["data"] if shelf["articles"])
    claims = {"name": nul, "email": nul, "tier": nul, "identity_level": nul, "attributes": {nul: nul}}
    opening = {"kind": "ticket", "topic": "other", "body": nul}
    desk = Agent.made(server).http
    answers = {
        "subject": customer.http.post("/conversations", json={**opening, "subject": nul}),
        "topic": customer.http.post("/conversations", json={**opening, "topic": nul}),
        "locale": customer.http.post("/conversations", json={**opening, "locale": nul}),
        "rating": customer.http.post(f"/conversations/{chat}/rating", json={"score": 5, "comment": nul}),
        "feedback": customer.http.post(f"/help/articles/{slug}/feedback", json={"helpful": False, "comment": nul}),
        "action": customer.http.post(
            f"/conversations/{chat}/messages", json={"client_id": new_client_id(), "body": "x", "action": nul}
        ),
        "file": customer.http.post("/attachments", params={"name": f"{nul}.txt"}, content=b"text"),
        "claims": customer.http.post("/session", json={"identity_token": identity_token(f"nul-{new_client_id()}", **claims)}),
        "subject of claims": customer.http.post("/session", json={"identity_token": identity_token(nul)}),
        "id of claims": customer.http.post("/session", json={"identity_token": identity_token("u", jti=nul)}),
        "email": customer.http.post("/agent/session", json={"email": nul, "password": nul}),
        "inbox": desk.get("/agent/conversations", params={"view": "all", "q": nul}),
        "queue": desk.get("/agent/conversations", params={"view": "all", "queue": nul}),
        "search": customer.http.get("/help/search", params={"q": nul}),
        "suggestions": customer.http.get("/help/suggest", params={"q": nul}),
        "article": customer.http.get("/help/articles/a%00b"),
    }
    assert {name: answer.status_code for name, answer in answers.items() if answer.status_code >= 500} == {}
    assert answers["subject"].json()["subject"].replace("\x00", "") == "ab"


def test_lone_surrogates(post):
    for escape in [rb"\ud800", rb"\udc00\ud800"]:
        answer = post(b'{"client_id": "%s", "body": "%s"}' % (new_client_id().encode(), escape))
        assert answer.status_code in (201, 400, 422)


def test_markup_is_text(server):
    """Markup in any field comes back as it was written, and the pages show it escaped."""
    markup = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    customer = Customer.verified(server, "markup", name=markup)
    opened = customer.post("/conversations", {"kind": "ticket", "topic": "other", "subject": markup, "body": markup})
    assert [message["body"] for message in customer.messages(opened["id"]) if message["kind"] == "text"][0] == markup
    assert opened["subject"] == markup
    cookies = {"switchboard_session": customer.token}
    pages = ["/conversations", f"/conversations/{opened['id']}", "/help/search"]
    for path in pages:
        page = httpx.get(f"{server.url}{path}", cookies=cookies, params={"q": markup}, headers={"Accept": "text/html"})
        assert page.status_code == 200, path
        assert "<script>alert" not in page.text and "<img src=x" not in page.text, path


@pytest.mark.parametrize(
    "path",
    [
        "/conversations/cnv_short", "/conversations/70fa08c7-cef2-415b-98a8-40db60c486d1", "/conversations/%00", "/conversations/%FF%FE",
        "/conversations/..%2f..%2fetc", "/conversations/agt_00000000000000000000000000", "/attachments/..%2f..%2fpasswd",
        "/help/articles/..%2f..", "/help/articles/%E6%8F%90", "/help/articles/" + "a" * 500,
    ],
)  # fmt: skip
def test_ids_that_are_none(customer, path):
    assert problem(customer.http.get(path))[0] in (404, 422)


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"}, {"limit": "101"}, {"limit": "-1"}, {"limit": "ten"}, {"limit": "1e2"}, {"limit": "9" * 40},
        {"cursor": "nonsense"}, {"cursor": "\x00"}, {"cursor": "' OR 1=1 --"}, {"cursor": "a" * 5_000},
    ],
)  # fmt: skip
def test_wrong_query(customer, query):
    assert problem(customer.http.get("/conversations", params=query))[0] == 422


def test_percent_escapes_that_are_none(customer):
    """A browser sends none such; a program might."""
    for query in ["q=%", "q=%zz", "q=%FF", "q=%00", "q", "q=a&q=b", "&&&", "=", "q=%F0%28%8C%28"]:
        assert customer.http.get(f"/help/search?{query}").status_code in (200, 400, 422), query


def test_someone_elses_conversation(server, chat):
    """It is not there for others: 404, so that ids cannot be tried out."""
    other = Customer.guest(server)
    body = {"client_id": new_client_id(), "body": "let me in", "score": 5}
    answers = [other.http.get(f"/conversations/{chat}"), other.http.get(f"/conversations/{chat}/messages")]
    for action in ("messages", "handover", "resolve", "rating"):
        answers.append(other.http.post(f"/conversations/{chat}/{action}", json=body))
    assert {problem(answer) for answer in answers} == {(404, "conversation_not_found")}
    assert other.get("/conversations")["data"] == []
