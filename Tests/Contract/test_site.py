"""What search engines, feed readers, caches and browsers are told of the help centre's pages."""

import gzip
import json
import re
import time
import uuid
import xml.etree.ElementTree as ElementTree
from typing import Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import brotli
import feedparser
import html5lib
import httpx
import pytest

from client import Agent, Customer, Frame
from server import Server
from wording import LANGUAGES, WRITTEN

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
HTML = "{http://www.w3.org/1999/xhtml}"
# One of each kind, and what it is told to be.
PAGES = {
    "/": ["WebSite"],
    "/help/category/security": ["BreadcrumbList"],
    "/help/identity-rejected": ["HowTo", "BreadcrumbList"],
    "/help/faq-forgot-memo": ["FAQPage", "BreadcrumbList"],
    "/announcements": [],
    "/announcements/wallet-maintenance-2027-06-12": ["BreadcrumbList"],
    "/contact": [],
    "/verify": [],
}
UNLISTED = ["/help/search?q=2FA", "/contact?topic=api&urgency=lengthy", "/conversations", "/desk/sign-in", "/widget", "/no-such-page"]
# What somebody wrote is there in the languages that they wrote; the pages around it in every one.
CONTENT = ("/help/", "/announcements/")


def locales(path: str) -> list[str]:
    return WRITTEN if path.startswith(CONTENT) else LANGUAGES


every_page = pytest.mark.parametrize("path", PAGES)
every_locale = pytest.mark.parametrize("locale", LANGUAGES)


def ask(server: Server, path: str, **headers: str) -> httpx.Response:
    return httpx.get(f"{server.url}{path}", headers={"Accept": "text/html", **{name.replace("_", "-"): value for name, value in headers.items()}})


def settled(server: Server, path: str) -> httpx.Response:
    """A page once it shows what others have published before."""
    answer = ask(server, path)
    for _ in range(20):
        time.sleep(0.5)
        before, answer = answer, ask(server, path)
        if before.headers["etag"] == answer.headers["etag"]:
            break
    return answer


def read(server: Server, path: str) -> ElementTree.Element:
    """The page as html5lib, which reads as browsers do, understands it."""
    answer = ask(server, path)
    parser = html5lib.HTMLParser()
    page = parser.parse(answer.content, transport_encoding="utf-8")
    assert parser.errors == [], f"{path}: {parser.errors}"
    return page


def links(page: ElementTree.Element, relation: str) -> list[ElementTree.Element]:
    return [each for each in page.iter(f"{HTML}link") if each.get("rel") == relation]


def named(page: ElementTree.Element, name: str) -> str | None:
    """What the page says in `<meta>` of a name or property."""
    found = [each.get("content") for each in page.iter(f"{HTML}meta") if name in (each.get("name"), each.get("property"))]
    assert len(found) <= 1
    return found[0] if found else None


def structured(page: ElementTree.Element) -> list[Frame]:
    return [json.loads(each.text or "") for each in page.iter(f"{HTML}script") if each.get("type") == "application/ld+json"]


def sitemap(server: Server) -> dict[str, dict[str, str]]:
    """The addresses by path, with the address of each language."""
    root = ElementTree.fromstring(ask(server, "/sitemap.xml").content)
    assert root.tag == f"{MAP}urlset"
    found = {each.findtext(f"{MAP}loc", ""): {link.get("hreflang", ""): link.get("href", "") for link in each.iter(LINK)} for each in root}
    assert len(found) == len(root), "an address stands there twice"
    return found


@pytest.fixture(scope="module")
def editor(server: Server) -> Agent:
    return Agent.made(server, name="Edith Page", role="editor")


def published(editor: Agent, visibility: str, **members: object) -> str:
    """A new article for an audience; returns its slug."""
    slug = f"site-{uuid.uuid4().hex[:12]}"
    category = editor.get("/agent/articles/choices")["categories"][0]["slug"]
    begun = editor.post("/agent/articles", {"slug": slug, "category": category, "locale": "en", "title": f"About {slug}", "body": "Text.", **members})
    settings = {"slug": slug, "kind": begun["kind"], "category": category, "visibility": visibility}
    editor.put(f"/agent/articles/{begun['id']}", settings)
    now = editor.get(f"/agent/articles/{begun['id']}")
    editor.post(f"/agent/articles/{begun['id']}/texts/en/publish", {"revision": now["texts"][0]["revision"]})
    return slug


