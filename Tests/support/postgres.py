"""The PostgreSQL of a test run: databases of their own for servers, and the switch that stops it."""

import os
import shutil
import subprocess
import uuid
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit


def address() -> str:
    """The address that `scripts/with-postgres` gives; half of what is promised is not proven without it."""
    try:
        return os.environ["SWITCHBOARD_TEST_POSTGRES"]
    except KeyError:
        raise RuntimeError("SWITCHBOARD_TEST_POSTGRES is not set: run the tests through scripts/with-postgres") from None


def make_database() -> str:
    """The address of a new, empty database."""
    name = f"test_{uuid.uuid4().hex}"
    query(address(), f"CREATE DATABASE {name}")
    return urlunsplit(urlsplit(address())._replace(path=f"/{name}"))


def drop_database(url: str) -> None:
    query(address(), f"DROP DATABASE IF EXISTS {urlsplit(url).path[1:]} WITH (FORCE)")


def query(url: str, statement: str) -> str:
    """What a statement answers, as psql prints it without decoration."""
    command = [psql(), "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1", url]
    done = subprocess.run([*command, "--command", statement], capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise RuntimeError(f"{statement}: {done.stderr.strip()}")
    return done.stdout


def dump(url: str) -> bytes:
    """The database as statements: what is compressed in its files stands plain here."""
    done = subprocess.run([str(Path(psql()).with_name("pg_dump")), "--inserts", url], capture_output=True, timeout=60)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.decode(errors="replace").strip())
    return done.stdout


def control(action: str) -> None:
    """Does `stop`, `start`, `restart` or `crash` to the PostgreSQL of this run."""
    program = os.environ.get("SWITCHBOARD_TEST_POSTGRES_CONTROL")
    if not program:
        raise RuntimeError("SWITCHBOARD_TEST_POSTGRES_CONTROL is not set: run through scripts/with-postgres")
    subprocess.run([program, action], check=True, timeout=90)


def psql() -> str:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/psql"), key=lambda path: int(path.parts[4]))
    found = str(installed[-1]) if installed else shutil.which("psql")
    if not found:
        raise RuntimeError("there is no psql; run scripts/install-system-packages --for-tests")
    return found
