"""API documents: imported by an editor or the command line, read by everybody, compared, told by a feed."""

import subprocess
import uuid
from pathlib import Path

import anybody
import feedparser
import pytest

from client import Agent, Customer
from server import Server


def described(path: str = "/orders", extra: str = "") -> str:
    return f"""
openapi: 3.1.0
info: {{title: Quill API}}
paths:
  {path}:
    get:
      summary: Read a quill
      parameters: [{{name: size, in: query, schema: {{type: integer, maximum: 5}}}}]
      responses: {{"200": {{description: "<script>alert(1)</script> Here"}}}}
{extra}"""


@pytest.fixture(scope="module")
def editor(server: Server) -> Agent:
    return Agent.made(server, name="Edith Page", role="editor")


@pytest.fixture
def api() -> str:
    return f"q{uuid.uuid4().hex[:10]}"


def put(person: Agent, api: str, version: str, document: str, **more: object):
    return person.http.put(f"/agent/api-documents/{api}/{version}", json={"document": document, **more})


def test_the_same_again_changes_nothing(editor: Agent, api: str) -> None:
    first = put(editor, api, "v1", described())
    again = put(editor, api, "v1", described())
    assert (first.status_code, first.json()["outcome"]) == (201, "added")
    assert (again.status_code, again.json()["outcome"]) == (200, "unchanged")
    assert again.json()["version"] == first.json()["version"]


def test_a_mistake_says_its_line_and_changes_nothing(editor: Agent, api: str) -> None:
    assert put(editor, api, "v1", described()).is_success
    wrong = put(editor, api, "v1", described() + "\n  /b: {$ref: 'other.yaml'}")
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["line"]) == (422, "api_document_invalid", 11)
    versions = next(each for each in editor.get("/api-docs")["data"] if each["api"] == api)["versions"]
    assert [version["entries"] for version in versions] == [1]


def test_only_who_publishes_imports(server: Server, api: str) -> None:
    refused = put(Agent.made(server, name="Arthur Line"), api, "v1", described())
    assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")


def test_a_preview_tells_what_would_change_and_changes_nothing(server: Server, editor: Agent, api: str) -> None:
    def preview(version: str, document: str):
        return editor.http.post(f"/agent/api-documents/{api}/{version}/preview", json={"document": document})

    first = preview("v1", described()).json()
    assert (first["outcome"], first["title"], first["format"], first["entries"]) == ("added", "Quill API", "openapi", 1)
    assert "from" not in first["difference"] and first["difference"]["data"] == []
    assert anybody.get(f"{server.url}/api-docs/{api}/v1").status_code == 404
    put(editor, api, "v1", described())
    assert preview("v1", described()).json()["outcome"] == "unchanged"
    for version, outcome in (("v1", "changed"), ("v2", "added")):
        told = preview(version, described().replace("maximum: 5", "maximum: 3")).json()
        assert (told["outcome"], told["difference"]["from"], told["difference"]["to"], told["difference"]["breaking"]) == (outcome, "v1", version, 1)
    wrong = preview("v1", described() + "\n  /b: {$ref: 'other.yaml'}")
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["line"]) == (422, "api_document_invalid", 11)
    assert [version["version"] for each in editor.get("/api-docs")["data"] if each["api"] == api for version in each["versions"]] == ["v1"]
    clerk = Agent.made(server, name="Arthur Line")
    assert clerk.http.post(f"/agent/api-documents/{api}/v1/preview", json={"document": described()}).status_code == 403


def test_a_version_is_deprecated_without_its_file(server: Server, editor: Agent, api: str) -> None:
    published = put(editor, api, "v1", described()).json()["version"]
    notice = {"deprecated": True, "migration": "Use *v2*.", "ends_at": "2027-06-30T00:00:00Z"}
    place = f"/agent/api-documents/{api}/v1/deprecation"
    deprecated = editor.put(place, notice)
    assert deprecated == published | notice | {"ends_at": deprecated["ends_at"], "changed_at": deprecated["changed_at"]}
    assert deprecated["ends_at"].startswith("2027-06-30T00:00:00")
    page = anybody.get(f"{server.url}/api-docs/{api}/v1", headers={"Accept-Language": "en"}).text
    assert "switched off on Jun 30, 2027" in page and "Use <em>v2</em>." in page
    # A file of the same version says it again, or it is gone.
    assert "ends_at" not in put(editor, api, "v1", described()).json()["version"]
    for body, field in (({"deprecated": False, "ends_at": "2027-06-30T00:00:00Z"}, "ends_at"), (notice | {"migration": "x" * 5001}, "migration")):
        refused = editor.http.put(place, json=body)
        assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (422, "invalid_field", field)
    assert editor.http.put(f"/agent/api-documents/{api}/v9/deprecation", json=notice).status_code == 404
    assert Agent.made(server, name="Arthur Line").http.put(place, json=notice).status_code == 403