def test_robots_are_told_where_to_go_and_where_not(server: Server, site: str) -> None:
    answer = ask(server, "/robots.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    robots = RobotFileParser()
    robots.parse(answer.text.splitlines())
    assert robots.site_maps() == [f"{site}/sitemap.xml"]
    assert all(robots.can_fetch("AnyBot", f"{site}{path}") for path in [*PAGES, "/widget.js", "/assets/1/a.css"])
    assert not any(robots.can_fetch("AnyBot", f"{site}{path}") for path in ["/desk/sign-in", "/conversations", "/api/v1/session", "/files/a"])


def test_the_sitemap_tells_every_public_page_in_each_language(server: Server, site: str) -> None:
    told = sitemap(server)
    for path in PAGES:
        languages = {**{locale: f"{site}{path}?lang={locale}" for locale in locales(path)}, "x-default": f"{site}{path}"}
        assert [told[languages[locale]] for locale in locales(path)] == [languages] * len(locales(path))
        assert not [each for each in told if each.partition("?")[0] == f"{site}{path}" and each not in languages.values()]
    articles = [each for each in told if "/help/" in each]
    assert len(articles) > 100
    for address in [*articles[::12], *(each for each in told if "/announcements/" in each)]:
        path = address.removeprefix(site)
        page = read(server, path)
        assert [each.get("href") for each in links(page, "canonical")] == [address]
        alternates = {each.get("hreflang"): each.get("href") for each in links(page, "alternate") if each.get("hreflang")}
        assert alternates == told[address]


@pytest.mark.parametrize(("path", "locale"), [(path, locale) for path in PAGES for locale in locales(path)])
def test_a_page_says_what_it_is(server: Server, site: str, path: str, locale: str) -> None:
    page = read(server, f"{path}?lang={locale}")
    own = f"{site}{path}?lang={locale}"
    assert [each.get("href") for each in links(page, "canonical")] == [own]
    title = next(page.iter(f"{HTML}title")).text or ""
    assert named(page, "og:title") == title.removesuffix(" · Demo Exchange")
    assert (named(page, "og:url"), named(page, "og:site_name")) == (own, "Demo Exchange")
    assert named(page, "og:locale") == locale.replace("-", "_")
    assert named(page, "robots") is None
    description = named(page, "description")
    assert description and named(page, "og:description") == description and "{" not in description
    data = structured(page)
    assert [each["@type"] for each in data] == PAGES[path]
    assert all(each["@context"] == "https://schema.org" for each in data)
    if data and data[-1]["@type"] == "BreadcrumbList":
        steps = data[-1]["itemListElement"]
        assert [each["position"] for each in steps] == list(range(1, len(steps) + 1))
        assert steps[0]["item"] == f"{site}/?lang={locale}" and "item" not in steps[-1]


def test_home_offers_its_search(server: Server, site: str) -> None:
    [data] = structured(read(server, "/?lang=en"))
    action = data["potentialAction"]
    address = urlsplit(action["target"]["urlTemplate"].replace("{search_term_string}", "withdrawal"))
    assert (f"{address.scheme}://{address.netloc}", action["query-input"]) == (site, "required name=search_term_string")
    assert ask(server, f"{address.path}?{address.query}").status_code == 200


def test_questions_have_answers_and_instructions_steps(server: Server) -> None:
    faq = structured(read(server, "/help/faq-forgot-memo?lang=en"))[0]["mainEntity"]
    assert [each["@type"] for each in faq] == ["Question"]
    assert faq[0]["name"].endswith("?") and len(faq[0]["acceptedAnswer"]["text"]) > 50
    steps = structured(read(server, "/help/identity-rejected?lang=en"))[0]["step"]
    assert [each["position"] for each in steps] == [1, 2, 3, 4, 5]
    assert steps[4]["text"] == "Submit once, and wait for the result."
    page = ask(server, "/help/identity-rejected?lang=en").text
    assert f'id="{urlsplit(steps[0]["url"]).fragment}"' in page


@pytest.mark.parametrize("path", UNLISTED)
def test_what_is_nobodys_to_find_says_so(server: Server, path: str) -> None:
    page = read(server, path)
    if path.startswith("/contact"):
        # The same page with somebody's answers in its address.
        assert links(page, "canonical")[0].get("href", "").endswith("/contact?lang=en")
    else:
        assert named(page, "robots") == "noindex" and not links(page, "canonical") and not structured(page)


@every_locale
def test_the_feed_is_one_that_readers_understand(server: Server, site: str, locale: str) -> None:
    answer = ask(server, f"/help/articles.atom?lang={locale}")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(answer.content, response_headers=dict(answer.headers))
    assert not feed.bozo and feed.version == "atom10" and feed.feed.language == locale
    assert feed.feed.id == f"{site}/help/articles.atom?lang={locale}" == next(each.href for each in feed.feed.links if each.rel == "self")
    times = [each.updated for each in feed.entries]
    assert len(times) == 30 and times == sorted(times, reverse=True) and times[0] == feed.feed.updated
    assert len({each.id for each in feed.entries}) == 30
    first = feed.entries[0]
    assert first.link.startswith(f"{site}/help/") and first.content[0].type == "text/html"
    read(server, first.link.removeprefix(site))
    [told] = [each for each in links(read(server, f"/?lang={locale}"), "alternate") if each.get("type") == "application/atom+xml"]
    assert told.get("href") == feed.feed.id


def test_what_is_not_for_everybody_is_told_to_nobody(server: Server, site: str, editor: Agent) -> None:
    closed = [published(editor, visibility) for visibility in ("signed_in", "staff")]
    public = published(editor, "public")
    reader = {"Authorization": f"Bearer {editor.token}"}
    for headers in ({}, reader):
        told = sitemap(server) if not headers else ask(server, "/sitemap.xml", **headers).text
        feed = ask(server, "/help/articles.atom?lang=en", **headers).text
        assert not any(slug in str(told) or slug in feed for slug in closed)
        assert public in str(told) and public in feed
    assert f"{site}/help/{public}?lang=zh-CN" not in sitemap(server), "there is no such translation"
    page = ask(server, f"/help/{closed[0]}", **reader)
    assert page.status_code == 200 and "ld+json" not in page.text and 'content="noindex"' in page.text


def test_a_text_stays_inside_of_what_holds_it(server: Server, editor: Agent) -> None:
    title = 'x</script><script>alert(1)</script><!-- "\'& ]]> \\u003c'
    slug = published(editor, "public", title=title, kind="faq", body="</script><b onclick=alert(1)>bold</b>\n\n1. one </script>\n2. two\n")
    page = read(server, f"/help/{slug}?lang=en")
    data = structured(page)
    assert data[0].get("name", data[0].get("headline")) == title or data[0]["mainEntity"][0]["name"] == title
    assert named(page, "og:title") == title
    assert all(each.get("src") or (each.get("type") or "").endswith("json") for each in page.iter(f"{HTML}script"))
    feed = feedparser.parse(ask(server, "/help/articles.atom?lang=en").content)
    [entry] = [each for each in feed.entries if slug in each.link]
    assert not feed.bozo and "<script" not in entry.content[0].value
    assert slug in str(sitemap(server))


@every_page
def test_a_page_that_did_not_change_is_not_sent_again(server: Server, path: str) -> None:
    first = settled(server, path)
    assert (first.headers["cache-control"], first.headers["vary"]) == ("no-cache", "Accept-Encoding, Accept-Language, Cookie")
    again = ask(server, path, If_None_Match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert "content-security-policy" not in again.headers, "the one that came with the page names its nonce"
    for name in ("etag", "vary", "cache-control"):
        assert again.headers[name] == first.headers[name]
    chinese = ask(server, path, If_None_Match=first.headers["etag"], Accept_Language="zh-CN")
    assert (chinese.status_code, chinese.headers["content-language"]) == (200, "zh-CN")
    assert chinese.headers["etag"] != first.headers["etag"]


@every_page
def test_every_form_of_a_page_holds_the_same(server: Server, path: str) -> None:
    forms = {}
    for coding, decompress in [("identity", bytes), ("gzip", gzip.decompress), ("br", brotli.decompress)]:
        with httpx.stream("GET", f"{server.url}{path}", headers={"Accept-Encoding": coding}) as answer:
            raw = b"".join(answer.iter_raw())
        assert answer.headers.get("content-encoding", "identity") == coding and int(answer.headers["content-length"]) == len(raw)
        # Each is rendered with a nonce of its own where it is not kept.
        forms[coding] = re.sub(rb'nonce="[^"]+"', b"", decompress(raw))
        assert coding == "identity" or len(raw) < 0.5 * len(decompress(raw))
    assert forms["identity"] == forms["gzip"] == forms["br"]


def test_what_only_some_may_read_is_kept_by_nobody(server: Server, editor: Agent) -> None:
    verified = Customer.verified(server, f"usr_{uuid.uuid4().hex}")
    pages = ("/", "/help/identity-rejected", "/help/search?q=2FA")
    # On the contact page staff are customers like others.
    for token, paths in [(editor.token, pages), (verified.token, (*pages, "/contact"))]:
        for path in paths:
            answer = ask(server, path, Authorization=f"Bearer {token}", Accept_Encoding="gzip, br")
            assert answer.status_code == 200 and answer.headers["cache-control"] == "private, no-store"
            assert not {"etag", "content-encoding"} & set(answer.headers)


def test_the_language_is_that_of_the_address_then_the_choice_then_the_browser(server: Server) -> None:
    def language(path: str, **headers: str) -> str:
        answer = ask(server, path, **headers)
        assert f'<html lang="{answer.headers["content-language"]}"' in answer.text
        return answer.headers["content-language"]

    chosen, wanted = {"Cookie": "switchboard_locale=zh-CN"}, {"Accept_Language": "zh-CN"}
    for path in ("/", "/help/identity-rejected"):
        assert language(path) == "en"
        assert language(path, **wanted) == "zh-CN"
        assert language(path, **chosen, Accept_Language="en") == "zh-CN"
        assert language(f"{path}?lang=en", **chosen, **wanted) == "en"


def first_view(server: Server, path: str) -> dict[str, int]:
    """Bytes of the bodies that a browser fetches for a page that it sees for the first time, without its pictures."""

    def size(address: str) -> tuple[int, bytes]:
        with httpx.stream("GET", address, headers={"Accept-Encoding": "gzip, deflate, br, zstd", "Accept-Language": "en"}) as answer:
            raw = b"".join(answer.iter_raw())
        assert answer.status_code == 200
        return len(raw), brotli.decompress(raw) if answer.headers.get("content-encoding") == "br" else raw

    sizes = {}
    sizes[path], page = size(f"{server.url}{path}")
    for address in sorted(set(re.findall(r'(?:href|src)="(/assets/[^"#]+)', page.decode()))):
        sizes[address], _ = size(f"{server.url}{address}")
    return sizes


@pytest.mark.parametrize("path", ["/help/identity-rejected", "/help/api-error-codes?lang=zh-CN", "/help/faq-forgot-memo"])
def test_the_first_view_of_an_article_is_light(server: Server, path: str, record_property: Any) -> None:
    sizes = first_view(server, path)
    record_property("bytes", sum(sizes.values()))
    assert len(sizes) > 10 and sum(sizes.values()) < 60_000, sizes


def test_without_an_address_nothing_is_said_that_needs_one(tmp_path: Any) -> None:
    with Server(tmp_path) as server:
        assert [ask(server, path).status_code for path in ("/sitemap.xml", "/sitemaps/1.xml", "/help/articles.atom")] == [404] * 3
        assert "Sitemap" not in ask(server, "/robots.txt").text
        page = read(server, "/")
        assert named(page, "description") and not links(page, "canonical") and named(page, "robots") is None
