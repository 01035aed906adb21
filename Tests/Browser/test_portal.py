"""The help centre: somebody finds an answer by searching, reads it, and says whether it helped."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from visitor import Visitor

Visit = Callable[..., Visitor]

# In the words of somebody who has the problem that this article is about.
ARTICLE = "withdrawal-not-arrived"
QUESTION = {"en": "my withdrawal has not arrived", "zh-CN": "提币没有到账"}
BEGINNING = {"en": "withdrawal has", "zh-CN": "提币未"}


def search_box(visitor: Visitor) -> Locator:
    """The field; with suggestions it is a combobox."""
    return visitor.page.get_by_label(visitor.say("search.label"), exact=True)


def suggestion(visitor: Visitor, slug: str) -> Locator:
    suggestions = visitor.page.get_by_role("listbox", name=visitor.say("search.suggestions"))
    return suggestions.get_by_role("option").filter(has_text=visitor.say.article(slug))


def expect_article(visitor: Visitor, slug: str) -> None:
    expect(visitor.page).to_have_url(re.compile(rf"/help/{slug}([?#].*)?$"))
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(visitor.say.article(slug))


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_an_answer_is_found_by_searching_and_helps(visit: Visit, locale: str, device: str) -> None:
    visitor = visit(locale, device)
    page, say = visitor.page, visitor.say
    visitor.open("/")
    visitor.assert_good_page("home")
    search_box(visitor).fill(QUESTION[locale])
    search_box(visitor).press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(say("results.heading", query=QUESTION[locale]))
    expect(page.get_by_text(say.plural("results.total")).first).to_be_visible()
    # What is about the same stands below, and is none of the results again.
    related = page.get_by_role("region", name=say("results.related"), exact=True).get_by_role("link")
    expect(related.first).to_be_visible()
    shown = page.get_by_role("listitem").get_by_role("heading", level=2).get_by_role("link")
    addresses = shown.evaluate_all("links => links.map(({ href }) => href.split('#')[0])")
    assert not {*addresses} & {*related.evaluate_all("links => links.map(({ href }) => href)")}
    visitor.assert_good_page("results")
    page.get_by_role("main").get_by_role("link", name=say.article(ARTICLE), exact=True).first.click()

    expect_article(visitor, ARTICLE)
    visitor.assert_good_page("article")
    helpful = page.get_by_role("region", name=say("article.helpful"))
    helpful.get_by_role("button", name=say("article.yes"), exact=True).click()
    expect(page.get_by_text(say("article.thanks"), exact=True)).to_be_visible()
    visitor.assert_good_page("thanks")


def test_suggestions_come_while_typing_and_obey_the_keyboard(visit: Visit, locale: str) -> None:
    visitor = visit(locale)
    visitor.open("/")
    expect(search_box(visitor)).to_be_focused()
    visitor.page.keyboard.type(BEGINNING[locale])
    wanted = suggestion(visitor, ARTICLE)
    expect(wanted).to_be_visible()
    expect(search_box(visitor)).to_have_attribute("aria-expanded", "true")
    visitor.assert_good_page("suggestions")

    visitor.page.keyboard.press("Escape")
    expect(wanted).to_be_hidden()
    expect(search_box(visitor)).to_have_value(BEGINNING[locale])
    visitor.page.keyboard.press("ArrowDown")
    expect(wanted).to_be_visible()

    options = visitor.page.get_by_role("option")
    visitor.page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    visitor.page.keyboard.press("ArrowUp")
    expect(visitor.page.get_by_role("option", selected=True)).to_have_count(0)
    for _ in range(options.all_inner_texts().index(wanted.inner_text()) + 1):
        visitor.page.keyboard.press("ArrowDown")
    expect(wanted).to_have_attribute("aria-selected", "true")
    visitor.page.keyboard.press("Enter")
    expect_article(visitor, ARTICLE)


@pytest.mark.parametrize(
    ("locale", "typed", "slug"),
    [
        pytest.param("en", "withdrawl not arived", ARTICLE, id="typos"),
        pytest.param("en", "waiting for conf", "pending-confirmations", id="words in the middle"),
        pytest.param("zh-CN", "tibi", ARTICLE, id="pinyin"),
        pytest.param("zh-CN", "chongbi", "deposit-not-arrived", id="other pinyin"),
        pytest.param("zh-CN", "提幣未到賬", ARTICLE, id="traditional"),
        pytest.param("en", "ＷＩＴＨＤＲＡＷＡＬ ｌｉｍｉｔ", "withdrawal-limits", id="full width"),
    ],
)
def test_suggestions_understand(visit: Visit, locale: str, typed: str, slug: str) -> None:
    visitor = visit(locale)
    visitor.open("/")
    search_box(visitor).press_sequentially(typed)
    suggestion(visitor, slug).click()
    expect_article(visitor, slug)


def test_a_search_with_typing_mistakes_still_finds(visit: Visit) -> None:
    visitor = visit("en")
    visitor.open("/help/search?q=withdrawl+not+arived")
    first = visitor.page.get_by_role("main").get_by_role("heading", level=2).first
    expect(first).to_have_text(visitor.say.article(ARTICLE))


def test_a_search_without_results_says_what_to_do(visit: Visit, locale: str) -> None:
    visitor = visit(locale, "phone")
    visitor.open("/help/search?q=qqqqzzzzxx")
    visitor.see("results.nothing")
    visitor.assert_good_page("nothing")
    visitor.page.get_by_role("link", name=visitor.say.category("fees"), exact=True).first.click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(visitor.say.category("fees"))


def test_who_was_not_helped_says_what_was_missing(visit: Visit, locale: str) -> None:
    visitor = visit(locale, "phone")
    page, say = visitor.page, visitor.say
    visitor.open(f"/help/{ARTICLE}")
    helpful = page.get_by_role("region", name=say("article.helpful"))
    helpful.get_by_role("button", name=say("article.no"), exact=True).click()
    comment = page.get_by_label(say("article.comment"))
    expect(comment).to_be_focused()
    expect(page.get_by_text(say("article.thanks_no"), exact=True)).to_be_visible()
    visitor.assert_good_page("comment")
    comment.fill("Which network? <b>TRC20</b>")
    page.get_by_role("button", name=say("article.comment_send"), exact=True).click()
    expect(page.get_by_text(say("article.thanks"), exact=True)).to_be_visible()
    expect(comment).to_be_hidden()


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_category_leads_to_its_articles_and_back(visit: Visit, locale: str, device: str) -> None:
    visitor = visit(locale, device)
    page, say = visitor.page, visitor.say
    name = say.category("deposits-withdrawals")
    visitor.open("/")
    page.get_by_role("region", name=say("home.categories")).get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    visitor.assert_good_page("category")
    page.get_by_role("region", name=say("category.articles")).get_by_role("link", name=say.article(ARTICLE)).click()
    expect_article(visitor, ARTICLE)
    page.get_by_role("navigation", name=say("article.breadcrumb")).get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_announcements_are_listed_by_kind_and_read(visit: Visit, locale: str, device: str) -> None:
    visitor = visit(locale, device)
    page, say = visitor.page, visitor.say
    visitor.open("/")
    page.get_by_role("contentinfo").get_by_role("link", name=say("layout.announcements"), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("announcements.title"))
    visitor.assert_good_page("announcements")
    kinds = page.get_by_role("navigation", name=say("announcements.kinds"))
    kinds.get_by_role("link", name=say("announcements.kind.maintenance"), exact=True).click()
    title = say.article("wallet-maintenance-2027-06-12")
    page.get_by_role("main").get_by_role("link").filter(has_text=title).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    visitor.assert_good_page("announcement")


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_the_language_is_changed_where_one_is(visit: Visit, device: str) -> None:
    visitor = visit("en", device)
    page = visitor.page
    visitor.open(f"/help/{ARTICLE}")
    chinese = visitor.speaking("zh-CN")
    page.get_by_role("contentinfo").get_by_role("link", name=chinese.say("language.name"), exact=True).click()
    expect_article(chinese, ARTICLE)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    visitor.open("/")
    expect(page.get_by_role("heading", level=1)).to_have_text(chinese.say("home.title"))


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_page_that_is_not_there_says_so_and_searches(visit: Visit, locale: str, device: str) -> None:
    visitor = visit(locale, device)
    assert visitor.open("/help/no-such-article").status == 404
    visitor.see("error.404.heading")
    visitor.assert_good_page("missing")
    visitor.expect_complaints("status of 404")
    visitor.page.get_by_label(visitor.say("error.search")).fill(QUESTION[locale])
    visitor.page.get_by_role("button", name=visitor.say("error.search_action"), exact=True).click()
    expect(visitor.page.get_by_role("link", name=visitor.say.article(ARTICLE), exact=True).first).to_be_visible()
