"""What puts load on a server, and the server that it is put on."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

from server import Server

# Limits are for people; a load is one address and many frames.
SETTINGS: dict[str, object] = {
    "limits.writes.per.minute": 1_000_000,
    "limits.reads.per.minute": 100_000_000,
    "limits.sign.ins.per.ten.minutes": 1_000_000,
    "limits.frames.per.second": 1_000_000,
    "log.level": "warning",
}

Number = TypeVar("Number", int, "tuple[int, ...]")


class Size:
    """How much is measured."""

    # Little of everything, to try the benchmarks themselves: such figures say nothing.
    is_small = False

    @classmethod
    def of(cls, full: Number, small: Number) -> Number:
        return small if cls.is_small else full


@contextmanager
def serving(*flags: str, database: str | None = None) -> Iterator[Server]:
    """A server of a new installation."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder, database=database, settings=SETTINGS)
        server.start(*flags)
        try:
            yield server
        finally:
            server.end()


@contextmanager
def nodes(count: int, database: str, redis: str) -> Iterator[list[Server]]:
    """Several servers of one new installation."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        settings = {**SETTINGS, "redis": redis}
        made = [Server(Path(folder) / str(number), database=database, settings=settings) for number in range(count)]
        yield [stack.enter_context(server) for server in made]


def bench(server: Server, what: str, *options: str) -> dict[str, float]:
    """What `switchboard bench` finds of a server."""
    return run_bench(what, "--port", str(server.port), "--pid", str(server.pid), *options)


def run_bench(*arguments: str) -> dict[str, float]:
    done = subprocess.run([binary(), "bench", *arguments], capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        raise RuntimeError(f"bench {' '.join(arguments)}: {done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def binary() -> str:
    return os.environ["SWITCHBOARD_BINARY"]
