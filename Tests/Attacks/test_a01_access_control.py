"""OWASP A01, broken access control: other people's things, other people's roles, other sites, other paths.

What stands elsewhere: every desk route with every role and none (ServerTests/API/AuthorityTests), strangers on every route
(Contract/test_description), subscriptions and cross-site WebSockets (Realtime/test_authority), the origins of the customer's
cookie (Contract/test_sessions_and_headers), whose files are whose (Contract/test_attachments).
"""

import base64
import re
import socket
from pathlib import Path

import anybody
import httpx
import pytest

from client import Agent, Customer, Frame, new_client_id
from problems import problem
from server import Server
from world import PLANTED, Operation, World, at_desk, operations

REFUSED = {401, 403, 404}
# What only its maker may see, even of those who may do the same.
ROOT = Path(__file__).parents[2]
PERSONAL = ("/agent/macros/", "/agent/filters/", "/agent/passkeys/", "/agent/sessions/")
# What editors write.
EDITORS = ("/agent/articles/", "/agent/announcements/", "/agent/api-documents/", "/agent/snippets/", "/agent/videos/", "/agent/pictures/")


def named(description: Frame) -> list[Operation]:
    """Every route that names something of somebody's."""
    found = [each for each in operations(description) if "{" in each.path and "{slug}" not in each.path]
    # Nobody's: everybody reads them.
    found = [each for each in found if not each.path.startswith("/api-docs/")]
    assert len(found) > 50, "the description holds too few"
    return found


def ask(operation: Operation, world: World, token: str | None, path: str | None = None) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    address = f"{world.server.url}/api/v1{path or world.filled(operation.path)}"
    return anybody.request(operation.method, address, json=world.body(operation), headers=headers, timeout=30)


def let_in(operation: Operation, world: World, tokens: dict[str, str | None], **instead: str) -> list[str]:
    """Who was answered with something else than a refusal, or with anything of somebody's."""
    wrong = []
    for who, token in tokens.items():
        answer = ask(operation, world, token, world.filled(operation.path, **instead))
        if answer.status_code not in REFUSED or PLANTED.lower() in answer.text.lower():
            wrong.append(f"{operation.name} by {who}: {answer.status_code} {answer.text[:200]}")
        elif problem(answer)[1] in ("method_not_allowed", "bad_request"):
            wrong.append(f"{operation.name} by {who} was not tried: {answer.text[:200]}")
    return wrong


# Somebody else's, by id (IDOR)


def test_another_customers_things_are_not_there_on_any_route(world: World, description: Frame) -> None:
    before = world.state()
    people: dict[str, str | None] = {
        "nobody": None, "a forged token": "sbc_" + "A" * 43, "a guest": Customer.guest(world.server).token,
        "a customer": Customer.verified(world.server, "somebody else").token,
        "an editor": at_desk(world.server, "editor").token,
    }  # fmt: skip
    wrong: list[str] = []
    for operation in named(description):
        if operation.is_desk:
            continue
        wrong += let_in(operation, world, people)
        if operation.path.startswith("/attachments/"):
            # What was not sent is its uploader's alone, whoever else reads conversations.
            wrong += let_in(operation, world, people | {"an agent": world.agent.token}, attachments=world.ids["unsent"])
        if operation.is_desk or not operation.ways:
            continue
        # An agent's token is none here: the desk has its own routes.
        if "agentToken" not in operation.ways:
            wrong += let_in(operation, world, {"an agent": world.agent.token})
    assert wrong == []
    assert world.state() == before


def test_another_conversation_of_ones_own_does_not_open_the_other(world: World, description: Frame) -> None:
    """A thing of one conversation asked for through another, by who owns the latter."""
    before = world.state()
    other = Customer.guest(world.server)
    own = other.open_waiting_chat("mine")
    wrong: list[str] = []
    for operation in named(description):
        if "{verification}" in operation.path and not operation.is_desk:
            wrong += let_in(operation, world, {"its neighbour": other.token}, conversations=own)
    through_own = world.filled("/agent/conversations/{id}/verifications/{verification}", conversations=own)
    assert problem(world.agent.http.delete(through_own))[0] == 404
    assert wrong == []
    assert world.state() == before


