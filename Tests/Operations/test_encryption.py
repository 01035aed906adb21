"""What is sealed in the database: read by an independent library with the key alone, and by nobody without it."""

import base64
import hashlib
import io
import os
import sqlite3
import stat
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

import files
import httpx
import ledger
import postgres
import pytest
from PIL import Image

import sealed
from client import Agent, Customer
from installations import Site
from patience import eventually
from sealed import rows
from server import Server

WORDS = "Der Zaunkönig singt um halb vier 鹪鹩在三点半歌唱"
NAME, EMAIL, LABEL = "Quirina Zephyrsdottir", "quirina@zephyr.example", "zephyr-attribute"
FILE = f"{LABEL}.txt"
# Wide enough to have a small copy.
PICTURE = files.bare("png", 900, 600)


@pytest.fixture
def server(site: Site) -> Server:
    """An installation that makes its key by itself, as one that nobody set anything for."""
    server = site.installation("site", encryption_key=None)
    server.make_agent("ada@desk.example", role="admin")
    return server.start()


def change(server: Server, statement: str) -> None:
    if server.database:
        postgres.query(server.database, statement)
        return
    with closing(sqlite3.connect(server.folder / "data" / "switchboard.sqlite", timeout=10)) as database, database:
        database.executescript(statement)


def key_file(server: Server) -> Path:
    return server.folder / "data" / "encryption.key"


def talk(server: Server) -> tuple[Customer, str]:
    customer = Customer.verified(server, "customer-1", name=NAME, email=EMAIL, attributes={"note": LABEL})
    conversation = customer.open_waiting_chat(WORDS)
    customer.write(conversation, f"{WORDS} 2")
    sent = [upload(customer, FILE, WORDS.encode()), upload(customer, f"{LABEL}.png", PICTURE)]
    customer.post(f"/conversations/{conversation}/messages", {"client_id": _uuid(2), "body": f"{WORDS} 3", "attachments": sent})
    agent = Agent.signed_in(server, "ada@desk.example")
    agent.post(f"/agent/conversations/{conversation}/messages", {"client_id": _uuid(1), "kind": "note", "body": WORDS})
    agent.put(f"/agent/conversations/{conversation}/draft", {"kind": "text", "body": WORDS, "version": 0})
    return customer, conversation


def upload(customer: Customer, name: str, content: bytes) -> str:
    answer = customer.http.post("/attachments", params={"name": name}, content=content)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def download(customer: Customer, conversation: str, size: int) -> httpx.Response:
    """The file of a size that was sent."""
    shown = [file for message in customer.messages(conversation) for file in message.get("attachments", [])]
    file = next(file["id"] for file in shown if file["size"] == size)
    return customer.http.get(f"/attachments/{file}", follow_redirects=True)


def seq_of_words(customer: Customer, conversation: str) -> int:
    return next(message["seq"] for message in customer.messages(conversation) if message["body"] == WORDS)


def _uuid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


def test_an_independent_library_reads_it_with_the_key(server: Server) -> None:
    customer, conversation = talk(server)
    at = seq_of_words(customer, conversation)
    outer = base64.b64decode(key_file(server).read_text().strip())
    assert rows(server, "SELECT DISTINCT key_id FROM data_key") == [[sealed.key_id(outer)]]
    ((owner, value),) = rows(server, f"SELECT conversation_id, sealed_body FROM message WHERE seq = {at}")
    key = sealed.data_keys(server, outer)[owner]
    name, body = sealed.opened(value, key, b"message.sealed_body\0" + str(at).encode()).decode().split("\0", 1)
    assert (name, body) == (NAME, WORDS)
    # All the others as well: notes, subjects, first words, drafts, who they are.
    found = list(sealed.texts(server, outer))
    assert sum(WORDS in each for each in found) >= 6
    assert any(EMAIL in each and LABEL in each for each in found)


def test_an_independent_library_opens_files_and_whoever_may_gets_them(server: Server) -> None:
    customer, conversation = talk(server)
    outer = base64.b64decode(key_file(server).read_text().strip())
    keys = sealed.data_keys(server, outer)
    found = rows(server, "SELECT id, sealed_name, digest, thumbnail_digest, size FROM attachment ORDER BY created_at, id")
    assert len(found) == 2
    for owner, name, digest, thumbnail, size in found:
        file_name = sealed.opened(name, keys[owner], b"attachment.sealed_name\0").decode()
        content = sealed.opened(_blob(server, digest), keys[owner], b"attachment.content\0")
        assert len(content) == size
        if file_name == FILE:
            assert content == WORDS.encode() and thumbnail is None
        else:
            assert Image.open(io.BytesIO(content)).size == (900, 600)
            small = sealed.opened(_blob(server, thumbnail), keys[owner], b"attachment.thumbnail\0")
            assert Image.open(io.BytesIO(small)).size[0] == 640
        assert download(customer, conversation, size).content == content


