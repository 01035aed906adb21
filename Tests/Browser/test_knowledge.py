"""Articles are written at the desk: by keyboard, seen as readers see them, reviewed, published, and put back."""

import random
import re
import string
import uuid
from collections.abc import Callable
from re import Pattern

import pytest
from playwright.sync_api import expect

from client import Agent, Customer
from desk import Desk
from patience import eventually
from server import AGENT_PASSWORD, Server
from visitor import Visitor

Visit = Callable[..., Visitor]


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_an_article_is_written_reviewed_published_and_put_back(visit: Visit, server: Server, locale: str, device: str) -> None:
    word = f"w{uuid.uuid4().hex[:10]}"
    visitor = visit(locale, device)
    author = Agent.made(server, name="Arthur Line")
    Desk.of(visitor, author)
    say, page = visitor.say, visitor.page
    visitor.open("/desk/knowledge")
    expect(page.locator(".knowledge__item").first).to_be_visible()
    visitor.assert_good_page("list")

    page.get_by_role("button", name=say("knowledge.new"), exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(say("knowledge.title_field"), exact=True).fill(f"About {word}")
    dialog.get_by_label(say("knowledge.language"), exact=True).select_option("en")
    visitor.assert_good_page("new")
    dialog.get_by_role("button", name=say("knowledge.begin"), exact=True).click()
    area = page.get_by_label(say("knowledge.body"), exact=True)
    area.click()
    page.keyboard.type("Look up the transaction.")
    page.keyboard.press("ControlOrMeta+s")
    expect(page.get_by_role("status").filter(has_text=saved(say))).to_be_visible()
    if visitor.is_on_phone:
        page.get_by_role("button", name=say("knowledge.side.preview"), exact=True).click()
    preview = page.get_by_role("region", name=say("knowledge.preview"), exact=True)
    expect(preview).to_contain_text("Look up the transaction.")
    visitor.assert_good_page("draft")
    page.get_by_role("button", name=say("knowledge.ask_review"), exact=True).click()
    visitor.see("knowledge.done.review")
    expect(page.get_by_role("button", name=say("knowledge.publish"), exact=True)).to_have_count(0)
    address = page.url.split("#")[1]

    # An editor looks at it, puts a word right and publishes it; what is written saves itself.
    other = visit(locale, device)
    enter(other, Agent.made(server, name="Edith Page", role="editor"))
    page = other.page
    page.evaluate("article => { location.hash = article; }", address)
    area = page.get_by_label(say("knowledge.body"), exact=True)
    expect(area).to_have_value("Look up the transaction.")
    area.fill("Look up the **hash**.")
    expect(page.get_by_role("status").filter(has_text=saved(say))).to_be_visible()
    publish(other)
    other.see("knowledge.done.publish")
    other.assert_good_page("published")
    other.open(f"/help/about-{word}?lang={locale}")
    expect(page.locator(".prose strong")).to_have_text("hash")

    # A second version, and the first one again.
    other.open(f"/desk/knowledge#{address}")
    area.fill("Something wrong.")
    expect(page.get_by_role("status").filter(has_text=saved(say))).to_be_visible()
    visitor_sees = say("knowledge.still_seen", number=1)
    expect(page.get_by_text(visitor_sees)).to_be_visible()
    publish(other)
    other.see("knowledge.done.publish")
    page.get_by_role("button", name=say("knowledge.versions"), exact=True).click()
    first = page.get_by_role("dialog").get_by_role("listitem").filter(has_text=say("knowledge.version", number=1))
    first.get_by_role("button", name=say("knowledge.compare"), exact=True).click()
    expect(page.get_by_role("dialog").locator("ins")).to_contain_text("Something wrong.")
    other.assert_good_page("versions")
    first.get_by_role("button", name=say("knowledge.restore"), exact=True).click()
    expect(area).to_have_value("Look up the **hash**.")
    publish(other)
    other.see("knowledge.done.publish")
    other.open(f"/help/about-{word}?lang={locale}")
    expect(page.locator(".prose strong")).to_have_text("hash")


def test_two_who_write_at_once_lose_nothing(visit: Visit, server: Server, locale: str) -> None:
    visitor = visit(locale)
    author, second = Agent.made(server, name="Arthur Line"), Agent.made(server, name="Sue Other")
    category = author.get("/agent/articles/choices")["categories"][0]["slug"]
    made = author.post("/agent/articles", {"category": category, "locale": "en", "title": f"W{uuid.uuid4().hex[:8]}", "body": "One."})
    Desk.of(visitor, author)
    say, page = visitor.say, visitor.page
    visitor.open(f"/desk/knowledge#{made['id']}")
    area = page.get_by_label(say("knowledge.body"), exact=True)
    expect(area).to_have_value("One.")
    second.put(f"/agent/articles/{made['id']}/texts/en", {"title": "T", "body": "By Sue.", "revision": 1})
    area.fill("By Arthur.")
    alert = page.get_by_role("alert").filter(has_text="Sue Other")
    expect(alert).to_be_visible()
    visitor.expect_complaints("status of 409")
    visitor.assert_good_page("conflict")
    alert.get_by_role("button", name=say("knowledge.conflict.keep"), exact=True).click()
    expect(alert).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text=saved(say))).to_be_visible()
    assert author.get(f"/agent/articles/{made['id']}")["texts"][0]["body"] == "By Arthur."


