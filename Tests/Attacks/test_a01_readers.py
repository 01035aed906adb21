"""OWASP A01, broken access control: what an article says to whom it is not for.

An article for customers of a tier who live in a region is asked for by everybody else, through every route that names articles.
Only what the exchange signs opens anything: not what stands beside the token, in addresses, headers or cookies.
"""

import re
import time
import uuid
from collections.abc import Iterator

import anybody
import httpx
import postgres
import pytest

from client import Agent, Customer, Frame, identity_token
from clips import clip
from patience import eventually
from problems import problem
from server import Server

# How many sign in a minute is no business of the limits here.
LIMITS = {"limits.writes.per.minute": 1_000_000, "limits.sign.ins.per.ten.minutes": 1_000_000}
OTHER_SECRET = "another secret of more than thirty-two bytes"
# What a browser or an app may say of itself, beside the token.
CLAIMED = {"tier": "vip1", "region": "HK", "attributes": {"region": "HK"}, "profile": {"tier": "vip1", "attributes": {"region": "HK"}}}
HEADERS = {
    "Accept-Language": "zh-HK, en;q=0.5", "X-Forwarded-For": "203.80.0.1", "CF-IPCountry": "HK", "X-Country": "HK", "X-Tier": "vip1",
    "X-Switchboard-Tier": "vip1", "Cookie": "tier=vip1; region=HK; switchboard_reader=sbr_vip1",
}  # fmt: skip
QUERY = "tier=vip1&tiers=vip1&region=HK&regions=HK&attributes[region]=HK&visibility=signed_in"


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """On each engine, with an address of its own: there are a sitemap and a feed."""
    database = postgres.make_database() if request.param == "postgres" else None
    settings = {**LIMITS, "demo": "true", "site.url": "https://help.exchange.example"}
    with Server(tmp_path_factory.mktemp("readers"), database=database, settings=settings) as running:
        yield running
    if database:
        postgres.drop_database(database)


@pytest.fixture(scope="module")
def editor(server: Server) -> Agent:
    return Agent.made(server, name="Edith Page", role="editor")


class Hidden:
    """An article for `vip1` in Hong Kong with a word of its own, a video, former addresses, and a neighbour for everybody."""

    def __init__(self, editor: Agent) -> None:
        self.editor = editor
        own = uuid.uuid4().hex[:6]
        self.word, self.number = f"tamarillo{own}", int(own, 16) + 1_000_000
        self.shelf = editor.get("/agent/articles/choices")["categories"][0]["slug"]
        self.film = f"film-{own}"
        editor.put(f"/agent/videos/{self.film}", {"titles": {"en": f"Film of {self.word}"}, "revision": 0})
        made = editor.http.put(f"/agent/videos/{self.film}/film", content=clip(seconds=1))
        assert made.status_code == 200, made.text
        self.file = made.json()["film"]["url"]
        self.old = f"zendesk-{self.number}"
        title = f"Withdrawals of {self.word} coins"
        body = f"Withdrawals of {self.word} coins take an hour.\n\n:::video {self.film}\n"
        self.id = self._published(self.old, title, body, {"keywords": [self.word, f"tangelo{own}"], "kind": "faq"})
        self.neighbour = f"other-{own}"
        self._published(self.neighbour, "Withdrawals of other coins", "Other coins take a day.", {"keywords": [f"tangelo{own}"]})
        self.slug = f"about-{self.word}"
        self.limit(["VIP1"], ["HK"])

    def _published(self, slug: str, title: str, body: str, members: Frame) -> str:
        article = {"slug": slug, "category": self.shelf, "locale": "en", "title": title, "body": body, **members}
        made = self.editor.post("/agent/articles", article)["id"]
        self.editor.post(f"/agent/articles/{made}/texts/en/publish", {"revision": 1})
        return made

    def limit(self, tiers: list[str], regions: list[str], visibility: str = "signed_in") -> None:
        settings = {"slug": self.slug, "kind": "faq", "category": self.shelf, "visibility": visibility, "pin": 1}
        self.editor.put(f"/agent/articles/{self.id}", {**settings, "tiers": tiers, "regions": regions})

    @property
    def lists(self) -> dict[str, str]:
        """What names articles, of which this must not be one."""
        api, word = "/api/v1/help", self.word
        return {
            "search": f"{api}/search?q={word}&locale=en", "plain search": f"{api}/search?q=withdrawals+coins&limit=50&locale=en",
            "misspelt": f"{api}/search?q={word.replace('tama', 'tana')}&locale=en", "other language": f"{api}/search?q={word}&locale=zh-CN",
            "suggest": f"{api}/suggest?q=withdrawals+of&limit=20&locale=en", "suggested word": f"{api}/suggest?q={word[:8]}&locale=en",
            "categories": f"{api}/categories", "related": f"{api}/articles/{self.neighbour}", "home": "/",
            "category page": f"/help/category/{self.shelf}", "neighbour page": f"/help/{self.neighbour}",
            "results page": "/help/search?q=withdrawals+coins", "misspelt page": f"/help/search?q=withdrawals+{word[:-1]}",
            "contact": "/contact", "sitemap": "/sitemap.xml", "feed": "/help/articles.atom?lang=en", "robots": "/robots.txt",
            "announcements": "/announcements", "news feed": "/announcements/feed.atom", "widget": "/widget", "api documents": "/api-docs",
        }  # fmt: skip

    @property
    def doors(self) -> dict[str, str]:
        """What leads to it."""
        return {
            "page": f"/help/{self.slug}", "article": f"/api/v1/help/articles/{self.slug}", "old page": f"/help/{self.old}",
            "old article": f"/api/v1/help/articles/{self.old}", "zendesk": f"/hc/en-us/articles/{self.number}-withdrawals", "film": self.file,
        }  # fmt: skip


