"""Every page in both languages, on the narrowest phone and on a wide screen, light and dark."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from chat import Chat
from visitor import Visitor
from widget import Widget

Visit = Callable[..., Visitor]

PAGES = {
    "home": "/",
    "category": "/help/category/security",
    "article": "/help/choose-network",
    "question": "/help/faq-forgot-memo",
    "results": "/help/search?q=2FA",
    "nothing": "/help/search?q=qqqqzzzzxx",
    "api-entry": "/api-docs/spot/v1/post-v1-orders",
    "api-changes": "/api-docs/spot/changes",
    "announcements": "/announcements",
    "maintenance": "/announcements/wallet-maintenance-2027-06-12",
    "incident": "/announcements/deposit-delay-2026-10-14",
    "status": "/announcements/status",
    "contact": "/contact",
    "way": "/contact?topic=security&urgency=emergency",
    "ticket": "/contact?way=ticket&topic=api",
    "no-conversations": "/conversations",
    "verify": "/verify",
    "widget": "/widget",
    "demo": "/demo",
    "demo-guest": "/demo?user=guest",
    "desk-sign-in": "/desk/sign-in",
}
# Nothing in it offers a place to break a line.
LONG = f"https://example.com/{'x' * 120} {'w' * 90} {'汉' * 60} \u202eabc\u202c 👩‍👩‍👧‍👦"

# Each two of language, width and scheme meet in one of four, which is where pages go wrong; all three would be eight.
SCREENS = [("en", 360, "light"), ("en", 1440, "dark"), ("zh-CN", 360, "dark"), ("zh-CN", 1440, "light")]
screens = pytest.mark.parametrize(("locale", "width", "scheme"), SCREENS)
widths = pytest.mark.parametrize("width", [360, 1440])


def screen(width: int, scheme: str) -> dict[str, Any]:
    device = "phone" if width < 700 else "desktop"
    return {"device": device, "viewport": {"width": width, "height": 800}, "color_scheme": scheme}


def expect_scheme(visitor: Visitor, scheme: str) -> None:
    """Dark pages are dark: their text is lighter than what it stands on."""
    text = visitor.page.evaluate("getComputedStyle(document.body).color.match(/[\\d.]+/g).slice(0, 3).map(Number)")
    assert (sum(text) > 3 * 128) == (scheme == "dark"), text


@pytest.mark.parametrize("page", PAGES)
@screens
def test_the_page_is_good(visit: Visit, locale: str, page: str, width: int, scheme: str) -> None:
    visitor = visit(locale, **screen(width, scheme))
    assert visitor.open(PAGES[page]).status == 200
    expect(visitor.page.get_by_role("heading", level=1).first).to_be_visible()
    expect_scheme(visitor, scheme)
    visitor.assert_good_page("page")


@screens
def test_a_conversation_of_long_words_is_good(visit: Visit, locale: str, width: int, scheme: str) -> None:
    visitor = visit(locale, **screen(width, scheme))
    chat = Chat.started(visitor)
    for answer in ["assistant.abstain", "assistant.hand_over.failed"]:
        chat.write(LONG)
        chat.see(answer)
    visitor.assert_good_page("full")
    visitor.open("/conversations")
    expect(visitor.page.get_by_role("list", name=visitor.say("conversations.list"))).to_be_visible()
    visitor.assert_good_page("listed")
    visitor.page.get_by_role("list", name=visitor.say("conversations.list")).get_by_role("link").first.click()
    chat.place.get_by_role("button", name=visitor.say("conversation.solved"), exact=True).click()
    chat.see("timeline.event.resolved")


@screens
def test_the_open_widget_is_good(visit: Visit, locale: str, width: int, scheme: str) -> None:
    visitor = visit(locale, **screen(width, scheme))
    widget = Widget.of(visitor)
    widget.open()
    visitor.assert_good_page("page")
    visitor.assert_good_page("first-screen", widget.frame)
    widget.ask("?")
    expect(widget.chat.quick_replies.first).to_be_visible()
    visitor.assert_good_page("chat", widget.frame)


@widths
def test_a_missing_page_and_a_foreign_conversation_are_good(visit: Visit, locale: str, width: int) -> None:
    visitor = visit(locale, **screen(width, "dark"))
    for path, status in [("/no-such-page", 404), ("/conversations/cnv_00000000000000000000000000", 401)]:
        answer = visitor.open(path)
        assert answer.status == status
        visitor.see(f"error.{status}.heading")
        visitor.assert_good_page(str(status))
        visitor.expect_complaints(f"status of {status}")
