"""Every table that holds something of a customer is given out with it, or is a stated exception, and holds nothing afterwards.

The tables are read by a program that knows nothing of the server's own lists: whatever row names the customer, or what is
theirs, is found by its bytes.
"""

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx
import pytest

import sealed
from client import Agent, Customer, Frame, identity_token, new_client_id
from exchange import Exchange, exchange, totp
from installations import Site
from mail_server import MailServer, mail_server
from patience import eventually
from sealed import rows
from server import Server

WORDS = "Der Zaunkönig singt um halb vier 鹪鹩在三点半歌唱"
NAME, EMAIL, LABEL, CODE = "Quirina Zephyrsdottir", "quirina@zephyr.example", "zephyr-attribute", "blue zephyr seven"
SECRETS = ("Zaunkönig", "鹪鹩", "Zephyrsdottir", "quirina@", LABEL, CODE)
Archive = dict[str, list | dict]


def _talk(archive: Archive) -> dict:
    """The conversation in which everything was left."""
    return max((archive[path] for path in archive if path.startswith("conversations/")), key=lambda each: len(each["messages"]))


# What of an archive shows that a table's rows are in it.
GIVEN_OUT: dict[str, Callable[[Archive], object]] = {
    "customer": lambda archive: archive["customer.json"]["email"] == EMAIL and archive["customer.json"]["attributes"] == {"note": LABEL},
    "customer_session": lambda archive: archive["customer.json"]["sessions"],
    "customer_change": lambda archive: archive["customer.json"]["changes"],
    "conversation": lambda archive: _talk(archive)["subject"] and WORDS in _talk(archive)["rating_comment"],
    "conversation_field": lambda archive: _talk(archive)["fields"] == {"zephyr": LABEL},
    "conversation_tag": lambda archive: _talk(archive)["tags"] == ["zephyr"],
    "conversation_visit": lambda archive: _talk(archive).get("visit"),
    "message": lambda archive: [each for each in _talk(archive)["messages"] if each["body"] == WORDS],
    "note": lambda archive: [each for each in _talk(archive)["notes"] if WORDS in each["body"]],
    "attachment": lambda archive: [each["name"] for each in _talk(archive)["files"]] == [f"{LABEL}.txt"],
    "step_up": lambda archive: [(each["method"], each["status"]) for each in archive["trust.json"]["verifications"]] == [("totp", "verified")],
    "badge_challenge": lambda archive: [each["conversation"] for each in archive["trust.json"]["challenges"]] == [_talk(archive)["id"]],
    "phishing_sighting": lambda archive: [each["comment"] for each in archive["trust.json"]["reports"]] == [f"{WORDS} report"],
    "article_feedback": lambda archive: [(each["article"], each["comment"]) for each in archive["article_feedback.json"]] == [
        ("zephyr-article", f"{WORDS} feedback")
    ],
    "announcement_subscription": lambda archive: [each["address"] for each in archive["announcement_subscriptions.json"]] == [EMAIL],
    "contact_reveal": lambda archive: [(each["field"], each.get("note")) for each in archive["contact_reveals.json"]] == [("email", "she asked")],
}  # fmt: skip
# Given out to the customer alone.
OWN: dict[str, Callable[[Archive], object]] = {"anti_phishing_code": lambda archive: archive["trust.json"]["anti_phishing_code"] == CODE}
# Held, and given out by nothing: docs/privacy.md says why.
EXCEPTIONS = {
    "an agent's, unsent": {"draft"},
    "nothing that the messages do not say": {"message_index", "message_index_state", "message_index_progress", "message_index_change", "assistant_memory"},
    "keys": {"data_key"},
    "the desk's work, by numbers": {
        "mention", "follower", "missed_reply", "silent_listening", "conversation_link", "contact_grant", "approval", "audit_pending",
        "audit_entry", "erasure", "agent_load", "inbox_count",
    },
    "gone by itself within a day": {"job", "outbox_event", "letter", "identity_token_use", "puzzle_use", "article_feedback_request"},
}  # fmt: skip


