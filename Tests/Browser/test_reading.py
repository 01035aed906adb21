"""Articles as they are read: at once and without anything moving, and on paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from visitor import Visitor

Visit = Callable[..., Visitor]

# It has everything that an article can have.
ARTICLE = "withdraw-crypto"
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


@pytest.mark.parametrize("device", ["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_platform_is_chosen_once_and_read_without_a_script_too(visit: Visit, locale: str, device: str, scheme: str) -> None:
    visitor = visit(locale, device, color_scheme=scheme)
    page = visitor.page
    visitor.open(f"/help/{ARTICLE}")
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    page.get_by_role("tab", name="iOS").press("ArrowLeft")
    expect(page.get_by_role("tab", name="Web")).to_be_focused()
    expect(page.get_by_role("tabpanel", name="Web")).to_be_visible()
    expect(page.locator(".diagram__drawing")).to_be_visible()
    visitor.assert_good_page("tabs")
    page.reload()
    expect(page.get_by_role("tab", name="Web")).to_have_attribute("aria-selected", "true")
    page.evaluate("location.hash = 'android'")
    expect(page.get_by_role("tabpanel", name="Android")).to_be_visible()

    plain = visit(locale, device, color_scheme=scheme, java_script_enabled=False)
    plain.open(f"/help/{ARTICLE}")
    for name in ("iOS", "Android", "Web"):
        expect(plain.page.get_by_role("heading", name=name, exact=True)).to_be_visible()
