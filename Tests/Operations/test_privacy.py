"""What is kept of a customer, given out whole and erased for good: read and looked for by independent programs."""

import base64
import io
import json
import zipfile
from pathlib import Path

import files
import httpx
import pytest

import sealed
from client import Agent, Customer, Frame, new_client_id
from installations import Site
from patience import eventually
from sealed import rows
from server import Server

WORDS = "Der Zaunkönig singt um halb vier 鹪鹩在三点半歌唱"
NAME, EMAIL, LABEL = "Quirina Zephyrsdottir", "quirina@zephyr.example", "zephyr-attribute"
UID, CODE = "zephyr-1", "blue zephyr seven"
FILE = "收据 zephyr.txt"
OTHERS = "somebody else's words 别人的话"
SECRETS = ("Zaunkönig", "鹪鹩", "Zephyrsdottir", "quirina@", LABEL, UID, CODE, FILE)


@pytest.fixture
def server(site: Site) -> Server:
    server = site.installation("site", encryption_key=None)
    server.make_agent("ada@desk.example", role="admin")
    server.make_agent("sup@desk.example", role="supervisor")
    return server.start()


@pytest.fixture
def ada(server: Server) -> Agent:
    return Agent.signed_in(server, "ada@desk.example")


def talk(server: Server, ada: Agent) -> tuple[Customer, str]:
    """Somebody who left something in every room: first as a guest, then signed in."""
    guest = Customer.guest(server)
    first = guest.open_chat(f"{WORDS} as a guest")
    claims = {"name": NAME, "email": EMAIL, "attributes": {"note": LABEL}}
    body = {"identity_token": _token(**claims)}
    answer = guest.http.post("/session", json=body)
    assert answer.status_code in (200, 201), answer.text
    customer = Customer(server, answer.json()["token"], answer.json()["customer"])
    assert first in str(customer.get("/conversations"))
    conversation = customer.open_waiting_chat(WORDS)
    sent = [_upload(customer, FILE, WORDS.encode()), _upload(customer, "zephyr.png", files.bare("png", 900, 600))]
    customer.post(f"/conversations/{conversation}/messages", {"client_id": new_client_id(), "body": WORDS, "attachments": sent})
    _upload(customer, f"unsent {LABEL}.txt", WORDS.encode())
    customer.put("/anti-phishing-code", {"code": CODE})
    ada.assign(conversation)
    ada.write(conversation, f"{WORDS} note", kind="note")
    ada.put(f"/agent/conversations/{conversation}/draft", {"kind": "text", "body": f"{WORDS} draft", "version": 0})
    return customer, conversation


def _token(**claims: object) -> str:
    from client import identity_token

    return identity_token(UID, **claims)


