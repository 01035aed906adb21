"""What the engines write by themselves, with nothing of ours before them: what the chat is a share of."""

import os
import re
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

import postgres
from load import Size

CONVERSATIONS = 200
ROWS_EACH = 100
CLIENTS = 16
BODY = "My withdrawal has not arrived, sent at t1234567890123456t"
# As Sources/Conversations/Timeline makes it, without the reference to the conversation.
TABLE = """
CREATE TABLE message (
    conversation_id {bytes} NOT NULL, seq {int} NOT NULL, kind TEXT NOT NULL,
    author_type TEXT NOT NULL, author_id TEXT NOT NULL, author_name TEXT NOT NULL, author_badge TEXT,
    body TEXT NOT NULL, masked TEXT, attachments TEXT, card TEXT, event TEXT,
    client_id {bytes}, created_at {int} NOT NULL, PRIMARY KEY (conversation_id, seq)
);
CREATE UNIQUE INDEX message_by_client_id ON message (conversation_id, client_id) WHERE client_id IS NOT NULL;
"""


def sqlite_rows() -> float:
    """Rows a second in one file: WAL, flushed with each transaction, a hundred rows in each."""
    conversations = [os.urandom(16) for _ in range(CONVERSATIONS)]
    author = ("text", "customer", "cus_0193f0a1b2c37def8123456789abcdef", "Guest", None, BODY, None, None, None, None)
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "raw.db")
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.executescript(TABLE.format(bytes="BLOB", int="INTEGER"))
        insert = f"INSERT INTO message VALUES ({', '.join('?' * 14)})"
        written = 0
        began = time.monotonic()
        while (took := time.monotonic() - began) < Size.of(8, 1):
            rows = [
                (conversations[number % CONVERSATIONS], number, *author, os.urandom(16), 1_764_000_000_000 + number)
                for number in range(written, written + ROWS_EACH)
            ]
            with database:
                database.executemany(insert, rows)
            written += ROWS_EACH
        database.close()
    return written / took


def postgres_transactions() -> float:
    """Transactions a second that pgbench makes: 16 clients, a row in each."""
    url = postgres.make_database()
    for statement in TABLE.format(bytes="BYTEA", int="BIGINT").split(";\n"):
        if statement.strip():
            postgres.query(url, statement)
    postgres.query(url, "CREATE SEQUENCE number CACHE 100")
    script = rf"""\set conversation random(1, {CONVERSATIONS})
INSERT INTO message (conversation_id, seq, kind, author_type, author_id, author_name, body, client_id, created_at)
VALUES (decode(lpad(to_hex(CAST(:conversation AS bigint)), 32, '0'), 'hex'), nextval('number'), 'text', 'customer',
    'cus_0193f0a1b2c37def8123456789abcdef', 'Guest', '{BODY}', uuid_send(gen_random_uuid()), 1764000000000);
"""
    program = str(Path(postgres.psql()).with_name("pgbench"))
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        options = ["--no-vacuum", "--protocol=prepared", f"--client={CLIENTS}", "--jobs=2", f"--time={Size.of(8, 1)}"]
        command = [program, *options, f"--file={file.name}", url]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    postgres.drop_database(url)
    rate = re.search(r"^tps = ([0-9.]+) \(without", done.stdout, re.MULTILINE)
    if done.returncode != 0 or not rate:
        raise RuntimeError(f"pgbench: {done.stdout}{done.stderr}")
    return float(rate[1])
