"""The desk where much has been written: search in all messages, and the inbox's first page."""

import json
import os
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

import httpx

import postgres
from server import AGENT_PASSWORD, Server
from serving import SETTINGS
from table import Table

MESSAGES_EACH = 10
SEARCHED = 100_000
INBOXES = (10_000, 100_000, 1_000_000)

# What agents look for: from a word in a third of all messages to one in a few, with and without filters.
QUESTIONS = {
    "a common word": "q=withdrawal",
    "as it is typed": "q=withdr",
    "a rare word": "q=word15003",
    "two words": "q=deposit+missing",
    "a common and a rare word": "q=order+word7001",
    "words in quotes": f"q={quote(chr(34) + 'deposit order' + chr(34))}",
    "Chinese": f"q={quote('提币一直未到账')}",
    "a common word in one topic, open": "q=withdrawal&topic=fees&status=assistant",
    "a word that is nowhere": "q=nowhere",
}


def messages() -> Table:
    """Search in a million messages."""
    count = SEARCHED * MESSAGES_EACH
    table = Table(
        "Search in messages",
        f"{count:,} messages in {SEARCHED:,} conversations, a fifth of them Chinese; an agent's search over HTTP with"
        " snippets, one after the other. Indexing ran on an idle server.",
        ["question", "SQLite p50, ms", "p99, ms", "PostgreSQL p50, ms", "p99, ms", "aim, ms"],
    )
    measured = []
    for database in (None, postgres.make_database()):
        with tempfile.TemporaryDirectory() as folder:
            server, filled = _filled(Path(folder), database, SEARCHED)
            try:
                token = _agent(server)
                found = {name: _asked(server, f"/api/v1/agent/search?{query}", token) for name, query in QUESTIONS.items()}
            finally:
                server.end()
        measured.append((filled, found))
    for name in QUESTIONS:
        cells = [found[name][share] for _, found in measured for share in ("p50_ms", "p99_ms")]
        table.add(name, *cells, "< 200")
    rates = [round(count / filled["indexed_s"]) for filled, _ in measured]
    table.add("messages indexed a second", rates[0], "", rates[1], "", "")
    return table


def inbox() -> Table:
    """The inbox's first page, however many conversations there are."""
    table = Table(
        "Inbox",
        "The first page of 50 of all open conversations, a tenth of those that there are, with counts; an agent's"
        " request over HTTP, one after the other.",
        ["conversations", "SQLite p50, ms", "p99, ms", "PostgreSQL p50, ms", "p99, ms", "aim"],
    )
    rows: list[list[float]] = []
    for count in INBOXES:
        cells = []
        for database in (None, postgres.make_database()):
            with tempfile.TemporaryDirectory() as folder:
                server, _ = _filled(Path(folder), database, count, messages=1)
                try:
                    found = _asked(server, "/api/v1/agent/conversations?view=all", _agent(server))
                finally:
                    server.end()
            cells += [found["p50_ms"], found["p99_ms"]]
        rows.append(cells)
        table.add(count, *cells, "")
    growth = [last / first for first, last in zip(rows[0], rows[-1])]
    table.add("from the first to the last", *(f"{each:.2f} ×" for each in growth), "< 1.5 ×")
    return table


def _filled(folder: Path, database: str | None, conversations: int, messages: int = MESSAGES_EACH) -> tuple[Server, dict]:
    server = Server(folder, database=database, settings=SETTINGS)
    server.start()
    server.stop()
    options = ("--conversations", str(conversations), "--messages", str(messages))
    done = server.run("bench", "fill", *options, within=3600)
    if done.returncode != 0:
        raise RuntimeError(f"bench fill: {done.stdout}{done.stderr}")
    server.start()
    return server, json.loads(done.stdout.splitlines()[-1])


def _agent(server: Server) -> str:
    server.make_agent("bench@desk.example", name="Bench")
    signing_in = {"email": "bench@desk.example", "password": AGENT_PASSWORD}
    answer = httpx.post(f"{server.url}/api/v1/agent/session", json=signing_in, trust_env=False)
    return answer.raise_for_status().json()["token"]


def _asked(server: Server, path: str, token: str) -> dict[str, float]:
    target = ["--port", str(server.port), "--path", path, "--token", token, "--connections", "1", "--seconds", "4"]
    done = subprocess.run(
        [os.environ["SWITCHBOARD_BINARY"], "bench", "pages", *target], capture_output=True, text=True, timeout=300
    )
    if done.returncode != 0:
        raise RuntimeError(f"bench pages {path}: {done.stdout}{done.stderr}")
    found = json.loads(done.stdout)
    assert found["failures"] == 0, f"{path}: {found['failures']:.0f} answers were no 200"
    return found