def _upload(customer: Customer, name: str, content: bytes) -> str:
    answer = customer.http.post("/attachments", params={"name": name}, content=content)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def archive(answer: httpx.Response) -> dict[str, bytes]:
    """The files of a ZIP archive, read by Python."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    assert "attachment" in answer.headers["content-disposition"] and answer.headers["cache-control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as opened:
        assert opened.testzip() is None
        found = {name: opened.read(name) for name in opened.namelist()}
    index = json.loads(found["index.json"])
    assert index["format"] == "switchboard.personal-data.1"
    assert sorted(index["files"] + ["index.json"]) == sorted(found)
    return found


def erase(ada: Agent, customer: str) -> Frame:
    asked = ada.post(
        f"/admin/privacy/customers/{customer}/erasure",
        {"confirm": customer, "reason": "customer_asked", "reference": "letter 7"},
    )
    assert asked["status"] == "running" and asked["customer"] == customer
    return asked


def done(ada: Agent, erasure: str, within: float = 60) -> Frame:
    eventually(lambda: ada.get(f"/admin/privacy/erasures/{erasure}")["status"] == "done", "it is erased", within)
    return ada.get(f"/admin/privacy/erasures/{erasure}")


def test_a_customer_gets_everything_and_nobody_elses(server: Server, ada: Agent) -> None:
    customer, conversation = talk(server, ada)
    other = Customer.verified(server, "other")
    other.open_waiting_chat(OTHERS)
    found = archive(customer.http.get("/personal-data"))
    text = b"\n".join(found.values()).decode(errors="replace")
    for expected in (WORDS, f"{WORDS} as a guest", NAME, EMAIL, LABEL, UID, CODE, FILE, conversation):
        assert expected in text, expected
    assert OTHERS not in text and f"{WORDS} note" not in text and f"{WORDS} draft" not in text
    assert [content for name, content in found.items() if name.endswith(FILE)] == [WORDS.encode()]
    assert sum(name.endswith(".txt") for name in found) == 2
    told = next(json.loads(found[name]) for name in found if name.startswith("conversations/") and conversation.encode() in found[name])
    assert [each["seq"] for each in told["messages"]] == list(range(1, len(told["messages"]) + 1))
    assert {file["path"] for file in told["files"]} <= set(found)
    assert json.loads(found["index.json"])["left_out"] == ["notes"]
    assert httpx.get(f"{server.url}/api/v1/personal-data").status_code == 401


def test_nobody_has_everything_written_out_all_day(site: Site) -> None:
    server = site.installation("limited")
    del server.settings["limits.writes.per.minute"]
    server.start()
    customer = Customer.guest(server)
    answers = [customer.http.get("/personal-data") for _ in range(12)]
    assert [each.status_code for each in answers[:10]] == [200] * 10
    assert answers[-1].status_code == 429 and int(answers[-1].headers["retry-after"]) > 60


def test_whoever_answers_for_it_gives_it_out_and_the_trail_has_it(server: Server, ada: Agent) -> None:
    customer, conversation = talk(server, ada)
    assert ada.get("/admin/privacy/customers", params={"name": UID})["id"] == customer.id
    assert ada.get("/admin/privacy/customers", params={"name": customer.id})["uid"] == UID
    assert ada.http.get("/admin/privacy/customers", params={"name": "nobody"}).status_code == 404
    found = archive(ada.http.get(f"/admin/privacy/customers/{customer.id}/export"))
    text = b"\n".join(found.values()).decode(errors="replace")
    assert f"{WORDS} note" in text and EMAIL in text
    assert CODE not in text and json.loads(found["index.json"])["left_out"] == ["anti_phishing_code"]
    eventually(lambda: "customer.data_exported" in str(ada.get("/admin/audit", params={"limit": 500})), "the trail has it")
    supervisor = Agent.signed_in(server, "sup@desk.example")
    for path in (f"customers/{customer.id}/export", "erasures", f"customers?name={UID}"):
        assert supervisor.http.get(f"/admin/privacy/{path}").status_code == 403
    assert supervisor.http.post(f"/admin/privacy/customers/{customer.id}/erasure", json={}).status_code == 403


def test_what_is_erased_is_nowhere_and_nobody_elses_is_touched(site: Site, server: Server, ada: Agent) -> None:
    customer, conversation = talk(server, ada)
    other = Customer.verified(server, "other", name="Other Name", email="other@other.example")
    theirs = other.open_waiting_chat(OTHERS)
    outer = base64.b64decode((server.folder / "data" / "encryption.key").read_text().strip())
    eventually(lambda: ada.get("/agent/search", params={"q": "Zaunkönig"})["data"], "it is found")
    theirs_kept = {_bytes(server, other.id), _bytes(server, theirs)}
    owners = {row[0] for table in ("customer", "conversation", "attachment") for row in rows(server, f"SELECT id FROM {table}")} - theirs_kept
    keys = sealed.data_keys(server, outer)
    gone = {keys[owner] for owner in owners if owner in keys}
    # Two conversations, three files, and who they are: signed in, and as the guest that they were before.
    assert len(gone) >= 6 and {_bytes(server, customer.id), _bytes(server, conversation)} <= set(keys)
    before = _blobs(server)
    refused = ada.http.post(
        f"/admin/privacy/customers/{customer.id}/erasure", json={"confirm": other.id, "reason": "other"}
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "not_confirmed")
    erasure = done(ada, erase(ada, customer.id)["id"])
    # Who they were is gone, and so is their session.
    assert customer.http.get("/conversations").status_code == 401
    # Neither in the clear nor sealed, with every key there is.
    assert not [text for text in sealed.texts(server, outer) if any(secret in text for secret in SECRETS)]
    assert any(OTHERS in text for text in sealed.texts(server, outer))
    # An emptied conversation has a new key, which opens nothing of before.
    left = set(sealed.data_keys(server, outer).values())
    assert not left & gone and {keys[owner] for owner in theirs_kept} <= left
    eventually(lambda: len(_blobs(server)) == 0, "the files are gone")
    assert len(before) >= 3
    eventually(lambda: not ada.get("/agent/search", params={"q": "Zaunkönig"})["data"], "it is not found any more")
    eventually(lambda: rows(server, "SELECT COUNT(*) FROM message_index_change") == [[0]], "the index has caught up")
    for name in ("draft", "conversation_field", "conversation_visit", "anti_phishing_code", "customer_change"):
        owner = "conversation_id" if name in ("draft", "conversation_field", "conversation_visit") else "customer_id"
        assert rows(server, f"SELECT COUNT(*) FROM {name} WHERE {owner} = {_literal(server, customer.id, conversation, owner)}") == [[0]]
    # The desk shows that something was there, and that it is gone.
    shown = ada.get(f"/agent/conversations/{conversation}/messages")["data"]
    assert shown[-1]["event"]["type"] == "erased"
    assert not [each for each in shown if each["kind"] == "text" and each["body"]]
    assert "closed" in str(ada.get(f"/agent/conversations/{conversation}")["conversation"]["status"])
    assert other.messages(theirs)[-1]["body"] == OTHERS
    counts = {each["kind"]: each["count"] for each in erasure["erased"]}
    assert counts["conversations"] == 2 and counts["files"] == 3 and counts["profiles"] == 2 and counts["notes"] == 1
    reasons = {each["kind"]: each["reason"] for each in erasure["kept"]}
    assert reasons["conversation_facts"] == "figures_stay_true" and reasons["customer_numbers"] == "named_elsewhere"
    # Nothing to be erased again, and nothing to be given out.
    again = ada.http.post(
        f"/admin/privacy/customers/{customer.id}/erasure", json={"confirm": customer.id, "reason": "other"}
    )
    assert (again.status_code, again.json()["code"]) == (409, "already_erased")
    left = b"\n".join(archive(ada.http.get(f"/admin/privacy/customers/{customer.id}/export")).values()).decode(errors="replace")
    assert not [secret for secret in SECRETS if secret in left]
    # Who comes again from the exchange is somebody new.
    assert Customer.verified(server, UID).id != customer.id
    server.stop()
    assert server.run("doctor").returncode == 0


def test_an_erasure_goes_on_after_the_server_was_killed(server: Server, ada: Agent) -> None:
    customer, _ = talk(server, ada)
    for number in range(30):
        customer.open_chat(f"{WORDS} {number}")
    asked = erase(ada, customer.id)
    server.kill()
    server.start()
    ada = Agent.signed_in(server, "ada@desk.example")
    # Whoever was killed held the job for a minute.
    counts = {each["kind"]: each["count"] for each in done(ada, asked["id"], within=150)["erased"]}
    assert counts["conversations"] == 32
    outer = base64.b64decode((server.folder / "data" / "encryption.key").read_text().strip())
    assert not [text for text in sealed.texts(server, outer) if WORDS in text]


def _blobs(server: Server) -> list[Path]:
    return [each for each in (server.folder / "data" / "blobs").rglob("*") if each.is_file()]


def _bytes(server: Server, customer: str) -> bytes:
    """The 16 bytes of an id: 26 characters of Crockford's base 32."""
    digits = "0123456789abcdefghjkmnpqrstvwxyz"
    value = 0
    for character in customer.split("_")[1]:
        value = value * 32 + digits.index(character)
    return value.to_bytes(16, "big")


def _literal(server: Server, customer: str, conversation: str, owner: str) -> str:
    value = _bytes(server, conversation if owner == "conversation_id" else customer).hex()
    return f"'\\x{value}'" if server.database else f"x'{value}'"