@dataclass
class Life:
    """Somebody who left something in every table."""

    server: Server
    ada: Agent
    customer: Customer
    conversation: str

    def archive(self, answer: httpx.Response) -> Archive:
        assert answer.status_code == 200, answer.text
        with zipfile.ZipFile(io.BytesIO(answer.content)) as opened:
            return {name: json.loads(opened.read(name)) for name in opened.namelist() if name.endswith(".json")}

    def named(self) -> dict[str, list]:
        """Every row that names the customer or a conversation of theirs, or says what only they said, by its table."""
        own = _bytes(self.customer.id)
        guests = [row[0] for row in rows(self.server, f"SELECT id FROM customer WHERE merged_into = {self._literal(own)}")]
        owners = ", ".join(self._literal(each) for each in [own, *guests])
        places = [row[0] for row in rows(self.server, f"SELECT id FROM conversation WHERE customer_id IN ({owners})")]
        # Who votes on an article stands there as a hash of their number.
        votes = [hashlib.sha256(f"customer {_written('cus', each)}".encode()).digest() for each in [own, *guests]]
        marks = [own, *guests, *places, *votes]
        words = [*SECRETS, *(_written("cus", each) for each in [own, *guests]), *(_written("cnv", each) for each in places)]
        found: dict[str, list] = {}
        for table in _tables(self.server):
            for row in rows(self.server, f"SELECT * FROM {table}"):
                if any(value in marks if isinstance(value, bytes) else any(word in str(value) for word in words) for value in row):
                    found.setdefault(table, []).append(row)
        return found

    def _literal(self, value: bytes) -> str:
        return f"'\\x{value.hex()}'" if self.server.database else f"x'{value.hex()}'"


def _tables(server: Server) -> list[str]:
    listed = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'" if server.database else "SELECT name FROM sqlite_master WHERE type = 'table'"
    return [row[0] for row in rows(server, listed)]


DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"


def _bytes(identifier: str) -> bytes:
    value = 0
    for character in identifier.split("_")[1]:
        value = value * 32 + DIGITS.index(character)
    return value.to_bytes(16, "big")


def _written(prefix: str, value: bytes) -> str:
    number, text = int.from_bytes(value, "big"), ""
    for _ in range(26):
        number, digit = divmod(number, 32)
        text = DIGITS[digit] + text
    return f"{prefix}_{text}"


@pytest.fixture
def shop() -> Iterator[Exchange]:
    with exchange() as running:
        yield running


@pytest.fixture
def life(site: Site, shop: Exchange, tmp_path) -> Iterator[Life]:
    with mail_server(tmp_path / "mail") as mail:
        yield lived(site, shop, mail)


def lived(site: Site, shop: Exchange, mail: MailServer) -> Life:
    server = site.installation("lived", encryption_key=None)
    server.settings |= {**shop.settings(), **mail.settings(), "site.url": "http://127.0.0.1:9"}
    server.make_agent("ada@desk.example", role="admin")
    server.start()
    ada = Agent.signed_in(server, "ada@desk.example")
    guest = Customer.guest(server)
    guest.open_chat(f"{WORDS} as a guest")
    answer = guest.http.post("/session", json={"identity_token": identity_token(shop.owner, name=NAME, email="old@zephyr.example", identity_level="L1")})
    customer = Customer(server, answer.json()["token"], answer.json()["customer"])
    claims = {"name": NAME, "email": EMAIL, "attributes": {"note": LABEL}, "identity_level": "L2"}
    customer = Customer.verified(server, shop.owner, **claims)
    opening = {"kind": "ticket", "topic": "other", "subject": f"{WORDS} subject", "body": WORDS, "page": f"/help/{LABEL}"}
    conversation = customer.post("/conversations", opening)["id"]
    file = customer.http.post("/attachments", params={"name": f"{LABEL}.txt"}, content=WORDS.encode()).json()
    customer.post(f"/conversations/{conversation}/messages", {"client_id": new_client_id(), "body": "see", "attachments": [file["id"]]})
    customer.put("/anti-phishing-code", {"code": CODE})
    _at_the_desk(ada, customer, conversation)
    customer.post(f"/conversations/{conversation}/challenge", {})
    customer.post("/phishing-reports", {"value": "https://zephyr-fake.example", "comment": f"{WORDS} report"})
    article = {"slug": "zephyr-article", "category": "general", "locale": "en", "title": "Article", "body": "x"}
    made = ada.post("/agent/articles", article)
    ada.post(f"/agent/articles/{made['id']}/texts/en/publish", {"revision": 1})
    customer.post("/help/articles/zephyr-article/feedback", {"helpful": False, "comment": f"{WORDS} feedback"})
    asked = httpx.post(
        f"{server.url}/announcements/subscriptions", data={"address": EMAIL, "language": "en"},
        cookies={"switchboard_session": customer.token}, headers={"Origin": server.url}, timeout=30,
    )  # fmt: skip
    assert asked.status_code in (200, 303), asked.text
    customer.post(f"/conversations/{conversation}/resolve")
    customer.post(f"/conversations/{conversation}/rating", {"score": 1, "comment": f"{WORDS} rating"})
    return Life(server, ada, customer, conversation)


