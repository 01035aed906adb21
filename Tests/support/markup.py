"""Markup and script in everything that somebody can write, and a browser that hears whatever comes of it."""

import json

import anybody
import httpx
from playwright.sync_api import Browser, BrowserContext, Page

from client import Agent, Customer, new_client_id
from clips import clip
from files import bare
from passkeys import ES256, Passkey
from server import AGENT_PASSWORD, Server
from world import at_desk

LONG = (
    "</title></textarea></script>\"'><b class=planted onmouseover=__xss(1)>m</b><script>__xss(2)</script>"
    "<img class=planted src=x onerror=__xss(3)><svg class=planted onload=__xss(4)>[a](javascript:__xss(5))"
)
# For what takes less.
SHORT = "\"'><b class=planted onclick=__xss(6)>m"
LINKS = "javascript:__xss(7) data:text/html,<script>__xss(8)</script> https://a.example/\"onmouseover=\"__xss(9)"


class Watched:
    """A context of Chromium that hears whatever was not written by us."""

    def __init__(self, browser: Browser, url: str, cookies: dict[str, str]):
        self.heard: list[str] = []
        self.context: BrowserContext = browser.new_context(base_url=url, locale="en")
        self.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
        self.context.expose_function("__xss", lambda where=None: self.heard.append(f"executed {where}"))
        self.context.expose_function("__violated", lambda what: self.heard.append(f"refused {what}"))
        self.context.add_init_script(
            "addEventListener('securitypolicyviolation', (e) => __violated(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`))"
        )
        self.page: Page = self.context.new_page()
        self.page.on("dialog", lambda dialog: (self.heard.append(f"dialog {dialog.message}"), dialog.dismiss()))

    def look(self, path: str, shown: str | None = None) -> None:
        """Opens a page and waits until it shows a text, with the markup in it as letters."""
        self.page.goto(path)
        if shown:
            self.page.get_by_text(shown).filter(visible=True).first.wait_for(timeout=15_000)
        self.nothing_planted(path)

    def nothing_planted(self, where: str) -> None:
        self.page.evaluate("() => new Promise(requestAnimationFrame)")
        found = self.page.locator(".planted").evaluate_all("each => each.map(e => e.outerHTML.slice(0, 200))")
        bad = self.page.locator("a[href^='javascript:'], a[href^='data:'], [onerror], [onload], [onclick], [onmouseover]")
        assert found == [] and bad.count() == 0, where
        assert self.heard == [], where


