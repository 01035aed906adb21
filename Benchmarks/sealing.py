"""What encryption at rest costs: of a message, beside all that the server does for one, and of a file."""

import os
import sqlite3
from pathlib import Path

from load import Size, bench, run_bench, serving
from server import Server
from table import Table

# Its words, and with them the inbox's preview of its conversation.
SEALED_OF_A_MESSAGE = 2


def sealing() -> Table:
    """Microseconds of one core, and the share of a message's."""
    table = Table(
        "Encryption at rest",
        "AES-256-GCM with a key for each conversation, on one core. The share is of the processor's time that the server on"
        " SQLite takes for a message, from its writer to its reader and the disk, with 200 conversations under full load;"
        " two values are sealed for one: its words and its conversation's preview in the inbox. A key is made once a"
        " conversation, and unwrapped when its conversation was not read lately.",
        ["", "µs", "of a message", "aim"],
    )
    found = run_bench("sealing", "--messages", str(Size.of(200_000, 1_000)))
    message = _processor_time_of_a_message()
    both = SEALED_OF_A_MESSAGE * found["seal_us"]
    table.add("a message, whole", round(message, 1), "100 %", "")
    table.add("sealing it", round(both, 2), f"{both / message:.1%}", "< 5 %")
    table.add("opening one", round(found["open_us"], 2), f"{found['open_us'] / message:.1%}", "")
    table.add("a conversation's new key", round(found["new_key_us"], 2), "", "")
    table.add("unwrapping one", round(found["unwrap_us"], 2), "", "")
    table.add("1 MiB of a file, sealed and opened", round(found["file_ms"] * 1000), "", "")
    return table


def _processor_time_of_a_message() -> float:
    """In microseconds: what a longer run takes more than a short one, which opens as many conversations."""
    (few, little), (many, much) = (_load(seconds) for seconds in Size.of((2, 12), (1, 3)))
    return (much - little) / (many - few) * 1_000_000


def _load(seconds: int) -> tuple[int, float]:
    """How many messages were written, and the processor's time that the server took for all."""
    with serving() as server:
        options = ("--conversations", str(Size.of(200, 20)), "--window", "8", "--seconds", str(seconds))
        bench(server, "chat", *options)
        return _messages(server), _processor_time(server)


def _processor_time(server: Server) -> float:
    """Seconds of a processor that the server has had."""
    fields = Path(f"/proc/{server.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _messages(server: Server) -> int:
    database = sqlite3.connect(f"file:{server.folder / 'data' / 'switchboard.sqlite'}?mode=ro", uri=True)
    try:
        return database.execute("SELECT count(*) FROM message WHERE kind = 'text'").fetchone()[0]
    finally:
        database.close()
