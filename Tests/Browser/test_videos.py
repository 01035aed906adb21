"""A tutorial's video: brought at the desk, shown in an article, watched, left, resumed and found."""

import io
import re
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Dialog, Page, Route, expect

from client import Agent
from clips import CAPTIONS, CHAPTERS, clip
from desk import Desk
from server import AGENT_PASSWORD, Server
from visitor import Visitor

Visit = Callable[..., Visitor]

POSITION = "document.querySelector('video').currentTime"


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_video_is_brought_shown_watched_and_resumed(visit: Visit, server: Server, locale: str, device: str, tmp_path: Path) -> None:
    name = f"film-{uuid.uuid4().hex[:8]}"
    editor = Agent.made(server, name="Vera Film", role="editor")
    bring(visit(locale, device), editor, name, tmp_path)
    slug = published(editor, name, locale)
    visitor = visit(locale, device)
    say, page = visitor.say, visitor.page

    # Found by a sentence that is only said.
    words = CAPTIONS[locale].rstrip().rsplit("\n", 1)[1]
    visitor.open(f"/help/search?q={words}&lang={locale}")
    result = page.locator(f"a[href*='{slug}#video_{name}_11']").first
    expect(result).to_be_visible()

    visitor.open(f"/help/{slug}?lang={locale}")
    wait_until(page, "document.querySelector('video').readyState >= 1")
    shown = page.evaluate("[...document.querySelector('video').textTracks].filter((track) => track.mode === 'showing').map((track) => track.language)")
    assert shown == [locale]
    page.locator(".video__transcript > summary").click()
    expect(page.locator(".video__transcript")).to_contain_text(words)
    stills = page.locator("img.video__still")
    expect(stills).to_have_count(2)
    for still in stills.all():
        still.scroll_into_view_if_needed()
    wait_until(page, "[...document.querySelectorAll('img.video__still')].every((still) => still.complete && still.naturalWidth === 320)")
    visitor.assert_good_page("article")

    # A chapter leads to its moment, and plays.
    page.locator(".video__chapter").last.click()
    wait_until(page, f"{POSITION} >= 11")
    expect(page.locator(".video__chapter[aria-current]")).to_have_count(1)
    wait_until(page, "[...document.querySelector('video').textTracks].some((track) => track.activeCues?.length)")
    page.evaluate("document.querySelector('video').pause()")
    left = page.evaluate(POSITION)
    assert 11 <= left < 19

    # Who comes back goes on where they left.
    visitor.open(f"/help/{slug}?lang={locale}")
    resume = page.get_by_role("button", name=say("video.resume", time=f"0:{int(left)}"), exact=True)
    expect(resume).to_be_visible()
    visitor.keep_picture("resume")
    resume.focus()
    page.keyboard.press("Enter")
    wait_until(page, f"{POSITION} >= {int(left)}")
    expect(resume).to_have_count(0)
    expect(page.locator("video")).to_be_focused()

    # The result of a search leads to the moment.
    page.goto("about:blank")
    visitor.open(f"/help/{slug}?lang={locale}#video_{name}_11")
    wait_until(page, f"Math.floor({POSITION}) === 11")
    expect(page.locator(f"#video_{name}_11")).to_be_in_viewport()


def test_what_is_typed_stays_while_a_film_comes(visit: Visit, server: Server, locale: str, tmp_path: Path) -> None:
    name = f"film-{uuid.uuid4().hex[:8]}"
    editor = Agent.made(server, name="Vera Film", role="editor")
    visitor = visit(locale)
    say, page = visitor.say, visitor.page
    begin(visitor, editor, name)

    # Nothing of what is too large is sent.
    large = tmp_path / "large.vtt"
    large.write_bytes(b"WEBVTT\n\nNOTE " + b"x" * 600_000)
    page.locator(".videos__row[data-language='en'] input[type=file]").first.set_input_files(large)
    visitor.see("videos.text_too_large", limit=512)

    held: list[Route] = []
    page.route("**/film", lambda route: held.append(route))
    film = tmp_path / "film.mp4"
    film.write_bytes(clip())
    page.get_by_label(say("videos.choose_film"), exact=True).set_input_files(film)
    title = page.locator(".videos__titles input").last
    title.fill("Half typed")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.close(run_before_unload=True)
    for _ in range(200):
        if asked and held:
            break
        page.wait_for_timeout(100)
    assert asked == ["beforeunload"]
    held[0].continue_()
    expect(page.get_by_text("MP4 · 320 × 180 · 0:20")).to_be_visible()
    expect(title).to_have_value("Half typed")
    with page.expect_response(lambda answer: answer.url.endswith(f"/videos/{name}") and answer.request.method == "PUT") as saved:
        page.get_by_role("button", name=say("videos.save_titles"), exact=True).click()
    assert "Half typed" in saved.value.json()["titles"].values()

    remove = page.get_by_role("button", name=say("videos.remove"), exact=True)
    remove.click()
    page.get_by_role("dialog").get_by_role("button", name=say("knowledge.cancel"), exact=True).click()
    assert editor.http.get(f"/agent/videos/{name}").status_code == 200
    remove.click()
    page.get_by_role("dialog").get_by_role("button", name=say("videos.remove"), exact=True).click()
    visitor.see("videos.intro")
    assert editor.http.get(f"/agent/videos/{name}").status_code == 404


