"""A picture of an article: brought by button, pasted and dropped at the desk, described, seen by readers, replaced, kept while it is shown."""

import base64
import re
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from client import Agent
from desk import Desk
from files import bare
from server import AGENT_PASSWORD, Server
from visitor import Visitor

Visit = Callable[..., Visitor]

WORDS = {"en": "The form, with the network chosen", "zh-CN": "提币表单，已选择网络"}
TITLES = {"en": "Where the network is chosen", "zh-CN": "在哪里选择网络"}


def fresh(width: int = 1280, height: int = 800) -> bytes:
    """A picture that nobody has brought yet."""
    return bare("png", width, height, seed=uuid.uuid4().int)


def give(area: Locator, event: str, name: str, content: bytes) -> None:
    """Pastes into the field or drops on it."""
    area.evaluate(
        """(area, [event, name, content]) => {
            const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], name, { type: "image/png" }));
            const [Kind, member] = event === "paste" ? [ClipboardEvent, "clipboardData"] : [DragEvent, "dataTransfer"];
            area.dispatchEvent(new Kind(event, { [member]: data, bubbles: true, cancelable: true }));
        }""",
        [event, name, base64.b64encode(content).decode()],
    )


def begin(visitor: Visitor, server: Server, locale: str) -> tuple[Agent, Locator, str, str]:
    """An editor at an article that is new, the field of its text, the article's id and its address."""
    editor = Agent.made(server, name="Vera Form", role="editor")
    slug = f"form-{uuid.uuid4().hex[:10]}"
    category = editor.get("/agent/articles/choices")["categories"][0]["slug"]
    body = {"slug": slug, "category": category, "locale": locale, "title": TITLES[locale], "body": "1. \n"}
    article = editor.post("/agent/articles", body)
    visitor.open("/desk")
    Desk(visitor).sign_in(editor.about["email"], AGENT_PASSWORD)
    expect(visitor.page).to_have_url(re.compile("/desk/knowledge$"))
    visitor.page.evaluate("address => { location.hash = address; }", f"{article['id']}/{locale}")
    area = visitor.page.get_by_label(visitor.say("knowledge.body"), exact=True)
    expect(area).to_have_value("1. \n")
    return editor, area, article["id"], slug


