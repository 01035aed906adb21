"""A second brand: its name, colours, logo, footer and styles are on every page, and all of it can be read."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from server import Server
from visitor import Visitor
from widget import Widget

Visit = Callable[..., Visitor]

NAME = "Northwind 北风"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 32"><rect width="96" height="32" rx="6" fill="#7a1fa2"/></svg>'
FOOTER = {
    "en": {"text": "Northwind Ltd., licence 4711", "links": [{"name": "Imprint", "url": "https://northwind.example/imprint"}]},
    "zh-CN": {"text": "北风有限公司，牌照 4711", "links": [{"name": "法律声明", "url": "https://northwind.example/zh/imprint"}]},
}
# The brand's, and in the dark ours, which the brand's must have taken the place of.
ACCENT = "rgb(122, 31, 162)"
OUR_DARK = "rgb(92, 192, 181)"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    folder = tmp_path_factory.mktemp("brand")
    (folder / "logo.svg").write_text(LOGO)
    (folder / "footer.json").write_text(json.dumps(FOOTER))
    (folder / "brand.css").write_text(".layout-header { border-block-end-width: 3px; border-block-end-color: var(--color-accent); }")
    return {
        "brand": NAME, "look.accent": "#7a1fa2", "look.fonts": "Noto Serif CJK SC", "look.logo": folder / "logo.svg",
        "look.footer": folder / "footer.json", "look.styles": folder / "brand.css",
    }  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_those_of_the_brand(visit: Visit, locale: str, scheme: str) -> None:
    visitor = visit(locale, "desktop" if scheme == "light" else "phone", color_scheme=scheme)
    page = visitor.page
    for path in ("/", "/help/identity-rejected", "/contact?topic=security&urgency=emergency"):
        visitor.open(path)
        assert page.title().endswith(f" · {NAME}")
        logo = page.get_by_role("banner").locator("img")
        box = logo.bounding_box()
        assert box is not None and (round(box["width"]), round(box["height"])) == (84, 28)
        footer = page.get_by_role("contentinfo")
        expect(footer.get_by_text(FOOTER[locale]["text"])).to_be_visible()
        link = FOOTER[locale]["links"][0]
        expect(footer.get_by_role("link", name=link["name"])).to_have_attribute("href", link["url"])
        assert page.evaluate("getComputedStyle(document.querySelector('.layout-header')).borderBlockEndWidth") == "3px"
        assert "Noto Serif CJK SC" in page.evaluate("getComputedStyle(document.body).fontFamily")
        button = page.evaluate("getComputedStyle(document.querySelector('.button--primary:not(.layout-skip)')).backgroundColor")
        assert button == ACCENT if scheme == "light" else button not in (OUR_DARK, ACCENT)
        visitor.assert_good_page(f"{scheme}-{path.strip('/').split('?')[0].replace('/', '-') or 'home'}")


def test_the_widget_is_the_brands_as_well(visit: Visit, locale: str) -> None:
    visitor = visit(locale)
    widget = Widget.of(visitor)
    widget.open()
    expect(widget.frame.get_by_role("heading", level=1)).to_have_text(NAME)
    visitor.assert_good_page("widget", widget.frame)


def test_doctor_tells_which_colours_cannot_be_read(server: Server) -> None:
    good = server.run("doctor").stdout
    assert "the colours of the light theme can be read\n" in good and "the colours of the dark theme can be read\n" in good
    accent = server.settings["look.accent"]
    server.settings["look.accent"] = "#ffee00"
    try:
        told = server.run("doctor")
    finally:
        server.settings["look.accent"] = accent
    [line] = [line for line in told.stdout.splitlines() if "WRONG" in line and "light theme" in line]
    assert "#ffee00 on the page is 1." in line