def _at_the_desk(ada: Agent, customer: Customer, conversation: str) -> None:
    ada.assign(conversation)
    ada.write(conversation, "Hello, how can I help?")
    ada.write(conversation, f"{WORDS} note", kind="note")
    ada.put(f"/agent/conversations/{conversation}/draft", {"kind": "text", "body": f"{WORDS} draft", "version": 0})
    ada.post("/agent/fields", {"key": "zephyr", "labels": {"en": "Zephyr"}, "kind": "text"})
    actions = [{"type": "field", "key": "zephyr", "value": LABEL}, {"type": "tag", "tags": ["zephyr"]}]
    ada.post("/agent/actions", {"conversations": [conversation], "actions": actions})
    asked: Frame = ada.post(f"/agent/conversations/{conversation}/verifications", {"purpose": "withdrawals", "method": "totp"})
    customer.post(f"/conversations/{conversation}/verifications/{asked['id']}/answer", {"code": totp()})
    ada.post(f"/agent/customers/{customer.id}/reveal", {"field": "email", "reason": "customer_asked", "note": "she asked"})


def test_what_any_table_holds_of_a_customer_is_given_out_or_a_stated_exception(life: Life) -> None:
    for answer, shown in (
        (life.customer.http.get("/personal-data"), {**GIVEN_OUT, **OWN}),
        (life.ada.http.get(f"/admin/privacy/customers/{life.customer.id}/export"), GIVEN_OUT),
    ):
        archive = life.archive(answer)
        is_own = shown is not GIVEN_OUT
        # Their own has no notes of agents, and not what an agent wrote down of a look at their address.
        left_out = {"note", "contact_reveal"} if is_own else set()
        missing = [table for table, shows in shown.items() if table not in left_out and not shows(archive)]
        assert missing == [], {table: archive for table in missing}
        assert not is_own or "note" not in str(archive["contact_reveals.json"])
    named = life.named()
    excepted = set().union(*EXCEPTIONS.values())
    assert set(named) - set(GIVEN_OUT) - set(OWN) - excepted == set(), "say in docs/privacy.md what it holds, and give it out"
    # What was to be left in a table is there: else nothing of it would have been looked for.
    assert {*GIVEN_OUT, *OWN} <= set(named)


def test_after_the_erasure_no_table_says_anything_of_them(life: Life) -> None:
    asked = {"confirm": life.customer.id, "reason": "customer_asked", "reference": "letter 7"}
    erasure = life.ada.post(f"/admin/privacy/customers/{life.customer.id}/erasure", asked)["id"]
    eventually(lambda: life.ada.get(f"/admin/privacy/erasures/{erasure}")["status"] == "done", "it is erased", 60)
    named = life.named()
    assert not [row for found in named.values() for row in found if any(secret in str(row) for secret in SECRETS)]
    outer = base64.b64decode((life.server.folder / "data" / "encryption.key").read_text().strip())
    assert not [text for text in sealed.texts(life.server, outer) if any(secret in text for secret in SECRETS)]
    emptied = {
        "customer_session", "customer_change", "conversation_field", "conversation_visit", "draft", "step_up", "anti_phishing_code",
        "badge_challenge", "phishing_sighting", "article_feedback", "announcement_subscription", "assistant_memory", "attachment",
    }  # fmt: skip
    assert emptied & set(named) == set()
    kept = {each["kind"]: each["reason"] for each in life.ada.get(f"/admin/privacy/erasures/{erasure}")["kept"] if each["count"] > 0}
    assert kept == {
        "customer_numbers": "named_elsewhere", "conversation_facts": "figures_stay_true", "phishing_reports": "warns_others",
        "article_votes": "nobodys", "contact_reveals": "proves_deeds", "audit_entries": "proves_deeds",
    }  # fmt: skip
