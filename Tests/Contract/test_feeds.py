"""What everybody is told, as programs of others read it: Atom and JSON Feed by feedparser, maintenance by icalendar."""

from datetime import datetime, timedelta, timezone

import feedparser
import httpx
import pytest
from icalendar import Calendar

from client import Agent
from server import Server

TITLE = 'Wallets; "deposits", \\ & <withdrawals> — 维护' + " very long" * 12
SITE = "https://help.exchange.example"
START = datetime(2027, 1, 4, 2, 0, tzinfo=timezone.utc)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Server(tmp_path_factory.mktemp("feeds"), settings={"site.url": SITE}) as running:
        yield running


@pytest.fixture(scope="module")
def told(server):
    """A maintenance that is to come, an incident that is told on, news; and a draft."""
    editor = Agent.made(server, role="editor")

    def make(kind: str, title: str, products: list[str], **members: object) -> dict:
        texts = [{"locale": "en", "title": title, "summary": "In, short; so.", "body": "See **below**.\n\n<script>x</script>"}]
        return editor.post("/agent/announcements", {"kind": kind, "texts": texts, "scope": {"products": products}, **members})

    def publish(made: dict) -> dict:
        return editor.post(f"/agent/announcements/{made['id']}/publish", {"revision": made["revision"]})

    span = {"starts_at": START.isoformat().replace("+00:00", "Z"), "expected_end_at": (START + timedelta(hours=2)).isoformat().replace("+00:00", "Z")}
    maintenance = publish(make("maintenance", TITLE, ["deposits"], **span))
    incident = publish(make("incident", "Spot is slow", ["spot"]))
    incident = editor.post(f"/agent/announcements/{incident['id']}/updates", {"revision": incident["revision"], "state": "identified", "texts": [{"locale": "en", "text": "Found <it>."}]})
    listing = publish(make("listing", "A new coin", ["spot"]))
    make("product", "Not yet", ["spot"])
    return {"editor": editor, "maintenance": maintenance, "incident": incident, "listing": listing}


def fetch(server: Server, path: str, **headers: str) -> httpx.Response:
    answer = httpx.get(f"{server.url}{path}", headers=headers, verify=False)
    assert answer.status_code in (200, 304), answer.text
    return answer


def test_atom_is_read_by_feedparser(server, told):
    answer = fetch(server, "/announcements/feed.atom?lang=en")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10" and feed.feed.language == "en"
    entries = {entry.title: entry for entry in feed.entries}
    assert set(entries) == {TITLE, "Spot is slow", "A new coin"}
    slow = entries["Spot is slow"]
    assert slow.id.startswith("urn:uuid:") and slow.link == f"{SITE}/announcements/spot-is-slow?lang=en"
    assert slow.updated_parsed >= slow.published_parsed
    assert [tag.term for tag in slow.tags] == ["incident", "spot"]
    words = slow.content[0].value
    assert "Found &lt;it&gt;." in words and "<strong>below</strong>" in words and "<script" not in words
    own = next(link.href for link in feed.feed.links if link.rel == "self")
    assert feedparser.parse(fetch(server, own.removeprefix(SITE)).content).feed.id == feed.feed.id


@pytest.mark.parametrize(("query", "titles"), [
    ("kind=listing", ["A new coin"]), ("product=spot", ["A new coin", "Spot is slow"]),
    ("kind=incident&product=spot", ["Spot is slow"]), ("product=card", []),
])  # fmt: skip
def test_a_feed_is_of_one_kind_and_product(server, told, query, titles):
    path = f"feed.atom?lang=en&{query}"
    assert sorted(entry.title for entry in feedparser.parse(fetch(server, f"/announcements/{path}").content).entries) == titles
    items = fetch(server, f"/announcements/{path.replace('atom', 'json')}").json()["items"]
    assert sorted(item["title"] for item in items) == titles


def test_json_feed_says_the_same(server, told):
    answer = fetch(server, "/announcements/feed.json?lang=en")
    assert answer.headers["content-type"].startswith("application/feed+json")
    feed = answer.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1" and feed["home_page_url"] == f"{SITE}/announcements?lang=en"
    ids = {entry.id for entry in feedparser.parse(fetch(server, "/announcements/feed.atom?lang=en").content).entries}
    assert {item["id"] for item in feed["items"]} == ids
    for item in feed["items"]:
        assert datetime.fromisoformat(item["date_published"]) <= datetime.fromisoformat(item["date_modified"])


@pytest.mark.parametrize("name", ["feed.atom", "feed.json", "maintenance.ics"])
def test_who_has_it_already_gets_304(server, told, name):
    first = fetch(server, f"/announcements/{name}?lang=en")
    assert first.headers["cache-control"] == "no-cache"
    again = fetch(server, f"/announcements/{name}?lang=en", **{"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content
    other = fetch(server, f"/announcements/{name}?lang=zh-CN", **{"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_the_list_leads_to_its_feeds(server, told):
    answer = fetch(server, "/announcements?kind=maintenance&lang=en")
    links = httpx.Headers({"link": answer.headers["link"]})
    assert 'type="application/atom+xml"' in links["link"] and 'type="text/calendar"' in links["link"]
    assert 'href="/announcements/maintenance.ics?kind=maintenance&amp;lang=en"' in answer.text


def test_what_is_no_scope_is_refused(server, told):
    for query in ["kind=party", "product=a%20b"]:
        assert httpx.get(f"{server.url}/announcements/feed.atom?{query}", verify=False).status_code == 422


def test_maintenance_is_read_by_icalendar_and_cancelled_when_it_is_taken_back(server, told):
    def window() -> object:
        text = fetch(server, "/announcements/maintenance.ics?lang=en").content
        assert all(len(line) <= 75 for line in text.split(b"\r\n")) and b"\n" not in text.replace(b"\r\n", b"")
        calendar = Calendar.from_ical(text)
        assert not calendar.errors
        [event] = calendar.walk("VEVENT")
        return event

    event = window()
    assert event["SUMMARY"] == TITLE and event["STATUS"] == "CONFIRMED" and event["DESCRIPTION"] == "In, short; so."
    assert event["DTSTART"].dt == START and event["DTEND"].dt == START + timedelta(hours=2)
    uid, sequence = event["UID"], event["SEQUENCE"]

    editor, made = told["editor"], told["maintenance"]
    later = {**made, "expected_end_at": (START + timedelta(hours=3)).isoformat().replace("+00:00", "Z")}
    texts = [{name: text[name] for name in ("locale", "title", "summary", "body")} for text in made["texts"]]
    body = {**{name: later[name] for name in ("kind", "slug", "starts_at", "expected_end_at", "scope", "revision")}, "texts": texts}
    saved = editor.put(f"/agent/announcements/{made['id']}", body)
    event = window()
    assert event["UID"] == uid and event["SEQUENCE"] > sequence and event["DTEND"].dt == START + timedelta(hours=3)

    editor.post(f"/agent/announcements/{made['id']}/withdraw", {"revision": saved["revision"]})
    event = window()
    assert event["UID"] == uid and event["STATUS"] == "CANCELLED" and event["SEQUENCE"] > saved["revision"]
    assert "Wallets" not in str(event["SUMMARY"])
    assert TITLE not in [entry.title for entry in feedparser.parse(fetch(server, "/announcements/feed.atom?lang=en").content).entries]
