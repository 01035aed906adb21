"""One installation on each engine for the tests of durability."""

from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest

from server import Server

# The writers of these tests are faster than people, and are not what is limited.
_NO_LIMITS = {
    "limits.writes.per.minute": 1_000_000,
    "limits.sign.ins.per.ten.minutes": 1_000_000,
    "limits.frames.per.second": 100_000,
    "log.level": "warning",
}


@pytest.fixture(params=["sqlite", "postgres"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """A server that runs, once on each engine."""
    yield from _serve(tmp_path, on_postgres=request.param == "postgres")


@pytest.fixture
def postgres_server(tmp_path: Path) -> Iterator[Server]:
    """A server that runs on PostgreSQL."""
    yield from _serve(tmp_path, on_postgres=True)


def _serve(folder: Path, *, on_postgres: bool) -> Iterator[Server]:
    database = postgres.make_database() if on_postgres else None
    try:
        with Server(folder, database=database, settings=_NO_LIMITS) as server:
            yield server
    finally:
        if database:
            postgres.drop_database(database)
