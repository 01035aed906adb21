"""Provisioning by SCIM 2.0: against a client of others' that checks conformance, and where it matters to the desk."""

import concurrent.futures
import uuid
from collections.abc import Iterator

import httpx
import httpx2
import pytest
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server

from client import Agent, Customer
from problems import problem
from server import Server
from patience import eventually

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A desk of its own: the agents of other tests are more than a page holds."""
    with Server(tmp_path_factory.mktemp("scim"), settings={"demo": "true"}) as running:
        yield running


@pytest.fixture(scope="module")
def admin(server: Server) -> Agent:
    return Agent.made(server, role="admin")


@pytest.fixture(scope="module")
def directory(server: Server, admin: Agent) -> Iterator[httpx.Client]:
    token = admin.post("/admin/provisioning-tokens", {"name": "Directory"})["token"]
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/scim+json"}
    with httpx.Client(base_url=f"{server.url}/scim/v2", headers=headers, timeout=30) as client:
        yield client


def person(**changes: object) -> dict:
    name = uuid.uuid4().hex
    resource = {"schemas": [USER], "userName": f"{name}@corp.example", "displayName": "Lin Yue", **changes}
    return {key: value for key, value in resource.items() if value is not None}


def made(directory: httpx.Client, **changes: object) -> dict:
    answer = directory.post("/Users", json=person(**changes))
    assert answer.status_code == 201, answer.text
    return answer.json()


def patch(directory: httpx.Client, user: dict, *operations: dict, **headers: str) -> httpx.Response:
    body = {"schemas": [PATCH], "Operations": list(operations)}
    return directory.patch(f"/Users/{user['id']}", json=body, headers=headers)


def refusal(answer: httpx.Response) -> tuple[int, str | None]:
    assert answer.headers["content-type"].startswith("application/scim+json"), answer.text
    body = answer.json()
    assert body["schemas"] == [ERROR] and body["status"] == str(answer.status_code) and body["detail"]
    return answer.status_code, body.get("scimType")


def test_a_checker_of_others_finds_nothing(directory: httpx.Client) -> None:
    headers = {"Authorization": directory.headers["Authorization"]}
    with httpx2.Client(base_url=str(directory.base_url).rstrip("/"), headers=headers, timeout=30) as client:
        results = check_server(SyncSCIMClient(client))
    bad = [result for result in results if result.status not in (Status.SUCCESS, Status.SKIPPED, Status.ACCEPTABLE)]
    assert not bad, "\n".join(f"{result.title} {result.status}: {result.reason}" for result in bad)
    assert sum(result.status == Status.SUCCESS for result in results) > 30


def test_who_joins_and_who_is_found(directory: httpx.Client) -> None:
    user = made(directory, externalId="ext 1", roles=[{"value": "supervisor"}], active=True)
    assert user["active"] is True and user["roles"][0]["value"] == "supervisor"
    assert user["emails"] == [{"value": user["userName"]}]
    assert user["meta"]["location"] == f"{directory.base_url}Users/{user['id']}"
    for filter in [
        f'userName eq "{user["userName"].upper()}"', f'USERNAME EQ "{user["userName"]}"', 'externalId eq "ext 1"',
        f'id eq "{user["id"]}"', f'emails.value eq "{user["userName"]}"',
    ]:  # fmt: skip
        page = directory.get("/Users", params={"filter": filter}).json()
        assert [found["id"] for found in page["Resources"]] == [user["id"]], filter
        assert page["totalResults"] == 1
    assert directory.get("/Users", params={"filter": 'userName eq "nobody"'}).json()["totalResults"] == 0
    for filter in ["userName", "userName co \"a\"", "userName eq a", 'password eq "x"', 'userName eq "', "x" * 2000]:
        assert refusal(directory.get("/Users", params={"filter": filter})) == (400, "invalidFilter"), filter
    again = directory.post("/Users", json=person(userName=user["userName"].upper()))
    assert refusal(again) == (409, "uniqueness")


def test_pages(directory: httpx.Client) -> None:
    for _ in range(3):
        made(directory)
    whole = directory.get("/Users").json()
    ids = [user["id"] for user in whole["Resources"]]
    assert whole["totalResults"] == len(ids) >= 3
    paged = []
    for start in range(1, len(ids) + 1, 2):
        page = directory.get("/Users", params={"startIndex": start, "count": 2}).json()
        assert page["startIndex"] == start and page["itemsPerPage"] == len(page["Resources"]) <= 2
        paged += [user["id"] for user in page["Resources"]]
    assert paged == ids
    assert directory.get("/Users", params={"count": 0}).json()["Resources"] == []
    assert directory.get("/Users", params={"startIndex": -5, "count": -1}).json()["startIndex"] == 1
    assert refusal(directory.get("/Users", params={"count": "many"})) == (400, "invalidValue")


def test_changes_as_directories_write_them(directory: httpx.Client) -> None:
    user = made(directory)
    # Entra ID's way, Okta's way, and that of the standard's examples.
    changed = patch(directory, user, {"op": "Replace", "path": "active", "value": "False"}).json()
    assert changed["active"] is False
    changed = patch(directory, user, {"op": "replace", "value": {"active": True}}).json()
    assert changed["active"] is True
    changed = patch(
        directory, user, {"op": "add", "path": f"{USER}:displayName", "value": "Lin Y."},
        {"op": "replace", "path": "roles[primary eq \"True\"].value", "value": "editor"},
        {"op": "replace", "path": "emails[type eq \"work\"].value", "value": "Lin@Corp.example"},
        {"op": "add", "path": "externalId", "value": "e-7"},
    ).json()  # fmt: skip
    assert changed["displayName"] == "Lin Y." and changed["roles"][0]["value"] == "editor"
    assert changed["emails"][0]["value"] == "lin@corp.example" and changed["externalId"] == "e-7"
    changed = patch(directory, user, {"op": "remove", "path": "externalId"}, {"op": "remove", "path": "roles"}).json()
    assert "externalId" not in changed and changed["roles"][0]["value"] == "agent"
    for operation, kind in [
        ({"op": "replace", "path": "badge", "value": "1234"}, "invalidPath"),
        ({"op": "replace", "path": "roles", "value": "root"}, "invalidValue"),
        ({"op": "replace", "path": "active", "value": "perhaps"}, "invalidValue"),
        ({"op": "replace", "path": "emails", "value": [{"type": "work"}]}, "invalidValue"),
        ({"op": "remove", "path": "userName"}, "invalidValue"), ({"op": "move", "path": "active"}, "invalidSyntax"),
        ({"op": "replace", "value": "active"}, "invalidPath"), ({"op": "replace", "path": "displayName"}, "invalidValue"),
        ({"op": "replace", "path": "displayName", "value": "x" * 81}, "invalidValue"),
    ]:  # fmt: skip
        assert refusal(patch(directory, user, {"op": "replace", "path": "active", "value": False}, operation)) == (
            400, kind,
        ), operation  # fmt: skip
        assert directory.get(f"/Users/{user['id']}").json()["active"] is True, "of operations all count or none"
    replaced = directory.put(f"/Users/{user['id']}", json=person(userName="Another Name", name={"givenName": "Yue", "familyName": "Lin"}))
    assert replaced.json()["userName"] == "Another Name" and replaced.json()["displayName"] == "Lin Yue"
    assert replaced.json()["emails"][0]["value"] == "lin@corp.example"


def test_versions(directory: httpx.Client) -> None:
    user = made(directory)
    answer = directory.get(f"/Users/{user['id']}")
    tag = answer.headers["etag"]
    assert tag == user["meta"]["version"] and tag.startswith('W/"')
    assert directory.get(f"/Users/{user['id']}", headers={"If-None-Match": tag}).status_code == 304
    step = {"op": "replace", "path": "displayName", "value": "New"}
    assert patch(directory, user, step, **{"If-Match": tag}).status_code == 200
    assert refusal(patch(directory, user, step, **{"If-Match": tag})) == (412, None)
    assert refusal(directory.delete(f"/Users/{user['id']}", headers={"If-Match": tag})) == (412, None)


def test_who_leaves_is_out_and_what_they_had_goes_back(server: Server, admin: Agent, directory: httpx.Client) -> None:
    leaver, stayer = Agent.made(server), Agent.made(server)
    leaver.go("online")
    held = []
    for _ in range(2):
        chat = Customer.guest(server).open_waiting_chat("hello")
        stayer.assign(chat, leaver.id)
        held.append(chat)
    leaver.write(held[1], "one moment")
    found = directory.get("/Users", params={"filter": f'userName eq "{leaver.about["email"]}"'}).json()["Resources"]
    assert [user["id"] for user in found] == [leaver.id]
    with leaver.connect() as line:
        line.hear_all()
        assert patch(directory, found[0], {"op": "replace", "path": "active", "value": False}).json()["active"] is False
        assert leaver.http.get("/agent/me").status_code == 401
        for chat in held:
            row = admin.get(f"/agent/conversations/{chat}")["conversation"]
            assert row.get("assignee", {}).get("id") != leaver.id
        eventually(lambda: is_closed(line), "the live connection closes", within=60)
    sign_in = {"email": leaver.about["email"], "password": "a good password"}
    assert problem(httpx.post(f"{server.url}/api/v1/agent/session", json=sign_in)) == (401, "sign_in_failed")
    eventually(lambda: switched_off(admin, leaver) == ["SCIM: Directory"], "it is recorded", within=60)
    # Nobody can be given anything who has left.
    given = stayer.http.post(f"/agent/conversations/{held[0]}/assign", json={"agent": leaver.id})
    assert given.status_code in (404, 409)


def switched_off(admin: Agent, agent: Agent) -> list[str]:
    """Who switched an agent off, by the record."""
    found, after = [], 0
    while True:
        page = admin.get("/admin/audit", params={"limit": 500, "after": after})
        found += [
            deed["actor"]["name"]
            for deed in page["data"]
            if deed["action"] == "agent.deactivated" and deed["subject"]["id"] == agent.id
        ]
        if not page.get("next_cursor"):
            return found
        after = int(page["next_cursor"])


def is_closed(line) -> bool:
    try:
        line.say("ping")
        line.hear(within=1)
        return False
    except TimeoutError:
        return False
    except Exception as error:
        assert "Closed" in type(error).__name__, error
        return True


def test_who_is_deleted_is_hidden_and_comes_back_as_they_were(server: Server, directory: httpx.Client) -> None:
    user = made(directory, roles=[{"value": "admin"}])
    assert directory.delete(f"/Users/{user['id']}").status_code == 204
    for answer in [
        directory.get(f"/Users/{user['id']}"), directory.delete(f"/Users/{user['id']}"),
        patch(directory, user, {"op": "replace", "path": "active", "value": True}),
        directory.put(f"/Users/{user['id']}", json=person()), directory.get("/Users/agt_0"),
        directory.get("/Groups"), directory.get("/Schemas/none"),
    ]:  # fmt: skip
        assert refusal(answer) == (404, None)
    assert directory.get("/Users", params={"filter": f'id eq "{user["id"]}"'}).json()["totalResults"] == 0
    back = made(directory, userName=user["userName"], displayName="Lin Again")
    assert back["id"] == user["id"] and back["active"] is True and back["displayName"] == "Lin Again"


def test_of_two_at_once_one_is_made(directory: httpx.Client) -> None:
    wanted = person()
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: directory.post("/Users", json=wanted).status_code, range(4)))
    assert sorted(answers) == [201, 409, 409, 409]


def test_tokens(server: Server, admin: Agent, directory: httpx.Client) -> None:
    assert problem(admin.http.post("/admin/provisioning-tokens", json={"name": " "})) == (422, "invalid_field")
    token = admin.post("/admin/provisioning-tokens", {"name": "Short"})
    listed = admin.http.get("/admin/provisioning-tokens")
    assert token["token"] not in listed.text
    url = f"{server.url}/scim/v2/Users"

    def ask(text: str | None) -> httpx.Response:
        return httpx.get(url, headers={"Authorization": f"Bearer {text}"} if text else {}, timeout=30)

    assert ask(token["token"]).status_code == 200
    for text in [None, "", "sbp_", token["token"] + "x", token["token"][:-1], admin.token, "sbp_" + "x" * 300]:
        answer = ask(text)
        assert refusal(answer) == (401, None) and answer.headers["www-authenticate"].startswith("Bearer")
    for name, content in server.kept().items():
        assert token["token"].encode() not in content, name
    assert admin.http.delete(f"/admin/provisioning-tokens/{token['id']}").status_code == 204
    assert refusal(ask(token["token"])) == (401, None)
    # It opens nothing but what it is for.
    alive = directory.headers["Authorization"]
    assert httpx.get(f"{server.url}/api/v1/agent/me", headers={"Authorization": alive}).status_code == 401


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b'{"Operations": 1}', b"{}" * 200_000, b"[" * 10_000])
def test_what_is_no_document(directory: httpx.Client, body: bytes) -> None:
    user = made(directory)
    for method, path in [("POST", "/Users"), ("PATCH", f"/Users/{user['id']}"), ("PUT", f"/Users/{user['id']}")]:
        status, _ = refusal(directory.request(method, path, content=body))
        assert status in (400, 413)