@pytest.fixture(scope="module")
def hidden(editor: Agent) -> Hidden:
    return Hidden(editor)


def customers(server: Server) -> dict[str, tuple[Customer, bool]]:
    """Who asks, and whether it is for them."""

    def known(tier: object, home: object, **others: object) -> Customer:
        attributes = {} if home is None else {"region": home}
        return Customer.verified(server, f"reader-{uuid.uuid4().hex[:8]}", tier=tier, attributes=attributes, **others)

    return {
        "guest": (Customer.guest(server), False), "known, of no tier": (known(None, None), False), "tier alone": (known("vip1", None), False),
        "region alone": (known(None, "HK"), False), "another tier": (known("vip2", "HK"), False), "a tier like it": (known("vip11", "HK"), False),
        "two tiers in one": (known("vip1,vip2", "HK"), False), "another region": (known("vip1", "SG"), False),
        "two regions in one": (known("vip1", "HK,SG"), False), "a name of the region": (known("vip1", "Hong Kong"), False),
        "region of another name": (known("vip1", None, region="HK", country="HK", locale="zh-HK"), False),
        "the right one": (known("vip1", "HK"), True), "the right one, as they write it": (known(" Vip1 ", "hk"), True),
    }  # fmt: skip


def ask(server: Server, path: str, token: str | None, **more: str) -> httpx.Response:
    headers = {"Accept-Language": "en", **more}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return anybody.get(f"{server.url}{path}", headers=headers)


def leaks(server: Server, hidden: Hidden, token: str | None, **headers: str) -> list[str]:
    """The routes that told of it."""
    told = []
    for name, path in hidden.lists.items():
        answer = ask(server, path, token, **headers)
        assert answer.status_code == 200, (name, answer.text)
        # The results page repeats what was asked; what was asked is never the whole word.
        if hidden.word in answer.text or hidden.old in answer.text:
            told.append(name)
    for name, path in hidden.doors.items():
        answer = ask(server, path, token, **headers)
        if answer.status_code != 404 or f"{hidden.word} coins" in answer.text:
            told.append(name)
    vote = anybody.post(
        f"{server.url}/api/v1/help/articles/{hidden.slug}/feedback", json={"helpful": True}, headers={"Authorization": f"Bearer {token}"} if token else {}
    )
    if vote.status_code < 400 or problem(vote) != (404, "article_not_found"):
        told.append("feedback")
    return told


def test_nobody_else_is_told_of_it_by_any_route(server: Server, hidden: Hidden) -> None:
    assert leaks(server, hidden, None) == []
    for who, (customer, is_for_them) in customers(server).items():
        told = leaks(server, hidden, customer.token)
        if not is_for_them:
            assert told == [], who
            continue
        # They are the proof that there was something to find.
        assert {"search", "plain search", "suggest", "categories", "related", "home", "category page", "results page"} <= set(told), who
        assert {*hidden.doors, "feedback"} <= set(told), who
        assert not {"sitemap", "feed"} & set(told), who
        page = ask(server, f"/help/{hidden.slug}", customer.token)
        assert (page.status_code, page.headers["cache-control"]) == (200, "private, no-store")
        assert 'content="noindex"' in page.text and "ld+json" not in page.text
        assert ask(server, hidden.file, customer.token).headers["cache-control"] == "private, no-cache"
        # And that what they were shown is kept for nobody else.
        assert leaks(server, hidden, None) == []


def test_what_stands_beside_the_signature_opens_nothing(server: Server, hidden: Hidden) -> None:
    for body in ({}, {"identity_token": identity_token(f"reader-{uuid.uuid4().hex[:8]}")}):
        answer = anybody.post(f"{server.url}/api/v1/session?{QUERY}", json={**CLAIMED, **body}, headers=HEADERS)
        assert answer.status_code == 201, answer.text
        token = answer.json()["token"]
        assert leaks(server, hidden, token, **HEADERS) == []
        for name, path in {**hidden.doors, "search": hidden.lists["search"]}.items():
            found = ask(server, f"{path}{'&' if '?' in path else '?'}{QUERY}", token, **HEADERS)
            assert found.status_code == 404 or hidden.slug not in found.text, name
    assert leaks(server, hidden, None, **HEADERS) == []
    signed = {"tier": "vip1", "attributes": {"region": "HK"}}
    forged = identity_token("reader-forged", secret=OTHER_SECRET, **signed)
    head, _, signature = identity_token("reader-changed").split(".")
    changed = ".".join([head, forged.split(".")[1], signature])
    for token in (forged, changed, forged.rsplit(".", 1)[0] + "."):
        answer = anybody.post(f"{server.url}/api/v1/session", json={"identity_token": token, **CLAIMED})
        assert problem(answer) == (401, "identity_token_refused")


