"""One of everything that a path of the API can name, made by people whose it is: who attacks asks for it by its id."""

import functools
import io
import json
import re
import uuid
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from client import Agent, Customer, Frame, new_client_id
from exchange import Exchange
from files import bare
from passkeys import ES256, Passkey
from server import AGENT_PASSWORD, Server

# Stands in everything private that is made, so that no answer to anybody else may hold it.
PLANTED = "Quillfeather"
_METHODS = ("get", "post", "put", "patch", "delete")


@functools.cache
def at_desk(server: Server, role: str = "agent", number: int = 0) -> Agent:
    """Somebody at the desk whom several attacks share: making one takes as long as a hundred requests."""
    return Agent.made(server, role=role)


@dataclass
class Operation:
    """A route of the description."""

    method: str
    path: str
    ways: set[str]
    schema: str | None

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def is_desk(self) -> bool:
        return self.path.startswith(("/agent/", "/admin/"))

    @property
    def changes(self) -> bool:
        return self.method != "GET"


def operations(description: Frame) -> list[Operation]:
    """Every route, in the order of the description."""
    found = []
    for path, item in description["paths"].items():
        for method, each in item.items():
            if method not in _METHODS:
                continue
            ways = {name for way in each.get("security", []) for name in way}
            content = each.get("requestBody", {}).get("content", {}).get("application/json", {})
            schema = content.get("schema", {}).get("$ref", "").rsplit("/", 1)[-1] or None
            found.append(Operation(method.upper(), path, ways, schema))
    return found


