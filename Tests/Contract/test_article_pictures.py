"""Pictures of articles: brought by who writes, written anew, shown with their size, seen by whoever may read the article."""

import io
import re
import uuid
from typing import Any

import httpx
import pytest
from PIL import Image

from client import Agent, Customer, Frame
from files import PLANTED, bare, bomb, film, flood_of_frames, photograph
from problems import problem
from server import Server

PUBLIC = "public, max-age=86400, immutable"


@pytest.fixture(scope="module")
def editor(server: Server) -> Agent:
    return Agent.made(server, name="Vera Form", role="editor")


def add(editor: Agent, content: bytes, name: str = "form.png", alt: str = "The form", **query: str) -> httpx.Response:
    return editor.http.post("/agent/pictures", params={"name": name, "alt": alt, "locale": "en", **query}, content=content)


def fresh(kind: str = "png", width: int = 1280, height: int = 800) -> bytes:
    """A picture that nobody has brought yet."""
    return bare(kind, width, height, seed=uuid.uuid4().int)


def brought(editor: Agent, content: bytes | None = None, **options: str) -> Frame:
    answer = add(editor, content or fresh(), **options)
    assert answer.status_code == 201, answer.text
    return answer.json()


def published(editor: Agent, body: str, visibility: str = "public", locale: str = "en") -> Frame:
    """An article, with its address."""
    slug = f"form-{uuid.uuid4().hex[:12]}"
    category = editor.get("/agent/articles/choices")["categories"][0]["slug"]
    article = editor.post("/agent/articles", {"slug": slug, "category": category, "locale": locale, "title": slug, "body": body})
    settings = {"slug": slug, "kind": article["kind"], "category": category, "visibility": visibility}
    editor.put(f"/agent/articles/{article['id']}", settings)
    editor.post(f"/agent/articles/{article['id']}/texts/{locale}/publish", {"revision": 1})
    return article


def opened(answer: httpx.Response) -> Any:
    picture = Image.open(io.BytesIO(answer.content))
    picture.load()
    return picture


def test_an_article_shows_a_picture_with_its_size_and_a_small_one(server: Server, editor: Agent) -> None:
    picture = brought(editor, name="Withdraw Form.png")
    assert (picture["media_type"], picture["width"], picture["height"], picture["moves"]) == ("image/png", 1280, 800, False)
    assert re.fullmatch(r"withdraw-form(-\d+)?", picture["name"]) and picture["alts"] == {"en": "The form"}
    body = f"Look: ![The form](/pictures/{picture['name']})\n\n![Again](/pictures/{picture['name']})\n"
    article = published(editor, body)

    page = httpx.get(f"{server.url}/help/{article['slug']}").text

    url, small = picture["url"], picture["small_url"]
    sizes = f'srcset="{small} 640w, {url} 1280w" sizes="(min-width: 800px) 720px, 100vw" width="1280" height="800"'
    assert f'<img src="{url}" {sizes} alt="The form" decoding="async">' in page
    assert f'<img src="{url}" {sizes} alt="Again" loading="lazy" decoding="async">' in page
    assert f'alt="The form"' in Customer.guest(server).get(f"/help/articles/{article['slug']}")["html"]
    whole, little = httpx.get(server.url + url), httpx.get(server.url + small)
    assert (opened(whole).size, opened(little).size) == ((1280, 800), (640, 400))
    assert (whole.headers["content-type"], little.headers["content-type"]) == ("image/png", "image/webp")
    assert [answer.headers["x-content-type-options"] for answer in (whole, little)] == ["nosniff"] * 2
    detail = editor.get(f"/agent/pictures/{picture['name']}")
    assert [(use["slug"], use["live"]) for use in detail["used_by"]] == [(article["slug"], True)]
    refused = editor.http.delete(f"/agent/pictures/{picture['name']}")
    assert problem(refused) == (409, "picture_in_use") and article["slug"] in refused.text


