"""Help centres of many articles: how they start, what they need, how fast they answer and tell of a change."""

import json
import os
import random
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from urllib.parse import quote

import real_input
from client import Agent
from load import SETTINGS, Size, bench
from search import evaluated
from server import Server
from table import Table

MIB = 2**20
# The language of a text, and of the pages that its sentences are drawn from.
_LANGUAGES = {"en": "en", "zh-CN": "zh", "zh-TW": "zh"}
_CHANGES = 11
_EDITOR = "editor@desk.example"
_PAGES = {
    "article": "/help/article-7?lang=en",
    "search results": "/help/search?q=withdrawal+not+arrived&lang=en",
    "search, JSON": "/api/v1/help/search?q=withdrawal+not+arrived&locale=en",
    "search in Chinese, JSON": f"/api/v1/help/search?q={quote('提币没到账怎么办')}&locale=zh-CN",
    "suggestions, JSON": "/api/v1/help/suggest?q=withdr&locale=en",
}


def help_centre() -> Table | None:
    """Start, memory, pages, searches and changes by the number of articles."""
    if not (real_input.FOLDER / "helpcenter").is_dir():
        return None
    sizes = Size.of((100, 10_000), (10, 100))
    table = Table(
        "Help centre by size",
        "Articles in three languages each (English, Chinese in both scripts), put together from the sentences and headings"
        " of 1,377 help pages. Start: from the start of the process to 200 from `/health/ready`. Memory: resident, when it"
        " is ready. Answers a second: on 8 connections. A question alone: those of the data folder, on one core, without"
        f" HTTP. A change: from an editor's request to publish until the search finds it, the median of {_CHANGES}.",
        ["", *(f"{count:,} articles" for count in sizes), "aim"],
    )
    measured = [_measure(count) for count in sizes]
    aims = {"a question alone, p99, ms": "< 3 at 10,000", "a change is found after, ms": "< 50"}
    for name in measured[0]:
        table.add(name, *(each[name] for each in measured), aims.get(name, ""))
    return table


def _measure(count: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        lines, corpus = Path(folder) / "articles.jsonl", Path(folder) / "corpus.jsonl"
        with lines.open("w", encoding="utf-8") as imported, corpus.open("w", encoding="utf-8") as evaluation:
            for text in made(count):
                imported.write(json.dumps(text, ensure_ascii=False) + "\n")
                alone = {**text, "id": f"{text['id']}.{text['lang']}", "path": text["id"]}
                evaluation.write(json.dumps(alone, ensure_ascii=False) + "\n")
        found: dict[str, float] = {"texts": 3 * count}
        alone = evaluated("search", corpus, "--queries", "helpcenter/dev_queries.jsonl")
        server = Server(Path(folder) / "data", settings=SETTINGS)
        # Before there is much: each command of the program reads the whole help centre when it begins.
        server.make_agent(_EDITOR, role="admin")
        done = server.run("import", "articles", str(lines), within=3_600)
        assert done.returncode == 0, done.stdout + done.stderr
        began = time.monotonic()
        server.start(within=1_800)
        found["start, s"] = time.monotonic() - began
        try:
            found["memory, MiB"] = _resident_bytes(server.pid) / MIB
            for name, path in _PAGES.items():
                answered = bench(server, "pages", "--path", path, "--connections", "8", "--seconds", str(Size.of(5, 1)))
                assert answered["failures"] == 0, f"{path}: {answered['failures']:.0f} answers were no 200"
                found[f"{name}, answers a second"] = answered["answers_per_second"]
                found[f"{name}, p99, ms"] = answered["p99_ms"]
            found["a question alone, p50, ms"] = alone.p50
            found["a question alone, p99, ms"] = alone.p99
            found["a change is found after, ms"] = _change(server)
        finally:
            server.end()
        return found


def _resident_bytes(pid: int) -> int:
    fields = Path(f"/proc/{pid}/statm").read_text().split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")


def _change(server: Server) -> float:
    """Milliseconds from the request that publishes an article until a search finds it."""
    editor = Agent.signed_in(server, _EDITOR)
    category = editor.get("/agent/articles/choices")["categories"][0]["slug"]
    times = []
    for number in range(_CHANGES):
        word = f"zanzibar{number}"
        article = {"slug": word, "category": category, "locale": "en", "title": f"About {word}", "body": f"What {word} is.\n"}
        made = editor.post("/agent/articles", article)
        began = time.monotonic()
        editor.post(f"/agent/articles/{made['id']}/texts/en/publish", {"revision": 1})
        while not editor.get("/help/search", params={"q": word, "locale": "en"})["data"]:
            assert time.monotonic() < began + 60, f"{word} is not found"
        times.append((time.monotonic() - began) * 1000)
    return median(times)


def made(count: int) -> Iterator[dict[str, str]]:
    """The texts of so many articles, the same ones each time."""
    chance = random.Random(count)
    sentences: dict[str, list[str]] = {"en": [], "zh": []}
    titles: dict[str, list[str]] = {"en": [], "zh": []}
    lengths: dict[str, list[int]] = {"en": [], "zh": []}
    for page in real_input.lines("helpcenter/docs.jsonl"):
        titles[page["lang"]].append(page["title"])
        lengths[page["lang"]].append(len(page["body"]))
        parts = (part.strip() for part in re.split(r"(?<=[.!?。！？])\s*|\n", page["body"]))
        sentences[page["lang"]] += [part[:400] for part in parts if len(part) > 3]
    for number in range(count):
        for locale, language in _LANGUAGES.items():
            body: list[str] = []
            left = chance.choice(lengths[language])
            while left > 0 or not body:
                if len(body) % 6 == 0:
                    body.append(f"## {chance.choice(titles[language])}")
                body.append(chance.choice(sentences[language]))
                left -= len(body[-1])
            title = f"{chance.choice(titles[language])} · {chance.choice(titles[language])}"[:120]
            yield {"id": f"article-{number}", "lang": locale, "title": title, "body": "\n\n".join(body)}
