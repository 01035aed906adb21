"""Help articles are written, published and moved; nobody finds what is not for them."""

import threading
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from client import Agent, Customer, Frame
from patience import eventually
from server import Server

NOTHING = f"art_{'0' * 26}"


@pytest.fixture(scope="module")
def editor(server: Server) -> Agent:
    return Agent.made(server, name="Edith Page", role="editor")


@pytest.fixture(scope="module")
def author(server: Server) -> Agent:
    return Agent.made(server, name="Arthur Line")


@pytest.fixture
def draft(author: Agent) -> Frame:
    return begin(author)


def begin(author: Agent, word: str = "", **members: object) -> Frame:
    """A new article with a draft in English."""
    word = word or f"w{uuid.uuid4().hex[:12]}"
    category = author.get("/agent/articles/choices")["categories"][0]["slug"]
    article = {"slug": f"about-{word}", "category": category, "locale": "en", "title": f"About {word}", "body": f"## {word}\n\nText."}
    return author.post("/agent/articles", {**article, **members})


def text(article: Frame, locale: str = "en") -> Frame:
    return next(each for each in article["texts"] if each["locale"] == locale)


def move(person: Agent, article: Frame, name: str, locale: str = "en", **members: object) -> Frame:
    now = person.get(f"/agent/articles/{article['id']}")
    body = {"revision": text(now, locale)["revision"], **members}
    return person.post(f"/agent/articles/{article['id']}/texts/{locale}/{name}", body)


def status(server: Server, path: str, token: str | None = None) -> int:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.get(f"{server.url}{path}", headers=headers).status_code


def test_an_article_is_proposed_reviewed_published_and_archived(server: Server, author: Agent, editor: Agent, draft: Frame) -> None:
    page = f"/help/{draft['slug']}"
    assert status(server, page) == 404
    assert text(move(author, draft, "review"))["stage"] == "review"
    refused = author.http.post(f"/agent/articles/{draft['id']}/texts/en/publish", json={"revision": 2})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")
    waiting = editor.get("/agent/articles", params={"stage": "review", "q": draft["slug"]})["data"]
    assert [each["id"] for each in waiting] == [draft["id"]]
    assert waiting[0]["texts"][0]["body"] == ""

    published = move(editor, draft, "publish", note="first")
    assert (text(published)["stage"], text(published)["live_version"]) == ("published", 1)
    assert status(server, page) == 200
    address = f"/agent/articles/{draft['id']}/texts/en"
    body = {"title": "About nothing", "body": "Other text.", "revision": text(published)["revision"]}
    changed = author.put(address, body)
    assert text(changed)["stage"] == "draft"
    assert "About nothing" not in httpx.get(f"{server.url}{page}").text
    assert [each["author"] for each in author.get(f"{address}/versions")["data"]] == ["Arthur Line"]
    difference = author.get(f"{address}/difference", params={"from": 1})
    assert not difference["same"]
    assert {"change": "added", "text": "nothing"} in [piece for line in difference["lines"] for piece in line["pieces"]]

    assert text(move(editor, draft, "discard"))["body"] == text(draft)["body"]
    assert text(move(editor, draft, "archive"))["stage"] == "archived"
    assert status(server, page) == 404
    auditor = Agent.made(server, role="auditor")

    def trail() -> set[str]:
        found, after = set(), 0
        while True:
            page = auditor.get("/admin/audit", params={"limit": 500, "after": after})
            found |= {each["action"] for each in page["data"] if draft["id"] in str(each)}
            if not page.get("next_cursor"):
                return found
            after = int(page["next_cursor"])

    # Each deed gets its place in the chain within about a second.
    eventually(lambda: {"article.published", "article.archived"} <= trail(), "both deeds are on record")


def test_an_old_address_leads_to_the_new_one(server: Server, editor: Agent, draft: Frame) -> None:
    move(editor, draft, "publish")
    settings = {"slug": f"{draft['slug']}-moved", "kind": "faq", "category": draft["category"]}
    moved = editor.put(f"/agent/articles/{draft['id']}", settings)
    answer = httpx.get(f"{server.url}/help/{draft['slug']}?lang=en")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/help/{moved['slug']}?lang=en")
    told = Customer.guest(server).get(f"/help/articles/{draft['slug']}")
    assert told["slug"] == moved["slug"]
    taken = editor.http.post("/agent/articles", json={**settings, "slug": draft["slug"], "locale": "en", "title": "x"})
    assert (taken.status_code, taken.json()["code"]) == (409, "slug_taken")


