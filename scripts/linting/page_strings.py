"""Rules about which texts a page hands to its scripts."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from .finding import ROOT, Finding, files, line_of, relative
from .string_rules import IN_SCRIPT, INTERPOLATION

LIST = r"static let {name}\s*(?::[^=]+)?=\s*(?:\[([^\]]*)\]|(\w+)\.{name})"
PAGE = re.compile(r"^(?:package |public )?struct (\w+): Page \{", re.MULTILINE)
IMPORT = re.compile(r"""^\s*(?:import|export)\b[^"';]*["'](\.[^"']+)["']""", re.MULTILINE)


def _named(name: str, body: str, pages: dict[str, str]) -> list[str]:
    """The texts of a page's list, which may be another page's."""
    match = re.search(LIST.format(name=name), body)
    if not match:
        return []
    return _named(name, pages.get(match[2], ""), pages) if match[2] else re.findall(r'"([^"]+)"', match[1])


@cache
def _keys(script: Path) -> frozenset[tuple[Path, int, str]]:
    """What a script and everything that it imports asks for: file, line, and the key as far as it is fixed."""
    seen, waiting, keys = set(), [script], set()
    while waiting:
        path = waiting.pop()
        if path in seen or not path.is_file():
            continue
        seen.add(path)
        text = path.read_text()
        waiting += [(path.parent / match[1]).resolve() for match in IMPORT.finditer(text)]
        for match in IN_SCRIPT.finditer(text):
            key = next(group for group in match.groups()[1:] if group is not None)
            keys.add((path, line_of(text, match.start()), INTERPOLATION.sub("*", key).split("*")[0]))
    return frozenset(keys)


def declared_strings() -> Iterator[Finding]:
    """A page declares every text that its scripts ask for; without it they show the key."""
    pages = {}
    for path in files(".swift", under=("Sources",)):
        text = path.read_text()
        starts = [*PAGE.finditer(text)]
        for match, end in zip(starts, [*(later.start() for later in starts[1:]), len(text)]):
            pages[match[1]] = text[match.start() : end]
    for page, body in pages.items():
        prefixes = tuple(_named("scriptStrings", body, pages))
        for script in _named("scripts", body, pages):
            for path, line, key in _keys((ROOT / "Sources" / script).resolve()):
                if key and not key.startswith(prefixes):
                    yield Finding(relative(path), line, f"{page} loads this and does not declare {key}")
