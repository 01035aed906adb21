"""The checker sees what it is there for: each of these would let a broken promise pass."""

import sqlite3
from contextlib import closing
from pathlib import Path

import ledger
import pytest

from client import Customer
from server import Server
from writers import Load, RequestWriter

LAST = "(SELECT MAX(seq) FROM message)"
HARM = {
    "lost": f"DELETE FROM message WHERE seq = {LAST}",
    "gap": f"DELETE FROM message WHERE seq = {LAST} - 1",
    "other words": f"UPDATE message SET body = 'other', sealed_body = NULL WHERE seq = {LAST}",
    "words that were sealed for another place": "UPDATE message SET sealed_body = "
    f"(SELECT sealed_body FROM message WHERE seq = {LAST} - 1) WHERE seq = {LAST}",
    "order": f"UPDATE message SET seq = -1 WHERE seq = {LAST}; UPDATE message SET seq = seq + 1 WHERE seq = {LAST}; "
    f"UPDATE message SET seq = {LAST} - 1 WHERE seq = -1",
}


@pytest.mark.parametrize("statement", HARM.values(), ids=HARM)
def test_a_broken_timeline_is_seen(tmp_path: Path, statement: str) -> None:
    with Server(tmp_path) as server:
        customer = Customer.guest(server)
        writer = RequestWriter(customer, customer.open_waiting_chat("hello"), "phone")
        with Load([writer]) as load:
            load.wait_for_each(4)
        ledger.check([writer])
        with closing(sqlite3.connect(server.folder / "data" / "switchboard.sqlite", timeout=10)) as database, database:
            database.executescript(statement)
            assert database.total_changes > 0
        # What is sealed and was changed or moved is not shown at all.
        with pytest.raises((AssertionError, RuntimeError)):
            ledger.check([writer])


def event(kind: str, badge: str | None = None) -> dict:
    return {"seq": 1, "event": {"type": kind, "agent": {"badge": badge}}}


@pytest.mark.parametrize(
    ("events", "is_right"),
    [
        ([event("queued"), event("assigned", "A"), event("queued"), event("assigned", "B")], True),
        ([event("queued"), event("assigned", "A"), event("transferred", "B"), event("resolved")], True),
        ([event("queued"), event("assigned", "A"), event("assigned", "B")], False),
        ([event("queued"), event("assigned", "A"), event("transferred", "B"), event("assigned", "A")], False),
        ([event("queued")], False),
    ],
)
def test_a_conversation_with_two_owners_or_none_is_seen(events: list[dict], is_right: bool) -> None:
    if is_right:
        ledger.check_owners(events)
    else:
        with pytest.raises(AssertionError):
            ledger.check_owners(events)
