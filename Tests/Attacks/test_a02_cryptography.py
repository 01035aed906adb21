"""OWASP A02, cryptographic failures: what a thief of the disk reads, what may be guessed, what keys are too weak.

What stands elsewhere: everything sealed and opened by an independent library (Operations/test_encryption), passwords and
their rules (SafeguardTests/Passwords), codes of step-ups on the disk (Contract/test_verifications), secrets by any door
(Contract/test_secrets_on_disk), STARTTLS and certificates (Operations/test_mail).
"""

import base64
import hashlib
import json
import os
import re
import signal
import sqlite3
from pathlib import Path

import anybody
import pytest
import sealed

from client import Agent, Customer, identity_token
from seed_phrases import phrase
from server import AGENT_PASSWORD, Server


def test_a_thief_of_the_disk_signs_nobody_in(server: Server) -> None:
    """Neither tokens nor passwords nor anything that they can be read from lie in a file."""
    agent, customer = Agent.made(server), Customer.guest(server)
    customer.open_waiting_chat("hello")
    agent.get("/agent/me")
    secrets = [agent.token, customer.token, AGENT_PASSWORD]
    secrets += [token.split("_", 1)[1] for token in secrets[:2]]
    forms = [form for secret in secrets for form in (secret.encode(), secret.encode().hex().encode(), base64.b64encode(secret.encode()).rstrip(b"="))]
    holding = [(name, form) for name, content in server.kept().items() for form in forms if form in content]
    assert holding == []


def test_the_digest_of_a_token_is_no_token(server: Server) -> None:
    """What is kept of a session does not open it."""
    agent = Agent.made(server)
    digests = [row[0] for row in sealed.rows(server, "SELECT token_digest FROM agent_session")]
    assert hashlib.sha256(agent.token.encode()).digest() in digests
    for digest in digests:
        for token in (digest.hex(), base64.urlsafe_b64encode(digest).decode().rstrip("=")):
            for prefix in ("", "sba_"):
                answer = anybody.get(f"{server.url}/api/v1/agent/me", headers={"Authorization": f"Bearer {prefix}{token}"})
                assert answer.status_code == 401


def test_tokens_cannot_be_guessed(server: Server) -> None:
    """256 bits, no two alike in any place that would tell a counter or a clock."""
    tokens = [Customer.guest(server).token.removeprefix("sbc_") for _ in range(40)]
    raw = [base64.urlsafe_b64decode(token + "=") for token in tokens]
    assert {len(each) for each in raw} == {32} and len(set(raw)) == 40
    for place in range(32):
        assert len({each[place] for each in raw}) > 15, f"byte {place} hardly changes"


def test_a_session_stands_in_no_address(server: Server, agent: Agent, customer: Customer) -> None:
    """An address is logged on its way; a token in one counts for nothing."""
    for name in ["token", "access_token", "session", "authorization", "bearer", "switchboard_session", "api_key"]:
        assert anybody.get(f"{server.url}/api/v1/conversations", params={name: customer.token}).status_code == 401
        assert anybody.get(f"{server.url}/api/v1/agent/me", params={name: agent.token}).status_code == 401


