"""An article is limited to tiers and regions at the desk, and told so wherever it is listed."""

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from client import Agent, Customer
from desk import Desk
from server import AGENT_PASSWORD, Server
from visitor import Visitor

Visit = Callable[..., Visitor]


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_an_article_is_limited_to_tiers_and_regions(visit: Visit, server: Server, locale: str, device: str) -> None:
    editor = Agent.made(server, name="Edith Page", role="editor")
    word = f"w{uuid.uuid4().hex[:10]}"
    category = editor.get("/agent/articles/choices")["categories"][0]["slug"]
    made = editor.post("/agent/articles", {"slug": word, "category": category, "locale": "en", "title": f"About {word}", "body": "Text."})
    editor.post(f"/agent/articles/{made['id']}/texts/en/publish", {"revision": 1})
    choices = editor.http.get("/agent/articles/choices", headers={"Accept-Language": locale}).json()
    hong_kong, singapore = ({each["code"]: each["name"] for each in choices["regions"]}[code] for code in ("HK", "SG"))

    visitor = visit(locale, device)
    say, page = visitor.say, visitor.page
    visitor.open("/desk")
    Desk(visitor).sign_in(editor.about["email"], AGENT_PASSWORD)
    page.wait_for_url("**/desk/knowledge")
    page.evaluate("article => { location.hash = article; }", made["id"])
    page.get_by_role("button", name=say("knowledge.settings"), exact=True).click()
    dialog = page.get_by_role("dialog")
    tiers = dialog.get_by_label(say("knowledge.tiers"), exact=True)
    # Nothing to limit where everybody may read it.
    expect(tiers).to_be_hidden()
    dialog.get_by_label(say("knowledge.visibility"), exact=True).select_option("signed_in")
    tiers.fill("VIP1、" + "x" * 33)
    regions = dialog.get_by_role("combobox", name=say("knowledge.regions"), exact=True)
    # By keyboard: what is chosen is added when it is said so.
    regions.focus()
    regions.select_option("HK")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(regions).to_be_focused()
    remove = dialog.get_by_role("button", name=say("knowledge.region_remove", region=hong_kong), exact=True)
    expect(remove).to_be_visible()
    # What was chosen last and not added is meant as well.
    regions.select_option("SG")
    visitor.assert_good_page("limits")
    save = dialog.get_by_role("button", name=say("knowledge.save"), exact=True)
    save.click()
    expect(dialog.get_by_role("alert")).to_have_text(say("knowledge.refused.tiers"))
    expect(tiers).to_be_focused()
    visitor.expect_complaints("status of 422")
    tiers.fill("VIP1、vip2")
    save.click()
    expect(dialog).to_have_count(0)
    now = editor.get(f"/agent/articles/{made['id']}")
    assert (now["visibility"], now["tiers"], now["regions"]) == ("signed_in", ["vip1", "vip2"], ["HK", "SG"])
    assert Customer.guest(server).http.get(f"/help/articles/{word}").status_code == 404

    # The list says it, and is narrowed by it.
    if visitor.is_on_phone:
        page.evaluate("location.hash = ''")
    item = page.locator(".knowledge__item").filter(has_text=f"About {word}")
    comma = say("knowledge.comma")
    told = say("knowledge.limited_to", who=say("knowledge.visibility.signed_in"), limits=f"vip1{comma}vip2 · {hong_kong}{comma}{singapore}")
    expect(item.locator(".badge").first).to_have_text(told)
    page.get_by_label(say("knowledge.visibility"), exact=True).select_option("visibility=staff")
    expect(item).to_have_count(0)
    page.get_by_label(say("knowledge.visibility"), exact=True).select_option("limited=true")
    expect(item).to_be_visible()
    visitor.assert_good_page("limited")

    # One region less, and then everybody.
    item.click()
    page.get_by_role("button", name=say("knowledge.settings"), exact=True).click()
    remove.click()
    expect(remove).to_have_count(0)
    expect(regions).to_be_focused()
    save.click()
    expect(dialog).to_have_count(0)
    assert editor.get(f"/agent/articles/{made['id']}")["regions"] == ["SG"]
    page.get_by_role("button", name=say("knowledge.settings"), exact=True).click()
    dialog.get_by_label(say("knowledge.visibility"), exact=True).select_option("public")
    expect(regions).to_be_hidden()
    save.click()
    expect(dialog).to_have_count(0)
    now = editor.get(f"/agent/articles/{made['id']}")
    assert (now["visibility"], now["tiers"], now["regions"]) == ("public", [], [])
