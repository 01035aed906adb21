"""Rules about the texts that people read."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from .finding import ROOT, Finding, files, line_of, relative

PLACE = re.compile(r"\{(\w+)\}")
# A key's end is a quote; an interpolated key matches every key that it could become.
IN_TEMPLATE = re.compile(r"\{\{[{#^&]?\s*t\.([\w.-]+)")
IN_SWIFT = re.compile(r'\blocalisation\??\s*\.(text|plural)\(\s*"((?:[^"\\\n]|\\\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\\.)*)"')
IN_SCRIPT = re.compile(r"""(?<![.\w])(text|plural)\(\s*(?:"([\w.-]+)"|'([\w.-]+)'|`((?:[^`$]|\$\{[^}]*\})*)`)""")
# The categories of Unicode CLDR; every language has `other`.
COUNTED = re.compile(r"([._])(?:zero|one|two|few|many)$")
INTERPOLATION = re.compile(r"\\\([^()]*(?:\([^()]*\)[^()]*)*\)|\$\{[^}]*\}")


@cache
def tables() -> dict[Path, dict[str, str]]:
    """Every strings file's texts by key."""
    return {path: json.loads(path.read_text()) for path in files(".json", under=("Sources",)) if path.parent.name == "Strings"}


def _line(path: Path, key: str) -> int:
    text = path.read_text()
    return line_of(text, max(text.find(f'"{key}"'), 0))


def same_keys() -> Iterator[Finding]:
    """Every target speaks every language that any does, with the same keys; a counted text has those forms that the
    language counts with."""
    languages = {path.name for path in tables()}
    for path in tables():
        if path.name != "en.json":
            continue
        english, others = tables()[path], [other for other in tables() if other.parent == path.parent and other != path]
        for missing in sorted(languages - {path.name} - {other.name for other in others}):
            yield Finding(relative(path), 1, f"there is no {missing} beside it")
        for other in others:
            for key in sorted(english.keys() - tables()[other].keys()):
                if COUNTED.sub(r"\1other", key) not in tables()[other]:
                    yield Finding(relative(other), 1, f"{key} is missing; en.json has it")
            for key in sorted(tables()[other].keys() - english.keys()):
                yield Finding(relative(other), _line(other, key), f"{key} is not in en.json")


def same_places() -> Iterator[Finding]:
    """A translation has the places, `{name}`, of the English text."""
    for path, texts in tables().items():
        english = tables().get(path.parent / "en.json", {})
        for key, text in texts.items():
            here, there = set(PLACE.findall(text)), set(PLACE.findall(english.get(key, text)))
            if here != there:
                yield Finding(relative(path), _line(path, key), f"{key} has {sorted(here)}, English has {sorted(there)}")


def unique_keys() -> Iterator[Finding]:
    """A key stands once: not twice in a file, not in two targets."""
    owners: dict[tuple[str, str], Path] = {}
    for path in tables():
        seen: set[str] = set()
        for key, _ in json.loads(path.read_text(), object_pairs_hook=list):
            if key in seen:
                yield Finding(relative(path), _line(path, key), f"{key} stands twice")
            seen.add(key)
            owner = owners.setdefault((path.name, key), path)
            if owner != path:
                yield Finding(relative(path), _line(path, key), f"{key} also stands in {relative(owner)}")


def _uses() -> Iterator[tuple[Path, int, str, bool]]:
    """Every use of a text: file, line, key (interpolations as `*`), whether it is counted."""
    for path in files(".mustache", under=("Sources",)):
        text = path.read_text()
        for match in IN_TEMPLATE.finditer(text):
            yield path, line_of(text, match.start()), match[1], False
    for suffix, pattern in ((".swift", IN_SWIFT), (".js", IN_SCRIPT)):
        for path in files(suffix, under=("Sources",)):
            text = path.read_text()
            for match in pattern.finditer(text):
                key = next(group for group in match.groups()[1:] if group is not None)
                yield path, line_of(text, match.start()), INTERPOLATION.sub("*", key), match[1] == "plural"


def known_keys() -> Iterator[Finding]:
    """Every text that a template, a script or Swift asks for is there."""
    known = {key for path, texts in tables().items() if path.name == "en.json" for key in texts}
    for path, line, key, is_counted in _uses():
        if key == "*":
            continue  # the whole key is a value; nothing can be said
        wanted = f"{key}.other" if is_counted else key
        pattern = re.compile(".+".join(re.escape(part) for part in wanted.split("*")))
        if not any(pattern.fullmatch(candidate) for candidate in known):
            yield Finding(relative(path), line, f"there is no text {wanted}")
