"""One installation on each engine for the tests of what operators do."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from installations import Site
from server import Server


@pytest.fixture(params=["sqlite", "postgres"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    with ExitStack() as stack:
        yield Site(request.param, tmp_path, stack)


@pytest.fixture
def server(site: Site) -> Server:
    """An installation that serves, with somebody who is admin."""
    server = site.installation("site").start()
    server.make_agent("ada@desk.example", role="admin")
    return server