def test_pages_are_told_apart_by_their_tag(server: Server, editor: Agent, api: str) -> None:
    put(editor, api, "v1", described())
    address = f"{server.url}/api-docs/{api}/v1/get-orders"
    page = anybody.get(address, headers={"Accept-Language": "en"})
    assert page.status_code == 200 and "Here" in page.text and "alert(1)" not in page.text
    tag = page.headers["etag"]
    known = anybody.get(address, headers={"Accept-Language": "en", "If-None-Match": tag})
    assert (known.status_code, known.content) == (304, b"")
    # A page that a browser has goes on with the policy that it came with.
    assert known.headers["content-security-policy"] == page.headers["content-security-policy"]
    other = anybody.get(address, headers={"Accept-Language": "zh-CN", "If-None-Match": tag})
    assert other.status_code == 200
    put(editor, api, "v1", described(), deprecated=True, migration="Use *v2*.")
    changed = anybody.get(address, headers={"Accept-Language": "en", "If-None-Match": tag})
    assert changed.status_code == 200 and "Use <em>v2</em>." in changed.text


def test_nothing_is_where_nothing_was_imported(server: Server, editor: Agent, api: str) -> None:
    put(editor, api, "v1", described())
    for path in [f"{api}/v2", f"{api}/v1/none", f"{api}x", f"{api}x/changes", f"{api}x/changes.atom", f"{api}/v1/get-orders/x"]:
        assert anybody.get(f"{server.url}/api-docs/{path}").status_code == 404, path
    assert editor.http.delete(f"/agent/api-documents/{api}/v1").status_code == 204
    assert anybody.get(f"{server.url}/api-docs/{api}/v1").status_code == 404


def test_what_changed_is_told_by_page_api_and_feed(server: Server, site: str, editor: Agent, api: str) -> None:
    put(editor, api, "v1", described())
    put(editor, api, "v2", described().replace("maximum: 5", "maximum: 3"))
    told = Customer.guest(server).get(f"/api-docs/{api}/changes")
    assert (told["from"], told["to"], told["breaking"]) == ("v1", "v2", 1)
    assert [(each["rule"], each["breaking"], each["place"]) for each in told["data"]] == [("bound_tightened", True, "query size")]
    page = anybody.get(f"{server.url}/api-docs/{api}/changes?from=v1&to=v2", headers={"Accept-Language": "en"})
    assert "maximum: 5 → maximum: 3" in page.text
    feed = anybody.get(f"{server.url}/api-docs/{api}/changes.atom", headers={"Accept-Language": "en"})
    assert feed.headers["content-type"].startswith("application/atom+xml")
    read = feedparser.parse(feed.content)
    assert not read.bozo and read.version == "atom10"
    titles = [entry.title for entry in read.entries]
    assert titles == ["Quill API v2: 1 breaking change, 0 other changes", "Quill API v1: first version"]
    # Whole addresses: a reader of feeds knows of no page that these could belong to.
    addresses = [read.feed.id, *(entry.link for entry in read.entries)]
    assert all(address.startswith(f"{site}/api-docs/{api}/") for address in addresses), addresses


def test_search_leads_with_what_is_named(server: Server, editor: Agent, api: str) -> None:
    put(editor, api, "v1", described(f"/{api}/{{id}}"))
    customer = Customer.guest(server)
    first = customer.get("/help/search", params={"q": f"https://a.example/{api}/42?x=1"})["data"][0]
    assert (first["kind"], first["url"]) == ("api", f"/api-docs/{api}/v1/get-{api}-id")
    suggested = customer.get("/help/suggest", params={"q": f"/{api}"})["data"][0]
    assert (suggested["kind"], suggested["url"]) == ("api", first["url"])


def test_the_command_line_imports_while_the_server_runs(server: Server, api: str, tmp_path: Path) -> None:
    file = tmp_path / "described.yaml"
    file.write_text(described())

    def run() -> subprocess.CompletedProcess[str]:
        return server.run("import", "api", str(file), "--api", api, "--version", "v1")

    first, again = run(), run()
    assert first.stdout == f"Quill API, {api} v1: added, 1 described.\n", first.stderr
    assert again.stdout == f"Quill API, {api} v1: unchanged, 1 described.\n"
    ending = server.run("import", "api", str(file), "--api", api, "--version", "v1", "--deprecated", "--ends", "2027-06-30")
    assert ending.stdout == f"Quill API, {api} v1: changed, 1 described.\n", ending.stderr
    assert "2027-06-30.\n" in server.run("import", "api", str(file), "--api", api, "--version", "v1", "--ends", "soon").stderr
    file.write_text("openapi: 3.0.0")
    wrong = run()
    assert wrong.returncode == 1 and wrong.stderr.startswith("Line 1: the description has no info.")
