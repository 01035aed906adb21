"""Real customers' sentences and real help pages, from the data folder beside the repository, where there is one."""

import csv
import json
import os
import random
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(os.environ.get("SWITCHBOARD_SHARED_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
MISSING = f"there is no data folder at {FOLDER}; SWITCHBOARD_SHARED_DATA names another"

# Limits by the minute are for people; here 500 of them come from one address.
SETTINGS = {
    "limits.writes.per.minute": 1_000_000,
    "limits.sign.ins.per.ten.minutes": 1_000,
    "limits.frames.per.second": 1_000,
}

# Where real people's words stand, how many of them are played, and in which language.
_SOURCES = [
    ("intent/banking77_dev.tsv", 800, "en"),
    ("intent_hint3/curekart_dev.tsv", 200, "en"),
    ("intent_hint3/powerplay11_dev.tsv", 200, "en"),
    ("intent_hint3/sofmattress_dev.tsv", 100, "en"),
    ("intent/bqbank_zh_train.tsv", 700, "zh-CN"),
]


class Script(NamedTuple):
    """What one customer says, in one language."""

    locale: str
    sentences: list[str]


def column(path: str, name: str = "text") -> list[str]:
    """One column of a table whose first line names them."""
    with (FOLDER / path).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row[name] for row in rows if row[name].strip()]


def scripts(each: int = 4) -> list[Script]:
    """2,000 sentences as 500 customers with `each` of them, always the same."""
    order = random.Random(20261121)
    found = []
    for path, count, locale in _SOURCES:
        sentences = order.sample(column(path), count)
        found += [Script(locale, sentences[start : start + each]) for start in range(0, count, each)]
    order.shuffle(found)
    return found


def all_sentences() -> list[str]:
    """Every sentence of a customer that the folder holds: some 150,000."""
    found = []
    for file in sorted((FOLDER / "intent").glob("*.tsv")) + sorted((FOLDER / "intent_hint3").glob("*.tsv")):
        found += column(str(file.relative_to(FOLDER)))
    for file in sorted((FOLDER / "pairs_zh").glob("*.tsv")):
        for name in ("q1", "q2"):
            found += column(str(file.relative_to(FOLDER)), name)
    for file in sorted((FOLDER / "nlupp_banking").glob("fold*.json")):
        found += [entry["text"] for entry in json.loads(file.read_text())]
    return found


def dialogues() -> list[list[tuple[str, str]]]:
    """Dialogues of a customer and an agent: who speaks, and what they say."""
    entries = json.loads((FOLDER / "abcd_sample/abcd_sample.json").read_text())
    return [[(who, text) for who, text in entry["original"] if who in ("customer", "agent")] for entry in entries]


def lines(path: str) -> list[dict]:
    return [json.loads(line) for line in (FOLDER / path).read_text(encoding="utf-8").splitlines() if line.strip()]


def words(sentences: Iterable[str]) -> int:
    """About how many words; a Chinese one has two characters."""
    return sum(len(sentence.split()) if sentence.isascii() else len(sentence) // 2 for sentence in sentences)
