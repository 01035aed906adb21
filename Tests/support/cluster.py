"""Three nodes of one installation, and everything that can happen to them."""

import os
import random
import signal
import socket
import subprocess
import time
from contextlib import ExitStack, suppress
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import postgres
import redis_server

from patience import eventually
from relaying import Relaying, pass_on_both_ways
from server import Server

# The two ends of the wire to the node that can be cut off: of the block for such tests (RFC 2544) a part for each
# process, so that two clusters on one machine do not meet.
_BLOCK = ip_address("198.18.0.0") + 4 * (os.getpid() % 2**15)
_HERE, _THERE = str(_BLOCK + 1), str(_BLOCK + 2)
_SETTINGS: dict[str, object] = {
    "limits.writes.per.minute": 1_000_000,
    "limits.sign.ins.per.ten.minutes": 1_000_000,
    "limits.frames.per.second": 100_000,
    "log.level": "warning",
}


class Cluster:
    """Nodes that share a PostgreSQL database and a Redis. The last one stands behind a wire that can be cut."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._stack = ExitStack()
        self.nodes: list[Server] = []
        self.can_cut = os.geteuid() == 0

    def __enter__(self) -> "Cluster":
        with ExitStack() as stack:
            database = postgres.make_database()
            stack.callback(postgres.drop_database, database)
            settings = {**_SETTINGS, "redis": redis_server.address(2)}
            for name in "ab":
                self.nodes.append(stack.enter_context(Server(self._folder / name, database=database, settings=settings)))
            self.nodes.append(stack.enter_context(self._far_node(stack, database, settings)))
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _far_node(self, stack: ExitStack, database: str, settings: dict[str, object]) -> Server:
        if not self.can_cut:
            return Server(self._folder / "c", database=database, settings=settings)
        self._wire = stack.enter_context(Wire())
        redis = str(settings["redis"])
        ways = {url: stack.enter_context(Relay(urlsplit(url).port or 0)) for url in (database, redis)}
        return Server(
            self._folder / "c",
            database=_through(ways[database], database),
            settings={**settings, "redis": _through(ways[redis], redis)},
            host=_THERE,
            within=self._wire.prefix,
        )

    def cut(self) -> None:
        self._wire.cut()

    def mend(self) -> None:
        self._wire.mend()

    def settle(self) -> None:
        """Waits until every node is ready and hears the others."""
        for node in self.nodes:
            eventually(lambda node=node: _is_well(node), f"{node.url} is ready and joined")


class Wire:
    """A network namespace with one wire into it."""

    def __enter__(self) -> "Wire":
        self._name = f"switchboard-{os.getpid()}"
        self._end = f"sb{os.getpid()}"
        self.prefix = ("ip", "netns", "exec", self._name)
        _ip("netns", "add", self._name)
        try:
            _ip("link", "add", self._end, "type", "veth", "peer", "name", "far", "netns", self._name)
            _ip("addr", "add", f"{_HERE}/30", "dev", self._end)
            _ip("link", "set", self._end, "up")
            for command in (("addr", "add", f"{_THERE}/30", "dev", "far"), ("link", "set", "far", "up"), ("link", "set", "lo", "up")):
                _ip("-n", self._name, *command)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(subprocess.CalledProcessError):
            _ip("link", "del", self._end)
        _ip("netns", "del", self._name)

    def cut(self) -> None:
        """What is sent from now on is lost, and nobody is told."""
        _ip("-n", self._name, "link", "set", "far", "down")

    def mend(self) -> None:
        _ip("-n", self._name, "link", "set", "far", "up")


class Relay(Relaying):
    """Lets the far node reach a server that listens on loopback alone."""

    def __init__(self, port: int):
        super().__init__(_HERE)
        self._target = ("127.0.0.1", port)

    def _serve(self, caller: socket.socket) -> None:
        with socket.create_connection(self._target, timeout=5) as target:
            target.settimeout(None)
            pass_on_both_ways(caller, target)


def _through(relay: Relay, url: str) -> str:
    parts = urlsplit(url)
    user, at, _ = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user}{at}{_HERE}:{relay.port}"))


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, timeout=20, capture_output=True)


def _is_well(node: Server) -> bool:
    try:
        is_ready = httpx.get(f"{node.url}/health/ready", timeout=2).status_code == 200
        return is_ready and "switchboard_bus_connected 1" in httpx.get(f"{node.url}/metrics", timeout=2).text
    except httpx.TransportError:
        return False


class Nemesis:
    """Does harm, one thing after the other, each kind as often as the others, until the time is over."""

    def __init__(self, cluster: Cluster, chance: random.Random):
        self._cluster = cluster
        self._chance = chance
        self.done: list[str] = []
        self._deeds = [self.kill, self.pause, self.restart_postgres, self.crash_postgres, self.stop_redis]
        if cluster.can_cut:
            self._deeds.append(self.cut)

    def rage(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for deed in self._chance.sample(self._deeds, len(self._deeds)):
                deed()
                self.done.append(deed.__name__)
                # Sometimes the next harm comes before everything is well again.
                time.sleep(self._chance.uniform(0.5, 4))
        self._cluster.settle()

    def kill(self) -> None:
        node = self._chance.choice(self._cluster.nodes)
        node.kill()
        time.sleep(self._chance.uniform(0, 2))
        node.launch()

    def pause(self) -> None:
        node = self._chance.choice(self._cluster.nodes)
        os.kill(node.pid, signal.SIGSTOP)
        try:
            time.sleep(self._chance.uniform(1, 12))
        finally:
            os.kill(node.pid, signal.SIGCONT)

    def restart_postgres(self) -> None:
        postgres.control("restart")

    def crash_postgres(self) -> None:
        postgres.control("crash")
        try:
            time.sleep(self._chance.uniform(0, 3))
        finally:
            postgres.control("start")

    def stop_redis(self) -> None:
        redis_server.control("stop")
        try:
            time.sleep(self._chance.uniform(0, 6))
        finally:
            redis_server.control("start")

    def cut(self) -> None:
        self._cluster.cut()
        try:
            time.sleep(self._chance.uniform(2, 15))
        finally:
            self._cluster.mend()