def _blob(server: Server, digest: bytes) -> bytes:
    return (server.folder / "data" / "blobs" / digest.hex()[:2] / digest.hex()[2:]).read_bytes()


def test_files_of_before_are_sealed_while_it_serves(server: Server) -> None:
    customer, conversation = talk(server)
    outer = base64.b64decode(key_file(server).read_text().strip())
    keys = sealed.data_keys(server, outer)
    ((owner, digest),) = rows(server, f"SELECT id, digest FROM attachment WHERE size = {len(WORDS.encode())}")
    server.stop()
    # As an older version had left it.
    plain = hashlib.sha256(WORDS.encode())
    place = server.folder / "data" / "blobs" / plain.hexdigest()[:2] / plain.hexdigest()[2:]
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(WORDS.encode())
    form = "'\\x{}'" if server.database else "x'{}'"
    change(
        server,
        f"UPDATE attachment SET sealed_name = NULL, name = '{FILE}', digest = {form.format(plain.hexdigest())}"
        f" WHERE id = {form.format(owner.hex())};"
        f" DELETE FROM data_key WHERE owner_id = {form.format(owner.hex())};",
    )
    two_hours_ago = time.time() - 7200
    os.utime(place, (two_hours_ago, two_hours_ago))
    server.start()
    eventually(lambda: not place.exists(), "the plain content is gone")
    ((name, fresh),) = rows(server, f"SELECT name, digest FROM attachment WHERE size = {len(WORDS.encode())}")
    assert name == "" and fresh not in (digest, plain.digest())
    key = sealed.data_keys(server, outer)[owner]
    assert key != keys[owner]
    assert sealed.opened(_blob(server, fresh), key, b"attachment.content\0") == WORDS.encode()
    answer = download(customer, conversation, len(WORDS.encode()))
    assert answer.content == WORDS.encode() and FILE in unquote(answer.headers["content-disposition"])


