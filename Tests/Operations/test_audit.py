"""`switchboard audit verify` finds what was changed of who saw and did what; `export` gives it to others' programs."""

import hashlib
import json
import re
import sqlite3
import struct
from calendar import timegm
from contextlib import closing
from time import strptime
from typing import Any

import postgres
import pytest

from client import Agent, Customer
from installations import Site
from server import Server
from patience import eventually

Entry = dict[str, Any]


def change(server: Server, *statements: str) -> None:
    """Changes the database as somebody does who may do everything there."""
    if server.database:
        for statement in statements:
            postgres.query(server.database, statement)
        return
    with closing(sqlite3.connect(server.folder / "data" / "switchboard.sqlite", timeout=10)) as database, database:
        for statement in statements:
            database.execute(statement)


def disarm(server: Server) -> None:
    on = " ON audit_entry" if server.database else ""
    names = ["keeps", "stays"] + ([] if server.database else ["follows"])
    change(server, *[f"DROP TRIGGER audit_entry_{name}{on}" for name in names])


def all_chained(server: Server) -> bool:
    """Whether no deed waits: the running server gives each its place within about a second."""
    statement = "SELECT COUNT(*) FROM audit_pending"
    if server.database:
        return postgres.query(server.database, statement).strip() == "0"
    with closing(sqlite3.connect(server.folder / "data" / "switchboard.sqlite", timeout=10)) as database:
        return database.execute(statement).fetchone() == (0,)


def exported(server: Server, *options: str) -> list[Entry]:
    done = server.run("audit", "export", *options)
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def verified(server: Server, *options: str) -> tuple[int, str]:
    """The exit code, and what was said."""
    done = server.run("audit", "verify", *options)
    return done.returncode, done.stdout + done.stderr


def head(said: str) -> str:
    found = re.search(r"^head (\d+:[0-9a-f]{64})$", said, re.MULTILINE)
    assert found, said
    return found[1]