def test_a_text_is_published_at_its_time(server: Server, editor: Agent, draft: Frame) -> None:
    at = (datetime.now(UTC) + timedelta(seconds=15)).strftime("%Y-%m-%dT%H:%M:%SZ")
    scheduled = move(editor, draft, "publish", at=at)
    assert text(scheduled)["stage"] == "scheduled"
    refused = editor.http.put(f"/agent/articles/{draft['id']}/texts/en", json={"title": "x", "body": "y", "revision": text(scheduled)["revision"]})
    assert (refused.status_code, refused.json()["code"], refused.json()["stage"]) == (409, "stage_not_allowed", "scheduled")
    assert status(server, f"/help/{draft['slug']}") == 404
    until(lambda: status(server, f"/help/{draft['slug']}") == 200)
    assert len(editor.get(f"/agent/articles/{draft['id']}/texts/en/versions")["data"]) == 1


def test_of_many_who_save_or_publish_at_once_one_is_first(author: Agent, editor: Agent, draft: Frame) -> None:
    address = f"/agent/articles/{draft['id']}/texts/en"
    answers: list[httpx.Response] = []

    def at_once(send: Callable[[int], httpx.Response]) -> list[int]:
        answers.clear()
        threads = [threading.Thread(target=lambda number=number: answers.append(send(number))) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(each.status_code for each in answers)

    body = {"title": "One", "revision": 1}
    assert at_once(lambda number: author.http.put(address, json={**body, "body": f"Text {number}."})) == [200] + [409] * 5
    winner = next(each.json() for each in answers if each.status_code == 200)
    for each in answers:
        if each.status_code == 409:
            assert each.json()["code"] == "draft_conflict"
            assert each.json()["current"]["body"] == text(winner)["body"]
    assert at_once(lambda _: editor.http.post(f"{address}/publish", json={"revision": 2})) == [200] + [409] * 5
    assert len(editor.get(f"{address}/versions")["data"]) == 1


GOOD = {"category": "none-such", "locale": "en", "title": "T"}


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"),
    [
        ("POST", "", {**GOOD}, (422, "invalid_field")),
        ("POST", "", {"category": "general", "locale": "e", "title": "T"}, (422, "invalid_field")),
        ("POST", "", {"category": "general", "locale": "en", "title": "T", "slug": "No Slug"}, (422, "invalid_field")),
        ("POST", "", {"category": "general", "locale": "en", "title": "T", "slug": "search"}, (409, "slug_taken")),
        ("POST", "", {"category": "general", "locale": "en", "title": "x" * 201}, (422, "invalid_field")),
        ("POST", "", {"locale": "en"}, (422, "invalid_field")),
        ("GET", "?stage=none", None, (422, "invalid_parameter")),
        ("GET", "?owner=none", None, (422, "invalid_parameter")),
        ("GET", "?cursor=none", None, (422, "invalid_cursor")),
        ("GET", f"/{NOTHING}", None, (404, "article_not_found")),
        ("PUT", f"/{NOTHING}", {"slug": "a", "kind": "faq", "category": "general"}, (404, "article_not_found")),
        ("PUT", "/ID", {"slug": "a b", "kind": "faq", "category": "general"}, (422, "invalid_field")),
        ("PUT", "/ID", {"slug": "a-b", "kind": "faq", "category": "none-such"}, (422, "invalid_field")),
        ("PUT", "/ID", {"slug": "a-b", "kind": "song", "category": "general"}, (422, "invalid_field")),
        ("PUT", "/ID", {"slug": "a-b", "kind": "faq", "category": "general", "visibility": "all"}, (422, "invalid_field")),
        ("PUT", "/ID", {"slug": "a-b", "kind": "faq", "category": "general", "owner": f"agt_{'0' * 26}"}, (422, "invalid_field")),
        ("PUT", "/ID", {"slug": "a-b", "kind": "faq", "category": "general", "pin": 0}, (422, "invalid_field")),
        ("PUT", "/ID/texts/en", {"title": "T", "body": "x" * 200_001, "revision": 1}, (422, "invalid_field")),
        ("PUT", "/ID/texts/en", {"title": "a\nb", "body": "x", "revision": 1}, (422, "invalid_field")),
        ("PUT", "/ID/texts/en", {"title": "T", "body": "x", "revision": 7}, (409, "draft_conflict")),
        ("PUT", "/ID/texts/en", {"title": "T", "body": "x", "revision": 1, "source_version": 3}, (422, "invalid_field")),
        ("PUT", "/ID/texts/ja", {"title": "T", "body": "x", "revision": 7}, (404, "translation_not_found")),
        ("PUT", "/ID/texts/%21", {"title": "T", "body": "x", "revision": 0}, (422, "invalid_field")),
        ("POST", "/ID/texts/en/publish", {"revision": 1, "at": "2020-01-01T00:00:00Z"}, (422, "invalid_field")),
        ("POST", "/ID/texts/en/publish", {"revision": 1, "at": "9999-01-01T00:00:00Z"}, (422, "invalid_field")),
        ("POST", "/ID/texts/en/publish", {"revision": 1, "note": "x" * 501}, (422, "invalid_field")),
        ("POST", "/ID/texts/en/publish", {"revision": 9}, (409, "draft_conflict")),
        ("POST", "/ID/texts/en/reopen", {"revision": 1}, (409, "stage_not_allowed")),
        ("POST", "/ID/texts/en/discard", {"revision": 1}, (409, "stage_not_allowed")),
        ("POST", "/ID/texts/en/restore", {"revision": 1, "version": 1}, (404, "version_not_found")),
        ("POST", "/ID/texts/ja/archive", {"revision": 1}, (404, "translation_not_found")),
        ("GET", "/ID/texts/en/difference?from=4", None, (404, "version_not_found")),
        ("GET", "/ID/texts/en/difference?from=-1", None, (422, "invalid_parameter")),
        ("GET", "/ID/texts/ja/versions", None, (404, "translation_not_found")),
        ("POST", "/ID/texts/en/comments", {"body": "  "}, (422, "invalid_field")),
        ("POST", "/ID/texts/en/comments", {"body": "x" * 2001}, (422, "invalid_field")),
        ("POST", "/preview", {"body": "x" * 200_001}, (422, "invalid_field")),
        ("POST", "/preview", {}, (422, "invalid_field")),
    ],
)
def test_what_cannot_be_is_refused_with_what_is_wrong(editor: Agent, draft: Frame, method: str, path: str, body: Any, expected: tuple[int, str]) -> None:
    answer = editor.http.request(method, f"/agent/articles{path.replace('ID', draft['id'])}", json=body)
    assert (answer.status_code, answer.json().get("code")) == expected, answer.text
    assert editor.get(f"/agent/articles/{draft['id']}")["texts"] == draft["texts"]


