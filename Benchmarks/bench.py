#!/usr/bin/env python3
"""Measures a release build; `make bench` prepares what it needs."""

import argparse
import os
import platform
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "Tests" / "support"))

import crowded_desk  # noqa: E402
import desk_traffic  # noqa: E402
import help_centre  # noqa: E402
import page  # noqa: E402
import sealing  # noqa: E402
import search  # noqa: E402
import serving  # noqa: E402
import storm  # noqa: E402
import throughput  # noqa: E402
from load import Size  # noqa: E402

MEASURES = {
    "start": serving.start,
    "connections": serving.connections,
    "chat": throughput.chat,
    "storm": storm.storm,
    "pages": serving.pages,
    "desk": desk_traffic.desk,
    "messages": crowded_desk.messages,
    "inbox": crowded_desk.inbox,
    "search": search.engines,
    "suggestions": search.suggestions,
    "help": help_centre.help_centre,
    "secrets": search.secrets,
    "sealing": sealing.sealing,
}
REPORT = ROOT / "docs" / "benchmarks.md"


def machine() -> str:
    """What the figures were measured on."""
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    processor = names[0].split(":", 1)[1].strip() if names else platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores of an {processor}, {memory:.0f} GiB of memory, {platform.system()}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("measures", nargs="*", metavar="MEASURE", help=f"of {', '.join(MEASURES)}; all without one")
    parser.add_argument("--write", action="store_true", help="put the chosen measures into docs/benchmarks.md; all are anyway")
    parser.add_argument("--small", action="store_true", help="little of everything, to try this program; writes nothing")
    wanted = parser.parse_args()
    if unknown := set(wanted.measures) - set(MEASURES):
        parser.error(f"no such measure: {', '.join(sorted(unknown))}; there are {', '.join(MEASURES)}")
    Size.is_small = wanted.small
    tables = []
    for name in wanted.measures or MEASURES:
        print(f"\n=== {name} ===", flush=True)
        began = time.monotonic()
        table = MEASURES[name]()
        if table:
            tables.append(table)
            print(table.text)
        print(f"--- {time.monotonic() - began:.0f} s", flush=True)
    if not wanted.small and (wanted.write or not wanted.measures):
        day = f"{datetime.now(timezone.utc):%Y-%m-%d}"
        old = REPORT.read_text(encoding="utf-8") if REPORT.exists() else ""
        new = page.updated(old, tables, machine=machine(), day=day, is_whole=not wanted.measures)
        REPORT.write_text(new, encoding="utf-8")
        print(f"\nwritten: {REPORT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
