"""What nobody has translated is shown in the nearest language that it was written in, and says so."""

import re

import html5lib
import httpx
import pytest

from server import Server
from wording import Wording

ARTICLE = "/help/identity-rejected"
PATHS = {ARTICLE: "article.untranslated", "/announcements/wallet-maintenance-2027-06-12": "announcements.untranslated"}
nearest = pytest.mark.parametrize(("locale", "shown"), [("ja", "en"), ("zh-TW", "zh-CN")])


def page(server: Server, path: str) -> str:
    """The page, which html5lib finds nothing wrong with."""
    answer = httpx.get(f"{server.url}{path}", headers={"Accept": "text/html"})
    parser = html5lib.HTMLParser()
    parser.parse(answer.content, transport_encoding="utf-8")
    assert answer.status_code == 200 and parser.errors == []
    return answer.text


@nearest
@pytest.mark.parametrize("path", PATHS)
def test_it_is_shown_in_the_nearest_language_and_says_so(server: Server, site: str, path: str, locale: str, shown: str) -> None:
    text = page(server, f"{path}?lang={locale}")
    assert f'<html lang="{locale}"' in text and re.search(rf'<article class="\w+" lang="{shown}"', text)
    assert re.search(rf'<p class="notice notice--info" lang="{locale}">.*?{re.escape(Wording(locale)(PATHS[path]))}', text, re.DOTALL)
    assert f'<link rel="canonical" href="{site}{path}?lang={shown}">' in text
    assert f'hreflang="{locale}" href="{site}' not in text
    assert "notice--info" not in page(server, f"{path}?lang={shown}")


@pytest.mark.parametrize(("locale", "asked", "shown"), [("zh-TW", "提幣未到賬", "zh-CN"), ("ja", "withdrawal", "en"), ("en", "withdrawal", "en")])
def test_results_in_another_language_say_which(server: Server, locale: str, asked: str, shown: str) -> None:
    text = page(server, f"/help/search?q={asked}&lang={locale}")
    places = re.findall(r'<p class="results-\w+__where">([^<]*)</p>', text)
    name = Wording(shown)("language.name")
    assert places and {each.endswith(f" · {name}") for each in places} == {locale != shown}
    assert re.search(rf'<h2 class="results-\w+__title"[^>]* lang="{shown}"', text)


@pytest.mark.parametrize("locale", ["ja", "zh-TW"])
def test_the_widget_says_its_few_words(server: Server, locale: str) -> None:
    script = httpx.get(f"{server.url}/widget.js").text
    assert Wording(locale)("widget.launcher.open") in script and "/* words */" not in script
    assert f'<html lang="{locale}"' in page(server, f"/widget?lang={locale}")