def test_a_public_picture_is_kept_by_caches_and_asked_for_by_its_tag(server: Server, editor: Agent) -> None:
    picture = brought(editor)
    published(editor, f"![The form](/pictures/{picture['name']})")
    tags = set()
    for url in (picture["url"], picture["small_url"]):
        answer = httpx.get(server.url + url)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, PUBLIC)
        tags.add(answer.headers["etag"])
        again = httpx.get(server.url + url, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content, again.headers["cache-control"]) == (304, b"", PUBLIC)
        assert "set-cookie" not in answer.headers
    assert len(tags) == 2
    # As texts name it, it leads to how it looks now.
    named = httpx.get(f"{server.url}/pictures/{picture['name']}")
    assert (named.status_code, named.headers["location"], named.headers["cache-control"]) == (302, picture["url"], "private, no-cache")


def test_only_who_may_read_the_article_may_see_its_picture(server: Server, editor: Agent) -> None:
    picture = brought(editor)
    files = [picture["url"], picture["small_url"]]
    guest, known = Customer.guest(server), Customer.verified(server, f"form-{uuid.uuid4().hex[:6]}")

    def seen(who: Customer | Agent | None) -> set[int]:
        headers = {"Authorization": f"Bearer {who.token}"} if who else {}
        answers = [httpx.get(server.url + file, headers=headers) for file in files]
        assert all(answer.headers["cache-control"] == "private, no-cache" for answer in answers if answer.status_code == 200)
        assert all(problem(answer)[1] == "picture_file_not_found" for answer in answers if answer.status_code == 404)
        # By its name neither.
        by_name = httpx.get(f"{server.url}/pictures/{picture['name']}", headers=headers)
        assert (by_name.status_code == 302) == (answers[0].status_code == 200)
        return {answer.status_code for answer in answers}

    body = f"![The form](/pictures/{picture['name']})"
    assert (seen(None), seen(guest), seen(known), seen(editor)) == ({404}, {404}, {404}, {200})
    published(editor, body, "staff")
    assert (seen(None), seen(guest), seen(known), seen(editor)) == ({404}, {404}, {404}, {200})
    published(editor, body, "signed_in")
    assert (seen(None), seen(guest), seen(known), seen(editor)) == ({404}, {404}, {200}, {200})
    published(editor, body)
    assert {httpx.get(server.url + file).headers["cache-control"] for file in files} == {PUBLIC}
    for nothing in [f"pic_{'0' * 26}", "no-such-picture", "none%2F.."]:
        assert httpx.get(f"{server.url}/pictures/{nothing}").status_code == 404


def test_what_a_camera_adds_is_nowhere(server: Server, editor: Agent) -> None:
    content = photograph("jpeg") + uuid.uuid4().bytes
    assert any(planted in content for planted in PLANTED)
    picture = brought(editor, content)
    # It is upright.
    assert (picture["width"], picture["height"]) == (800, 1200)
    for url in (picture["url"], picture["small_url"]):
        answer = editor.http.get(server.url + url)
        assert not dict(opened(answer).getexif()) and not [planted for planted in PLANTED if planted in answer.content]
    assert not [path for path, kept in server.kept().items() if any(planted in kept for planted in PLANTED)]