@dataclass
class World:
    """`customer` and `colleague` have what is asked for; `admin` made what the desk shares."""

    server: Server
    customer: Customer
    agent: Agent
    admin: Agent
    ids: dict[str, str] = field(default_factory=dict)

    @classmethod
    @functools.cache
    def at(cls, server: Server, exchange: Exchange) -> "World":
        """The one world of a server, which all attacks on it share: what they do to each other is for them to bear."""
        return cls.made(server, exchange)

    @classmethod
    def made(cls, server: Server, exchange: Exchange) -> "World":
        customer = Customer.verified(server, exchange.owner, name=f"{PLANTED} Customer", email=f"{PLANTED.lower()}@a.example")
        world = cls(server, customer, Agent.made(server), at_desk(server, "admin"))
        world._talk()
        world._work()
        world._manage()
        return world

    def _upload(self, name: str) -> str:
        answer = self.customer.http.post("/attachments", params={"name": name}, content=bare("png"))
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    def _talk(self) -> None:
        opened = self.customer.post("/conversations", {"kind": "ticket", "topic": "other", "subject": f"{PLANTED} subject", "body": "see below"})
        chat = self.ids["conversations"] = opened["id"]
        self.ids["attachments"] = self._upload(f"{PLANTED}.png")
        body = {"client_id": new_client_id(), "body": f"{PLANTED} body", "attachments": [self.ids["attachments"]]}
        self.ids["seq"] = str(self.customer.post(f"/conversations/{chat}/messages", body)["seq"])
        self.ids["unsent"] = self._upload(f"{PLANTED} unsent.png")
        self.ids["customers"] = self.customer.id
        told = {"seq": int(self.ids["seq"]), "comment": f"{PLANTED} comment", "value": "https://fake.example/a"}
        self.customer.post(f"/conversations/{chat}/report", told)
        self.ids["reference"] = opened["reference"]

    def _work(self) -> None:
        chat, desk = self.ids["conversations"], self.agent
        desk.assign(chat)
        desk.write(chat, f"{PLANTED} note", kind="note")
        desk.put(f"/agent/conversations/{chat}/draft", {"kind": "text", "body": f"{PLANTED} draft", "version": 0})
        asked = desk.post(f"/agent/conversations/{chat}/verifications", {"purpose": "withdrawals", "method": "totp"})
        self.ids["verification"] = asked["id"]
        self.ids["macros"] = desk.post("/agent/macros", macro("quill"))["id"]
        self.ids["filters"] = desk.post("/agent/filters", {"name": f"{PLANTED} filter", "filter": {"view": "all"}})["id"]
        self.ids["agents"] = self.ids["people"] = desk.id
        self.ids["sessions"] = desk.get("/agent/sessions")["data"][0]["id"]
        key = Passkey(ES256, self.server.url)
        options = desk.post("/agent/passkeys/challenge", {"password": AGENT_PASSWORD})
        self.ids["passkeys"] = desk.post("/agent/passkeys", key.made(options["challenge"], f"{PLANTED} key"))["id"]

    def _manage(self) -> None:
        # Such as there is once on a server.
        admin, own = self.admin, uuid.uuid4().hex[:8]
        self.ids["teams"] = admin.post("/admin/teams", {"name": f"{PLANTED} team {own}"})["id"]
        self.ids["queues"] = admin.post("/admin/queues", {"name": f"{PLANTED} queue {own}", "is_transfer_only": True})["id"]
        labels = {"en": f"{PLANTED} field"}
        self.ids["fields"] = admin.post("/agent/fields", {"key": f"quill_{own}", "labels": labels, "kind": "text"})["id"]
        channel = {"kind": "domain", "value": f"{own}.{PLANTED.lower()}.example"}
        self.ids["official-channels"] = admin.post("/admin/official-channels", channel)["id"]
        self.ids["phishing-reports"] = admin.get("/admin/phishing-reports")["data"][0]["id"]
        self.ids["provisioning-tokens"] = admin.post("/admin/provisioning-tokens", {"name": f"{PLANTED} {own}"})["id"]
        erased = Customer.verified(self.server, f"erased-{own}")
        asked = {"confirm": erased.id, "reason": "other"}
        self.ids["erasures"] = admin.post(f"/admin/privacy/customers/{erased.id}/erasure", asked)["id"]
        self.ids["approvals"] = self._wait_for_approval()
        shelf = admin.get("/agent/articles/choices")["categories"]
        article = {"slug": f"quill-{own}", "category": shelf[0]["slug"], "locale": "en", "title": f"{PLANTED} article", "body": f"{PLANTED} draft"}
        self.ids["articles"] = admin.post("/agent/articles", article)["id"]
        self.ids["api"], self.ids["version"] = f"quill-{own}", "v1"
        described = "openapi: 3.1.0\ninfo: {title: Quill}\npaths: {/x: {get: {responses: {}}}}"
        admin.put(f"/agent/api-documents/quill-{own}/v1", {"document": described})
        self.ids["name"], self.ids["second"] = f"quill-{own}", "0"
        admin.put(f"/agent/snippets/quill-{own}", {"kind": "variable", "texts": {"*": f"{PLANTED} value"}, "revision": 0})
        admin.put(f"/agent/videos/quill-{own}", {"titles": {"en": f"{PLANTED} video"}, "revision": 0})
        self._picture(own)
        announcement = {"kind": "product", "slug": f"quill-news-{own}", "texts": [{"locale": "en", "title": f"{PLANTED} news", "body": "x"}]}
        self.ids["announcements"] = admin.post("/agent/announcements", announcement)["id"]
        self.ids["announcement-webhooks"] = admin.post("/admin/announcement-webhooks", {"url": f"https://{PLANTED.lower()}.example/{own}"})["id"]
        template = admin.get("/admin/templates")["data"][0]
        self.ids["key"], self.ids["locale"] = template["key"], "en"

    def _picture(self, own: str) -> None:
        # No two are of the same file.
        colour = tuple(bytes.fromhex(own[:6]))
        query = {"name": f"quill-{own}.png", "alt": f"{PLANTED} picture", "locale": "en"}
        answer = self.admin.http.post("/agent/pictures", params=query, content=picture_in(colour))
        assert answer.status_code == 201, answer.text

    def _wait_for_approval(self) -> str:
        """A request that a second person has to agree to; afterwards nothing needs one any more."""
        self.admin.put("/admin/approval-rules", {"actions": ["contact.reveal"]})
        body = {"field": "email", "reason": "other", "note": f"{PLANTED} reason"}
        asked = self.agent.post(f"/agent/customers/{self.customer.id}/reveal", body)["approval"]["id"]
        unmark = self.admin.put("/admin/approval-rules", {"actions": []})["approval"]["id"]
        at_desk(self.server, "admin", 1).post(f"/agent/approvals/{unmark}/approve", {"note": ""})
        return asked

    def filled(self, path: str, **instead: str) -> str:
        """A path with what is named in it; `instead` names others."""
        known = {**self.ids, **instead}
        path = re.sub(r"([\w-]+)/\{id\}", lambda found: f"{found[1]}/{known[found[1]]}", path)
        return re.sub(r"\{(\w+)\}", lambda found: known[found[1]], path)

    def body(self, operation: Operation) -> Any:
        """A body that the route would take of who may send it."""
        bodies = {
            "WriteMessage": {"client_id": new_client_id(), "body": "by somebody else"},
            "AgentWrite": {"client_id": new_client_id(), "body": "by somebody else"},
            "Rate": {"score": 1}, "AskChallenge": {}, "AnswerStepUp": {"code": "123456"}, "Feedback": {"helpful": False},
            "Assign": {"agent": "me"}, "SetStatus": {"status": "resolved"},
            "AskStepUp": {"purpose": "withdrawals", "method": "totp"}, "WriteQueue": {"name": "taken over"},
            "WriteTeam": {"name": "taken over"}, "SetAbilities": {"capacity": 0},
            "SetRole": {"role": "admin"}, "SetActive": {"is_active": False},
            "SaveDraft": {"kind": "text", "body": "written over", "version": 0},
            "SaveCustomField": {"key": "taken", "labels": {"en": "taken over"}, "kind": "text"},
            "SaveFilter": {"name": "taken over", "filter": {"view": "all"}}, "SaveMacro": macro("taken"),
            "Merge": {"into": self.ids["conversations"]}, "Split": {"messages": [int(self.ids["seq"])]},
            "LinkTo": {"other": self.ids["conversations"]}, "SaveTemplate": {"body": "taken over"},
            "WriteOfficialChannel": {"kind": "domain", "value": "taken.example"}, "ReportMessage": {"seq": int(self.ids["seq"])},
            "DecideReport": {"status": "dismissed"}, "StartSession": {}, "Verify": {"value": "https://a.example"},
            "OpenConversation": {"kind": "chat", "topic": "other"}, "SignIn": {"email": "a@b.example", "password": "x"},
            "SetPresence": {"state": "offline"}, "ReportFake": {"value": "https://fake.example"},
            "Act": {"conversations": [self.ids["conversations"]], "actions": [{"type": "resolve"}]},
            "Confirmation": {"password": AGENT_PASSWORD}, "Code": {"code": "123456"},
            "ChangePassword": {"password": AGENT_PASSWORD, "new_password": "kauri plinth violet"},
            "SetSignInPolicy": {"second_factor_roles": ["agent"], "allowed_addresses": []},
            "AddPasskey": {"name": "x", "client_data": "eA", "authenticator_data": "eA"},
            "PasskeyAssertion": {"id": "eA", "client_data": "eA", "authenticator_data": "eA", "signature": "eA"},
            "ChooseAntiPhishingCode": {"code": "taken over"}, "SetApprovalRules": {"actions": []},
            "SetVerificationRules": {"deeds": []},
            "RevealContact": {"field": "email", "reason": "other", "note": "by somebody else"}, "DecideApproval": {"note": "no"},
            # Never one that would be done: it cannot be undone.
            "AskErasure": {"confirm": "somebody else", "reason": "other"},
            "CreateArticle": {"category": "none", "locale": "en", "title": "taken over"},
            "SetArticle": {"slug": "taken-over", "kind": "faq", "category": "none"},
            "SaveArticleText": {"title": "taken over", "body": "taken over", "revision": 1},
            "ArticleRevision": {"revision": 1}, "PublishArticle": {"revision": 1},
            "RestoreVersion": {"version": 1, "revision": 1}, "Markdown": {"body": "taken over"}, "PreviewText": {"body": "taken over"},
            "EditArticles": {"articles": [self.ids["articles"]], "action": "archive"},
            "CheckLink": {"article": self.ids["articles"], "address": "https://taken.example/"},
            "PutCandidateAway": {"candidate": f"faq_{'0' * 26}", "days": 7}, "NameCandidate": {"candidate": f"faq_{'0' * 26}"},
            "SaveSnippet": {"kind": "variable", "texts": {"*": "taken over"}, "revision": 1},
            "SavePicture": {"alts": {"en": "taken over"}, "revision": 1},
            "SaveVideo": {"titles": {"en": "taken over"}, "revision": 1},
            "PublishAPIVersion": {"document": "openapi: 3.1.0\ninfo: {title: taken over}\npaths: {/x: {get: {responses: {}}}}"},
            "PreviewAPIVersion": {"document": "openapi: 3.1.0\ninfo: {title: taken over}\npaths: {/x: {get: {responses: {}}}}"},
            "DeprecateAPIVersion": {"deprecated": True, "migration": "taken over"},
            "CreateAnnouncement": {"kind": "product", "texts": [{"locale": "en", "title": "taken over"}]},
            "SaveAnnouncement": {"kind": "product", "slug": "taken-over", "texts": [{"locale": "en", "title": "taken over"}], "revision": 1},
            "AnnouncementRevision": {"revision": 1}, "PublishAnnouncement": {"revision": 1},
            "PostAnnouncementUpdate": {"revision": 1, "texts": [{"locale": "en", "text": "taken over"}]},
            "CreateAnnouncementWebhook": {"url": "https://taken.example/"}, "SetAnnouncementWebhook": {"url": "https://taken.example/"},
            "SetOpenIDProvider": {"name": "x", "issuer": "https://127.0.0.1/", "client_id": "x"},
        }  # fmt: skip
        if operation.schema is None:
            return None
        assert operation.schema in bodies, f"{operation.name}: say in {__name__} what a valid {operation.schema} is"
        return bodies[operation.schema]

    def state(self) -> dict[str, str]:
        """Everything that was made, as its owners read it: nothing of it may have changed by others' requests."""
        chat = f"/conversations/{self.ids['conversations']}"
        places: list[tuple[Customer | Agent, str]] = [(self.customer, chat), (self.customer, f"{chat}/messages")]
        places.append((self.customer, f"{chat}/verifications/{self.ids['verification']}"))
        desk = [f"/agent{chat}", f"/agent{chat}/messages", f"/agent{chat}/verifications"]
        desk += ["/agent/macros", "/agent/filters", "/agent/drafts", "/agent/passkeys", "/agent/tags"]
        places += [(self.agent, path) for path in desk]
        shared = ["/agent/fields", "/agent/queues", "/agent/teams", "/admin/official-channels", "/admin/phishing-reports", "/api-docs"]
        places += [(self.admin, path) for path in [*shared, "/admin/templates"]]
        state = {path: _steady(person.get(path)) for person, path in places}
        policy = self.admin.get("/admin/sign-in-policy")
        state["policy"] = json.dumps([policy["second_factor_roles"], policy["allowed_addresses"]])
        people = self.admin.get("/admin/agents")["data"]
        state["abilities"] = _steady([each for each in people if each["id"] == self.agent.id])
        person = self.admin.get(f"/admin/people/{self.agent.id}")
        state["person"] = json.dumps([person[member] for member in ("role", "is_active", "has_second_factor", "passkeys")])
        state["sessions"] = json.dumps(sorted(each["id"] for each in self.agent.get("/agent/sessions")["data"]))
        for name in ("attachments", "unsent"):
            state[name] = self.customer.http.get(f"/attachments/{self.ids[name]}").headers["content-type"]
        return state


def picture_in(colour: tuple[int, ...]) -> bytes:
    """A PNG of one colour."""
    written = io.BytesIO()
    Image.new("RGB", (32, 24), colour).save(written, "PNG")
    return written.getvalue()


def macro(shortcut: str) -> Frame:
    return {"shortcut": shortcut, "texts": [{"locale": "en", "title": f"{PLANTED} macro", "body": f"{PLANTED} text"}]}


def _steady(answer: Any) -> str:
    """Without what changes as time goes by."""
    text = json.dumps(answer, sort_keys=True)
    return re.sub(r'"(last_seen_at|last_used_at|seen_at|presence|eta_seconds|waiting_seconds)": [^,}]+', r'"\1": 0', text)
