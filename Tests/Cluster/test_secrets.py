"""What goes from node to node: nothing of it stays in Redis, in a node's log, or plain in the database."""

import subprocess
from pathlib import Path

import planted
import postgres
import pytest
import redis_server

from client import Agent
from server import Server


def kept_by_redis() -> bytes:
    """Its snapshot: every key with its value, as it would be written to a disk."""
    done = subprocess.run(["redis-cli", "-u", redis_server.address(), "--rdb", "-"], capture_output=True, timeout=60)
    assert done.returncode == 0 and b"REDIS" in done.stdout, done.stderr
    return done.stdout


@pytest.fixture
def nodes(tmp_path: Path):
    database = postgres.make_database()
    settings = {"redis": redis_server.address(3), "log.level": "debug", "limits.writes.per.minute": 1_000_000}
    with Server(tmp_path / "a", database=database, settings=settings) as a, Server(tmp_path / "b", database=database, settings=settings) as b:
        yield a, b
    postgres.drop_database(database)


def test_what_was_typed_at_one_node_is_kept_by_none(nodes: tuple[Server, Server]) -> None:
    first, second = nodes
    agent = Agent.made(second)
    planted.plant(first)
    # The other node reads what was written, and so would leave it behind as well.
    for row in agent.get("/agent/conversations", params={"view": "all"})["data"]:
        agent.get(f"/agent/conversations/{row['id']}/messages")
    program = postgres.psql().replace("psql", "pg_dump")
    dump = subprocess.run([program, "--inserts", first.database or ""], capture_output=True, timeout=60)
    assert dump.returncode == 0, dump.stderr
    places = {"pg_dump": dump.stdout, "redis": kept_by_redis(), "log of b": second.log.read_bytes()}
    typed = planted.typed_at(first.url)
    wanted = [(each, form) for each in typed.secrets | typed.words for form in planted.spellings(each)]
    assert [f"{each!r} in {name}" for name, content in places.items() for each, form in wanted if planted.holds(content, form)] == []
    assert planted.found(first) == []
    assert planted.controls(first)