def test_what_is_not_there_and_what_is_not_for_somebody_look_the_same(server: Server, hidden: Hidden) -> None:
    customer = Customer.verified(server, f"reader-{uuid.uuid4().hex[:8]}", tier="vip2", attributes={"region": "HK"})

    def told(path: str, name: str, token: str | None) -> tuple[int, list[tuple[str, str]], str]:
        answer = ask(server, path, token)
        headers = [(key, value) for key, value in answer.headers.items() if key not in ("date", "content-length", "content-security-policy", "x-request-id")]
        return answer.status_code, headers, re.sub(r'nonce="[^"]*"|"(?:instance|request_id)":"[^"]*"', "", answer.text).replace(name, "NAME")

    nothing, number = f"about-{uuid.uuid4().hex}", hidden.number + 1
    for token in (None, Customer.guest(server).token, customer.token):
        for path in ("/help/{}", "/api/v1/help/articles/{}"):
            for slug in (hidden.slug, hidden.old):
                assert told(path.format(slug), slug, token) == told(path.format(nothing), nothing, token), path
        assert told(f"/hc/en-us/articles/{hidden.number}", str(hidden.number), token) == told(f"/hc/en-us/articles/{number}", str(number), token)
        film, no_film = hidden.file.rsplit("/", 1)[1], f"vid_{'0' * 26}"
        assert told(hidden.file, film, token) == told(f"/videos/{no_film}", no_film, token)


def test_the_assistant_says_it_to_nobody_else(server: Server, hidden: Hidden) -> None:
    for who, (customer, is_for_them) in customers(server).items():
        chat = customer.open_chat(f"withdrawals of {hidden.word} coins")
        eventually(lambda customer=customer, chat=chat: len(customer.messages(chat)) > 1, "the assistant's answer")
        time.sleep(0.3)
        told = str([each for each in customer.messages(chat) if each["author"]["type"] != "customer"])
        assert (hidden.slug in told) == is_for_them, (who, told)


def test_who_loses_a_tier_loses_the_article_with_the_next_token(server: Server, hidden: Hidden) -> None:
    uid = f"reader-{uuid.uuid4().hex[:8]}"
    before = Customer.verified(server, uid, tier="vip1", attributes={"region": "HK"})
    page = f"/help/{hidden.slug}"
    assert ask(server, page, before.token).status_code == 200
    Customer.verified(server, uid, tier="vip1", attributes={})
    assert ask(server, page, before.token).status_code == 404
    Customer.verified(server, uid, tier="vip1", attributes={"region": "HK"})
    assert ask(server, page, before.token).status_code == 200
    # The exchange says nothing of them any more.
    Customer.verified(server, uid)
    assert leaks(server, hidden, before.token) == []


def test_who_may_read_it_changes_for_all_at_once(server: Server, hidden: Hidden) -> None:
    """Pages that one readership was shown are no other's, however the limits move."""
    people = {
        (tier, region): Customer.verified(server, f"reader-{uuid.uuid4().hex[:8]}", tier=tier, attributes={"region": region})
        for tier in ("vip1", "vip2") for region in ("HK", "SG")
    }  # fmt: skip
    try:
        steps: list[tuple[list[str], list[str]]] = [
            (["vip2"], []), ([], ["SG"]), (["vip1", "vip2"], ["SG"]), (["vip1"], ["HK", "SG"]), ([], []), (["vip1"], ["HK"]),
        ]  # fmt: skip
        for tiers, regions in steps:
            hidden.limit(tiers, regions)
            for _ in range(2):
                for (tier, region), customer in people.items():
                    sees = (not tiers or tier in tiers) and (not regions or region in regions)
                    assert ask(server, f"/help/{hidden.slug}", customer.token).status_code == (200 if sees else 404), (tiers, regions, tier, region)
                    assert (hidden.slug in ask(server, hidden.lists["search"], customer.token).text) == sees
                    assert (hidden.slug in ask(server, "/", customer.token).text) == sees
            assert leaks(server, hidden, None) == []
    finally:
        hidden.limit(["vip1"], ["HK"])


def test_many_tiers_are_one_reader(server: Server, hidden: Hidden) -> None:
    """Whoever signs in with tiers that no article names gets what everybody signed in gets, and takes nobody else's place."""
    right = Customer.verified(server, f"reader-{uuid.uuid4().hex[:8]}", tier="vip1", attributes={"region": "HK"})
    for number in range(40):
        other = Customer.verified(server, f"reader-{uuid.uuid4().hex[:8]}", tier=f"tier{number}", attributes={"region": "HK"})
        assert hidden.slug not in ask(server, hidden.lists["plain search"], other.token).text
    assert hidden.slug in ask(server, hidden.lists["search"], right.token).text
