"""`switchboard doctor` finds what is wrong, and `--retry` gives what failed too often another round."""

import socket
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import postgres

from client import Customer
from installations import Site
from server import Server

# 2026-01-01, in milliseconds.
LONG_AGO = 1_767_225_600_000


def change(server: Server, statement: str) -> None:
    """Changes the database as no command would."""
    if server.database:
        postgres.query(server.database, statement)
        return
    with closing(sqlite3.connect(server.folder / "data" / "switchboard.sqlite", timeout=10)) as database, database:
        database.execute(statement)


def test_a_healthy_installation_has_nothing_to_mend(server: Server) -> None:
    done = server.run("doctor")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Nothing is wrong."), done.stdout


def test_dead_letters_are_found_and_done_after_another_round(site: Site, server: Server) -> None:
    nothing = "'\\x00000000000000000000000000000001'" if site.engine == "postgres" else "x'00000000000000000000000000000001'"
    server.stop()
    change(
        server,
        "INSERT INTO outbox_event (id, name, payload, due_at, attempts, last_error, created_at) "
        f"VALUES ({nothing}, 'nobody_listens', '{{}}', {LONG_AGO}, 12, 'MendedMeanwhile', {LONG_AGO})",
    )
    found = server.run("doctor")
    assert found.returncode == 1
    assert "nobody_listens" in found.stdout and "doctor --retry" in found.stdout

    again = server.run("doctor", "--retry")

    assert again.returncode == 0, again.stdout
    assert "1 event(s) and job(s)" in again.stdout
    assert server.run("doctor", "--retry").stdout.count("0 event(s) and job(s)") == 1
    server.start()
    assert server.run("doctor").returncode == 0


def test_wrong_counts_are_found_and_counted_anew_while_it_runs(server: Server) -> None:
    Customer.guest(server).open_waiting_chat("hello")
    change(server, "UPDATE inbox_count SET count = count + 5 WHERE status = 'queued'")
    found = server.run("doctor")
    assert found.returncode == 1
    assert "doctor --repair" in found.stdout

    mended = server.run("doctor", "--repair")

    assert mended.returncode == 0, mended.stdout
    assert server.run("doctor").returncode == 0


def test_a_gap_in_a_timeline_is_found(server: Server) -> None:
    Customer.guest(server).open_waiting_chat("hello")
    change(server, "DELETE FROM message WHERE seq = 2")
    found = server.run("doctor")
    assert found.returncode == 1
    assert "1 have gaps" in found.stdout


def test_a_file_that_is_gone_is_found(server: Server) -> None:
    Customer.guest(server).http.post("/attachments", content=b"a receipt").raise_for_status()
    assert server.run("doctor").returncode == 0
    for file in (server.folder / "data" / "blobs").glob("*/*"):
        file.unlink()
    found = server.run("doctor")
    assert found.returncode == 1
    assert "1 are missing" in found.stdout


def test_a_database_that_says_nothing_is_not_waited_for(tmp_path: Path) -> None:
    """A path that swallows everything: a connection comes about, and then no answer."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = Server(tmp_path, database=f"postgres://ada:hunter2@127.0.0.1:{silent.getsockname()[1]}/x")
        began = time.monotonic()
        done = server.run("doctor")
        assert done.returncode == 1 and "WRONG  the database" in done.stdout
        assert time.monotonic() - began < 10
