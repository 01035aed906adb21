"""docs/benchmarks.md: a section for each table, of which some may be measured anew and the others stay."""

import re

from table import Table

HEAD = """# Benchmarks

Written by `make bench` from a release build. The load comes from the same machine, so it takes part of the cores.

- Machine: {machine}
"""


def updated(page: str, tables: list[Table], *, machine: str, day: str, is_whole: bool) -> str:
    """The page with new tables in it.

    Sections stay where they are, and new ones come last; `is_whole` leaves nothing of before. Those of another machine
    are dropped: on one page all figures are of one machine.
    """
    was_elsewhere = f"- Machine: {machine}\n" not in page
    old = [] if is_whole or was_elsewhere else re.split(r"\n(?=## )", page)[1:]
    sections = {section.splitlines()[0].removeprefix("## "): section.rstrip() + "\n" for section in old}
    sections.update({table.title: table.markdown(day) for table in tables})
    return "\n".join([HEAD.format(machine=machine), *sections.values()])
