"""What articles link to is looked at: this server's own pages in its store, other sites by asking them."""

import http.server
import threading
from collections.abc import Iterator

import httpx
import pytest

from client import Agent
from patience import eventually
from server import Server


class Site(http.server.BaseHTTPRequestHandler):
    """A site with pages that are there, gone, moved, for people alone, and without HEAD."""

    protocol_version = "HTTP/1.1"
    asked: list[str] = []

    def _answer(self) -> None:
        Site.asked.append(f"{self.command} {self.path}")
        status = {"/whole": 200, "/new": 200, "/old": 301, "/people": 403, "/temporary": 302, "/inside": 302, "/sideways": 302}.get(self.path, 404)
        if self.path == "/no-head":
            status = 501 if self.command == "HEAD" else 200
        places = {"/old": "/new", "/temporary": "/whole", "/inside": "http://169.254.169.254/latest/meta-data"}
        # A host that the operator lists as well: no article leads there.
        places["/sideways"] = f"http://localhost:{self.server.server_address[1]}/whole"
        self.send_response(status)
        if self.path in places:
            self.send_header("Location", places[self.path])
        content = b"" if self.command == "HEAD" else b"x" * 2_000_000
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        try:
            self.wfile.write(content)
        except OSError:
            pass  # Nobody reads what it says.

    do_GET = do_HEAD = _answer

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    settings = {"outgoing.allowed.hosts": "127.0.0.1, localhost", "site.url": "https://help.example"}
    with Server(tmp_path_factory.mktemp("links"), settings=settings) as running:
        yield running


@pytest.fixture(scope="module")
def editor(server: Server) -> Agent:
    return Agent.made(server, name="Edith Page", role="editor")


def publish(editor: Agent, slug: str, body: str) -> dict:
    made = editor.post("/agent/articles", {"slug": slug, "category": "general", "locale": "en", "title": slug, "body": body})
    return editor.post(f"/agent/articles/{made['id']}/texts/en/publish", {"revision": 1})


def states(editor: Agent) -> dict[str, tuple[str, str | None]]:
    found = editor.get("/agent/articles/links?limit=500")["data"]
    return {each["address"]: (each["state"], each.get("reason")) for each in found}


def counts(editor: Agent) -> dict[str, int]:
    return editor.get("/agent/articles/links")["counts"]


def test_links_are_told_before_and_after_they_are_published(server: Server, editor: Agent, site: str) -> None:
    names = ["whole", "old", "people", "temporary", "no-head", "gone", "inside", "sideways"]
    body = "[a](/help/none)\n\n## Here\n\n[b](#here) [c](#there)\n\n" + "\n".join(f"[x]({site}/{name})" for name in names)
    made = editor.post("/agent/articles", {"slug": "links", "category": "general", "locale": "en", "title": "Links", "body": body})
    before = editor.get(f"/agent/articles/{made['id']}/texts/en/links")["data"]
    assert [(each["address"], each["line"], each["reason"]) for each in before] == [("/help/none", 1, "article_unknown"), ("#there", 5, "heading_unknown")]
    assert Site.asked == [], "nobody is asked before it is published"
    editor.post(f"/agent/articles/{made['id']}/texts/en/publish", {"revision": 1})
    eventually(lambda: f"{site}/inside" in states(editor) and counts(editor).get("waiting", 0) == 0, "the site is asked", within=60)
    assert states(editor) == {
        "/help/none": ("broken", "article_unknown"), "#there": ("broken", "heading_unknown"),
        # Once is not yet broken.
        f"{site}/gone": ("failing", "answered"),
        f"{site}/old": ("moved", "moved"), f"{site}/people": ("unchecked", "refuses"), f"{site}/inside": ("unchecked", "not_public"),
        f"{site}/sideways": ("unchecked", "not_public"),
    }  # fmt: skip
    told = {each["address"]: each for each in editor.get("/agent/articles/links")["data"]}
    assert told[f"{site}/old"]["suggestion"] == f"{site}/new" and told[f"{site}/gone"]["status"] == 404
    assert counts(editor)["whole"] == 4
    assert "GET /no-head" in Site.asked and "GET /whole" not in Site.asked


def test_a_link_is_looked_at_again_when_somebody_wants_it(server: Server, editor: Agent, site: str) -> None:
    article = publish(editor, "again", f"[x]({site}/later)")["id"]
    eventually(lambda: states(editor).get(f"{site}/later") == ("failing", "answered"), "the site is asked", within=60)
    asked = len(Site.asked)
    again = editor.post("/agent/articles/links/check", {"article": article, "address": f"{site}/later"})["data"]
    assert [each["state"] for each in again] == ["failing"] and len(Site.asked) > asked
    # An address that the article does not have is asked of nobody.
    asked = len(Site.asked)
    assert editor.post("/agent/articles/links/check", {"article": article, "address": f"{site}/whole"})["data"] == []
    assert len(Site.asked) == asked
    nobody = editor.post("/agent/articles/links/check", {"article": article, "address": f"{site}/never-written"})["data"]
    assert nobody == [] and "HEAD /never-written" not in Site.asked


def test_the_page_tells_it_and_looks_again_without_a_script(server: Server, editor: Agent) -> None:
    article = publish(editor, "page", "[<b>x</b>](/help/no-such-page)")["id"]
    cookies = {"switchboard_agent": editor.token}
    with httpx.Client(base_url=server.url, cookies=cookies, headers={"Accept-Language": "en"}) as browser:
        eventually(lambda: "/help/no-such-page" in browser.get("/desk/knowledge/links").text, "the page tells it")
        page = browser.get("/desk/knowledge/links?state=broken").text
        assert "There is no such article" in page and f"/desk/knowledge#{article}/en" in page
        publish(editor, "no-such-page", "Here it is.")
        form = {"article": article, "address": "/help/no-such-page", "state": "broken"}
        answer = browser.post("/desk/knowledge/links", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, "/desk/knowledge/links?state=broken&checked=whole")
        assert "/help/no-such-page" not in browser.get(answer.headers["location"]).text
