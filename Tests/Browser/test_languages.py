"""Languages that are files alone: their pages on a phone, where Japanese words are long and nothing may stand out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from chat import Chat
from visitor import Visitor
from widget import Widget
from wording import LANGUAGES, WRITTEN

Visit = Callable[..., Visitor]
ARTICLE = "withdrawal-not-arrived"
# What an article is shown in where nobody has translated it.
SHOWN = {"ja": "en", "zh-TW": "zh-CN"}


@pytest.mark.parametrize("locale", [locale for locale in LANGUAGES if locale not in WRITTEN])
def test_a_customer_reads_asks_and_writes_in_a_language_without_articles(visit: Visit, locale: str, nobody_waits: None) -> None:
    visitor = visit(locale, "phone")
    visitor.open("/")
    visitor.see("home.title")
    visitor.assert_good_page("home")
    shown = visitor.speaking(SHOWN.get(locale, "en"))
    visitor.page.get_by_label(visitor.say("search.label"), exact=True).fill("提幣未到賬" if locale == "zh-TW" else "withdrawal not arrived")
    visitor.page.keyboard.press("Enter")
    visitor.page.get_by_role("main").get_by_role("link", name=shown.say.article(ARTICLE), exact=True).first.click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(shown.say.article(ARTICLE))
    visitor.see("article.untranslated")
    visitor.assert_good_page("article")
    chat = Chat.started(visitor)
    chat.write(visitor.say("assistant.action.person"))
    chat.see("assistant.hand_over.asked")
    visitor.assert_good_page("chat")
    widget = Widget.of(visit(locale, "phone"))
    widget.open()
    widget.visitor.assert_good_page("widget", widget.frame)


@pytest.mark.parametrize("locale", [locale for locale in LANGUAGES if locale not in WRITTEN])
@pytest.mark.parametrize("path", ["/desk/sign-in", "/contact", "/verify"])
def test_a_page_is_good_in_a_language_without_articles(visit: Visit, locale: str, path: str) -> None:
    visitor = visit(locale, "phone")
    visitor.open(path)
    expect(visitor.page.get_by_role("heading", level=1).first).to_be_visible()
    offered = visitor.page.locator("a[hreflang]").evaluate_all("links => links.map((link) => link.hreflang)")
    assert set(offered) == set(LANGUAGES)
    visitor.assert_good_page("page")
