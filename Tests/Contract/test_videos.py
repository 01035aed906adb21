"""Videos: brought by editors, shown in articles, read by whoever may read those."""

import http.client
import io
import json
import re
import uuid

import httpx
import pytest
from PIL import Image

from client import Agent, Customer, Frame
from clips import CAPTIONS, CHAPTERS, clip
from problems import problem
from server import Server


@pytest.fixture(scope="module")
def editor(server: Server) -> Agent:
    return Agent.made(server, name="Vera Film", role="editor")


def made(editor: Agent, **titles: str) -> str:
    """The name of a video without anything."""
    name = f"film-{uuid.uuid4().hex[:8]}"
    editor.put(f"/agent/videos/{name}", {"titles": titles or {"en": "Withdraw bitcoin", "zh-CN": "提取比特币"}, "revision": 0})
    return name


def put(editor: Agent, path: str, content: bytes | str) -> Frame:
    answer = editor.http.put(f"/agent/videos/{path}", content=content)
    assert answer.status_code == 200, answer.text
    return answer.json()


def whole(editor: Agent) -> Frame:
    """A video with all that belongs to one."""
    name = made(editor)
    put(editor, f"{name}/film", clip())
    put(editor, f"{name}/poster", poster())
    for locale, text in CAPTIONS.items():
        put(editor, f"{name}/captions/{locale}", text)
    put(editor, f"{name}/chapters/zh-CN", CHAPTERS["zh-CN"])
    return put(editor, f"{name}/chapters/en", CHAPTERS["en"])


def poster(kind: str = "JPEG") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (320, 180), "teal").save(written, kind)
    return written.getvalue()


def published(editor: Agent, body: str, visibility: str = "public") -> str:
    """The address of an article."""
    slug = f"film-{uuid.uuid4().hex[:12]}"
    category = editor.get("/agent/articles/choices")["categories"][0]["slug"]
    article = editor.post("/agent/articles", {"slug": slug, "category": category, "locale": "en", "title": slug, "body": body})
    settings = {"slug": slug, "kind": article["kind"], "category": category, "visibility": visibility}
    editor.put(f"/agent/articles/{article['id']}", settings)
    editor.post(f"/agent/articles/{article['id']}/texts/en/publish", {"revision": 1})
    return slug


def test_an_article_shows_a_video_with_all_that_belongs_to_it(server: Server, editor: Agent) -> None:
    video = whole(editor)
    assert (video["film"]["media_type"], video["film"]["width"], video["film"]["height"]) == ("video/mp4", 320, 180)
    assert 19.5 < video["film"]["seconds"] < 20.5
    slug = published(editor, f"Look:\n\n:::video {video['name']}\n\n:::steps\n1. Open it.\n2. Press it.\n:::\n")

    page = httpx.get(f"{server.url}/help/{slug}").text

    assert re.search(r'<video[^>]* controls="" preload="metadata" playsinline="" poster="/videos/vid_\w+" width="320" height="180"', page)
    assert f'<source src="{video["film"]["url"]}" type="video/mp4">' in page
    assert re.search(r'<track kind="captions" src="/videos/vid_\w+" srclang="en" label="English" default="">', page)
    assert re.search(r'srclang="zh-CN" label="简体中文">', page)
    anchor = f"video_{video['name']}_11"
    assert f'<p class="video__paragraph" id="{anchor}">' in page and "zirconium checksum" in page
    assert f'href="#video_{video["name"]}_10"' in page and f'id="video_{video["name"]}_10"' in page
    assert "<span>Confirm</span>" in page and 'class="steps"' in page
    assert "zirconium checksum" in Customer.guest(server).get(f"/help/articles/{slug}")["html"]
    found = Customer.guest(server).get("/help/search", params={"q": "zirconium checksum", "locale": "en"})["data"]
    assert f"/help/{slug}#{anchor}" in [hit["url"] for hit in found]
    detail = editor.get(f"/agent/videos/{video['name']}")
    assert [use["slug"] for use in detail["used_by"]] == [slug]
    refused = editor.http.delete(f"/agent/videos/{video['name']}")
    assert problem(refused) == (409, "video_in_use") and slug in refused.text


