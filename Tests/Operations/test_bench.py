"""The benchmarks measure what they say, and their page keeps what was not measured anew."""

import json
import sys
from pathlib import Path

from installations import Site

sys.path.append(str(Path(__file__).resolve().parents[2] / "Benchmarks"))

from page import updated  # noqa: E402
from table import Table  # noqa: E402


def test_claims_give_everybody_who_waits_and_complain_when_too_few_do(site: Site) -> None:
    server = site.installation("site")
    filling = ["--conversations", "100", "--messages", "1", "--open", "60", "--waiting", "50", "--queues", "7"]
    filled = server.run("bench", "fill", *filling)
    assert filled.returncode == 0, filled.stdout + filled.stderr

    # Twenty more than are counted: fifty wait.
    done = server.run("bench", "claims", "--count", "20")
    assert done.returncode == 0 and json.loads(done.stdout.splitlines()[-1])["claims"] == 20, done.stdout + done.stderr
    again = server.run("bench", "claims", "--count", "20")
    assert again.returncode != 0 and "10 of 40 were given" in again.stdout + again.stderr, again.stdout + again.stderr


def table(title: str, figure: int) -> Table:
    made = Table(title, f"How {title} is measured.", ["", "figure"])
    made.add("row", figure)
    return made


def page_of(*tables: Table, page: str = "", machine: str = "a machine", day: str = "2026-11-01", is_whole: bool = False) -> str:
    return updated(page, list(tables), machine=machine, day=day, is_whole=is_whole)


BOTH = page_of(table("Chat", 1), table("Pages", 2), is_whole=True)


def test_a_measure_taken_anew_replaces_its_section_alone() -> None:
    page = page_of(table("Chat", 3), page=BOTH, day="2026-11-02")
    assert page == BOTH.replace("| row | 1 |", "| row | 3 |").replace("Measured on 2026-11-01", "Measured on 2026-11-02", 1)


def test_a_new_measure_comes_last() -> None:
    assert page_of(table("Claims", 4), page=BOTH) == page_of(table("Chat", 1), table("Pages", 2), table("Claims", 4))


def test_of_a_whole_run_nothing_old_stays() -> None:
    assert page_of(table("Pages", 2), page=BOTH, is_whole=True) == page_of(table("Pages", 2))


def test_each_section_says_where_it_was_measured() -> None:
    page = page_of(table("Pages", 2), page=BOTH, machine="another machine", day="2026-11-02")
    assert page.count("on a machine.") == 1 and page.count("Measured on 2026-11-02, on another machine.") == 1