def test_the_desks_things_are_closed_to_customers_and_to_lesser_roles(world: World, description: Frame) -> None:
    before = world.state()
    outside: dict[str, str | None] = {
        "nobody": None, "a guest": Customer.guest(world.server).token, "the customer it is about": world.customer.token,
        "a forged token": "sba_" + "A" * 43,
    }  # fmt: skip
    editor, colleague = at_desk(world.server, "editor"), at_desk(world.server)
    wrong: list[str] = []
    for operation in named(description):
        if not operation.is_desk:
            continue
        wrong += let_in(operation, world, outside)
        # An editor has nothing of the desk but what everybody reads, and their own sessions and passkeys.
        if not operation.path.startswith(EDITORS):
            wrong += let_in(operation, world, {"an editor": editor.token})
        if operation.path.startswith(("/admin/", *PERSONAL)) or operation.path == "/agent/fields/{id}":
            wrong += let_in(operation, world, {"a colleague": colleague.token})
    assert wrong == []
    assert world.state() == before


def test_an_id_of_another_kind_is_nothing(world: World, description: Frame) -> None:
    """What has another kind's id is not found by whoever may do everything, and nothing breaks."""
    before = world.state()
    wrong = []
    for operation in named(description):
        token = world.admin.token if operation.is_desk else world.customer.token
        noun = re.search(r"([\w-]+)/\{id\}", operation.path)
        if not noun:
            continue
        for other in (world.ids["teams"] if noun[1] != "teams" else world.ids["queues"], "../customers", "%00", "1 OR 1=1"):
            answer = ask(operation, world, token, world.filled(operation.path, **{noun[1]: other.replace("/", "%2F")}))
            if answer.status_code != 404:
                wrong.append(f"{operation.name} with {other}: {answer.status_code} {answer.text[:200]}")
    assert wrong == []
    assert world.state() == before


@pytest.mark.parametrize("page", ["/conversations/{id}", "/conversations"])
def test_pages_show_nobody_elses_conversations(world: World, page: str) -> None:
    path = world.filled(page)
    for cookies in ({}, {"switchboard_session": Customer.guest(world.server).token}, {"switchboard_session": world.agent.token}):
        answer = anybody.get(f"{world.server.url}{path}", cookies=cookies, headers={"Accept": "text/html"})
        assert PLANTED not in answer.text
        assert answer.status_code in ((200,) if page == "/conversations" else REFUSED)


def test_desk_pages_are_closed_to_customers(world: World) -> None:
    # RouteTableTests holds its list against the routes that the server has registered.
    table = (ROOT / "Tests" / "ServerTests" / "API" / "RouteTableTests.swift").read_text().split("entrances")[0]
    pages = re.findall(r'"/desk([^"]*)": (?:nil|\.)', table)
    assert {"", "/security", "/people", "/people/sign-in", "/knowledge/videos"} <= set(pages)
    for page in pages:
        for cookies in ({}, {"switchboard_agent": world.customer.token}, {"switchboard_session": world.agent.token}):
            answer = anybody.get(f"{world.server.url}/desk{page}", cookies=cookies, headers={"Accept": "text/html"})
            assert (answer.status_code, answer.headers["location"]) == (302, "/desk/sign-in"), page


def test_lists_and_searches_hold_nothing_of_others(world: World) -> None:
    other = Customer.guest(world.server)
    for path in ["/conversations", "/help/search?q=" + PLANTED, "/help/suggest?q=" + PLANTED, "/announcements"]:
        answer = other.http.get(path)
        # What was asked for may be said again; nothing else of it.
        assert PLANTED not in str(answer.json().get("data")), path


