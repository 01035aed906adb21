"""docs/benchmarks.md: a section for each table, of which some may be measured anew and the others stay."""

import re

from table import Table

HEAD = """# Benchmarks

Written by `make bench` from a release build. The load comes from the same machine, so it takes part of the cores. Each
section says when and on what it was measured: figures of two sections compare where both say the same machine, and what
stands beside ours in a section is of the same run.
"""


def updated(page: str, tables: list[Table], *, machine: str, day: str, is_whole: bool) -> str:
    """The page with new tables in it.

    Sections stay where they are, and new ones come last; `is_whole` leaves nothing of before.
    """
    old = [] if is_whole else re.split(r"\n(?=## )", page)[1:]
    sections = {section.splitlines()[0].removeprefix("## "): section.rstrip() + "\n" for section in old}
    sections.update({table.title: table.markdown(f"{day}, on {machine}") for table in tables})
    return "\n".join([HEAD, *sections.values()])
