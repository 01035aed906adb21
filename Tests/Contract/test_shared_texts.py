"""Articles share texts, and are drawn from words."""

import re
import uuid

import httpx
import pytest

from client import Agent, Customer, Frame
from problems import problem
from server import Server

CHART = "```flowchart\ntitle: How it is checked\nask([You ask]) --> known{Known?}\nknown -->|yes| sent[Sent]\nknown -.->|no| mail(Mail) --> sent\n```\n"
SEQUENCE = "```sequence\ntitle: Who says what\nYou -> Exchange: ask\nExchange --> You: answer\n```\n"


@pytest.fixture(scope="module")
def editor(server: Server) -> Agent:
    return Agent.made(server, name="Edna Shelf", role="editor")


def published(editor: Agent, body: str) -> str:
    """The address of an article."""
    slug = f"shared-{uuid.uuid4().hex[:12]}"
    category = editor.get("/agent/articles/choices")["categories"][0]["slug"]
    article = editor.post("/agent/articles", {"slug": slug, "category": category, "locale": "en", "title": slug, "body": body})
    editor.post(f"/agent/articles/{article['id']}/texts/en/publish", {"revision": 1})
    return slug


def variable(value: str, revision: int = 0) -> Frame:
    return {"kind": "variable", "texts": {"*": value}, "revision": revision}


def test_a_changed_value_is_in_every_article_at_once(server: Server, editor: Agent) -> None:
    name = f"fee-{uuid.uuid4().hex[:8]}"
    path = f"/agent/snippets/{name}"
    assert editor.http.put(path, json=variable("0.0002 BTC")).status_code == 201
    slug = published(editor, f"Pay **{{{{var:{name}}}}}**.")
    page = httpx.get(f"{server.url}/help/{slug}")
    assert "<strong>0.0002 BTC</strong>" in page.text

    assert editor.http.put(path, json=variable("0.0003 BTC", 1)).status_code == 200

    again = httpx.get(f"{server.url}/help/{slug}", headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 200 and "<strong>0.0003 BTC</strong>" in again.text
    assert "0.0003 BTC" in Customer.guest(server).get(f"/help/articles/{slug}")["html"]
    detail = editor.get(path)
    assert [use["slug"] for use in detail["used_by"]] == [slug] and detail["used_by"][0]["live"]
    assert [version["texts"]["*"] for version in detail["versions"]] == ["0.0003 BTC", "0.0002 BTC"]
    conflict = editor.http.put(path, json=variable("1", 1))
    assert (conflict.status_code, conflict.json()["code"], conflict.json()["revision"]) == (409, "snippet_conflict", 2)
    refused = editor.http.delete(path)
    assert (refused.status_code, refused.json()["code"]) == (409, "snippet_in_use") and slug in refused.text


def test_they_are_listed_a_part_at_a_time(editor: Agent) -> None:
    names = [f"listed-{uuid.uuid4().hex[:8]}" for _ in range(3)]
    for name in names:
        editor.put(f"/agent/snippets/{name}", variable("1"))
    told, cursor = [], None
    while True:
        page = editor.get("/agent/snippets", params={"limit": 2, **({"cursor": cursor} if cursor else {})})
        assert 1 <= len(page["data"]) <= 2
        told += [snippet["name"] for snippet in page["data"]]
        if (cursor := page["next_cursor"]) is None:
            break
    assert told == sorted(set(told)) and set(names) <= set(told)
    assert problem(editor.http.get("/agent/snippets", params={"cursor": "No Slug"})) == (422, "invalid_cursor")
    assert editor.http.get("/agent/snippets", params={"limit": 101}).status_code == 422


def test_what_nothing_names_is_taken_away(editor: Agent) -> None:
    path = f"/agent/snippets/gone-{uuid.uuid4().hex[:8]}"
    editor.put(path, {"kind": "snippet", "texts": {"en": "Some *words*."}, "revision": 0})
    assert editor.http.delete(path).status_code == 204
    assert editor.http.get(path).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "variable", "texts": {}, "revision": 0}, {"kind": "variable", "texts": {"*": "a\nb"}, "revision": 0},
        {"kind": "variable", "texts": {"no tag": "a"}, "revision": 0}, {"kind": "snippet", "texts": {"*": "{{var:no-such-name}}"}, "revision": 0},
        {"kind": "snippet", "texts": {"*": "x" * 20_001}, "revision": 0},
    ],
)
def test_what_cannot_be_shared_is_refused(editor: Agent, body: Frame) -> None:
    assert editor.http.put("/agent/snippets/refused", json=body).status_code == 422


def test_diagrams_are_drawn_in_pages_previews_and_for_apps(server: Server, editor: Agent) -> None:
    body = f"{CHART}\n{SEQUENCE}"
    preview = editor.post("/agent/articles/preview", {"body": body})
    assert preview["flaws"] == []
    slug = published(editor, body)
    page = httpx.get(f"{server.url}/help/{slug}").text
    for html in [preview["html"], page, Customer.guest(server).get(f"/help/articles/{slug}")["html"]]:
        assert re.findall(r'role="img" aria-label="([^"]+)"', html) == ["How it is checked", "Who says what"]
        assert html.count("diagram__decision") == 1 and html.count("diagram__life") == 2
        assert "Known?</text>" in html and "Exchange</text>" in html and " style=" not in html[html.index("diagram") :].split("</figure>")[0]


def test_a_diagram_that_means_nothing_is_named_and_not_published(editor: Agent) -> None:
    body = "```flowchart\ntitle: x\na => b\n```\n\n```sequence\nA -> B: c\n```\n\n{{var:no-such-name}}"
    flaws = [
        {"kind": "snippet_unknown", "name": "{{var:no-such-name}}"}, {"kind": "diagram_unreadable", "name": "a => b"},
        {"kind": "diagram_untitled", "name": "sequence"},
    ]  # fmt: skip
    assert editor.post("/agent/articles/preview", {"body": body})["flaws"] == flaws
    category = editor.get("/agent/articles/choices")["categories"][0]["slug"]
    article = editor.post("/agent/articles", {"category": category, "locale": "en", "title": "About nothing", "body": body})
    answer = editor.http.post(f"/agent/articles/{article['id']}/texts/en/publish", json={"revision": 1})
    assert (answer.status_code, answer.json()["code"], answer.json()["flaws"]) == (422, "text_not_ready", flaws)