def test_nothing_empty_is_published(author: Agent, editor: Agent) -> None:
    empty = begin(author, body=" ")
    answer = editor.http.post(f"/agent/articles/{empty['id']}/texts/en/publish", json={"revision": 1})
    assert (answer.status_code, answer.json()["field"]) == (422, "body")


def test_no_picture_is_published_that_says_nothing_to_whoever_does_not_see_it(author: Agent, editor: Agent) -> None:
    body = "![](/media/form.png)\n\n![The form](/media/other.png)"
    flaws = [{"kind": "picture_undescribed", "name": "/media/form.png"}]
    assert author.post("/agent/articles/preview", {"body": body})["flaws"] == flaws
    article = begin(author, body=body)
    answer = editor.http.post(f"/agent/articles/{article['id']}/texts/en/publish", json={"revision": 1})
    assert (answer.status_code, answer.json()["code"], answer.json()["flaws"]) == (422, "text_not_ready", flaws)
    author.put(f"/agent/articles/{article['id']}/texts/en", {"title": article["texts"][0]["title"], "body": body.replace("![]", "![Where to write]"), "revision": 1})
    move(editor, article, "publish")


def test_a_preview_is_what_readers_would_see_and_harmless(server: Server, author: Agent, editor: Agent) -> None:
    body = "# Top\n\n<script>alert(1)</script><img src=x alt=y onerror=alert(1)>\n\n| a | b |\n| - | - |\n| 1 | 2 |\n"
    html = author.post("/agent/articles/preview", {"body": body})["html"]
    assert "<table" in html and "<script" not in html and "onerror" not in html
    article = begin(author, body=body)
    move(editor, article, "publish")
    assert Customer.guest(server).get(f"/help/articles/{article['slug']}")["html"] == html