def test_a_question_that_nobody_answers_becomes_an_article(visit: Visit, server: Server, locale: str) -> None:
    """The demo has questions that were asked in vain."""
    visitor = visit(locale)
    Desk.of(visitor, Agent.made(server, name="Arthur Line"))
    say, page = visitor.say, visitor.page
    question, language = ("how to stake eth", "en") if locale == "en" else ("质押收益怎么算", "zh-CN")
    visitor.open("/desk/knowledge")
    page.get_by_role("link", name=say("gaps.title"), exact=True).click()
    page.get_by_label(say("gaps.language"), exact=True).select_option(language)
    page.get_by_role("button", name=say("gaps.show"), exact=True).click()
    wanted = page.get_by_role("listitem").filter(has_text=question)
    expect(wanted).to_be_visible()
    visitor.assert_good_page("gaps")
    wanted.get_by_role("link", name=say("gaps.write"), exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label(say("knowledge.title_field"), exact=True)).to_have_value(question)
    expect(dialog.get_by_label(say("knowledge.language"), exact=True)).to_have_value(language)
    dialog.get_by_role("button", name=say("knowledge.begin"), exact=True).click()
    expect(page.get_by_label(say("knowledge.body"), exact=True)).to_be_visible()


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_what_customers_ask_becomes_an_article_or_leads_to_one(visit: Visit, server: Server, locale: str, device: str) -> None:
    word = "".join(random.choices(string.ascii_lowercase, k=9))
    title = {"en": "withdrawal has not arrived", "zh-CN": "我的提币未到账"}[locale]
    asked = {"en": ["unwrap {} tokens", "how to unwrap {} tokens?", "unwrap my {} tokens"], "zh-CN": ["怎么兑换{}代币", "请问怎么兑换{}代币", "怎么兑换{}代币呢"]}[locale]
    for text in [*(each.format(word) for each in asked), *[title] * 3]:
        customer = Customer.guest(server, locale)
        chat = customer.open_waiting_chat() if word in text else customer.open_chat()
        customer.write(chat, text)
    visitor = visit(locale, device)
    enter(visitor, Agent.made(server, name="Edith Page", role="editor"))
    say, page = visitor.say, visitor.page
    visitor.open("/desk/knowledge/gaps")
    page.get_by_role("button", name=say("gaps.count"), exact=True).click()
    visitor.see("gaps.done.counting")

    faq = page.get_by_role("region", name=say("gaps.faq"), exact=True)
    wanted, known = (faq.get_by_role("listitem").filter(has=page.get_by_text(each, exact=True)) for each in (asked[0].format(word), title))

    def counted() -> bool:
        page.reload()
        return wanted.count() == 1 and known.count() > 0

    eventually(counted, "what was asked is counted")
    by_person = page.get_by_role("region", name=say("gaps.ended_with_person"), exact=True)
    expect(by_person.get_by_role("listitem").filter(has_text=word)).to_be_visible()
    visitor.assert_good_page("asked")
    wanted.get_by_text(say("gaps.dismiss"), exact=True).click()
    visitor.assert_good_page("put away")
    wanted.get_by_role("button", name=say("gaps.away.other", count=30), exact=True).click()
    visitor.see("gaps.done.dismissed")
    expect(wanted).to_have_count(0)
    page.get_by_role("button", name=say("gaps.undo"), exact=True).click()
    visitor.see("gaps.done.restored")

    # What an article answers becomes one of its keywords; the page that is loaded anew adds nothing.
    known.get_by_role("link", name=say("gaps.add"), exact=True).click()
    keywords = page.get_by_label(say("knowledge.keywords"), exact=True)
    expect(keywords).to_have_value(re.compile(f", {re.escape(title)}$"))
    expect(page.get_by_role("status").filter(has_text=saved(say))).to_be_visible()
    visitor.assert_good_page("keyword")
    page.reload()
    expect(keywords).to_have_value(re.compile(f", {re.escape(title)}$"))

    visitor.open("/desk/knowledge/gaps")
    wanted.get_by_role("link", name=say("gaps.write"), exact=True).click()
    expect(page.get_by_role("dialog").get_by_label(say("knowledge.title_field"), exact=True)).to_have_value(asked[0].format(word))


