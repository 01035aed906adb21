#!/usr/bin/env python3
"""Measures a release build; `make bench` prepares what it needs.

usage: Benchmarks/bench.py [MEASURE…]     without one: all of them, and docs/benchmarks.md is written
"""

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
import search  # noqa: E402
import serving  # noqa: E402
from table import Table  # noqa: E402

MEASURES = {
    "start": serving.start,
    "connections": serving.connections,
    "chat": serving.chat,
    "pages": serving.pages,
    "messages": crowded_desk.messages,
    "inbox": crowded_desk.inbox,
    "search": search.engines,
    "suggestions": search.suggestions,
    "secrets": search.secrets,
}
REPORT = ROOT / "docs" / "benchmarks.md"


def machine() -> str:
    """What the figures were measured on."""
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    processor = names[0].split(":", 1)[1].strip() if names else platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores of an {processor}, {memory:.0f} GiB of memory, {platform.system()}"


def report(tables: list[Table]) -> str:
    """The page for docs/."""
    head = f"""# Benchmarks

Written by `make bench` from a release build. The load comes from the same machine, so it takes part of the cores.

- Machine: {machine()}
- Day: {datetime.now(timezone.utc):%Y-%m-%d}
"""
    return "\n".join([head, *(table.markdown for table in tables)])


def main() -> int:
    chosen = sys.argv[1:] or list(MEASURES)
    if unknown := set(chosen) - set(MEASURES):
        raise SystemExit(f"no such measure: {', '.join(sorted(unknown))}; there are {', '.join(MEASURES)}")
    tables = []
    for name in chosen:
        print(f"\n=== {name} ===", flush=True)
        began = time.monotonic()
        table = MEASURES[name]()
        if table is None:
            continue
        tables.append(table)
        print(table.text)
        print(f"--- {time.monotonic() - began:.0f} s", flush=True)
    if not sys.argv[1:]:
        REPORT.write_text(report(tables), encoding="utf-8")
        print(f"\nwritten: {REPORT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
