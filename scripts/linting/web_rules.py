"""Rules about scripts, templates and content."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from .finding import ROOT, Finding, files, line_of, relative

STARTER = ROOT / "Content/starter"
HELP_LINK = re.compile(r"\]\(/help/([^)#?\s]+)")
INLINE = re.compile(r"<script(?![^>]*\b(?:src|type=\"application/(?:ld\+)?json\"))[^>]*>|<style\b|\sstyle=|\son[a-z]+=\"", re.IGNORECASE)


# A file of Python's, with its folder where two have one name, or a suite of Swift's.
NAMED_TEST = re.compile(r"(?:\b([A-Z]\w+)/)?\b(test_\w+)|\b([A-Z]\w+Tests)\b(?!/)")

# What browsers with Trusted Types refuse outside of a policy.
SINKS = re.compile(
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|DOMParser|createContextualFragment|srcdoc|setHTMLUnsafe)\b"
    r"|\bdocument\.write|\bnew (?:Shared)?Worker\b|\beval\(|\bnew Function\b"
)
POLICY = "Sources/Web/Client/trusted.js"


def typed_scripts() -> Iterator[Finding]:
    """Scripts hold the types that their JSDoc says."""
    command = [
        "tsc", "--allowJs", "--checkJs", "--noEmit", "--strict", "--target", "es2022", "--module", "es2022",
        "--lib", "es2022,dom,dom.iterable", *(relative(path) for path in files(".js", under=("Sources",))),
    ]
    run = subprocess.run(command, cwd=ROOT, text=True, capture_output=True)
    for line in run.stdout.splitlines():
        if match := re.match(r"(.+?)\((\d+),\d+\): error (.*)", line):
            yield Finding(match[1], int(match[2]), match[3])
    if run.returncode != 0 and not run.stdout:
        yield Finding("Sources", 1, f"tsc: {run.stderr.strip()}")


def nothing_inline() -> Iterator[Finding]:
    """Templates hold no script and no style: the content security policy refuses both."""
    for path in files(".mustache", under=("Sources",)):
        text = path.read_text()
        for match in INLINE.finditer(text):
            yield Finding(relative(path), line_of(text, match.start()), f"`{match[0].strip()}` is inline script or style")


def _articles() -> dict[str, dict[str, Path]]:
    """The starter's files by locale and slug."""
    found: dict[str, dict[str, Path]] = {}
    for path in files(".md", under=(relative(STARTER),)):
        found.setdefault(path.relative_to(STARTER).parts[0], {})[path.stem] = path
    return found


def markup_in_one_place() -> Iterator[Finding]:
    """Texts become markup or addresses of scripts in Web/Client/trusted.js alone: pages have one Trusted Types policy."""
    for path in files(".js", under=("Sources",)):
        if relative(path) == POLICY:
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if match := SINKS.search(line):
                yield Finding(relative(path), number, f"`{match[0]}`: use trusted.js, or build elements")


def front_matter() -> Iterator[Finding]:
    """A starter article says its title, slug, locale, category and kind, and they fit its place."""
    for locale, articles in _articles().items():
        for slug, path in articles.items():
            head = re.match(r"---\n(.*?)\n---\n", path.read_text(), re.DOTALL)
            fields = dict(re.findall(r"^(\w+): *(.+)$", head[1], re.MULTILINE)) if head else {}
            for field in ("title", "slug", "locale", "kind"):
                if field not in fields:
                    yield Finding(relative(path), 1, f"the front matter has no {field}")
            for field, place in (("slug", slug), ("locale", locale)):
                if fields.get(field, place) != place:
                    yield Finding(relative(path), 1, f"{field} is {fields[field]}, its place says {place}")


def translated() -> Iterator[Finding]:
    """Every starter article exists in every language, in the same folder."""
    articles = _articles()
    for locale, here in articles.items():
        for other, there in articles.items():
            for slug in sorted(here.keys() - there.keys()):
                yield Finding(relative(here[slug]), 1, f"there is no {other} translation")
            for slug in sorted(here.keys() & there.keys()):
                if here[slug].parent.name != there[slug].parent.name:
                    yield Finding(relative(here[slug]), 1, f"{relative(there[slug])} is in another folder")


def working_links() -> Iterator[Finding]:
    """A link to /help/<slug> leads to an article of the same language."""
    articles = _articles()
    for locale, here in articles.items():
        for path in here.values():
            text = path.read_text()
            for match in HELP_LINK.finditer(text):
                if match[1] not in here:
                    yield Finding(relative(path), line_of(text, match.start()), f"there is no {locale} article {match[1]}")


def named_tests() -> Iterator[Finding]:
    """A test that the documents name is there, in the folder that they name."""
    python = {path.stem: path for path in (ROOT / "Tests").rglob("test_*.py")}
    folders = {f"{path.parent.name}/{path.stem}" for path in (ROOT / "Tests").rglob("test_*.py")}
    suites = {path.stem for path in (ROOT / "Tests").rglob("*Tests.swift")}
    for path in sorted((ROOT / "docs").rglob("*.md")):
        text = path.read_text()
        for match in NAMED_TEST.finditer(text):
            folder, script, suite = match.groups()
            known = suite in suites if suite else (f"{folder}/{script}" in folders if folder else script in python)
            if not known:
                yield Finding(relative(path), line_of(text, match.start()), f"there is no test {match[0]}")