def test_what_is_sealed_for_one_place_opens_in_no_other(tmp_path: Path) -> None:
    """Who may write into the database, and has no key, cannot show one person's words to another."""
    with Server(tmp_path / "site") as server:
        one, other = Customer.guest(server), Customer.guest(server)
        chats = [one.open_waiting_chat("the words of one"), other.open_waiting_chat("the words of another")]
        one.write(chats[0], "a second time")
        seqs = [person.messages(chat)[-1]["seq"] for person, chat in ((one, chats[0]), (other, chats[1]))]
        server.stop()
        path = server.folder / "data" / "switchboard.sqlite"
        with sqlite3.connect(path) as database:
            rows = dict(database.execute("SELECT lower(hex(conversation_id)), max(seq) FROM message GROUP BY 1").fetchall())
            assert sorted(rows.values()) == sorted(seqs)
            first, second = sorted(rows, key=lambda each: rows[each] != seqs[0])
            moved = "UPDATE message SET sealed_body = (SELECT sealed_body FROM message WHERE lower(hex(conversation_id)) = ? AND seq = ?)"
            where = " WHERE lower(hex(conversation_id)) = ? AND seq = ?"
            database.execute(moved + where, (first, rows[first], second, rows[second]))
            # And within one conversation, from one number to another.
            database.execute(moved + where, (first, rows[first] - 1, first, rows[first]))
        database.close()
        server.start()
        for person, chat in ((one, chats[0]), (other, chats[1])):
            answer = person.http.get(f"/conversations/{chat}/messages")
            told = answer.json().get("data", []) if answer.status_code == 200 else []
            assert told == [] or (told[-1]["body"] not in ("the words of one", "a second time", "the words of another"))


def test_a_crash_leaves_no_core(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What people typed a moment ago is in the memory yet, and so are the keys: no file may get them, whoever allows it."""
    monkeypatch.chdir(tmp_path)
    with Server(tmp_path / "site", within=("prlimit", "--core=unlimited:unlimited")) as server:
        customer = Customer.guest(server)
        customer.write(customer.open_waiting_chat(), f"my wallet: {phrase()}")
        assert re.search(r"^Max core file size +0 +0 ", Path(f"/proc/{server.pid}/limits").read_text(), re.MULTILINE)
        # Of the signals that leave a core one that Swift does not write a backtrace for, which takes long.
        os.kill(server.pid, signal.SIGXCPU)
        ended = os.waitid(os.P_PID, server.pid, os.WEXITED | os.WNOWAIT)
        assert ended is not None and ended.si_code == os.CLD_KILLED, "it was dumped"
        assert [path for path in tmp_path.rglob("*core*")] == []


@pytest.mark.parametrize("secret", ["short", "31 bytes are not enough........"], ids=len)
def test_a_weak_secret_is_a_mistake_of_the_operator(tmp_path: Path, secret: str) -> None:
    for name in ["identity.secret", "accounts.secret"]:
        settings = {name: secret, "accounts.url": "https://exchange.example/a" if name.startswith("accounts") else None}
        done = Server(tmp_path / name, settings=settings).run("serve", "--port", "0")
        assert done.returncode == 2 and secret not in done.stderr + done.stdout
        assert "32 bytes" in done.stderr


def test_cookies_ask_for_tls_where_the_site_has_it(tmp_path: Path) -> None:
    with Server(tmp_path / "site", settings={"secure.cookies": "true"}) as server:
        server.make_agent("ada@desk.example")
        body = {"email": "ada@desk.example", "password": AGENT_PASSWORD}
        answers = {
            "__Host-switchboard_session": anybody.post(f"{server.url}/api/v1/session", json={}),
            "__Host-switchboard_agent": anybody.post(f"{server.url}/api/v1/agent/session", json=body),
            "__Host-switchboard_locale": anybody.get(f"{server.url}/?lang=ja"),
        }
        for name, answer in answers.items():
            cookie, *parts = [part.strip() for part in answer.headers["set-cookie"].split(";")]
            # The prefix holds for a cookie of this very host and all of its paths.
            assert cookie.startswith(f"{name}=") and {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(parts)
            assert not [part for part in parts if part.lower().startswith("domain")]


def test_an_identity_is_read_from_no_other_claim(server: Server) -> None:
    """Only what is signed counts, and of it only what is meant for this audience."""
    token = identity_token("signed", name="Signed Name")
    body = {"identity_token": token, "name": "Unsigned", "email": "unsigned@a.example", "sub": "another", "attributes": {"a": "b"}}
    answer = anybody.post(f"{server.url}/api/v1/session", json=body)
    assert answer.status_code == 201 and answer.json()["customer"]["name"] == "Signed Name"
    assert "unsigned" not in json.dumps(answer.json()).lower().replace("unsigned name", "")
