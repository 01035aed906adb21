"""The desk where much has been written: search in all messages, the inbox's first page, and whose turn it is."""

import json
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

import httpx

import postgres
from load import SETTINGS, Size, bench
from server import AGENT_PASSWORD, Server
from table import Table

MESSAGES_EACH = 10
# Of all conversations, in percent.
OPEN, WAITING = 10, 5
QUEUES = 20

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
    searched = Size.of(100_000, 1_000)
    count = searched * MESSAGES_EACH
    table = Table(
        "Search in messages",
        f"{count:,} messages in {searched:,} conversations, a fifth of them Chinese; an agent's search over HTTP with"
        " snippets, one after the other. Indexing ran on an idle server.",
        ["question", "SQLite p50, ms", "p99, ms", "PostgreSQL p50, ms", "p99, ms", "aim, ms"],
    )
    measured = []
    for database in (None, postgres.make_database()):
        with tempfile.TemporaryDirectory() as folder:
            server, filled = _filled(Path(folder), database, searched, MESSAGES_EACH)
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
    """The inbox's first page and the next in line, however many conversations there are."""
    table = Table(
        "Inbox and queue",
        f"{OPEN} % of the conversations are open, and half of these wait in {QUEUES} queues. The first page: 50 of all open"
        " ones with counts, an agent's request over HTTP, one after the other. A claim: an agent with room for one more has"
        " whose turn it is, the transaction alone, one after the other.",
        ["", "conversations", "SQLite p50, ms", "p99, ms", "PostgreSQL p50, ms", "p99, ms", "aim"],
    )
    counts = Size.of((10_000, 100_000, 1_000_000), (2_000, 4_000))
    engines = ("SQLite", "PostgreSQL")
    found = {(engine, count): _page_and_claim(engine, count) for count in counts for engine in engines}
    for place, name in enumerate(("first page", "claim")):
        for count in counts:
            measured = [found[engine, count][place] for engine in engines]
            table.add(name, count, *(each[share] for each in measured for share in ("p50_ms", "p99_ms")), "")
        growth = [found[engine, counts[-1]][place]["p50_ms"] / found[engine, counts[0]][place]["p50_ms"] for engine in engines]
        table.add(name, "from the first to the last", f"{growth[0]:.2f} ×", "", f"{growth[1]:.2f} ×", "", "< 1.5 ×")
    return table


def _page_and_claim(engine: str, count: int) -> tuple[dict[str, float], dict[str, float]]:
    database = postgres.make_database() if engine == "PostgreSQL" else None
    with tempfile.TemporaryDirectory() as folder:
        waiting = ("--waiting", str(WAITING), "--queues", str(QUEUES))
        server, _ = _filled(Path(folder), database, count, 1, *waiting)
        try:
            first_page = _asked(server, "/api/v1/agent/conversations?view=all", _agent(server))
            server.stop()
            claims = _told(server.run("bench", "claims", "--count", str(Size.of(400, 20)), within=600))
        finally:
            server.end()
    if database:
        postgres.drop_database(database)
    return first_page, claims


def _filled(
    folder: Path, database: str | None, conversations: int, messages: int, *options: str
) -> tuple[Server, dict[str, float]]:
    server = Server(folder, database=database, settings=SETTINGS)
    server.start()
    server.stop()
    amount = ("--conversations", str(conversations), "--messages", str(messages), "--open", str(OPEN))
    filled = _told(server.run("bench", "fill", *amount, *options, within=3600))
    server.start()
    return server, filled


def _agent(server: Server) -> str:
    server.make_agent("bench@desk.example", name="Bench")
    signing_in = {"email": "bench@desk.example", "password": AGENT_PASSWORD}
    answer = httpx.post(f"{server.url}/api/v1/agent/session", json=signing_in, trust_env=False)
    return answer.raise_for_status().json()["token"]


def _asked(server: Server, path: str, token: str) -> dict[str, float]:
    seconds = str(Size.of(4, 1))
    found = bench(server, "pages", "--path", path, "--token", token, "--connections", "1", "--seconds", seconds)
    assert found["failures"] == 0, f"{path}: {found['failures']:.0f} answers were no 200"
    return found


def _told(done: subprocess.CompletedProcess[str]) -> dict[str, float]:
    """What a command said that worked on the database itself; what its server logs stands before it."""
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(done.args)}: {done.stdout}{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])
