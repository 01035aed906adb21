"""The server under load: start, memory, connections, pages."""

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import httpx

import ejabberd
import postgres
from load import SETTINGS, Size, bench, binary, run_bench, serving
from server import Server
from table import Table

ARTICLE = "/help/withdrawal-not-arrived?lang=en"
MIB = 2**20


def start() -> Table:
    """From the start of the process to the first answer that it is ready, and the memory after some pages."""
    table = Table(
        "Start and memory",
        "From the start of the process to 200 from `/health/ready`, with the starter help centre in the database; the"
        " median of 9 starts. Idle memory is resident, 5 seconds after 50 pages and searches.",
        ["", "SQLite", "PostgreSQL", "aim"],
    )
    measured = [_start_and_memory(database) for database in (None, postgres.make_database())]
    table.add("start, ms", *(each[0] for each in measured), "< 500")
    table.add("memory when idle, MiB", *(each[1] for each in measured), "< 80")
    return table


def connections() -> Table:
    """Memory of idle connections."""
    table = Table(
        "Idle connections",
        "Growth of the resident memory for each connection, after a warm-up. WebSockets of customers with a session, at rest"
        " or subscribed to a conversation of their own; ejabberd (Debian's, without modules) has clients that are signed in"
        " and available, over TCP.",
        ["", "connections", "KB each", "server, MiB", "opened a second", "aim, KB"],
    )
    for name, count, options in (
        ("signed in", Size.of(5_000, 500), []),
        ("signed in", Size.of(15_000, 1_000), []),
        ("and subscribed", Size.of(15_000, 1_000), ["--subscribe"]),
    ):
        with serving() as server:
            found = bench(server, "connections", "--count", str(count), *options)
        opened = round(found["opened_per_second"])
        table.add(name, count, found["bytes_each"] / 1000, found["resident_mib"], opened, "< 7")
    pairs = Size.of(2_500, 250)
    with ejabberd.running() as server:
        found = ejabberd.load(server, "--conversations", str(pairs), "--seconds", "0")
    table.add("ejabberd", 2 * pairs, found["bytes_each"] / 1000, found["resident_mib"], "", "")
    return table


def pages() -> Table:
    """Pages a second beside a plain text of the HTTP library."""
    table = Table(
        "Pages",
        "Answers a second on 32 connections, beside Hummingbird serving 13 bytes of plain text from one route without"
        " middleware, in the same run.",
        ["page", "answers a second", "of plain text", "p50, ms", "p99, ms", "aim"],
    )
    with _plain_text() as port:
        plain = _bench_address(port, "/")
    table.add("plain text", plain["answers_per_second"], "100 %", plain["p50_ms"], plain["p99_ms"], "")
    wanted = [
        ("article", ARTICLE, "> 50 %"),
        ("home", "/?lang=en", ""),
        ("search results", "/help/search?q=withdrawal+not+arrived&lang=en", ""),
        ("search, JSON", "/api/v1/help/search?q=withdrawal%20not%20arrived&locale=en", ""),
        ("suggestions, JSON", "/api/v1/help/suggest?q=withdr&locale=en", ""),
    ]
    with serving("--demo") as server:
        for name, path, aim in wanted:
            found = _bench_address(server.port, path)
            assert found["failures"] == 0, f"{path}: {found['failures']:.0f} answers were no 200"
            share = found["answers_per_second"] / plain["answers_per_second"]
            table.add(name, found["answers_per_second"], f"{share:.0%}", found["p50_ms"], found["p99_ms"], aim)
    return table


def _start_and_memory(database: str | None) -> tuple[int, int]:
    """Milliseconds to be ready; MiB when idle."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder, database=database, settings=SETTINGS)
        server.start("--demo")
        server.end()
        times = [_time_to_ready(server) for _ in range(9)]
        server.start()
        try:
            for _ in range(25):
                httpx.get(server.url + ARTICLE, trust_env=False)
                httpx.get(server.url + "/api/v1/help/search?q=withdrawal", trust_env=False)
            time.sleep(5)
            return round(median(times)), round(_resident_bytes(server.pid) / MIB)
        finally:
            server.end()


def _time_to_ready(server: Server) -> float:
    began = time.monotonic()
    server.launch()
    try:
        while not _answers_ready(server.port):
            time.sleep(0.001)
        return (time.monotonic() - began) * 1000
    finally:
        server.end()


def _answers_ready(port: int) -> bool:
    request = b"GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(request)
            return b" 200 " in connection.recv(64)
    except OSError:
        return False


def _resident_bytes(pid: int) -> int:
    fields = Path(f"/proc/{pid}/statm").read_text().split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def _plain_text() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([binary(), "bench", "plain-text", "--port", str(port)], stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while not _answers_plain(port):
            assert process.poll() is None and time.monotonic() < deadline, "the plain-text server did not start"
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _answers_plain(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def _bench_address(port: int, path: str) -> dict[str, float]:
    return run_bench("pages", "--port", str(port), "--path", path, "--seconds", str(Size.of(5, 1)))