# Rights that a body claims (mass assignment)


def test_a_body_claims_no_rights(world: World) -> None:
    server, before = world.server, world.state()
    claimed = {"role": "admin", "customer": world.customer.id, "customer_id": world.customer.id, "verified": True, "id": "x"}
    started = anybody.post(f"{server.url}/api/v1/session", json={**claimed, "name": "Admin", "locale": "en"}).json()
    assert started["customer"]["verified"] is False and started["customer"]["id"] != world.customer.id
    other = Customer(server, started["token"], started["customer"])
    opening = {"kind": "chat", "topic": "other", **claimed, "status": "closed", "assignee": world.agent.id, "reference": "A-1"}
    opened = other.post("/conversations", opening)
    assert opened["status"] == "assistant" and opened["reference"] != "A-1" and opened.get("assignee") is None
    author = {"type": "agent", "name": "Support", "badge": "4001", "id": world.agent.id}
    written = {"client_id": new_client_id(), "body": "hello", "author": author, "kind": "note", "seq": 1, "event": {"type": "resolved"}}
    message = other.post(f"/conversations/{opened['id']}/messages", written)
    assert (message["author"]["type"], message["kind"]) == ("customer", "text") and "badge" not in message["author"]
    colleague = at_desk(server)
    colleague.put("/agent/presence", {"state": "offline", "agent": world.agent.id, "id": world.agent.id})
    assert world.state() == before


def test_an_agent_makes_nothing_that_everybody_has(world: World) -> None:
    agent = at_desk(world.server)
    macro = {"shortcut": "mine", "shared": True, "texts": [{"locale": "en", "title": "t", "body": "b"}]}
    assert problem(agent.http.post("/agent/macros", json=macro)) == (403, "not_permitted")
    changed = {"name": "mine", "shared": True, "filter": {"view": "all"}}
    shared = at_desk(world.server, number=1).post("/agent/filters", changed)
    # Whoever has put a list together may share it; what is shared is not everybody's to change.
    for method, body in (("PUT", changed), ("DELETE", None)):
        assert problem(agent.http.request(method, f"/agent/filters/{shared['id']}", json=body))[0] in REFUSED
    assert shared["id"] in [each["id"] for each in agent.get("/agent/filters")["data"]]


def test_a_method_in_a_header_or_an_address_is_none(world: World) -> None:
    """`X-HTTP-Method-Override` and the like would make a change of a GET, which other sites may send."""
    before = world.state()
    path = f"/conversations/{world.ids['conversations']}"
    for name in ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"]:
        assert world.customer.http.get(path, headers={name: "DELETE"}).status_code == 200
        filter_path = f"/agent/filters/{world.ids['filters']}"
        assert world.agent.http.post(filter_path, headers={name: "DELETE"}, json={}).status_code == 405
    world.customer.http.get(path, params={"_method": "DELETE"})
    world.customer.http.post(f"{path}/messages?_method=DELETE", json={})
    assert world.state() == before


# What another site makes a browser send (CSRF)