@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_an_animation_moves_but_for_who_asks_that_nothing_does(server: Server, editor: Agent, kind: str) -> None:
    picture = brought(editor, film(kind, frames=5, milliseconds=80 + uuid.uuid4().int % 50 * 10))
    assert picture["moves"] and picture["media_type"] == f"image/{kind}"
    article = published(editor, f"![How it turns](/pictures/{picture['name']})")
    page = httpx.get(f"{server.url}/help/{article['slug']}").text
    still = f'<source srcset="{picture["small_url"]}" type="image/webp" media="(prefers-reduced-motion: reduce)">'
    assert f'<picture>{still}<img src="{picture["url"]}" width="300" height="200"' in page
    assert Image.open(io.BytesIO(httpx.get(server.url + picture["url"]).content)).n_frames == 5
    assert getattr(Image.open(io.BytesIO(httpx.get(server.url + picture["small_url"]).content)), "n_frames", 1) == 1


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", (422, "picture_empty")), (b"words", (415, "picture_type_not_accepted")), (SVG, (415, "picture_type_not_accepted")),
        (b"<html><script>alert(1)</script></html>", (415, "picture_type_not_accepted")), (b"%PDF-1.4\n%%EOF", (415, "picture_type_not_accepted")),
        (bare("bmp"), (415, "picture_type_not_accepted")), (bare("png")[:-400], (422, "picture_damaged")),
        (film("gif")[:-300], (422, "picture_damaged")), (b"\xff" * (10 * 1024 * 1024 + 1), (413, "picture_file_too_large")),
        (bomb(30_000, 30_000), (422, "picture_too_large")), (bomb(20_000, 10), (422, "picture_too_large")),
        (flood_of_frames(600), (422, "picture_too_large")),
    ],
    ids=["empty", "words", "svg", "html", "pdf", "bmp", "truncated", "truncated film", "oversized", "bomb", "too wide", "frames"],
)  # fmt: skip
def test_what_is_no_picture_that_can_be_shown_is_refused(editor: Agent, content: bytes, refusal: tuple[int, str]) -> None:
    before = editor.get("/agent/pictures", params={"limit": 1})["data"]
    # Whatever is said of it.
    refused = editor.http.post("/agent/pictures", params={"name": "a.png", "alt": "x"}, content=content, headers={"Content-Type": "image/png"})
    assert problem(refused) == refusal
    there = brought(editor)
    assert problem(editor.http.put(f"/agent/pictures/{there['name']}/content", content=content)) == refusal
    assert editor.get(f"/agent/pictures/{there['name']}")["picture"]["url"] == there["url"]
    after = editor.get("/agent/pictures", params={"limit": 2})["data"]
    assert [each["name"] for each in after][1:] == [each["name"] for each in before]


@pytest.mark.parametrize("alt", [None, "", "   ", "x" * 501, "two\nlines", "\u0007"])
def test_who_does_not_see_a_picture_is_told_what_it_shows(editor: Agent, alt: str | None) -> None:
    query = {"name": "a.png"} | ({} if alt is None else {"alt": alt})
    refused = editor.http.post("/agent/pictures", params=query, content=fresh())
    assert problem(refused) == (422, "invalid_field") and refused.json()["field"] in ("alt", "alts")


def test_the_same_file_is_one_picture(editor: Agent) -> None:
    content = fresh()
    first = brought(editor, content, name="first.png")
    again = add(editor, content, name="other.png", alt="Other words")
    assert (again.status_code, again.json()) == (200, first)
    other = brought(editor, name="first.png")
    assert other["name"] != first["name"] and other["name"].startswith("first")


def test_a_picture_that_replaces_another_is_shown_at_once(server: Server, editor: Agent) -> None:
    picture = brought(editor)
    article = published(editor, f"![The form](/pictures/{picture['name']})")
    assert picture["url"] in httpx.get(f"{server.url}/help/{article['slug']}").text
    now = editor.http.put(f"/agent/pictures/{picture['name']}/content", content=fresh("webp", 400, 300)).json()
    assert (now["name"], now["alts"], now["width"]) == (picture["name"], picture["alts"], 400) and "small_url" not in now
    page = httpx.get(f"{server.url}/help/{article['slug']}").text
    assert f'<img src="{now["url"]}" width="400" height="300"' in page and picture["url"] not in page
    # Who has the page open is shown the former one.
    assert httpx.get(server.url + picture["url"]).status_code == 200
    assert problem(editor.http.put("/agent/pictures/no-such-picture/content", content=fresh())) == (404, "picture_not_found")


def test_words_are_changed_by_one_at_a_time(editor: Agent) -> None:
    picture = brought(editor)
    path = f"/agent/pictures/{picture['name']}"
    saved = editor.put(path, {"alts": {"en": "The form", "zh-CN": " 表单 "}, "revision": 1})
    assert (saved["alts"], saved["revision"]) == ({"en": "The form", "zh-CN": "表单"}, 2)
    refused = editor.http.put(path, json={"alts": {"en": "x"}, "revision": 1})
    assert problem(refused) == (409, "picture_conflict") and refused.json()["revision"] == 2
    for alts in [{}, {"en": " "}, {"??": "x"}, {"en": "x" * 501}]:
        assert problem(editor.http.put(path, json={"alts": alts, "revision": 2})) == (422, "invalid_field")
    found = editor.get("/agent/pictures", params={"q": "表单"})["data"]
    assert picture["name"] in [each["name"] for each in found]


