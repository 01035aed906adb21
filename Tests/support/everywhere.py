"""An installation as a cluster has it, on PostgreSQL, Redis and a bucket, and all that each of these keeps of it."""

import contextlib
import re
import subprocess
import uuid
from pathlib import Path

import postgres
import redis_server
from object_store import ObjectStore

from patience import eventually
from server import Server

# Empty room in files: pages that nothing was written to yet.
_ROOM = re.compile(rb"\0{32,}")
# When, and by whom: parts of a second look like a code of six digits.
_HEAD = re.compile(rb"^\d+\.\d+ \[[^\]]*\] ", re.MULTILINE)
_ESCAPED = re.compile(rb"\\(x[0-9a-f]{2}|.)", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"a": b"\a", b"b": b"\b"}


class Everywhere:
    """The places beside the folder of a server; `settings` and `database` make it keep its things there.

    - `number`: Of the installations that share the Redis.
    """

    def __init__(self, store: ObjectStore, number: int):
        self.store = store
        self.database = postgres.make_database()
        self.redis = WatchedRedis(redis_server.address(number))
        self.prefix = f"everywhere-{uuid.uuid4().hex}"
        self.settings: dict[str, object] = {
            **store.settings, "blobs": store.address(prefix=self.prefix), "redis": redis_server.address(number)
        }  # fmt: skip

    def __enter__(self) -> "Everywhere":
        self.redis.begin()
        return self

    def __exit__(self, *_: object) -> None:
        self.redis.end()
        postgres.drop_database(self.database)

    def watch(self, server: Server) -> None:
        """From now on what is kept here counts as kept by the server, and what Redis is told as told by it."""
        server.elsewhere += [lambda: kept_by_postgres(self.database), self.redis.kept, self.bucket]
        server.told += [self.redis.told]

    def bucket(self) -> dict[str, bytes]:
        return {f"bucket/{key}": content for key, content in self.store.objects(self.prefix).items()}


def kept_by_postgres(database: str) -> dict[str, bytes]:
    """The server's folder: the log of what is written, its own log, all but other databases; and what it says of this one.

    Values of more than two kilobytes are compressed in the files; in the dump they stand plain.
    """
    # What was written lies in the log until then.
    postgres.query(database, "CHECKPOINT")
    folder = Path(postgres.query(database, "SHOW data_directory").strip())
    own = postgres.query(database, "SELECT oid FROM pg_database WHERE datname = current_database()").strip()
    found = {"postgres/dump": postgres.dump(database)}
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        if name.parts[0] == "base" and name.parts[1:2] not in ((), (own,)):
            continue
        # What it took away again while this was read is kept no more.
        with contextlib.suppress(FileNotFoundError):
            if path.is_file():
                found[f"postgres/{name}"] = _ROOM.sub(b"\0", path.read_bytes())
    return found


class WatchedRedis:
    """A Redis that keeps all that it can, its snapshot and the file of all that changed, and tells what it is told."""

    def __init__(self, address: str):
        self._address = address

    def begin(self) -> None:
        # Plain, so that what is in them can be found.
        self.ask("CONFIG", "SET", "rdbcompression", "no")
        self.ask("CONFIG", "SET", "appendonly", "yes")
        eventually(self._is_appending, "Redis keeps the file of all that changes")
        self._folder = Path(self.ask("CONFIG", "GET", "dir").splitlines()[1])
        # In a file of its own beside them, which Redis does not know.
        self._heard = self._folder / f"{uuid.uuid4().hex}.heard"
        with self._heard.open("wb") as heard:
            self._monitor = subprocess.Popen(["redis-cli", "-u", self._address, "MONITOR"], stdin=subprocess.DEVNULL, stdout=heard)
        self.told()

    def end(self) -> None:
        self._monitor.terminate()
        self._monitor.wait(10)
        self._heard.unlink()
        self.ask("CONFIG", "SET", "appendonly", "no")
        self.ask("CONFIG", "SET", "rdbcompression", "yes")

    def kept(self) -> dict[str, bytes]:
        """Every key of every kind with its value, as a snapshot has them; all that ever changed; and its own log."""
        self.ask("SAVE")
        files = [path for path in self._folder.rglob("*") if path.is_file() and path != self._heard]
        return {f"redis/{path.relative_to(self._folder)}": path.read_bytes() for path in files}

    def told(self) -> dict[str, bytes]:
        """All commands that it was given since the beginning, with what was published to other nodes."""
        mark = uuid.uuid4().hex
        eventually(lambda: self._has_heard(mark), "Redis tells what it is told")
        return {"told to redis": _ESCAPED.sub(_unescaped, _HEAD.sub(b"", self._heard.read_bytes()))}

    def ask(self, *command: str) -> str:
        done = subprocess.run(["redis-cli", "-u", self._address, "-e", *command], capture_output=True, text=True, timeout=60)
        if done.returncode != 0:
            raise RuntimeError(f"{command}: {done.stdout}{done.stderr}")
        return done.stdout

    def _has_heard(self, mark: str) -> bool:
        self.ask("ECHO", mark)
        return mark.encode() in self._heard.read_bytes()

    def _is_appending(self) -> bool:
        told = dict(line.split(":", 1) for line in self.ask("INFO", "persistence").splitlines() if ":" in line)
        return told["aof_enabled"] == "1" and told["aof_rewrite_in_progress"] == told["aof_rewrite_scheduled"] == "0"


def _unescaped(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    return bytes.fromhex(sign[1:].decode()) if len(sign) == 3 else _NAMED.get(sign, sign)
