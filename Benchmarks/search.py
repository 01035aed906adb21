"""Search, suggestions and the secrets gate on the data folder's files, beside libraries in the same run."""

import hashlib
import json
import os
import re
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import mean
from typing import Any

import tantivy

import real_input
from table import Table

_DOCS = "helpcenter/docs.jsonl"
_HAN = re.compile(r"[㐀-鿿]+")
_WORD = re.compile(r"\w+")
# The weight of a title that stands in one field with the body: what served plain BM25 best in the trials.
_TITLE_TIMES = 6


def engines() -> Table | None:
    """How well and how fast the queries of the data folder are answered."""
    if not _has_data():
        return None
    queries = real_input.lines("helpcenter/dev_queries.jsonl")
    table = Table(
        "Search",
        f"{len(real_input.lines(_DOCS)):,} help pages of wallets and exchanges in one index, English and Chinese, and"
        f" {len(queries)} queries, on one core. The libraries get the stems of English words, bigrams of Chinese made"
        f" outside, and the title {_TITLE_TIMES} times in one field with the body; their time has the making of the"
        " query in it. Cross-lingual queries (a title in one language, the page in the other) are counted apart.",
        ["engine", "MRR@10", "recall@10", "en MRR", "zh MRR", "cross-lingual recall", "p50, ms", "p99, ms", "aim"],
    )
    ours = evaluated("search", real_input.FOLDER / _DOCS, "--queries", "helpcenter/dev_queries.jsonl")
    compared = {
        "Switchboard": (_answers(ours.out), ours.p50, ours.p99, "MRR ≥ .76, p99 < 5 ms"),
        "SQLite FTS5": (*_ask(_fts5(), queries), "best library: .74"),
        "Tantivy": (*_ask(_tantivy(), queries), "best library: .74"),
    }
    for name, (answers, p50, p99, aim) in compared.items():
        same = [query for query in queries if query["kind"] != "crosslingual"]
        cross = [query for query in queries if query["kind"] == "crosslingual"]
        quality = [_reciprocal_rank(same, answers), _recall(same, answers)]
        by_language = [_reciprocal_rank([q for q in same if q["lang"] == lang], answers) for lang in ("en", "zh")]
        shares = [f"{share:.3f}" for share in (*quality, *by_language, _recall(cross, answers))]
        table.add(name, *shares, f"{p50:.2f}", f"{p99:.2f}", aim)
    return table


def suggestions() -> Table | None:
    """How often the right title is among the first five suggestions."""
    if not _has_data():
        return None
    prefixes = real_input.lines("helpcenter/dev_suggest.jsonl")
    table = Table(
        "Suggestions as you type",
        f"{len(prefixes)} beginnings, infixes, beginnings with a typo, and pinyin. Right: the wanted title is among the"
        " first five.",
        ["engine", "right", "p50, ms", "p99, ms", "beside"],
    )
    ours = evaluated("suggest", real_input.FOLDER / _DOCS, "--prefixes", "helpcenter/dev_suggest.jsonl")
    right = _recall(prefixes, _answers(ours.out), among=5)
    table.add("Switchboard", f"{right:.3f}", f"{ours.p50:.2f}", f"{ours.p99:.2f}", "prefix match .361")
    return table


def secrets() -> Table | None:
    """How many ordinary messages are masked, and how fast the gate reads."""
    if not _has_data():
        return None
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "in.txt", Path(folder) / "out.tsv"
        messages = real_input.all_sentences() + [page["body"].replace("\n", " ") for page in real_input.lines(_DOCS)]
        messages = [" ".join(message.split()) for message in messages]
        path.write_text("\n".join(messages), encoding="utf-8")
        # The fastest of several runs, as of what stands beside it: the machine's other guests come and go.
        speeds = [_speed(_run("eval", "secrets", "--in", str(path), "--out", str(out))) for _ in range(5)]
        masked = len({line.split("\t")[0] for line in out.read_text().splitlines()})
        plain = path.read_bytes()
    table = Table(
        "Secrets gate",
        "Real customers' sentences and help pages of the data folder, ordinary ones. Those that are masked were read: two"
        " messages tell a PIN, five pages print a private key or a recovery phrase as an example; none is masked that shows no"
        " secret. Beside it OpenSSL's SHA-256 of the same bytes in the same run.",
        ["messages", "masked", "MB/s on one core", "SHA-256, MB/s", "aim"],
    )
    table.add(len(messages), masked, max(speeds), round(_hashed(plain)), "1 in 20,000; > 50 MB/s")
    return table