def test_a_film_is_read_whole_in_parts_and_not_again(server: Server, editor: Agent) -> None:
    content = clip("webm", seconds=3)
    name = made(editor)
    url = server.url + put(editor, f"{name}/film", content)["film"]["url"]
    published(editor, f":::video {name}")

    answer = httpx.get(url)
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, content, "video/webm")
    assert answer.headers["accept-ranges"] == "bytes" and answer.headers["content-length"] == str(len(content))
    assert answer.headers["cache-control"] == "public, max-age=86400"
    tag = answer.headers["etag"]
    assert re.fullmatch(r'"[^"]+"', tag)
    for header, start, end in [("bytes=0-99", 0, 100), ("bytes=100-", 100, len(content)), ("bytes=-7", len(content) - 7, len(content)), ("bytes=5-99999999", 5, len(content))]:
        part = httpx.get(url, headers={"Range": header})
        assert (part.status_code, part.content) == (206, content[start:end])
        assert part.headers["content-range"] == f"bytes {start}-{end - 1}/{len(content)}"
    beyond = httpx.get(url, headers={"Range": f"bytes={len(content)}-"})
    assert beyond.headers["content-range"] == f"bytes */{len(content)}"
    assert problem(beyond) == (416, "range_not_satisfiable")
    assert httpx.get(url, headers={"Range": "bytes=9-5"}).status_code == 200
    assert httpx.get(url, headers={"Range": "bytes=0-1,4-5"}).status_code == 200
    assert httpx.get(url, headers={"Range": "bytes=0-1", "If-Range": tag}).status_code == 206
    assert httpx.get(url, headers={"Range": "bytes=0-1", "If-Range": '"another"'}).status_code == 200
    again = httpx.get(url, headers={"If-None-Match": tag, "Range": "bytes=0-1"})
    assert (again.status_code, again.content) == (304, b"")
    head = httpx.head(url, headers={"Range": "bytes=0-1"})
    assert (head.status_code, head.headers["content-length"], head.content) == (200, str(len(content)), b"")


def test_a_large_film_is_whole_over_its_pieces(server: Server, editor: Agent) -> None:
    film = clip(seconds=2)
    # A box that players pass over, longer than two pieces.
    padded = film + (5_000_000).to_bytes(4, "big") + b"free" + bytes(range(256)) * 19_531 + bytes(5_000_000 - 8 - 256 * 19_531)
    name = made(editor)
    url = server.url + put(editor, f"{name}/film", padded)["film"]["url"]
    published(editor, f":::video {name}")
    assert httpx.get(url).content == padded
    edge = 2 * 1024 * 1024
    assert httpx.get(url, headers={"Range": f"bytes={edge - 5}-{edge + 4}"}).content == padded[edge - 5 : edge + 5]


def test_only_who_may_read_the_article_may_read_its_video(server: Server, editor: Agent) -> None:
    video = whole(editor)
    files = [video["film"]["url"], video["poster"]["url"], video["captions"][0]["url"], video["chapters"][0]["url"]]
    guest, known = Customer.guest(server), Customer.verified(server, f"film-{uuid.uuid4().hex[:6]}")

    def readable(who: Customer | Agent) -> set[int]:
        answers = [httpx.get(server.url + file, headers={"Authorization": f"Bearer {who.token}"}) for file in files]
        assert all(answer.headers["cache-control"] == "private, no-cache" for answer in answers if answer.status_code == 200)
        return {answer.status_code for answer in answers}

    # It stands nowhere yet.
    assert (readable(guest), readable(known), readable(editor)) == ({404}, {404}, {200})
    published(editor, f":::video {video['name']}", "staff")
    assert (readable(guest), readable(known), readable(editor)) == ({404}, {404}, {200})
    published(editor, f":::video {video['name']}", "signed_in")
    assert (readable(guest), readable(known), readable(editor)) == ({404}, {200}, {200})
    published(editor, f":::video {video['name']}")
    public = [httpx.get(server.url + file) for file in files]
    assert {(answer.status_code, answer.headers["cache-control"]) for answer in public} == {(200, "public, max-age=86400")}
    assert httpx.get(f"{server.url}/videos/vid_{'0' * 26}").status_code == 404


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no film at all, in a few words", "not_a_video"), (poster(), "not_a_video"), (clip("matroska", seconds=2), "not_a_video"),
        (clip("mp4", picture="mpeg4", seconds=2), "codec"), (clip(seconds=2)[:-200], "truncated"),
    ],
)  # fmt: skip
def test_what_browsers_do_not_play_is_refused(editor: Agent, content: bytes, reason: str) -> None:
    name = made(editor)
    refused = editor.http.put(f"/agent/videos/{name}/film", content=content, headers={"Content-Type": "video/mp4"})
    assert problem(refused) == (415, "video_type_not_accepted") and refused.json()["reason"] == reason
    assert "film" not in editor.get(f"/agent/videos/{name}")["video"]


