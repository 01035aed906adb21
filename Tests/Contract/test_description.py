"""The description of the API and the routes of the program name the same operations."""

import re
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from client import Realtime

SOURCES = Path(__file__).parents[2] / "Sources"
# It describes the others.
NOT_DESCRIBED = {("GET", "/openapi.json")}
METHODS = ("get", "post", "put", "patch", "delete")

_METHOD = "|".join(METHODS)
_DIRECT = re.compile(rf'\.({_METHOD})\("/api/v1(/[^"]*)"')
_REALTIME = re.compile(rf'\.({_METHOD})\("\\\(RealtimeChannel\.path\)"')
_AGENT = re.compile(rf'(\w+)\.({_METHOD})\(\s*"([^"]*)",\s*needs:')
_GROUP = re.compile(r'let (\w+) = \w+\.group\("/api/v1(/[^"]*)"')


def registered_routes() -> set[tuple[str, str]]:
    """Method and path of each route under /api/v1 that the Swift sources register."""
    found = set()
    for file in SOURCES.rglob("*.swift"):
        text = file.read_text()
        found |= {(method, path) for method, path in _DIRECT.findall(text)}
        found |= {(method, "/realtime") for method in _REALTIME.findall(text)}
        for router, method, path in _AGENT.findall(text):
            found.add((method, f"/admin/{path}" if router == "admin" else f"/agent/{path}"))
        for name, base in _GROUP.findall(text):
            members = re.findall(rf'\b{name}\.({_METHOD})\((?:"([^"]*)",\s*)?use:', text)
            found |= {(method, f"{base}/{path}" if path else base) for method, path in members}
    return {(method.upper(), re.sub(r":(\w+)", r"{\1}", path)) for method, path in found}


def described_operations(description) -> dict[tuple[str, str], dict]:
    return {
        (method.upper(), path): operation
        for path, item in description["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }


def filled(path: str) -> str:
    """A path with something in the place of each parameter that is well-formed and names nothing."""
    prefixes = {
        "conversations": "cnv", "attachments": "att", "queues": "que", "teams": "tem", "agents": "agt", "people": "agt",
        "fields": "fld", "filters": "flt", "macros": "mac", "customers": "cus", "channels": "och", "reports": "phr",
        "sessions": "ses", "tokens": "prv", "approvals": "apr", "erasures": "era",
        "articles": "art", "announcements": "ann", "webhooks": "whk",
    }  # fmt: skip
    nothing = "0" * 26
    return re.sub(
        r"(\w+)/\{id\}", lambda match: f"{match[1]}/{prefixes.get(match[1], 'xxx')}_{nothing}", path
    ).replace("{verification}", f"vrf_{nothing}").replace("{slug}", "no-such-article").replace("{seq}", "1").replace("{second}", "1").replace("{key}", "none").replace("{locale}", "en").replace("{api}", "no-such-api").replace("{version}", "v1").replace("{name}", "no-such-snippet")


def test_description_is_openapi(description):
    assert description["openapi"].startswith("3.1")
    assert description["info"]["title"] and description["info"]["version"]


def test_every_registered_route_is_described(description):
    registered = registered_routes()
    assert len(registered) > 25, "the routes were not found in the sources"
    assert registered - set(described_operations(description)) == NOT_DESCRIBED


def test_every_described_operation_is_registered(description):
    assert set(described_operations(description)) - registered_routes() == set()


def test_every_described_operation_is_served(description, customer, agent):
    """A path that nothing serves answers 404 `not_found`; one that is served says what it misses."""
    unserved, undescribed = [], []
    for (method, path), operation in described_operations(description).items():
        if operation["operationId"] in ("signOut", "endSession"):
            continue  # it is served: the tests of sessions sign out
        person = agent if path.startswith("/agent") else customer
        answer = person.http.request(method, filled(path))
        if answer.is_error and answer.json()["code"] in ("not_found", "method_not_allowed"):
            unserved.append((method, path, answer.text))
        if str(answer.status_code) not in operation["responses"]:
            undescribed.append((method, path, answer.status_code))
    assert unserved == []
    assert undescribed == []


def test_what_nobody_serves_is_not_found(customer):
    answer = customer.http.get("/nothing-of-this-name")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("member", ["operationId", "summary", "responses"])
def test_every_operation_is_explained(description, member):
    operations = described_operations(description)
    assert [key for key, operation in operations.items() if not operation.get(member)] == []


def test_operation_names_are_unique(description):
    names = [operation["operationId"] for operation in described_operations(description).values()]
    assert sorted(names) == sorted(set(names))


def test_errors_are_described_as_problems(description):
    """RFC 9457: every error answer is `application/problem+json` with the schema that has `code`."""
    wrong = []
    for key, operation in described_operations(description).items():
        for status, response in operation["responses"].items():
            if not status.startswith(("4", "5")):
                continue
            if "$ref" in response:
                response = description["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
            content = response.get("content", {})
            if list(content) != ["application/problem+json"]:
                wrong.append((*key, status, list(content)))
    assert wrong == []
    assert "code" in description["components"]["schemas"]["Problem"]["required"]


def test_secured_operations_refuse_strangers(description, server, customer, agent):
    """Without a session, with a forged one, and with a session of the other kind."""
    stranger = httpx.Client(base_url=customer.http.base_url)
    tried, accepted = 0, []
    for (method, path), operation in described_operations(description).items():
        ways = {name for way in operation.get("security", []) for name in way}
        if not ways or path == "/realtime":
            continue
        tokens = [None, "sbc_" + "A" * 43, "sba_" + "A" * 43, "x" * 9000, "\xff"]
        tokens += [customer.token] if "customerToken" not in ways else []
        tokens += [agent.token] if "agentToken" not in ways else []
        for token in tokens:
            headers = {"Authorization": f"Bearer {token}".encode("latin-1")} if token else {}
            answer = stranger.request(method, filled(path), headers=headers, json={})
            tried += 1
            if (answer.status_code, answer.json()["code"]) != (401, "not_signed_in"):
                accepted.append((method, path, (token or "")[:9], answer.status_code, answer.text))
    assert accepted == []
    assert tried > 100


def test_realtime_refuses_strangers(server, customer):
    for token in [None, "sbc_" + "A" * 43]:
        with pytest.raises(InvalidStatus) as refused:
            Realtime(server, token=token, open_timeout=30)
        assert refused.value.response.status_code == 401
    assert customer.http.get("/realtime").status_code == 426