def test_nothing_that_people_said_or_are_lies_in_the_clear(site: Site, server: Server) -> None:
    customer, conversation = talk(server)
    customer.post(f"/conversations/{conversation}/resolve")
    customer.post(f"/conversations/{conversation}/rating", {"score": 5, "comment": WORDS})
    agent = Agent.signed_in(server, "ada@desk.example")
    # Also what the search keeps.
    eventually(lambda: agent.get("/agent/search", params={"q": "Zaunkönig"})["data"], "it is found")
    assert agent.get("/agent/conversations", params={"view": "resolved", "q": "Zaunkönig"})["data"]
    archive = site.folder / "backup.tar"
    done = server.run("backup", str(archive))
    assert done.returncode == 0, done.stderr
    places = [each for each in server.folder.rglob("*") if each.is_file()] + [archive]
    if server.database:
        tables = rows(server, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        dump = site.folder / "dump"
        dump.write_text(
            "".join(postgres.query(server.database, f"SELECT * FROM {name}") for (name,) in tables if name != "pg_stat_statements")
        )
        places.append(dump)
    assert places
    for place in places:
        content = place.read_bytes()
        for secret in ("Zaunkönig", "鹪鹩", "Zephyrsdottir", "quirina@", LABEL):
            for form in (secret.encode(), secret.encode("utf-16-le"), secret.encode().hex().encode()):
                assert form not in content, f"{secret} lies in {place.name}"


def test_the_key_is_its_owners_alone_and_the_doctor_minds(server: Server) -> None:
    assert stat.S_IMODE(key_file(server).stat().st_mode) == 0o600
    assert server.run("doctor").returncode == 0
    key_file(server).chmod(0o644)
    found = server.run("doctor")
    assert found.returncode == 1 and "chmod 600" in found.stdout


def test_without_its_key_it_does_not_start_and_says_which(site: Site, server: Server) -> None:
    customer, conversation = talk(server)
    before = customer.messages(conversation)
    server.stop()
    key = key_file(server).read_text()
    key_id = sealed.key_id(base64.b64decode(key.strip()))
    other = base64.b64encode(bytes(range(32))).decode()
    for broken in (None, other, "no key at all", ""):
        key_file(server).unlink(missing_ok=True)
        if broken is not None:
            key_file(server).write_text(broken)
        done = server.run("serve", "--port", "0")
        assert done.returncode == 1
        assert (key_id if broken in (None, other) else "is no key" if broken == "" else "is not a key") in done.stderr.replace(
            "there is no key", "is no key"
        ), done.stderr
        assert key.strip() not in done.stderr
        assert "Traceback" not in done.stderr and "Fatal" not in done.stderr
        # Nothing that could be taken for the key was made.
        assert key_file(server).exists() == (broken is not None)
        assert server.run("doctor").returncode == 1
    key_file(server).unlink()
    # From elsewhere, in each way that there is.
    elsewhere = site.folder / "keys" / "key"
    elsewhere.parent.mkdir()
    elsewhere.write_text(f"{key}# the first one\n")
    program = site.folder / "keys" / "tell"
    program.write_text(f"#!/bin/sh\ncat {elsewhere}\n")
    program.chmod(0o700)
    ways = {"encryption.key.file": str(elsewhere), "encryption.key": key.strip(), "encryption.key.command": str(program)}
    for setting, value in ways.items():
        server.settings[setting] = value
        server.start()
        assert customer.messages(conversation) == before
        assert not key_file(server).exists()
        server.stop()
        del server.settings[setting]
    server.settings.update(ways)
    assert "one says it all" in server.run("serve").stderr
    program.write_text("#!/bin/sh\nexit 3\n")
    for setting in ("encryption.key", "encryption.key.file"):
        server.settings.pop(setting)
    assert "failed" in server.run("serve").stderr


def test_the_key_is_changed_while_it_serves(server: Server) -> None:
    customer, conversation = talk(server)
    before = customer.messages(conversation)
    (old,) = key_file(server).read_text().split()
    done = server.run("keys", "rotate", "--new")
    assert done.returncode == 0, done.stderr
    new, kept = key_file(server).read_text().split()
    assert kept == old != new
    assert stat.S_IMODE(key_file(server).stat().st_mode) == 0o600
    ids = {key: sealed.key_id(base64.b64decode(key)) for key in (old, new)}
    assert [row[0] for row in rows(server, "SELECT DISTINCT key_id FROM data_key")] == [ids[new]]
    # The server reads and writes on; who comes now is sealed with either, and another round brings all together.
    assert customer.messages(conversation) == before
    late = Customer.guest(server).open_waiting_chat("late")
    assert server.run("keys", "rotate").returncode == 0
    listed = server.run("keys", "list").stdout
    assert f"{ids[old]}  0 data key(s)  may be taken away" in listed, listed
    # Without the old one, and after a start, all is there.
    key_file(server).write_text(new + "\n")
    server.stop()
    server.start()
    assert customer.messages(conversation) == before
    assert Agent.signed_in(server, "ada@desk.example").get(f"/agent/conversations/{late}/messages")["data"]
    ledger.check_doctor(server)
    assert server.run("audit", "verify").returncode == 0


def test_what_was_written_in_the_clear_is_sealed_by_the_next_start(server: Server) -> None:
    customer, conversation = talk(server)
    before = customer.messages(conversation)
    at = seq_of_words(customer, conversation)
    server.stop()
    # As it stood before anything was sealed.
    words = WORDS.replace("'", "''")
    change(
        server,
        f"UPDATE message SET body = '{words}', author_name = '{NAME}', sealed_body = NULL WHERE seq = {at};"
        f"UPDATE conversation SET subject = '{words}', preview = '{words}', sealed_subject = NULL, sealed_preview = NULL;"
        f"UPDATE customer SET name = '{NAME}', email = '{EMAIL}', sealed_contact = NULL WHERE uid IS NOT NULL;",
    )
    server.start()
    eventually(
        lambda: rows(server, "SELECT COUNT(*) AS a FROM message WHERE body <> ''")
        + rows(server, "SELECT COUNT(*) AS a FROM conversation WHERE subject <> '' OR preview <> ''")
        + rows(server, "SELECT COUNT(*) AS a FROM customer WHERE name IS NOT NULL OR email IS NOT NULL")
        == [[0], [0], [0]],
        "all is sealed",
    )
    assert customer.messages(conversation) == before
    ledger.check_doctor(server)


def test_what_was_changed_in_the_database_is_not_shown(server: Server) -> None:
    customer, conversation = talk(server)
    change(server, "UPDATE message SET sealed_body = (SELECT sealed_body FROM message WHERE seq = 1) WHERE seq = 2")
    answer = customer.http.get(f"/conversations/{conversation}/messages")
    assert answer.status_code == 500
    assert WORDS not in answer.text