def hash_of(entry: Entry) -> str:
    """The hash of an entry by the words of docs/operations.md."""
    details = json.dumps(entry["details"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    seconds, milliseconds = entry["at"].removesuffix("Z").split(".")
    time = timegm(strptime(seconds, "%Y-%m-%dT%H:%M:%S")) * 1000 + int(milliseconds)
    actor, subject = entry["actor"], entry["subject"]
    texts = [actor["kind"], actor.get("id"), actor["name"], actor.get("address"), entry["action"], subject["kind"]]
    hashed = b"switchboard.audit.v1\n" + bytes.fromhex(entry["previous_hash"]) + struct.pack(">qq", entry["seq"], time)
    for text in [*texts, subject.get("id"), details]:
        hashed += b"\xff" * 4 if text is None else struct.pack(">I", len(text.encode())) + text.encode()
    return hashlib.sha256(hashed).hexdigest()


@pytest.fixture
def lived_in(server: Server) -> Server:
    """An installation in which people have done something, all of it chained."""
    agent = Agent.signed_in(server, "ada@desk.example")
    conversation = Customer.guest(server).open_waiting_chat("my withdrawal has not arrived")
    with agent.connect() as desk:
        desk.subscribe(conversation)
        desk.say("view", conversation=conversation, silent=True)
        assert desk.send(conversation, "I am looking into it")["op"] == "ack"
    agent.get(f"/agent/conversations/{conversation}")
    agent.sign_out()
    eventually(lambda: all_chained(server), "every deed has its place")
    return server


def test_deeds_are_exported_with_hashes_that_anybody_can_calculate(lived_in: Server) -> None:
    entries = exported(lived_in)

    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
    before = "0" * 64
    for entry in entries:
        assert (entry["previous_hash"], entry["hash"]) == (before, hash_of(entry))
        before = entry["hash"]
    done = [(entry["action"], entry["actor"]["kind"]) for entry in entries]
    for action in [
        "agent.signed_in", "conversation.viewed", "conversation.listened_silently", "conversation.replied",
        "customer.details_viewed", "agent.signed_out",
    ]:  # fmt: skip
        assert (action, "agent") in done
    assert done[0] == ("agent.created", "operator")
    assert done[-1] == ("audit.exported", "operator")
    assert "withdrawal" not in str(entries) and "looking" not in str(entries)
    assert [entry["seq"] for entry in exported(lived_in, "--after", "3")][0] == 4


def test_a_siem_reads_the_common_event_format(lived_in: Server) -> None:
    lines = lived_in.run("audit", "export", "--format", "cef").stdout.splitlines()

    assert len(lines) >= 8
    for number, line in enumerate(lines, 1):
        assert line.startswith("CEF:0|Switchboard|switchboard|1|"), line
        header = re.split(r"(?<!\\)\|", line, maxsplit=7)
        assert header[6].isdigit()
        # Every value goes up to the next key: a sign of equality in a value is escaped.
        fields = dict(re.findall(r"(\w+)=((?:[^=\\]|\\.)*?)(?= \w+=|$)", header[7]))
        assert fields["externalId"] == str(number)
        assert fields["act"] == header[4]
        assert len(fields["cs6"]) == 64


def test_a_chain_that_nobody_touched_holds_and_goes_on(lived_in: Server) -> None:
    code, said = verified(lived_in)
    assert code == 0, said
    kept = head(said)
    assert f"1 to {kept.split(':')[0]}." in said

    Agent.signed_in(lived_in, "ada@desk.example")

    code, said = verified(lived_in, "--head", kept)
    assert (code, int(head(said).split(":")[0]) > int(kept.split(":")[0])) == (0, True), said
    code, said = verified(lived_in, "--from", "3", "--head", kept)
    assert code == 0, said


def test_the_database_refuses_to_change_entries(lived_in: Server) -> None:
    for statement in ["UPDATE audit_entry SET actor_name = 'Bo'", "DELETE FROM audit_entry WHERE seq = 2"]:
        with pytest.raises((RuntimeError, sqlite3.IntegrityError), match="append-only"):
            change(lived_in, statement)
    assert verified(lived_in)[0] == 0


def test_what_was_changed_is_named(lived_in: Server) -> None:
    kept = head(verified(lived_in)[1])
    disarm(lived_in)

    change(lived_in, "UPDATE audit_entry SET actor_name = 'Bo' WHERE seq = 3")

    code, said = verified(lived_in)
    assert (code, "Entry 3 was edited" in said, "2 entries hold, 1 to 2." in said) == (1, True, True), said
    assert "head" not in said

    change(lived_in, "DELETE FROM audit_entry WHERE seq = 3")
    code, said = verified(lived_in)
    assert (code, "Entry 3 is missing." in said) == (1, True), said

    # The walk itself is recorded, and its entries go on where the chain ended.
    eventually(lambda: all_chained(lived_in), "every deed has its place")
    change(lived_in, "DELETE FROM audit_entry WHERE seq > 2")
    code, said = verified(lived_in, "--head", kept)
    assert (code, "cut off: it ends with entry 2" in said) == (1, True), said


def test_deeds_that_were_not_chained_when_it_crashed_are_chained_later(server: Server) -> None:
    agent = Agent.signed_in(server, "ada@desk.example")
    conversation = Customer.guest(server).open_waiting_chat("hello")
    for number in range(10):
        agent.write(conversation, f"reply {number}")
    server.kill()
    server.start()
    eventually(lambda: all_chained(server), "every deed has its place")

    replies = [entry for entry in exported(server) if entry["action"] == "conversation.replied"]
    written = [each["seq"] for each in agent.get(f"/agent/conversations/{conversation}/messages")["data"]
               if each["author"]["type"] == "agent" and each["kind"] == "text"]  # fmt: skip
    assert sorted(int(entry["details"]["seq"]) for entry in replies) == written
    assert len(written) == 10
    assert verified(server)[0] == 0


def test_a_chain_that_cannot_go_on_is_found_and_goes_on_when_mended(server: Server) -> None:
    eventually(lambda: all_chained(server), "every deed has its place")
    assert server.run("doctor").returncode == 0
    kept = head(verified(server)[1])
    change(server, "UPDATE audit_head SET id = 2")
    Agent.signed_in(server, "ada@desk.example")
    change(server, f"UPDATE audit_pending SET happened_at = {1_767_225_600_000}")

    found = server.run("doctor")
    assert (found.returncode, "audit verify" in found.stdout) == (1, True), found.stdout
    code, said = verified(server, "--head", kept)
    assert (code, "audit_head" in said) == (1, True), said
    # What is there is exported all the same, and what is wrong is said.
    done = server.run("audit", "export")
    assert (done.returncode, "audit_head" in done.stderr, "agent.created" in done.stdout) == (1, True, True)

    change(server, "UPDATE audit_head SET id = 1")
    eventually(lambda: all_chained(server), "what waited has its place")
    assert verified(server, "--head", kept)[0] == 0
    assert server.run("doctor").returncode == 0


@pytest.mark.parametrize(
    ("command", "word"),
    [
        (("verify", "--from", "0"), "--from"),
        (("verify", "--head", "12"), "--head"),
        (("verify", "--from", "9", "--head", "1:" + "0" * 64), "--head"),
        (("export", "--format", "xml"), "--format"),
        (("export", "--after", "-1"), "--after"),
        (("verify", "--from", "1000"), "There is no entry 1000"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(server: Server, command: tuple[str, ...], word: str) -> None:
    done = server.run("audit", *command)
    assert done.returncode in (1, 64)
    assert word in done.stderr
    assert "Error(" not in done.stderr and "Fatal" not in done.stderr


def test_an_installation_that_was_never_started_has_no_trail(site: Site) -> None:
    done = site.installation("empty").run("audit", "verify")
    assert done.returncode == 1
    assert "The database" in done.stderr