def wait_until(page: Page, expression: str) -> None:
    """Looks now and then from outside: what looks from within a page is code of a string, which its policy refuses."""
    for _ in range(600):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never: {expression}")


def begin(visitor: Visitor, editor: Agent, name: str) -> None:
    """Makes a video at the desk that has a name and a title."""
    say, page = visitor.say, visitor.page
    visitor.open("/desk")
    Desk(visitor).sign_in(editor.about["email"], AGENT_PASSWORD)
    expect(page).to_have_url(re.compile("/desk/knowledge$"))
    visitor.open("/desk/knowledge/videos")
    page.get_by_role("button", name=say("videos.new"), exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.locator("input").first.fill(f"Withdraw {name}")
    dialog.get_by_label(say("videos.name"), exact=True).fill(name)
    dialog.get_by_role("button", name=say("knowledge.save"), exact=True).click()
    expect(page.locator(".videos__notation code")).to_have_text(f":::video {name}")


def bring(visitor: Visitor, editor: Agent, name: str, folder: Path) -> None:
    """Makes a video with all that belongs to one."""
    say, page = visitor.say, visitor.page
    begin(visitor, editor, name)
    broken = folder / "broken.mp4"
    broken.write_bytes(b"no film at all, in a few words")
    page.get_by_label(say("videos.choose_film"), exact=True).set_input_files(broken)
    visitor.see("videos.flaw.not_a_video")
    visitor.expect_complaints("415")
    film = folder / "film.mp4"
    film.write_bytes(clip())
    page.get_by_label(say("videos.choose_film"), exact=True).set_input_files(film)
    expect(page.get_by_text("MP4 · 320 × 180 · 0:20")).to_be_visible()
    poster = folder / "poster.png"
    picture = io.BytesIO()
    Image.new("RGB", (320, 180), "teal").save(picture, "PNG")
    poster.write_bytes(picture.getvalue())
    page.get_by_label(say("videos.choose_poster"), exact=True).set_input_files(poster)
    expect(page.locator(".videos__poster")).to_be_visible()
    for role, texts in [("captions", CAPTIONS), ("chapters", CHAPTERS)]:
        part = page.locator(".videos__part").filter(has=page.get_by_role("heading", name=say(f"videos.{role}"), exact=True))
        for language, text in texts.items():
            file = folder / f"{role}.{language}.vtt"
            file.write_text(text)
            index = ["en", "zh-CN"].index(language)
            row = part.locator(f".videos__row[data-language='{language}']")
            row.locator("input[type=file]").set_input_files(file)
            expect(part.get_by_role("link", name=say("videos.download"), exact=True)).to_have_count(index + 1)
    # A press makes the pictures of the chapters from the film.
    page.get_by_role("button", name=say("videos.take_stills"), exact=True).click()
    expect(page.locator("img.videos__still")).to_have_count(2)
    expect(page.get_by_role("button", name=say("videos.take_stills"), exact=True)).to_have_count(0)
    visitor.assert_good_page("desk")


def published(editor: Agent, name: str, locale: str) -> str:
    """An article in a language that shows the video."""
    slug = f"shows-{name}"
    category = editor.get("/agent/articles/choices")["categories"][0]["slug"]
    text = {"en": ("Withdraw bitcoin", "Watch it, or follow the steps."), "zh-CN": ("提取比特币", "观看视频，或按步骤操作。")}[locale]
    body = f"{text[1]}\n\n:::video {name}\n\n:::steps\n1. {text[0]}\n2. {text[0]}\n:::\n"
    article = editor.post("/agent/articles", {"slug": slug, "category": category, "locale": locale, "title": f"{text[0]} {name}", "body": body})
    editor.post(f"/agent/articles/{article['id']}/texts/{locale}/publish", {"revision": 1})
    return slug
