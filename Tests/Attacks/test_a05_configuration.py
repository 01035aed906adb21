"""OWASP A05, misconfiguration: what errors tell, what stands open by default, what a request may claim of its way here.

What stands elsewhere: safety headers of every answer, cross-origin reading (Contract/test_sessions_and_headers), methods
(Contract/test_methods_and_upgrades), upgrades and what follows them on a connection (Contract/test_kept_connections).
"""

import re
import socket
from collections.abc import Iterator
from contextlib import closing

import anybody
import httpx
import pytest

from client import Agent, Customer
from problems import problem
from server import Server

# What tells of the inside: paths, sources, engines, types, stacks.
INSIDE = re.compile(
    r"/work/|/usr/|/opt/|/home/|/tmp/|\.swift|swift-frontend|Fatal error|Thread \d|GRDB|SQLite|sqlite|libpq|PostgreSQL|SELECT |INSERT |"
    r"NIO|Hummingbird|0x[0-9a-f]{8}|Swift\.|DecodingError|CodingKeys|Optional\(|stack|Traceback",
)


def exchanged(server: Server, *parts: bytes) -> bytes:
    """What is said back to bytes on one connection, after which nothing comes any more."""
    with closing(socket.create_connection(("127.0.0.1", server.port), timeout=10)) as wire:
        said = b""
        try:
            for part in parts:
                wire.sendall(part)
            wire.shutdown(socket.SHUT_WR)
            while got := wire.recv(65536):
                said += got
        except (TimeoutError, ConnectionError):
            pass
        return said


def broken(server: Server, customer: Customer, agent: Agent) -> Iterator[httpx.Response]:
    """Requests that go wrong in every way."""
    json_type = {"Content-Type": "application/json"}
    api = f"{server.url}/api/v1"
    for path in ["/nothing", "/conversations/x", "/attachments/%00", "/help/articles/%ff", "/help/search?limit=x", "/conversations?cursor=x"]:
        yield customer.http.get(path)
    for body in [b"{", b"[]", b'{"kind": 1}', b"\xff", b'{"kind":"chat","topic":{"a":1}}', b'{"kind":"chat","topic":"other","attachments":[1]}']:
        yield customer.http.post("/conversations", content=body, headers=json_type)
    for path in ["/agent/conversations?view=x", "/agent/conversations/x", "/agent/search?from=x", "/admin/audit", "/agent/board"]:
        yield agent.http.get(path)
        yield anybody.get(api + path)
    for body in [{"identity_token": "a.b.c"}, {"identity_token": "eyJhbGciOiJub25lIn0.e30."}, {"locale": 1}]:
        yield anybody.post(f"{api}/session", json=body)
    for body in [{"email": "a", "password": "b"}, {"email": 1}, {}]:
        yield anybody.post(f"{api}/agent/session", json=body)
    yield customer.http.post("/attachments", content=b"MZ" + bytes(100))
    yield customer.http.post("/attachments", content=b"\x89PNG\r\n\x1a\n" + bytes(100))
    yield customer.http.post("/attachments", content=b"%PDF-1.4 broken")
    yield customer.http.post("/attachments", content=b"x", headers={"Content-Type": "multipart/form-data; boundary=a"})
    yield anybody.request("TRACE", f"{server.url}/")
    yield anybody.request("DELETE", f"{server.url}/verify")
    yield anybody.post(f"{server.url}/verify", content=b"value=%ff", headers={"Content-Type": "application/x-www-form-urlencoded"})
    for path in ["/no-such", "/help/no-such", "/conversations/cnv_x", "/desk/no-such", "/assets/x/no.css", "/announcements/no"]:
        yield anybody.get(f"{server.url}{path}", headers={"Accept": "text/html"})


def test_errors_tell_nothing_of_the_inside(server: Server, customer: Customer, agent: Agent) -> None:
    seen = 0
    for answer in broken(server, customer, agent):
        assert answer.status_code >= 300, answer.request.url
        text = re.sub(r"<(link|script|use|img)[^>]*>", "", answer.text)
        found = INSIDE.search(text)
        assert not found, (str(answer.request.url), found and found[0], text[:400])
        assert str(server.folder) not in answer.text
        seen += 1
    assert seen > 40


def test_nothing_tells_which_program_it_is(server: Server) -> None:
    for path in ["/", "/api/v1/nothing", "/health/live", "/widget.js", "/desk/sign-in", "/no-such"]:
        answer = anybody.get(f"{server.url}{path}")
        assert not {"server", "x-powered-by", "via", "x-version", "x-runtime"} & set(answer.headers)
        assert "hummingbird" not in answer.text.lower()


def test_there_is_nobody_by_default(tmp_path) -> None:
    """Without `--demo` there are no people, no sandbox exchange and no password that everybody knows."""
    with Server(tmp_path / "site") as server:
        for email in ["admin@demo.example", "ming@demo.example", "ana@demo.example", "admin", "admin@localhost", "root"]:
            for password in ["switchboard-demo", "admin"]:
                answer = anybody.post(f"{server.url}/api/v1/agent/session", json={"email": email, "password": password})
                assert answer.status_code in (401, 422, 429)
        for path in ["/demo", "/demo/api/v1/users/20260001/phone", "/demo/accounts/totp", "/demo/api/v1/users/20260001"]:
            assert anybody.get(f"{server.url}{path}").status_code == 404


