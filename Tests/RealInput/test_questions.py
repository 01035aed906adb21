"""Customers' questions are put together by what they mean: a group holds one meaning, on questions that nothing was chosen on."""

import csv
import os
import subprocess
from collections import Counter
from pathlib import Path

import pytest

import real_input

# Of groups of three and more: the share of their questions that are of the meaning most of the group has, the share of pairs
# in one group that mean the same, and the share of questions in such groups, at least.
FLOORS = {
    "intent/banking77_dev.tsv": (0.72, 0.48, 0.60),
    "intent/clinc150_dev.tsv": (0.87, 0.75, 0.70),
    "intent/bqbank_zh_dev.tsv": (0.80, 0.65, 0.15),
    "intent/smp2020zh_dev.tsv": (0.92, 0.88, 0.15),
    "intent_hint3/powerplay11_train.tsv": (0.75, 0.60, 0.75),
    "intent_hint3/sofmattress_train.tsv": (0.82, 0.68, 0.70),
}


@pytest.mark.parametrize("path", FLOORS)
def test_a_group_is_one_meaning(tmp_path: Path, path: str) -> None:
    texts, meanings = labelled(path)
    told = measured(tmp_path, texts, meanings)
    assert all(figure >= floor for figure, floor in zip(told, FLOORS[path], strict=True)), told


def labelled(path: str, most: int = 1_500) -> tuple[list[str], list[str]]:
    """Questions with what they mean; `oos` means nothing that others mean."""
    with (real_input.FOLDER / path).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row["text"].strip()][:most]
    return [" ".join(row["text"].split()) for row in rows], [row["intent"] for row in rows]


def measured(folder: Path, texts: list[str], meanings: list[str]) -> tuple[float, float, float]:
    asked, out = folder / "questions.txt", folder / "groups.tsv"
    asked.write_text("\n".join(texts), encoding="utf-8")
    command = [os.environ["SWITCHBOARD_BINARY"], "eval", "questions", "--in", asked, "--out", out]
    done = subprocess.run(command, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    groups: dict[str, list[str]] = {}
    for line, meaning in zip(out.read_text(encoding="utf-8").splitlines(), meanings, strict=True):
        groups.setdefault(line.split("\t")[1], []).append(meaning)
    same = pairs = pure = covered = 0
    for group in groups.values():
        counts = Counter(each for each in group if each != "oos")
        same += sum(count * (count - 1) // 2 for count in counts.values())
        pairs += len(group) * (len(group) - 1) // 2
        if len(group) >= 3:
            covered += len(group)
            pure += max(counts.values(), default=0)
    return pure / max(1, covered), same / max(1, pairs), covered / len(texts)