def test_what_is_too_large_empty_or_for_nobody_is_refused(editor: Agent) -> None:
    name = made(editor)
    path = f"/agent/videos/{name}"

    # Refused by what is announced, before anything comes.
    connection = http.client.HTTPConnection(editor.server.url.removeprefix("http://"), timeout=30)
    connection.putrequest("PUT", f"/api/v1{path}/film")
    for field, value in {"Authorization": f"Bearer {editor.token}", "Content-Length": str(600 * 1024 * 1024)}.items():
        connection.putheader(field, value)
    connection.endheaders()
    answer = connection.getresponse()
    assert (answer.status, json.load(answer)["code"]) == (413, "video_too_large")
    connection.close()
    assert problem(editor.http.put(f"{path}/film", content=b"")) == (422, "video_empty")
    assert problem(editor.http.put(f"{path}/poster", content=b"\xff" * 10_500_000)) == (413, "video_too_large")
    assert problem(editor.http.put(f"{path}/poster", content=b"words")) == (415, "poster_type_not_accepted")
    refused = editor.http.put(f"{path}/captions/en", content=b"WEBVTT\n\nNOTE " + b"x" * 600_000)
    assert problem(refused) == (413, "video_text_too_large") and refused.json()["limit_kib"] == 512
    assert problem(editor.http.put("/agent/videos/no-such-film/film", content=clip(seconds=2))) == (404, "video_not_found")
    for body in [{"titles": {}, "revision": 1}, {"titles": {"en": "a\nb"}, "revision": 1}]:
        assert problem(editor.http.put(path, json=body)) == (422, "invalid_field")
    assert problem(editor.http.put(path, json={"titles": {"en": "x"}, "revision": 7})) == (409, "video_conflict")


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("no captions", 1, "no_signature"), ("WEBVTT\n\nwords\n", 3, "times_missing"), ("WEBVTT\n\n0:1 --> 0:2\na\n", 3, "times_unreadable"),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\na\n", 3, "ends_before_start"),
    ],
)  # fmt: skip
def test_broken_captions_are_told_with_their_line(editor: Agent, text: str, line: int, reason: str) -> None:
    refused = editor.http.put(f"/agent/videos/{made(editor)}/captions/en", content=text)
    assert problem(refused) == (422, "video_text_malformed")
    assert (refused.json()["line"], refused.json()["reason"]) == (line, reason)


def test_captions_are_given_out_as_they_were_understood(server: Server, editor: Agent) -> None:
    name = made(editor)
    put(editor, f"{name}/film", clip(seconds=2))
    text = "\ufeffWEBVTT by hand\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\n1\r\n00:00:01.000 --> 00:00:02.000 align:start\r\n<b>提币</b>\r\n"
    url = put(editor, f"{name}/captions/zh-CN", text)["captions"][0]["url"]
    published(editor, f":::video {name}")
    answer = httpx.get(server.url + url)
    assert answer.headers["content-type"] == "text/vtt; charset=utf-8"
    assert answer.text == "WEBVTT\n\n00:01.000 --> 00:02.000 align:start\n<b>提币</b>\n"