FOREIGN = [
    {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"},
    {"Sec-Fetch-Site": "same-site"},
    # A proxy in front that asks for a password: the browser adds it by itself, to other sites' requests as well.
    {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site", "Authorization": "Basic " + base64.b64encode(b"a:b").decode()},
    {"Origin": "https://evil.example", "Authorization": "Negotiate YII="},
]  # fmt: skip


@pytest.mark.parametrize("headers", FOREIGN, ids=["both headers", "origin", "null", "same site", "basic", "negotiate"])
def test_another_site_changes_nothing_with_a_cookie(world: World, description: Frame, headers: dict[str, str]) -> None:
    """Every route that changes something, with the cookies of who may do it."""
    before = world.state()
    cookies = {"switchboard_session": world.customer.token, "switchboard_agent": world.admin.token}
    wrong = []
    for operation in operations(description):
        if not operation.changes:
            continue
        slug = operation.path.replace("{slug}", "choose-network")
        address = f"{world.server.url}/api/v1{world.filled(slug)}"
        body = world.body(operation)
        answer = anybody.request(operation.method, address, json=body, headers=headers, cookies=cookies, timeout=30)
        if problem(answer) != (403, "cross_origin"):
            wrong.append(f"{operation.name}: {answer.status_code} {answer.text[:120]}")
        assert "set-cookie" not in answer.headers, operation.name
    assert wrong == []
    assert world.state() == before


def test_another_site_sends_no_form_of_ours(server: Server) -> None:
    for path in ["/verify", "/verify/report"]:
        answer = anybody.post(f"{server.url}{path}", data={"value": "https://a.example"}, headers={"Origin": "https://evil.example"})
        assert problem(answer) == (403, "cross_origin")


# Other addresses: of files, and of other sites

TRAVERSALS = [
    "..%2f..%2f..%2fetc%2fpasswd", "../../../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "..%5c..%5cetc%5cpasswd",
    "%252e%252e%252fetc%252fpasswd", "....//....//etc/passwd", "%c0%ae%c0%ae/etc/passwd", "/etc/passwd", "switchboard.sqlite",
    "..%2fencryption.key", "file:%2f%2f%2fetc%2fpasswd", "%00", "..%00/encryption.key",
]  # fmt: skip
PLACES = [
    "/assets/", "/assets/x/", "/help/", "/help/category/", "/announcements/", "/api/v1/attachments/", "/api/v1/help/articles/",
    "/conversations/", "/", "/demo/", "/widget/", "/api/v1/admin/templates/",
]  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_no_path_leads_out_of_its_folder(server: Server, customer: Customer, admin: Agent, place: str) -> None:
    """Sent as it stands: a client that tidies paths up would attack nothing."""
    key = server.settings["encryption.key"]
    token = admin.token if "admin" in place else customer.token
    for path in TRAVERSALS:
        said = raw(server, f"GET {place}{path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n")
        status = int(said.split(b" ", 2)[1])
        assert 300 <= status < 500, (place, path, said[:200])
        assert b"root:" not in said and b"SQLite format" not in said and str(key).encode() not in said


def test_what_is_kept_beside_the_program_is_not_served(server: Server) -> None:
    for path in [".git/config", ".env", "switchboard.sqlite", "data/switchboard.sqlite", "encryption.key", "server.log", "Package.swift",
                 "blobs/", "backup.tar", "admin", "phpinfo.php", "actuator/env", "debug/pprof/", ".well-known/security.txt"]:  # fmt: skip
        answer = anybody.get(f"{server.url}/{path}")
        assert answer.status_code == 404, path


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example", "/%09/evil.example", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(server: Server, target: str) -> None:
    """No parameter chooses where one is sent (open redirect)."""
    names = ["next", "url", "return_to", "redirect", "continue", "lang", "user", "topic", "q", "as"]
    cookies = {"switchboard_agent": "sba_forged"}
    pages = ["/", "/desk", "/desk/sign-in", "/desk/security", "/desk/board", "/verify/report", "/contact", "/demo", "/widget", "/conversations"]
    for page in pages:
        answer = anybody.get(f"{server.url}{page}", params=dict.fromkeys(names, target), cookies=cookies, headers={"Accept": "text/html"})
        location = answer.headers.get("location", "/")
        assert location.startswith("/") and "evil" not in location and not location.startswith(("//", "/\\"))
    for path in [f"/{target}", f"//evil.example/{target}", "//evil.example/%2f.."]:
        said = raw(server, f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert b"\r\nlocation:" not in said.split(b"\r\n\r\n")[0].lower()


def raw(server: Server, request: str) -> bytes:
    """What is answered to bytes as they stand."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as wire:
        wire.sendall(request.encode())
        said = b""
        while got := wire.recv(65536):
            said += got
        return said