def _speed(said: str) -> float:
    found = re.search(r"([\d.]+) MB/s", said)
    assert found, said
    return float(found[1])


def _hashed(content: bytes) -> float:
    """MB/s of SHA-256 on one core."""
    times = []
    for _ in range(5):
        began = time.perf_counter()
        hashlib.sha256(content)
        times.append(time.perf_counter() - began)
    return len(content) / 1_000_000 / min(times)


class Evaluation:
    """What `switchboard eval` wrote and printed; times in milliseconds."""

    def __init__(self, out: str, said: str):
        self.out = out
        found = re.search(r"p50 (\d+), p99 (\d+)", said)
        assert found, said
        self.p50, self.p99 = int(found[1]) / 1000, int(found[2]) / 1000


def evaluated(what: str, corpus: Path, option: str, asked: str) -> Evaluation:
    """How a corpus answers a file of the data folder."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.tsv"
        said = _run("eval", what, "--corpus", str(corpus), option, str(real_input.FOLDER / asked), "--out", str(out))
        return Evaluation(out.read_text(), said)


def _run(*arguments: str) -> str:
    done = subprocess.run([os.environ["SWITCHBOARD_BINARY"], *arguments], capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")
    return done.stdout


def _answers(out: str) -> dict[str, list[str]]:
    rows = (line.split("\t") for line in out.splitlines())
    return {row[0]: row[1].split() for row in rows}


def _ask(
    search: Callable[[list[str]], list[str]], queries: list[dict[str, Any]]
) -> tuple[dict[str, list[str]], float, float]:
    """Answers, and p50 and p99 in milliseconds."""
    answers, times = {}, []
    for query in queries:
        began = time.perf_counter()
        answers[query["id"]] = search(_terms(query["q"]))
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return answers, times[len(times) // 2], times[len(times) * 99 // 100]


def _fts5() -> Callable[[list[str]], list[str]]:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE page USING fts5(id UNINDEXED, text, tokenize = 'porter unicode61')")
    database.executemany("INSERT INTO page VALUES (?, ?)", _texts())

    def search(terms: list[str]) -> list[str]:
        match = " OR ".join(f'"{term}"' for term in terms)
        rows = database.execute("SELECT id FROM page WHERE page MATCH ? ORDER BY rank LIMIT 10", (match,))
        return [row[0] for row in rows]

    return search


def _tantivy() -> Callable[[list[str]], list[str]]:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", tokenizer_name="en_stem")
    index = tantivy.Index(builder.build())
    writer = index.writer(num_threads=1)
    for name, text in _texts():
        writer.add_document(tantivy.Document(id=name, text=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(terms: list[str]) -> list[str]:
        query = index.parse_query(" ".join(terms), ["text"])
        return [searcher.doc(address)["id"][0] for _, address in searcher.search(query, 10).hits]

    return search


def _texts() -> Iterable[tuple[str, str]]:
    for page in real_input.lines(_DOCS):
        title = " ".join(_terms(page["title"]))
        yield page["id"], f"{' '.join([title] * _TITLE_TIMES)} {' '.join(_terms(page['body']))}"


def _terms(text: str) -> list[str]:
    """Words in lower case; Chinese as overlapping bigrams."""
    terms = []
    for word in _WORD.findall(text.lower()):
        terms += _WORD.findall(_HAN.sub(" ", word))
        for run in _HAN.findall(word):
            terms += [run[start : start + 2] for start in range(len(run) - 1)] or [run]
    return terms


def _rank(query: dict[str, Any], answers: dict[str, list[str]]) -> int | None:
    """The place of the first right page, from 1."""
    right = query.get("rel") or [query["doc"]]
    found = answers.get(query["id"], [])[:10]
    return next((place for place, page in enumerate(found, 1) if page in right), None)


def _reciprocal_rank(queries: list[dict[str, Any]], answers: dict[str, list[str]]) -> float:
    ranks = [_rank(query, answers) for query in queries]
    return mean(1 / rank if rank else 0 for rank in ranks)


def _recall(queries: list[dict[str, Any]], answers: dict[str, list[str]], among: int = 10) -> float:
    ranks = [_rank(query, answers) for query in queries]
    return mean(rank is not None and rank <= among for rank in ranks)


def _has_data() -> bool:
    if real_input.FOLDER.is_dir():
        return True
    print(f"not measured: {real_input.MISSING}")
    return False
