"""Articles as they are read: at once and without anything moving, and on paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from visitor import Visitor

Visit = Callable[..., Visitor]

ARTICLE = "identity-rejected"
# Chromium's own measures (https://web.dev/articles/cls, …/lcp).
_MEASURE = """
    window.measured = { shift: 0, paint: 0 };
    new PerformanceObserver((list) => {
        for (const each of list.getEntries()) if (!each.hadRecentInput) measured.shift += each.value;
    }).observe({ type: "layout-shift", buffered: true });
    new PerformanceObserver((list) => {
        for (const each of list.getEntries()) measured.paint = each.startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
"""


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_nothing_moves_while_a_page_loads(visit: Visit, locale: str, device: str, record_property: Callable[[str, object], None]) -> None:
    visitor = visit(locale, device)
    visitor.context.add_init_script(_MEASURE)
    for path in ("/", f"/help/{ARTICLE}", "/contact"):
        visitor.open(path)
        visitor.page.wait_for_load_state("networkidle")
        visitor.page.mouse.wheel(0, 2000)
        visitor.page.wait_for_function("measured.paint > 0")
        measured = visitor.page.evaluate("measured")
        # How fast it is says more of the machine than of the page: it is told, and judged by nobody.
        record_property(f"largest contentful paint of {path} on a {device}", f"{measured['paint']:.0f} ms")
        assert measured["shift"] < 0.1, (path, measured)


def test_an_article_is_printed_without_what_only_a_screen_is_for(visit: Visit, locale: str) -> None:
    visitor = visit(locale)
    page = visitor.page
    visitor.open(f"/help/{ARTICLE}")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".layout-brand")).to_be_visible()
    for part in (".layout-nav", ".article-contents", ".article-footer", ".breadcrumb", ".layout-footer__links"):
        for each in page.locator(part).all():
            expect(each).to_be_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF")
    visitor.keep_picture("paper")
