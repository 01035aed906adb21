"""What goes from node to node: nothing of it stays in Redis, in a bucket, in a node's log, or plain in the database.

The browser's journeys look at the same places (Browser/test_secret).
"""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import planted
import postgres
import pytest
from everywhere import Everywhere
from object_store import ObjectStore

from client import Agent
from server import Server


@pytest.fixture
def everywhere(store: ObjectStore) -> Iterator[Everywhere]:
    with Everywhere(store, number=3) as everywhere:
        yield everywhere


@pytest.fixture
def nodes(everywhere: Everywhere, tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    """Two nodes; what the second keeps, and what both keep elsewhere, is looked through with the first."""
    settings = {**everywhere.settings, "log.level": "debug", "limits.writes.per.minute": 1_000_000}
    with ExitStack() as stack:
        a, b = (stack.enter_context(Server(tmp_path / name, database=everywhere.database, settings=settings)) for name in "ab")
        everywhere.watch(a)
        a.elsewhere.append(lambda: {f"b/{name}": content for name, content in b.kept().items()})
        yield a, b


def test_what_was_typed_at_one_node_is_kept_by_none(nodes: tuple[Server, Server]) -> None:
    first, second = nodes
    agent = Agent.made(second)
    planted.plant(first)
    # The other node reads what was written, and so would leave it behind as well.
    for row in agent.get("/agent/conversations", params={"view": "all"})["data"]:
        agent.get(f"/agent/conversations/{row['id']}/messages")
    assert planted.found(first) == []
    assert planted.controls(first)
    assert {"b/server.log", "postgres/dump", "redis/dump.rdb"} <= set(first.kept())
    # The letter, and not a secret beside it, went by Redis.
    (told,) = first.passed_on().values()
    assert any(planted.holds(told, words.encode()) for words in planted.typed_at(first.url).words)


def test_an_ordinary_word_would_be_found_at_each_place(nodes: tuple[Server, Server], everywhere: Everywhere) -> None:
    """Else nothing is found because nothing is looked for in the right place."""
    first, _ = nodes
    redis, word = everywhere.redis, Words()
    postgres.query(everywhere.database, f"CREATE TABLE planted (words text); INSERT INTO planted VALUES ('{word('row')}')")
    postgres.query(everywhere.database, f"CREATE TABLE gone (words text); INSERT INTO gone VALUES ('{word('gone row')}')")
    postgres.query(everywhere.database, "DROP TABLE gone")
    # What is longer than two kilobytes is compressed.
    postgres.query(everywhere.database, f"INSERT INTO planted VALUES ('{word('long row')}' || repeat('marmalade ', 5000))")
    with pytest.raises(RuntimeError):
        postgres.query(everywhere.database, f"SELECT '{word('mistake')}'::int")
    for command in (
        ["SET", "a", word("text")], ["HSET", "b", "field", word("hash")], ["HSET", "b", word("field"), "value"],
        ["RPUSH", "c", word("list")], ["SADD", "d", word("set")], ["ZADD", "e", "1", word("sorted set")],
        ["XADD", "f", "*", "field", word("stream")], ["SET", word("key"), "value"],
    ):  # fmt: skip
        redis.ask(*command)
    # Longer than what Redis leaves uncompressed by itself.
    redis.ask("SET", "g", word("long text") + " marmalade" * 500)
    redis.ask("SET", "h", word("deleted"))
    redis.ask("DEL", "h")
    redis.ask("PUBLISH", "channel", word("published") + ' "鹪鹩"')
    everywhere.store.write(f"{everywhere.prefix}/a", word("object").encode())

    places = first.kept()
    found = {kind: {place.rsplit("/", 1)[0] for place, content in places.items() if each.encode() in content} for kind, each in word.all.items()}
    kept = {"redis", "redis/appendonlydir"}
    base = next(place for place in found["row"] if place.startswith("postgres/base/"))
    assert found == {
        "row": {base, "postgres/pg_wal", "postgres"}, "gone row": {"postgres/pg_wal"}, "mistake": {"postgres"},
        **dict.fromkeys(["text", "hash", "field", "list", "set", "sorted set", "stream", "key", "long text"], kept),
        "deleted": {"redis/appendonlydir"}, "published": set(), "object": {f"bucket/{everywhere.prefix}"},
        "long row": found["long row"] | {"postgres"},
    }  # fmt: skip
    (told,) = first.passed_on().values()
    assert (word.all["published"] + ' "鹪鹩"').encode() in told


class Words:
    """A word that stands nowhere else, for each place."""

    def __init__(self) -> None:
        self.all: dict[str, str] = {}

    def __call__(self, place: str) -> str:
        return self.all.setdefault(place, f"quokka{uuid.uuid4().hex}")
