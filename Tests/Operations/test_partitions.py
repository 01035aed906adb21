"""deploy/partition-messages.sql divides the messages of an installation that serves, and nobody notices."""

import json
import subprocess
import time
from pathlib import Path

import ledger
import postgres
import pytest
from proxies import DEPLOY

from client import Customer
from installations import Site
from server import Server
from writers import Load, SocketWriter

pytestmark = pytest.mark.parametrize("site", ["postgres"], indirect=True)


def divide(server: Server) -> None:
    """From next month on. The tests' messages are of this one, whichever day they run."""
    this = time.gmtime()
    first = f"{this.tm_year + this.tm_mon // 12}-{this.tm_mon % 12 + 1:02}"
    file = DEPLOY / "partition-messages.sql"
    options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--set=first={first}"]
    command = [postgres.psql(), *options, f"--file={file}", server.database]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def plan(server: Server, moment: int) -> str:
    """How messages of a conversation that began at a time are looked for, in JSON."""
    key = moment.to_bytes(6) + bytes(10)
    statement = f"SELECT seq FROM message WHERE conversation_id = '\\x{key.hex()}' AND seq > 3 ORDER BY seq"
    return postgres.query(server.database, f"SET enable_seqscan = off; EXPLAIN (FORMAT JSON) {statement}")


def test_messages_are_divided_while_people_write(site: Site, server: Server) -> None:
    customer = Customer.verified(server, "customer-1")
    writers = [SocketWriter(customer, customer.open_waiting_chat("before"), name) for name in ("phone", "laptop")]
    with Load(writers) as load:
        load.wait_for_each(5)
        divide(server)
        load.wait_for_each(5)
    ledger.check(writers)
    ledger.check_doctor(server)
    parts = postgres.query(server.database, "SELECT COUNT(*) FROM pg_inherits WHERE inhparent = 'message'::regclass")
    assert int(parts) == 25

    # The next version starts on it, and a backup of it goes back.
    server.stop()
    server.start()
    archive = site.folder / "backup.tar"
    assert server.run("backup", str(archive)).returncode == 0
    other = site.installation("restored")
    done = other.run("restore", str(archive))
    assert done.returncode == 0, done.stderr
    ledger.check_doctor(other)


def test_a_conversation_is_looked_for_in_one_part(site: Site, server: Server) -> None:
    divide(server)
    day = 86_400_000
    now = int(time.time() * 1000)
    scanned = []
    for moment in (now - 400 * day, now + 70 * day, now + 500 * day):
        text = plan(server, moment)
        nodes = _relations(json.loads(text))
        assert len(nodes) == 1, text
        assert "Index" in text
        scanned += nodes
    assert scanned[0] == "message_before"
    assert len(set(scanned)) == 3


def test_messages_of_a_month_to_come_go_into_its_part(site: Site, server: Server) -> None:
    divide(server)
    customer = Customer.verified(server, "customer-1")
    made = customer.open_waiting_chat("hello")
    # As one that is opened in 70 days: its id says so.
    key = (int(time.time() * 1000) + 70 * 86_400_000).to_bytes(6) + bytes(10)
    columns = postgres.query(
        server.database,
        "SELECT string_agg(column_name, ', ') FROM information_schema.columns "
        "WHERE table_name = 'conversation' AND column_name NOT IN ('id', 'reference', 'client_id')",
    ).strip()
    postgres.query(
        server.database,
        f"INSERT INTO conversation (id, reference, client_id, {columns}) "
        f"SELECT '\\x{key.hex()}', 'later', '\\x00', {columns} FROM conversation LIMIT 1",
    )
    postgres.query(
        server.database,
        f"INSERT INTO message SELECT '\\x{key.hex()}', seq, kind, author_type, author_id, author_name, author_badge, body, "
        "masked, attachments, card, event, client_id, created_at, sealed_body, sealed_parts FROM message",
    )
    place = f"SELECT DISTINCT tableoid::regclass FROM message WHERE conversation_id = '\\x{key.hex()}'"
    assert postgres.query(server.database, place).strip().startswith("message_2")
    assert made


def _relations(node: object) -> list[str]:
    if isinstance(node, list):
        return [name for each in node for name in _relations(each)]
    if not isinstance(node, dict):
        return []
    own = [node["Relation Name"]] if "Relation Name" in node else []
    return own + [name for each in node.values() if isinstance(each, (list, dict)) for name in _relations(each)]
