"""Messages a second: of one node and of three, beside the engines alone and beside a server that keeps nothing."""

from contextlib import ExitStack

import ejabberd
import postgres
import raw_engines
import redis_server
from load import Size, bench, nodes, serving
from server import Server
from table import Table

LOADS = (("at ease", 1), ("full", 8))
# Of the two hundred conversations; with two thousand the figures say how it bends.
AIMS = {
    ("SQLite", "at ease"): "> 8,000, p99 < 50 ms",
    ("SQLite", "full"): "≥ 12,000",
    ("PostgreSQL, Redis", "full"): "≥ 8,000",
    ("the same, 3 nodes", "full"): "more than 1 node",
}


def chat() -> Table:
    """Durable messages a second, and how long one takes to its reader."""
    table = Table(
        "Chat",
        "Conversations each with one who writes and one who reads on a WebSocket of their own, on different nodes where"
        " there are several. A message counts when it is acknowledged, which is after it is on disk, and is timed until its"
        " reader has it; where readers heard less meanwhile than was acknowledged, they fell behind. At ease each writer has"
        " one message under way; under full load eight, and most of the time is spent waiting in line. The engines alone"
        " write rows of the same kind: SQLite (WAL, synchronous=FULL) a hundred in a transaction, PostgreSQL one in each of"
        " pgbench's 16 clients' transactions. ejabberd (Debian's) keeps nothing: a message counts when its reader has it."
        " Load, nodes, databases and ejabberd share the cores.",
        [
            "", "conversations", "load", "messages a second", "of the engine alone", "heard meanwhile",
            "p50 to the reader, ms", "p99, ms", "aim",
        ],  # fmt: skip
    )
    raw = {"SQLite": raw_engines.sqlite_rows(), "PostgreSQL": raw_engines.postgres_transactions()}
    for name, rate in raw.items():
        table.add(f"{name} alone", "", "", round(rate), "100 %", "", "", "", "")
    for name, engine, count in (
        ("SQLite", "SQLite", 1),
        ("PostgreSQL, Redis", "PostgreSQL", 1),
        ("the same, 3 nodes", "PostgreSQL", 3),
    ):
        for conversations, load, found in _each_load(count if engine == "PostgreSQL" else 0):
            rate = found["messages_per_second"]
            aim = AIMS.get((name, load), "") if conversations == Size.of(200, 20) else ""
            share = f"{rate / raw[engine]:.0%}"
            heard = f"{found['share_heard']:.0%}"
            table.add(name, conversations, load, rate, share, heard, found["p50_ms"], found["p99_ms"], aim)
    for conversations in _conversations():
        for load, window in LOADS:
            found = _ejabberd(conversations, window)
            rate = found["messages_per_second"]
            table.add("ejabberd, in memory", conversations, load, rate, "", "", found["p50_ms"], found["p99_ms"], "")
    return table


def _conversations() -> tuple[int, ...]:
    return Size.of((200, 2_000), (20, 60))


def _each_load(nodes_on_postgres: int):
    """What a new installation does under each load; 0 nodes on PostgreSQL mean one on SQLite."""
    for conversations in _conversations():
        for load, window in LOADS:
            with ExitStack() as stack:
                if nodes_on_postgres:
                    database = postgres.make_database()
                    stack.callback(postgres.drop_database, database)
                    servers = stack.enter_context(nodes(nodes_on_postgres, database, redis_server.address(1)))
                else:
                    servers = [stack.enter_context(serving())]
                yield conversations, load, _measured(servers, conversations, window)


def _measured(servers: list[Server], conversations: int, window: int) -> dict[str, float]:
    further = [option for server in servers[1:] for option in ("--further-port", str(server.port))]
    return bench(servers[0], "chat", *further, *_options(conversations, window))


def _ejabberd(conversations: int, window: int) -> dict[str, float]:
    with ejabberd.running() as server:
        return ejabberd.load(server, *_options(conversations, window))


def _options(conversations: int, window: int) -> list[str]:
    return ["--conversations", str(conversations), "--window", str(window), "--seconds", str(Size.of(10, 2))]