class Written:
    """The markup in everything that can be written."""

    def __init__(self, server: Server, admin: Agent):
        self.server, self.admin = server, admin
        name = f"Ming {SHORT}"
        email = f"{new_client_id()}@desk.example"
        server.make_agent(email, name=name)
        self.agent = Agent.signed_in(server, email)
        # The browser's own name stands in the list of sessions.
        body = {"email": email, "password": AGENT_PASSWORD}
        anybody.post(f"{server.url}/api/v1/agent/session", json=body, headers={"User-Agent": f"Mozilla/5.0 {SHORT} Firefox/133.0"})
        claims = {"name": f"Liu {SHORT}", "email": f"{SHORT}@a.example", "tier": SHORT, "identity_level": SHORT,
                  "attributes": {SHORT: LONG}}  # fmt: skip
        self.customer = Customer.verified(server, f"markup-{new_client_id()}", **claims)
        self.talk()
        self.manage()
        self.explain()
        self.answer_for()

    def talk(self) -> None:
        customer, agent = self.customer, self.agent
        opening = {"kind": "ticket", "topic": "other", "subject": f"Subject {SHORT}", "body": f"{LONG} {LINKS}", "page": f"/{SHORT}"}
        self.chat = customer.post("/conversations", opening)["id"]
        file = customer.http.post("/attachments", params={"name": f"{LONG[:80]}.txt"}, content=b"a receipt").json()
        picture = customer.http.post("/attachments", params={"name": f"{SHORT}.png"}, content=bare("png")).json()
        sent = {"client_id": new_client_id(), "body": LONG, "attachments": [file["id"], picture["id"]], "action": SHORT}
        del sent["action"]
        customer.post(f"/conversations/{self.chat}/messages", sent)
        agent.assign(self.chat)
        desk = f"/agent/conversations/{self.chat}"
        agent.post(f"{desk}/messages", {"client_id": new_client_id(), "body": f"{LONG} {LINKS}", "kind": "text", "quick_replies": [SHORT]})
        agent.post(f"{desk}/messages", {"client_id": new_client_id(), "body": f"{LONG} @Ming", "kind": "note"})
        agent.put(f"{desk}/draft", {"kind": "note", "body": LONG, "version": 0})
        tags = {"conversations": [self.chat], "actions": [{"type": "tag", "tags": [SHORT[:40]]}]}
        agent.post("/agent/actions", tags)
        customer.http.put("/anti-phishing-code", json={"code": SHORT[:30]})
        rated = Customer.guest(self.server)
        other = rated.open_waiting_chat(LONG)
        rated.post(f"/conversations/{other}/resolve")
        rated.post(f"/conversations/{other}/rating", {"score": 1, "comment": LONG})

    def manage(self) -> None:
        admin = self.admin
        admin.post("/agent/macros", {"shortcut": "markup", "shared": True, "texts": [{"locale": "en", "title": SHORT, "body": LONG}]})
        admin.post("/agent/filters", {"name": SHORT, "shared": True, "filter": {"view": "all", "text": SHORT}})
        field = {"key": "markup", "labels": {"en": SHORT}, "kind": "choice", "choices": [SHORT, "b"]}
        admin.post("/agent/fields", field)
        admin.post("/agent/actions", {"conversations": [self.chat], "actions": [{"type": "field", "key": "markup", "value": SHORT}]})
        team = admin.post("/admin/teams", {"name": SHORT})
        admin.post("/admin/queues", {"name": SHORT, "team": team["id"], "is_transfer_only": True})
        labels = [{"locale": "en", "text": SHORT}]
        admin.post("/admin/official-channels", {"kind": "domain", "value": "markup.example", "labels": labels})
        self.admin.http.post("/phishing-reports", json={"value": f"https://fake.example/{SHORT}", "comment": LONG})
        anybody.post(f"{self.server.url}/api/v1/phishing-reports", json={"value": f"https://fake2.example/{LONG}", "comment": LONG})
        for report in admin.get("/admin/phishing-reports")["data"][:1]:
            admin.http.post(f"/admin/phishing-reports/{report['id']}/decision", json={"status": "dismissed", "note": LONG})
        for slug in ["choose-network"]:
            self.customer.http.post(f"/help/articles/{slug}/feedback", json={"helpful": False, "comment": LONG})

    def explain(self) -> None:
        """What those write who keep the help centre."""
        admin = self.admin
        admin.put("/agent/snippets/markup", {"kind": "variable", "texts": {"*": LONG}, "revision": 0})
        described = {"openapi": "3.1.0", "info": {"title": f"API {SHORT}", "description": LONG}, "paths": {f"/{SHORT}": {"get": {"summary": LONG, "responses": {}}}}}
        admin.put("/agent/api-documents/markup/v1", {"document": json.dumps(described), "deprecated": True, "migration": LONG})
        admin.put("/agent/videos/markup", {"titles": {"en": LONG[:160], "zh-CN": SHORT}, "revision": 0})
        spoken = f"WEBVTT\n\n00:00.500 --> 00:04.000\n{LONG}\n\n00:11.000 --> 00:15.000\n{SHORT} &lt;b class=planted&gt;\n"
        for path, content in (("film", clip()), ("captions/en", spoken), ("chapters/en", spoken)):
            answer = admin.http.put(f"/agent/videos/markup/{path}", content=content)
            assert answer.status_code == 200, answer.text
        picture = {"name": "markup.png", "alt": SHORT, "locale": "en"}
        answer = admin.http.post("/agent/pictures", params=picture, content=bare("png", 40, 40))
        assert answer.status_code in (200, 201), answer.text
        article = {"slug": "markup-draft", "category": admin.get("/agent/articles/choices")["categories"][0]["slug"], "locale": "en"}
        article |= {"title": LONG[:200], "summary": LONG, "keywords": [SHORT], "body": f"{LONG}\n\n{{{{markup}}}}"}
        self.draft = admin.post("/agent/articles", article)["id"]
        admin.post(f"/agent/articles/{self.draft}/texts/en/comments", {"body": f"{LONG} {LINKS}"})
        # What is published has no picture that says nothing; links that lead nowhere are told of at the desk.
        body = f'{SHORT} {{{{markup}}}} [{SHORT}](/help/no-such-"onclick="__xss(6)) [b](#"onclick="__xss(6)) [c](javascript:__xss(1))\n\n:::video markup\n'
        public = {**article, "slug": "markup-public", "title": f"Public {SHORT}", "body": body}
        self.public = admin.post("/agent/articles", public)["id"]
        admin.post(f"/agent/articles/{self.public}/texts/en/publish", {"revision": 1, "note": LONG})
        news = {"kind": "incident", "slug": "markup-news", "starts_at": "2026-11-27T00:00:00Z", "texts": [{"locale": "en", "title": LONG[:160], "body": LONG}]}
        self.news = admin.post("/agent/announcements", news)["id"]
        posted = admin.post(f"/agent/announcements/{self.news}/publish", {"revision": 1})
        update = {"revision": posted["revision"], "state": "identified", "texts": [{"locale": "en", "text": f"{LONG} {LINKS}"}]}
        admin.post(f"/agent/announcements/{self.news}/updates", update)
        # The one question that three asked in vain: readers are told apart by where they are.
        for address in ("127.0.0.1", "127.0.0.2", "127.0.0.3"):
            with httpx.Client(transport=httpx.HTTPTransport(local_address=address), headers={"Accept-Language": "en"}) as reader:
                reader.get(f"{self.server.url}/help/search", params={"q": f"zquorvex {SHORT}"}).raise_for_status()

    def answer_for(self) -> None:
        """What those write who answer for others: reasons, notes, names of keys, addresses."""
        admin, second = self.admin, at_desk(self.server, "admin", 1)
        admin.post("/admin/provisioning-tokens", {"name": SHORT})
        self.webhook = admin.post("/admin/announcement-webhooks", {"url": "https://markup.example/%22%27%3E%3Cb%20class=planted%20onclick=__xss(6)%3E'onclick='__xss(6)"})
        for key in ("widget.greeting", "timeline.event.queued", "assistant.hello"):
            admin.put(f"/admin/templates/{key}/en", {"body": LONG})
        key = Passkey(ES256, self.server.url)
        options = self.agent.post("/agent/passkeys/challenge", {"password": AGENT_PASSWORD})
        self.agent.post("/agent/passkeys", key.made(options["challenge"], SHORT))
        gone = Customer.verified(self.server, f"markup-gone-{new_client_id()}")
        erasure = {"confirm": gone.id, "reason": "other", "reference": SHORT}
        admin.post(f"/admin/privacy/customers/{gone.id}/erasure", erasure)
        # One look at contact data is agreed to, one refused, one waits.
        admin.put("/admin/approval-rules", {"actions": ["contact.reveal"]})
        for way, by in (("refuse", self.agent), ("approve", self.agent), ("", admin)):
            asked = {"field": "email", "reason": "other", "note": LONG}
            request = by.post(f"/agent/customers/{self.customer.id}/reveal", asked)["approval"]["id"]
            if way:
                second.post(f"/agent/approvals/{request}/{way}", {"note": LONG})
        # What was agreed to is done, and stands in the list of who saw what.
        self.agent.post(f"/agent/customers/{self.customer.id}/reveal", asked)
        unmark = admin.put("/admin/approval-rules", {"actions": []})["approval"]["id"]
        second.post(f"/agent/approvals/{unmark}/approve", {"note": LONG})
