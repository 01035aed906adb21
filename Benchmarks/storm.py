"""Everybody is cut off at once and comes back within seconds, to what was missed meanwhile."""

import time

import postgres
from load import Size, bench, serving
from table import Table

OVER_SECONDS = 10
MISSED = 5


def storm() -> Table:
    """How soon everybody has everything again, and what that asks of the database."""
    clients, conversations = Size.of(10_000, 500), Size.of(500, 50)
    table = Table(
        "Reconnect storm",
        f"{clients:,} clients of {conversations:,} conversations drop, {MISSED} messages are written to each conversation,"
        f" and all return within {OVER_SECONDS} seconds, at random. The time runs until the last has what they missed, in"
        " order; a client's own from its first try. PostgreSQL counts the transactions: for each client that comes, with its"
        " share of making and writing everything.",
        ["engine", "all complete after, s", "a client p50, ms", "p99, ms", "tried again", "transactions each", "server, MiB"],
    )
    for engine in ("SQLite", "PostgreSQL"):
        database = postgres.make_database() if engine == "PostgreSQL" else None
        with serving(database=database) as server:
            before = _transactions(database)
            options = ["--count", str(clients), "--conversations", str(conversations)]
            found = bench(server, "storm", *options, "--over", str(OVER_SECONDS), "--missed", str(MISSED))
            # They came twice: at the beginning, and after the storm.
            each = (_transactions(database) - before) / clients / 2
        if database:
            postgres.drop_database(database)
        table.add(
            engine,
            round(found["seconds_until_all_complete"], 1),
            found["p50_ms"],
            found["p99_ms"],
            round(found["refused_and_tried_again"]),
            round(each, 1) if database else "",
            round(found["resident_mib"]),
        )
    return table


def _transactions(database: str | None) -> int:
    if not database:
        return 0
    # What a connection did is added to the view within ten seconds of its rest (PGSTAT_IDLE_INTERVAL).
    time.sleep(11)
    return int(postgres.query(database, "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"))