def loaded(page: Page, pictures: Locator) -> None:
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        for _ in range(600):
            if picture.evaluate("picture => picture.complete && picture.naturalWidth > 0"):
                break
            page.wait_for_timeout(100)
        else:
            raise AssertionError("the picture never came")


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_pictures_are_brought_described_and_seen(visit: Visit, server: Server, locale: str, device: str, tmp_path: Path) -> None:
    visitor = visit(locale, device)
    say, page = visitor.say, visitor.page
    editor, area, article, slug = begin(visitor, server, locale)
    file = tmp_path / "Withdraw form.png"
    file.write_bytes(fresh())

    # By the button: without what it shows nothing is taken.
    area.click()
    page.keyboard.press("ControlOrMeta+Home")
    page.keyboard.press("End")
    page.get_by_role("button", name=say("knowledge.tool.picture"), exact=True).click()
    dialog = page.get_by_role("dialog", name=say("pictures.put"), exact=True)
    put_in = dialog.get_by_role("button", name=say("pictures.insert"), exact=True)
    put_in.click()
    expect(dialog.get_by_role("alert")).to_have_text(say("problem.picture_not_chosen"))
    dialog.get_by_label(say("pictures.choose"), exact=True).set_input_files(file)
    expect(dialog.locator(".pictures__preview")).to_be_visible()
    put_in.click()
    expect(dialog.get_by_role("alert")).to_have_text(say("knowledge.refused.alt"))
    words = dialog.locator("input[name=alt]")
    expect(words).to_be_focused()
    visitor.assert_good_page("dialog")
    words.fill(WORDS[locale])
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(area).to_have_value(re.compile(r"^1\. !\[" + WORDS[locale] + r"\]\(/pictures/withdraw-form(-\d+)?\)\n$"))
    expect(area).to_be_focused()
    name = re.findall(r"/pictures/([a-z0-9-]+)", area.input_value())[0]

    # Pasted, and dropped; who thinks better of it leaves the text as it was.
    page.keyboard.press("ControlOrMeta+End")
    give(area, "paste", "image.png", fresh(400, 1_000))
    expect(words).to_be_focused()
    words.fill(WORDS[locale])
    put_in.click()
    expect(area).to_have_value(re.compile(r"/pictures/image(-\d+)?\)$"))
    before = area.input_value()
    give(area, "drop", "other.png", fresh())
    dialog.get_by_role("button", name=say("knowledge.cancel"), exact=True).click()
    expect(area).to_have_value(before)

    # One that is here already.
    page.get_by_role("button", name=say("knowledge.tool.picture"), exact=True).click()
    dialog.get_by_text(say("pictures.take"), exact=True).click()
    dialog.get_by_label(say("pictures.find"), exact=True).fill(name)
    dialog.get_by_role("button", name=name, exact=True).click()
    expect(words).to_have_value(WORDS[locale])
    visitor.assert_good_page("shelf")
    put_in.click()
    expect(area).to_have_value(re.compile(re.escape(f"(/pictures/{name})") + "$"))
    if visitor.is_on_phone:
        page.get_by_role("button", name=say("knowledge.side.preview"), exact=True).click()
    preview = page.get_by_role("region", name=say("knowledge.preview"), exact=True)
    expect(preview.locator("img")).to_have_count(3)
    expect(preview.locator(".editor__flaws")).to_have_count(0)
    visitor.assert_good_page("written")

    # A reader's browser keeps room for each before it comes.
    expect(page.get_by_role("status").filter(has_text=say.pattern("knowledge.saved"))).to_be_visible()
    revision = editor.get(f"/agent/articles/{article}")["texts"][0]["revision"]
    editor.post(f"/agent/articles/{article}/texts/{locale}/publish", {"revision": revision})
    reader = visit(locale, device)
    held: list[Route] = []
    reader.page.route("**/pictures/**", lambda route: held.append(route))
    reader.page.goto(f"{server.url}/help/{slug}?lang={locale}", wait_until="domcontentloaded")
    pictures = reader.page.locator(".prose img")
    expect(pictures).to_have_count(3)
    room = [picture.bounding_box() for picture in pictures.all()]
    for request in held:
        request.continue_()
    reader.page.unroute("**/pictures/**")
    loaded(reader.page, pictures)
    seen = [picture.bounding_box() for picture in pictures.all()]
    assert [(round(box["width"]), round(box["height"])) for box in room if box] == [(round(box["width"]), round(box["height"])) for box in seen if box]
    expect(reader.page.get_by_role("img", name=WORDS[locale], exact=True)).to_have_count(3)
    assert pictures.first.get_attribute("loading") is None and pictures.last.get_attribute("loading") == "lazy"
    reader.assert_good_page("article")


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_picture_is_found_replaced_described_and_kept_while_it_is_shown(visit: Visit, server: Server, locale: str, device: str, tmp_path: Path) -> None:
    visitor = visit(locale, device)
    say, page = visitor.say, visitor.page
    editor, _, article, _ = begin(visitor, server, locale)
    file = tmp_path / f"shelf-{uuid.uuid4().hex[:8]}.png"
    file.write_bytes(fresh())

    visitor.open("/desk/knowledge/pictures")
    page.get_by_role("button", name=say("pictures.new"), exact=True).click()
    dialog = page.get_by_role("dialog", name=say("pictures.put"), exact=True)
    svg = tmp_path / "drawing.png"
    svg.write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    dialog.get_by_label(say("pictures.choose"), exact=True).set_input_files(svg)
    dialog.locator("input[name=alt]").fill(WORDS[locale])
    dialog.get_by_role("button", name=say("pictures.new"), exact=True).click()
    expect(dialog.get_by_role("alert")).to_have_text(say("problem.picture_type_not_accepted"))
    visitor.expect_complaints("415")
    dialog.get_by_label(say("pictures.choose"), exact=True).set_input_files(file)
    dialog.get_by_role("button", name=say("pictures.new"), exact=True).click()
    name = file.stem
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    expect(page.locator(".videos__notation code")).to_have_text(f"![…](/pictures/{name})")
    loaded(page, page.locator(".pictures__large"))
    visitor.assert_good_page("one")

    # Another one in its place.
    former = page.locator(".pictures__large").get_attribute("src")
    other = tmp_path / "other.png"
    other.write_bytes(fresh(600, 400))
    page.get_by_label(say("pictures.replace"), exact=True).set_input_files(other)
    expect(page.get_by_text("PNG · 600 × 400")).to_be_visible()
    assert page.locator(".pictures__large").get_attribute("src") != former

    words = page.locator(".videos__titles input[lang=ja]")
    words.fill("フォーム")
    page.get_by_role("button", name=say("pictures.save_alts"), exact=True).click()
    expect(page.get_by_role("alert").filter(has_text=say.pattern("knowledge.saved"))).to_be_visible()
    assert editor.get(f"/agent/pictures/{name}")["picture"]["alts"]["ja"] == "フォーム"

    # Found, and kept as long as an article shows it.
    body = {"title": TITLES[locale], "body": f"![{WORDS[locale]}](/pictures/{name})", "revision": 1}
    editor.put(f"/agent/articles/{article}/texts/{locale}", body)
    visitor.open("/desk/knowledge/pictures")
    page.get_by_label(say("pictures.find"), exact=True).fill("no picture of that name")
    visitor.see("pictures.none_found")
    page.get_by_label(say("pictures.find"), exact=True).fill(name)
    expect(page.locator(".pictures__item")).to_have_count(1)
    visitor.assert_good_page("found")
    page.locator(".pictures__item").click()
    uses = page.locator(".pictures__uses")
    expect(uses.get_by_role("link", name=TITLES[locale], exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=say("pictures.remove"), exact=True)).to_have_count(0)
    assert editor.http.delete(f"/agent/pictures/{name}").status_code == 409

    editor.put(f"/agent/articles/{article}/texts/{locale}", body | {"body": "Words.", "revision": 2})
    page.reload()
    page.get_by_role("button", name=say("pictures.remove"), exact=True).click()
    sure = page.get_by_role("dialog")
    expect(sure).to_contain_text(say("pictures.remove_sure", name=name))
    sure.get_by_role("button", name=say("pictures.remove"), exact=True).click()
    visitor.see("pictures.intro") if not visitor.is_on_phone else expect(page).to_have_url(re.compile("pictures#?$"))
    assert editor.http.get(f"/agent/pictures/{name}").status_code == 404