def test_the_sandbox_exchange_answers_who_signs_only(server: Server) -> None:
    for path in ["totp", "identity", "sms", "contact"]:
        for headers in ({}, {"Switchboard-Timestamp": "1", "Switchboard-Nonce": "a" * 32, "Switchboard-Signature": "v1=" + "0" * 64}):
            answer = anybody.post(f"{server.url}/demo/accounts/{path}", json={"account": "20260001", "code": "1"}, headers=headers)
            assert problem(answer) == (401, "not_signed")
    for path in ["20260001", "20260001/balances", "20260001/transfers"]:
        assert anybody.get(f"{server.url}/demo/api/v1/users/{path}", headers={"Authorization": "Bearer x"}).status_code == 401


# What a request claims of itself

HOSTS = ["evil.example", "evil.example:80", "127.0.0.1@evil.example", "evil.example/path", "a b", "", "[::1", "evil.example\"><script>"]


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_that_is_made_up_stands_in_no_answer(server: Server, host: str) -> None:
    """Else a cache, a letter or a link would lead to it.

    But for one place: where the page's own socket may go, which older browsers do not take `'self'` for, is said of the host
    that the browser itself named.
    """
    for path in ["/", "/desk", "/help/search?q=fee", "/widget.js", "/verify/report", "/no-such", "/api/v1/openapi.json", "/conversations"]:
        request = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
        said = exchanged(server, request.encode())
        told = re.sub(rb" wss?://[\w.:-]+(?=[ ;])", b"", said)
        assert b"evil.example" not in told, (path, said[:300])
        assert said == b"" or int(said.split(b" ", 2)[1]) < 500


def test_forwarded_hosts_count_for_nothing(server: Server) -> None:
    names = ["X-Forwarded-Host", "X-Host", "X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Server", "Forwarded", "X-Original-Host"]
    headers = {name: "host=evil.example" if name == "Forwarded" else "evil.example" for name in names}
    headers |= {"X-Original-URL": "/metrics", "X-Rewrite-URL": "/metrics"}
    for path in ["/", "/desk", "/verify/report", "/api/v1/help/categories"]:
        answer = anybody.get(f"{server.url}{path}", headers={**headers, "Accept": "text/html"})
        assert "evil.example" not in answer.text and "evil.example" not in str(answer.headers) and "switchboard_realtime" not in answer.text


def test_a_made_up_origin_is_held_against_the_host(server: Server) -> None:
    """Origin and Host that agree with each other are taken from who may set both: no browser of another site may."""
    token = Customer.guest(server).token
    body = {"kind": "chat", "topic": "other"}
    for headers in [{"Origin": f"http://127.0.0.1:{server.port}.evil.example"}, {"Origin": f"http://evil.example/127.0.0.1:{server.port}"},
                    {"Origin": f"http://a@127.0.0.1:{server.port}"}, {"Origin": f"http://127.0.0.1:{server.port} "  "x"}, {"Origin": "://"}]:  # fmt: skip
        answer = anybody.post(f"{server.url}/api/v1/conversations", json=body, headers=headers, cookies={"switchboard_session": token})
        assert problem(answer) == (403, "cross_origin"), headers


# Smuggling: two who disagree where a request ends

SMUGGLED = b"GET /health/live HTTP/1.1\r\nHost: smuggled\r\n\r\n"
HEAD = b"POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
AMBIGUOUS = {
    "length and chunks": b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "chunks and length": b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "two lengths": b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} " + SMUGGLED,
    "a list of lengths": b"Content-Length: 2, 3\r\n\r\n{}" + SMUGGLED,
    "a signed length": b"Content-Length: +2\r\n\r\n{}" + SMUGGLED,
    "a negative length": b"Content-Length: -2\r\n\r\n{}" + SMUGGLED,
    "a length in hexadecimal": b"Content-Length: 0x2\r\n\r\n{}" + SMUGGLED,
    "a length beyond numbers": b"Content-Length: 18446744073709551618\r\n\r\n{}" + SMUGGLED,
    "a space before the colon": b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "another coding": b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "a coding behind chunks": b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "a folded line": b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "a bare line feed": b"Content-Length: 2\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    "a chunk that is none": b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n" + SMUGGLED,
    "a chunk beyond numbers": b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff1\r\n\r\n" + SMUGGLED,
    "NUL in a header": b"X: a\x00b\r\nContent-Length: 0\r\n\r\n" + SMUGGLED,
}  # fmt: skip


@pytest.mark.parametrize("what", AMBIGUOUS)
def test_a_request_whose_end_is_doubtful_is_refused_with_its_connection(server: Server, what: str) -> None:
    """Nothing behind it is answered, so that no proxy in front gets an answer that belongs to another's request."""
    said = exchanged(server, HEAD, AMBIGUOUS[what])
    assert b'"status":"live"' not in said, said[:600]
    answers = [int(each[:3]) for each in said.split(b"HTTP/1.1 ")[1:]]
    # Where an answer was begun before the end was doubtful, it ends with the connection as well.
    assert {400} >= set(answers) and len(answers) <= 2, said[:600]
    assert not answers or b"Connection: close" in said.split(b"\r\n\r\n")[0]


def test_a_second_request_is_answered_where_the_first_is_clear(server: Server) -> None:
    """Else the others would pass because nothing behind a request is ever answered."""
    said = exchanged(server, HEAD, b"Content-Length: 2\r\n\r\n{}", SMUGGLED)
    assert said.count(b"HTTP/1.1 ") == 2 and b'"status":"live"' in said