def test_an_article_is_pinned_among_the_top_questions(visit: Visit, server: Server, locale: str) -> None:
    visitor = visit(locale)
    editor = Agent.made(server, name="Edith Page", role="editor")
    listed = editor.get("/agent/articles?limit=50&stage=published")["data"]
    written = [each for each in listed if any(text["locale"] == locale for text in each["texts"])]
    last = next(each for each in written if "pin" not in each and each["visibility"] == "public")
    title = next(each["title"] for each in last["texts"] if each["locale"] == locale)
    enter(visitor, editor)
    say, page = visitor.say, visitor.page
    page.evaluate("article => { location.hash = article; }", last["id"])
    page.get_by_role("button", name=say("knowledge.settings"), exact=True).click()
    dialog = page.get_by_role("dialog")
    pin = dialog.get_by_label(say("knowledge.pin"), exact=True)
    pin.fill("1001")
    dialog.get_by_role("button", name=say("knowledge.save"), exact=True).click()
    expect(dialog.get_by_role("alert")).to_have_text(say("knowledge.refused.pin"))
    pin.fill("1")
    visitor.assert_good_page("pin")
    dialog.get_by_role("button", name=say("knowledge.save"), exact=True).click()
    expect(dialog).to_have_count(0)
    item = page.locator(".knowledge__item").filter(has=page.get_by_text(title, exact=True))
    expect(item).to_contain_text(say("knowledge.pinned", number=1))
    assert editor.get(f"/agent/articles/{last['id']}")["pin"] == 1
    visitor.open(f"/?lang={locale}")
    questions = page.get_by_role("region", name=re.compile(f"{say('home.top_questions')}|{say('home.top_questions_week')}")).get_by_role("link")
    pinned = [each["slug"] for each in listed if each.get("pin") == 1]
    first = [questions.nth(place).get_attribute("href") for place in range(len(pinned) + 1)]
    assert sorted(first) == sorted(f"/help/{slug}" for slug in [*pinned, last["slug"]])
    # As it was: others look at the same list.
    editor.put(f"/agent/articles/{last['id']}", {name: last[name] for name in ("slug", "kind", "category", "visibility")})