def test_chapters_have_pictures_where_somebody_made_them(server: Server, editor: Agent) -> None:
    video = whole(editor)
    path = f"/agent/videos/{video['name']}"
    slug = published(editor, f":::video {video['name']}")
    assert "video__still" not in httpx.get(f"{server.url}/help/{slug}").text
    moments = editor.get(path)["moments"]
    assert [moment["second"] for moment in moments] == [0, 10] and moments[1]["titles"]["en"] == "Confirm"

    put(editor, f"{video['name']}/stills/10", poster("PNG"))

    still = editor.get(path)["moments"][1]["picture"]
    assert (still["media_type"], still["width"], still["height"]) == ("image/png", 320, 180)
    page = httpx.get(f"{server.url}/help/{slug}").text
    assert f'<img class="video__still" src="{still["url"]}" alt="" loading="lazy" width="320" height="180">' in page
    answer = httpx.get(server.url + still["url"])
    assert (answer.status_code, answer.headers["content-type"], answer.headers["cache-control"]) == (200, "image/png", "public, max-age=86400")

    # A large one is kept small.
    large = io.BytesIO()
    Image.new("RGB", (1920, 1080), "teal").save(large, "JPEG")
    put(editor, f"{video['name']}/stills/10", large.getvalue())
    small = editor.get(path)["moments"][1]["picture"]
    assert (small["media_type"], small["width"], small["height"]) == ("image/webp", 640, 360)
    for second, content, refusal in [
        ("11", poster(), (404, "video_chapter_not_found")), ("-1", poster(), (422, "invalid_field")), ("x", poster(), (422, "invalid_field")),
        ("10", b"", (422, "video_empty")), ("10", b"<svg/>", (415, "poster_type_not_accepted")), ("10", poster("GIF")[:-9], (422, "picture_damaged")),
        ("10", b"\xff" * 10_500_000, (413, "video_too_large")), ("10", poster()[:-99], (422, "picture_damaged")),
    ]:  # fmt: skip
        assert problem(editor.http.put(f"{path}/stills/{second}", content=content)) == refusal, (second, content[:9])
    agent = Agent.made(server, name="Ada Desk", role="agent")
    for method in ("PUT", "DELETE"):
        assert agent.http.request(method, f"{path}/stills/10", content=poster()).status_code == 403
    # Another beginning, another picture.
    put(editor, f"{video['name']}/chapters/en", CHAPTERS["en"].replace("00:10.000", "00:11.000"))
    put(editor, f"{video['name']}/chapters/zh-CN", CHAPTERS["zh-CN"].replace("00:10.000", "00:11.000"))
    assert "video__still" not in httpx.get(f"{server.url}/help/{slug}").text
    assert problem(editor.http.delete(f"{path}/stills/11")) == (404, "video_file_not_found")


def test_a_text_shows_no_video_that_there_is_not(editor: Agent) -> None:
    empty, there = made(editor), whole(editor)["name"]
    body = f":::video no-such-film\n\n:::video {empty}\n\n:::video {there}\n\n:::video {there}\n\n```\n:::video other\n```\n"
    preview = editor.post("/agent/articles/preview", {"body": body, "locale": "en"})
    flaws = {(flaw["kind"], flaw["name"]) for flaw in preview["flaws"]}
    assert flaws == {("video_unknown", "no-such-film"), ("video_unknown", empty), ("video_repeated", there)}
    assert preview["html"].count("<video") == 1
    with pytest.raises(RuntimeError, match="text_not_ready"):
        published(editor, body)


def test_an_agent_sees_videos_and_does_not_change_them(server: Server, editor: Agent) -> None:
    agent = Agent.made(server, name="Ada Desk", role="agent")
    name = made(editor)
    assert name in [video["name"] for video in agent.get("/agent/videos")["data"]]
    for method, path in [("PUT", f"{name}/film"), ("PUT", f"{name}/poster"), ("PUT", f"{name}/captions/en"), ("DELETE", f"{name}/chapters/en"), ("DELETE", name)]:
        assert agent.http.request(method, f"/agent/videos/{path}", content=b"x").status_code == 403
    assert Customer.guest(server).http.get("/agent/videos").status_code in (401, 403)
    assert editor.http.delete(f"/agent/videos/{name}").status_code == 204