def test_a_translation_is_flagged_once_its_source_changed(author: Agent, editor: Agent, draft: Frame) -> None:
    address = f"/agent/articles/{draft['id']}/texts"
    move(editor, draft, "publish")
    author.put(f"{address}/zh-CN", {"title": "关于", "body": "正文。", "revision": 0})
    move(editor, draft, "publish", "zh-CN")
    now = author.get(f"/agent/articles/{draft['id']}")
    author.put(f"{address}/en", {"title": "About", "body": "New text.", "revision": text(now)["revision"]})
    assert not text(author.get(f"/agent/articles/{draft['id']}"), "zh-CN")["out_of_date"]
    move(editor, draft, "publish")
    outdated = author.get("/agent/articles", params={"out_of_date": "true", "q": "about-w"})["data"]
    article = next(each for each in outdated if each["id"] == draft["id"])
    assert text(article, "zh-CN")["out_of_date"] and not text(article)["out_of_date"]
    changed = author.get(f"{address}/en/difference", params={"from": text(article, "zh-CN")["source_version"], "to": text(article)["live_version"]})
    assert not changed["same"]


@pytest.mark.parametrize("visibility", ["staff", "signed_in"])
def test_what_is_not_for_somebody_is_in_nothing_that_they_get(server: Server, author: Agent, editor: Agent, visibility: str) -> None:
    word = f"zanzibarine{uuid.uuid4().hex[:6]}"
    article = begin(author, word, title=f"Withdrawals of {word} coins", keywords=[word])
    settings = {"slug": article["slug"], "kind": "faq", "category": article["category"], "visibility": visibility, "pin": 1}
    editor.put(f"/agent/articles/{article['id']}", settings)
    move(editor, article, "publish")
    slug, misspelt = article["slug"], word.replace("zanz", "zamz")
    neighbour = begin(author, f"w{uuid.uuid4().hex[:8]}", title="Withdrawals of other coins")
    move(editor, neighbour, "publish")

    guest, verified = Customer.guest(server), Customer.verified(server, f"reader-{uuid.uuid4().hex[:6]}")
    readers = {"nobody": None, "guest": guest.token, "verified": verified.token, "agent": author.token}
    may_see = {"staff": {"agent"}, "signed_in": {"agent", "verified"}}[visibility]
    for reader, token in readers.items():
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        with httpx.Client(base_url=server.url, headers={**headers, "Accept-Language": "en"}) as http:
            api, sees = "/api/v1/help", reader in may_see
            lists = {
                "search": f"{api}/search?q={word}&locale=en", "plain search": f"{api}/search?q=withdrawals+coins&limit=50&locale=en",
                "misspelt": f"{api}/search?q={misspelt}&locale=en", "suggest": f"{api}/suggest?q=withdrawals+of&limit=20&locale=en",
                "suggested word": f"{api}/suggest?q={word[:8]}&locale=en", "categories": f"{api}/categories",
                "related": f"{api}/articles/{neighbour['slug']}", "home": "/", "category page": f"/help/category/{article['category']}",
                "neighbour page": f"/help/{neighbour['slug']}", "results page": "/help/search?q=withdrawals+coins",
                "contact": "/contact", "other language": f"{api}/search?q={word}&locale=zh-CN",
            }  # fmt: skip
            for name, path in lists.items():
                answer = http.get(path)
                assert answer.status_code == 200, (name, answer.text)
                if not sees:
                    assert word not in answer.text, (reader, name)
                if sees and name in ("search", "categories", "home", "category page"):
                    assert word in answer.text, (reader, name)
            for path in (f"/help/{slug}", f"{api}/articles/{slug}"):
                answer = http.get(path)
                assert answer.status_code == (200 if sees else 404), (reader, path)
                assert sees or f"{word} coins" not in answer.text
                if sees and path.startswith("/help"):
                    assert answer.headers["cache-control"] == "private, no-store"
            vote = http.post(f"{api}/articles/{slug}/feedback", json={"helpful": True})
            assert vote.status_code == (204 if sees else 404), (reader, vote.text)

    for person, sees in ((guest, False), (verified, "verified" in may_see)):
        chat = person.open_chat(f"withdrawals of {word} coins")
        until(lambda person=person, chat=chat: len(person.messages(chat)) > 1)
        time.sleep(0.3)
        told = str([each for each in person.messages(chat) if each["author"]["type"] != "customer"])
        assert (slug in told) == sees


def test_auditors_and_customers_write_nothing(server: Server) -> None:
    for person in (Agent.made(server, role="auditor"), Customer.guest(server)):
        answer = person.http.get("/agent/articles")
        assert answer.status_code in (401, 403)


def until(is_so: Callable[[], bool], within: float = 60) -> None:
    end = time.monotonic() + within
    while not is_so():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.1)
