"""Everybody is cut off at once and comes back within seconds: all end complete, for a bounded number of questions."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest

from patience import eventually
from server import Server

CLIENTS = 2000
# What one that comes asks the database: who is it, may they hear it, and in one transaction once more whether they may,
# what was missed and what place in the queue it has; and its share of what was made and written for all of them.
MOST_TRANSACTIONS = 4
SETTINGS = {"limits.writes.per.minute": 1_000_000, "limits.sign.ins.per.ten.minutes": 1_000_000}


@pytest.fixture(params=["sqlite", "postgres"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    database = postgres.make_database() if request.param == "postgres" else None
    try:
        with Server(tmp_path, database=database, settings=SETTINGS) as server:
            yield server
    finally:
        if database:
            postgres.drop_database(database)


def test_two_thousand_clients_that_return_at_once_miss_nothing(server: Server) -> None:
    before = count_transactions(server)
    options = ["--port", str(server.port), "--count", str(CLIENTS), "--conversations", "100", "--over", "2"]
    command = [os.environ["SWITCHBOARD_BINARY"], "bench", "storm", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    print(told)
    assert told["complete"] == CLIENTS and told["out_of_order"] == 0
    if server.database:
        # They came twice: at the beginning and after the storm.
        asked = count_transactions(server) - before
        print(f"{asked / CLIENTS / 2:.2f} transactions for each that comes")
        assert asked / (2 * CLIENTS) < MOST_TRANSACTIONS
    eventually(lambda: server.connections() == 0, "every connection is gone")


def count_transactions(server: Server) -> int:
    if not server.database:
        return 0
    return int(postgres.query(server.database, "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"))
