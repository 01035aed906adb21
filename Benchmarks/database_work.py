"""What the database does for what people do: statements, transactions, rows and WAL, counted by PostgreSQL itself.

    scripts/with-postgres scripts/with-redis .build/python/bin/python Benchmarks/database_work.py

prints the figures of docs/scaling.md. The node is one of a cluster, as far as it knows.

Counts and bytes, no times: a debug build does as well. SWITCHBOARD_BINARY names the program.
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "Tests" / "support"))

import postgres  # noqa: E402
import redis_server  # noqa: E402
from client import Agent, Customer  # noqa: E402
from server import Server  # noqa: E402

TIMES = 200
NO_LIMITS = {
    "limits.writes.per.minute": 1_000_000,
    "limits.sign.ins.per.ten.minutes": 1_000_000,
    "limits.frames.per.second": 100_000,
    "log.level": "warning",
}
# 79 characters, the median of what customers write is shorter.
WORDS = "I sent 0.5 BTC to my account yesterday and it has not arrived, can you look, {}?"


class Meter:
    """Reads what a database counts; the readings themselves add a handful of transactions."""

    def __init__(self, url: str):
        self.url = url
        self.name = url.rsplit("/", 1)[1]
        # What a node at rest does in a second, which nobody who acts is the cause of.
        self.resting = 0.0

    def clear(self) -> None:
        postgres.query(self.url, "CHECKPOINT")
        postgres.query(postgres.address(), "SELECT pg_stat_statements_reset()")
        self.before = self._totals()
        self.began = time.monotonic()

    def read(self) -> tuple[Counter[str], list[tuple[int, int, str]]]:
        """What was done since, and each statement with its calls and rows."""
        totals = self._totals()
        totals.subtract(self.before)
        totals["transactions"] -= round(self.resting * (time.monotonic() - self.began))
        lines = postgres.query(
            postgres.address(),
            "SELECT calls, rows, regexp_replace(query, '\\s+', ' ', 'g') FROM pg_stat_statements s "
            f"JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = '{self.name}' ORDER BY calls DESC",
        ).splitlines()
        statements = [(int(calls), int(rows), text) for calls, rows, text in (line.split("|", 2) for line in lines)]
        return totals, statements

    def _totals(self) -> Counter[str]:
        # What a connection did is added to the views within ten seconds of its rest (PGSTAT_IDLE_INTERVAL).
        time.sleep(11)
        found: Counter[str] = Counter()
        tables = postgres.query(
            self.url, "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del, n_tup_hot_upd FROM pg_stat_user_tables"
        )
        for line in tables.splitlines():
            table, inserted, updated, deleted, hot = line.split("|")
            for kind, number in (("inserted", inserted), ("updated", updated), ("deleted", deleted), ("hot", hot)):
                found[f"{kind} {table}"] += int(number)
                found[kind] += int(number)
        commits = f"SELECT xact_commit FROM pg_stat_database WHERE datname = '{self.name}'"
        found["transactions"] = int(postgres.query(postgres.address(), commits))
        wal = postgres.query(self.url, "SELECT wal_records, wal_fpi, wal_bytes FROM pg_stat_wal").strip().split("|")
        found["wal records"], found["page images"], found["wal bytes"] = map(int, wal)
        sizes = postgres.query(
            self.url,
            "SELECT relname, pg_relation_size(oid), pg_indexes_size(oid) + COALESCE(pg_relation_size(reltoastrelid), 0) "
            "FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
        )
        for line in sizes.splitlines():
            table, heap, rest = line.split("|")
            found[f"bytes {table}"] += int(heap)
            found[f"index bytes {table}"] += int(rest)
        return found


def measure(meter: Meter, what: str, act: Callable[[int], None], times: int = TIMES) -> None:
    """Acts some times, lets the indexer and the outbox follow, and prints what that cost."""
    for number in range(20):
        act(-number - 1)
    time.sleep(3)
    meter.clear()
    for number in range(times):
        act(number)
    time.sleep(3)
    totals, statements = meter.read()
    # What a node does at rest goes on meanwhile and belongs to nobody.
    own = [(calls, rows, text) for calls, rows, text in statements if calls >= 0.9 * times]
    print(f"\n## {what}, each of {times}\n")
    print(f"transactions {totals['transactions'] / times:.2f}, statements {sum(c for c, _, _ in own) / times:.2f}")
    print(", ".join(f"{name} {totals[name] / times:.2f}" for name in ("inserted", "updated", "hot", "deleted")))
    print(f"WAL {totals['wal bytes'] / times:,.0f} bytes, {totals['wal records'] / times:.1f} records, "
          f"{totals['page images'] / times:.2f} page images")  # fmt: skip
    for kind in ("inserted", "updated", "deleted"):
        each = {name.removeprefix(f"{kind} "): n / times for name, n in totals.items() if name.startswith(f"{kind} ") and n}
        print(f"  {kind}: " + ", ".join(f"{table} {n:.2f}" for table, n in sorted(each.items(), key=lambda e: -e[1])))
    for calls, rows, text in own:
        print(f"  {calls / times:6.2f} × {rows / max(calls, 1):5.1f} rows  {text[:150]}")


def main() -> None:
    postgres.query(postgres.address(), "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'")
    # A page's first change after a checkpoint is written whole: counted apart, and not every minute.
    postgres.query(postgres.address(), "ALTER SYSTEM SET max_wal_size = '8GB'")
    postgres.control("restart")
    postgres.query(postgres.address(), "CREATE EXTENSION pg_stat_statements")
    url = postgres.make_database()
    with tempfile.TemporaryDirectory() as folder, _server(folder, url) as server:
        meter = Meter(url)
        server.make_agent("ada@desk.example", role="admin")
        agent = Agent.signed_in(server, "ada@desk.example")
        agent.go("online")
        customer = Customer.verified(server, "customer-1")
        conversation = customer.open_waiting_chat("hello")
        agent.assign(conversation)
        with customer.connect(max_queue=None) as asking, agent.connect(max_queue=None) as answering:
            asking.subscribe(conversation)
            answering.subscribe(conversation)

            def write(line, number: int) -> None:
                assert line.send(conversation, WORDS.format(number))["op"] == "ack"

            time.sleep(5)
            meter.clear()
            time.sleep(60)
            totals, statements = meter.read()
            meter.resting = totals["transactions"] / (time.monotonic() - meter.began)
            print("## A node at rest, with one agent online, in a minute\n")
            print(f"transactions {totals['transactions']}, statements {sum(c for c, _, _ in statements)}, "
                  f"WAL {totals['wal bytes']:,} bytes")  # fmt: skip
            for calls, rows, text in statements:
                print(f"  {calls:4} × {text[:150]}")
            measure(meter, "A customer's message in an assigned chat", lambda number: write(asking, number))
            measure(meter, "An agent's reply", lambda number: write(answering, number))

            def alternate(number: int) -> None:
                write(asking, number)
                write(answering, number)

            measure(meter, "A customer's message and the reply to it", alternate)
        people = [Customer.verified(server, f"other-{number}") for number in range(70)]
        measure(meter, "A session of a known customer", lambda n: Customer.verified(server, "customer-1") and None, 50)
        agent.go("away")
        measure(meter, "A chat that is opened, asks for a person and waits", lambda n: _open(people[n % 70]), 50)
        measure(meter, "A page of 50 of the inbox", lambda n: _inbox(agent), 50)

        def replay(_: int) -> None:
            with customer.connect(max_queue=None) as line:
                line.subscribe(conversation, after_seq=10)

        measure(meter, "A reconnect that is sent what it missed", replay, 50)
        filled = server.run("bench", "fill", "--conversations", "5000", "--messages", "20", within=300)
        assert filled.returncode == 0, filled.stderr
        mended = server.run("doctor", "--repair", within=300)
        assert "mended" in mended.stdout, mended.stdout
        postgres.query(url, "VACUUM ANALYZE")
        totals = meter._totals()
        print("\n## Bytes on disk\n")
        for table in ("message", "message_index", "message_index_state", "conversation"):
            rows = int(postgres.query(url, f"SELECT COUNT(*) FROM {table}"))
            print(f"{table}: {rows} rows, heap {totals[f'bytes {table}'] / rows:.0f}, "
                  f"indexes and TOAST {totals[f'index bytes {table}'] / rows:.0f} bytes a row")  # fmt: skip
        print(postgres.query(url, "SELECT AVG(octet_length(body)) FROM message"))
    postgres.drop_database(url)


def _server(folder: str, url: str) -> Server:
    return Server(folder, database=url, settings={**NO_LIMITS, "redis": redis_server.address()})


def _open(customer: Customer) -> None:
    customer.open_waiting_chat("where is my deposit?")


def _inbox(agent: Agent) -> None:
    agent.get("/agent/conversations", params={"view": "all", "limit": 50})


if __name__ == "__main__":
    main()