def test_a_fee_is_written_once_and_put_into_a_text(visit: Visit, server: Server, locale: str) -> None:
    visitor = visit(locale)
    editor = Agent.made(server, name="Edith Page", role="editor")
    category = editor.get("/agent/articles/choices")["categories"][0]["slug"]
    made = editor.post("/agent/articles", {"category": category, "locale": "en", "title": f"W{uuid.uuid4().hex[:8]}", "body": "![](/media/form.png) Pay "})
    enter(visitor, editor)
    say, page, name = visitor.say, visitor.page, f"fee-{uuid.uuid4().hex[:8]}"
    page.evaluate("article => { location.hash = article; }", made["id"])
    preview = page.get_by_role("region", name=say("knowledge.preview"), exact=True)
    expect(preview).to_contain_text(say("knowledge.flaw.picture_undescribed", name="/media/form.png"))
    visitor.expect_complaints("status of 404")
    page.get_by_label(say("knowledge.body"), exact=True).press("ControlOrMeta+End")
    page.get_by_role("toolbar").get_by_role("button", name=say("knowledge.tool.snippet"), exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=say("knowledge.snippet.new"), exact=True).click()
    dialog.get_by_label(say("knowledge.snippet.name"), exact=True).fill(name)
    dialog.get_by_label(say("knowledge.snippet.every"), exact=True).fill("0.0002 BTC")
    visitor.assert_good_page("snippet")
    dialog.get_by_role("button", name=say("knowledge.save"), exact=True).click()
    dialog.get_by_role("button", name=f"{say('knowledge.snippet.insert')}: {name}").click()
    expect(preview).to_contain_text("Pay 0.0002 BTC")
    publish(visitor)
    expect(page.get_by_role("status").filter(has_text=say("knowledge.not_ready"))).to_be_visible()
    # Each preview asked for the picture anew.
    visitor.expect_complaints("status of 422", "status of 404")


def enter(visitor: Visitor, editor: Agent) -> None:
    """Signs an editor in, whose desk this page is."""
    visitor.open("/desk")
    Desk(visitor).sign_in(editor.about["email"], AGENT_PASSWORD)
    expect(visitor.page).to_have_url(re.compile("/desk/knowledge$"))


def publish(visitor: Visitor) -> None:
    say, page = visitor.say, visitor.page
    page.get_by_role("button", name=say("knowledge.publish"), exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name=say("knowledge.publish"), exact=True).click()


def saved(say: Callable[..., str]) -> Pattern[str]:
    """That it is saved, at whatever time."""
    return re.compile(re.escape(say("knowledge.saved", time="@")).replace("@", ".+"))


def test_links_are_told_and_several_articles_changed_without_a_script(visit: Visit, server: Server, locale: str) -> None:
    visitor = visit(locale, java_script_enabled=False)
    editor = Agent.made(server, name="Edith Page", role="editor")
    word = f"w{uuid.uuid4().hex[:8]}"
    shelf = editor.get("/agent/articles/choices")["categories"][0]
    article = {"category": shelf["slug"], "locale": "en", "title": f"About {word}", "body": f"[there](/help/{word}-gone)"}
    made = editor.post("/agent/articles", article)["id"]
    editor.post(f"/agent/articles/{made}/texts/en/publish", {"revision": 1})
    editor.post("/agent/articles/links/check", {"article": made, "address": f"/help/{word}-gone"})
    say, page = visitor.say, visitor.page
    # The page to sign in needs a script.
    page.context.add_cookies([{"name": "switchboard_agent", "value": editor.token, "url": server.url}])
    visitor.open("/desk/knowledge/links?state=broken")
    item = page.get_by_role("listitem").filter(has_text=f"/help/{word}-gone")
    expect(item).to_contain_text(say("links.reason.article_unknown"))
    item.get_by_role("button").click()
    expect(page.get_by_role("status")).to_have_text(say("links.checked.broken"))

    visitor.open(f"/desk/knowledge/bulk?q={word}")
    page.get_by_label(f"About {word}", exact=True).check()
    page.get_by_label(say("bulk.way.owner"), exact=True).check()
    page.get_by_label(say("knowledge.owner"), exact=True).select_option(label="Edith Page")
    page.get_by_role("button", name=say("bulk.go"), exact=True).click()
    page.get_by_role("button", name=say("bulk.press.one"), exact=True).click()
    expect(page.get_by_role("status")).to_have_text(say("bulk.all_done"))
    assert editor.get(f"/agent/articles/{made}")["owner"]["name"] == "Edith Page"


@pytest.mark.parametrize("path", ["links", "bulk"])
def test_pages_of_lists_are_good(visit: Visit, server: Server, locale: str, path: str) -> None:
    visitor = visit(locale)
    editor = Agent.made(server, name="Edith Page", role="editor")
    visitor.page.context.add_cookies([{"name": "switchboard_agent", "value": editor.token, "url": server.url}])
    visitor.open(f"/desk/knowledge/{path}")
    visitor.assert_good_page(path)