def test_a_list_goes_on_where_it_ended(editor: Agent) -> None:
    made = [brought(editor)["name"] for _ in range(3)]
    first = editor.get("/agent/pictures", params={"limit": 2})
    rest = editor.get("/agent/pictures", params={"limit": 2, "cursor": first["next_cursor"]})
    assert [each["name"] for each in first["data"] + rest["data"]][:3] == made[::-1]
    assert problem(editor.http.get("/agent/pictures", params={"cursor": "x"})) == (422, "invalid_cursor")


def test_a_text_shows_no_picture_that_there_is_not(editor: Agent) -> None:
    there = brought(editor)
    body = f"![a](/pictures/{there['name']}) ![b](/pictures/none) ![c]({there['url']}) ![](/pictures/{there['name']}) ![d](/media/a.png)"
    preview = editor.post("/agent/articles/preview", {"body": body, "locale": "en"})
    flaws = {(flaw["kind"], flaw["name"]) for flaw in preview["flaws"]}
    wanted = {("picture_undescribed", f"/pictures/{there['name']}"), ("picture_unknown", "/pictures/none"), ("picture_unknown", there["url"])}
    assert flaws == wanted
    assert preview["html"].count(f'src="{there["url"]}"') == 2 and "/pictures/none" not in preview["html"]
    with pytest.raises(RuntimeError, match="text_not_ready"):
        published(editor, body)


def test_a_link_to_a_picture_is_judged_by_whether_there_is_one(editor: Agent) -> None:
    there = brought(editor)
    body = f"[whole](/pictures/{there['name']}) [broken](/pictures/none)"
    article = published(editor, body)
    links = editor.get(f"/agent/articles/{article['id']}/texts/en/links")["data"]
    assert {(link["address"], link["state"], link.get("reason")) for link in links if "/pictures/" in link["address"]} == {
        ("/pictures/none", "broken", "picture_unknown")
    }


def test_who_proposes_brings_pictures_and_does_not_change_them(server: Server, editor: Agent) -> None:
    agent = Agent.made(server, name="Ada Desk", role="agent")
    picture = brought(agent)
    assert editor.get(f"/agent/pictures/{picture['name']}")["picture"]["editor"] == "Ada Desk"
    path = f"/agent/pictures/{picture['name']}"
    tries = [("PUT", path, b"{}"), ("PUT", f"{path}/content", fresh()), ("DELETE", path, b"")]
    for method, address, content in tries:
        assert agent.http.request(method, address, content=content).status_code == 403
    guest = Customer.guest(server)
    for who in (guest.http, httpx.Client(base_url=guest.http.base_url)):
        assert who.get("/agent/pictures").status_code in (401, 403)
        assert who.post("/agent/pictures", params={"alt": "x"}, content=fresh()).status_code in (401, 403)
        for method, address, content in tries:
            assert who.request(method, address, content=content).status_code in (401, 403)
    assert editor.http.delete(path).status_code == 204
    assert problem(editor.http.get(path)) == (404, "picture_not_found")
    assert httpx.get(server.url + picture["url"], headers={"Authorization": f"Bearer {editor.token}"}).status_code == 404


def test_a_name_and_words_of_an_attacker_run_nowhere(server: Server, editor: Agent) -> None:
    attack = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
    picture = brought(editor, name=f"{attack}.png", alt=attack)
    assert re.fullmatch(r"[a-z0-9-]+", picture["name"]) and picture["alts"]["en"] == attack
    article = published(editor, f"![{attack} \\[x\\]](/pictures/{picture['name']} '{attack}')")
    for address in [f"/help/{article['slug']}", f"/api/v1/help/articles/{article['slug']}"]:
        text = httpx.get(server.url + address).text
        html = text if address.startswith("/help") else httpx.get(server.url + address).json()["html"]
        bare_of_values = re.sub(r'"[^"]*"', "", html)
        assert "onerror=" not in bare_of_values and "<script>alert" not in html
