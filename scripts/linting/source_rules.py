"""Rules about how sources are written that neither the compiler nor the formatter checks."""

import re
import subprocess
from collections.abc import Iterator

from .finding import ROOT, Finding, files, relative
from .swift_source import read

# "About 300": enough over it that nobody splits a file for three lines.
LONGEST_FILE = 320
# Tables of characters and words are data, however long.
DATA = re.compile(r"(Table|StopWords)\.swift$")

# Each use of the escape hatch from common SQL: add one here only with a reason in its commit.
DIALECT_USES = {
    "Sources/Conversations/Attachments/Attachment.swift": 1,
    "Sources/Conversations/Desk/InboxTally.swift": 1,
    "Sources/Conversations/Lifecycle/ConversationSQL.swift": 1,
    "Sources/Conversations/Routing/RoutingSQL.swift": 1,
    "Sources/Conversations/Search/MessageIndexSQL.swift": 2,
    "Sources/Conversations/Search/MessageSearchSQL.swift": 3,
    "Sources/Knowledge/Announcements/Webhooks/AnnouncementWebhookSQL.swift": 1,
    "Sources/People/Agents/AgentSQL.swift": 1,
    "Sources/People/Customers/CustomerSQL.swift": 1,
    "Sources/Storage/Delivery/LeasedRows.swift": 1,
    "Sources/Storage/Migrations/Migrator.swift": 2,
}

UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
BARE_TASK = re.compile(r"\bTask\s*(\.\s*detached\b|(<[^>]*>)?\s*(\([^()]*\))?\s*\{)")
NEEDS_REASON = {
    "@unchecked Sendable": re.compile(r"@unchecked\s+Sendable"),
    "nonisolated(unsafe)": re.compile(r"\bnonisolated\s*\(\s*unsafe\s*\)"),
    "try?": re.compile(r"\btry\?"),
    "an unstructured Task": BARE_TASK,
}


def formatted() -> Iterator[Finding]:
    """Swift is in the house format (`make format` mends most of it)."""
    lint = ["swift", "format", "lint", "--strict", "--parallel", "--recursive", "--configuration", ".swift-format"]
    run = subprocess.run(
        [*lint, "Sources", "Tests", "Plugins", "Package.swift"], cwd=ROOT, text=True, capture_output=True
    )
    for line in (run.stdout + run.stderr).splitlines():
        if match := re.match(r"(.+?):(\d+):\d+: (?:error|warning): (.*)", line):
            path = match[1].removeprefix(f"{ROOT}/")
            yield Finding(path, int(match[2]), match[3])
        elif line.strip():
            yield Finding("Package.swift", 1, f"swift format: {line.strip()}")


def short_files() -> Iterator[Finding]:
    """A file has about 300 lines at most."""
    for path in files(".swift", ".js", ".mjs", ".css", ".mustache", ".py"):
        length = len(path.read_text().splitlines())
        if length > LONGEST_FILE and not DATA.search(path.name):
            yield Finding(relative(path), length, f"{length} lines; split the file by noun at {LONGEST_FILE} at most")


def finished() -> Iterator[Finding]:
    """Nothing is left to be done later."""
    suffixes = (".swift", ".js", ".mjs", ".css", ".mustache", ".sql", ".py", ".md")
    for path in files(*suffixes, under=("Sources", "Tests", "Plugins", "Content", "docs")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if match := UNFINISHED.search(line):
                yield Finding(relative(path), number, f"{match[1]}: do it, or open an issue")


def no_force() -> Iterator[Finding]:
    """Nothing in the product is forced: no `try!`, no `as!`."""
    for path in files(".swift", under=("Sources", "Plugins")):
        for index, code in enumerate(read(path).code):
            if match := re.search(r"\b(?:try|as)!", code):
                yield Finding(relative(path), index + 1, f"`{match[0]}` stops the process; throw or handle it")


def no_print() -> Iterator[Finding]:
    """The product logs, or writes to a stream that it names; it does not `print(`."""
    for path in files(".swift", under=("Sources", "Plugins")):
        for index, code in enumerate(read(path).code):
            if re.search(r"(?<![.\w])(?:Swift\.)?(?:debugPrint|print|dump)\(", code):
                yield Finding(relative(path), index + 1, "`print(` goes nowhere that is read; log it or write it out")


def reasons() -> Iterator[Finding]:
    """What switches a check off, and what runs on its own, says why beside it."""
    for path in files(".swift"):
        source = read(path)
        for index, code in enumerate(source.code):
            for name, pattern in NEEDS_REASON.items():
                if pattern.search(code) and not source.has_reason(index):
                    yield Finding(relative(path), index + 1, f"{name} without its reason on this line or the one before")


def one_sql() -> Iterator[Finding]:
    """SQL that differs between the engines stays where it is known to be needed."""
    uses: dict[str, list[int]] = {}
    for path in files(".swift", under=("Sources",)):
        for index, code in enumerate(read(path).code):
            uses.setdefault(relative(path), []).extend([index + 1] * len(re.findall(r"\.dialect\(", code)))
    for path in sorted(uses.keys() | DIALECT_USES.keys()):
        lines, allowed = uses.get(path, []), DIALECT_USES.get(path, 0)
        if len(lines) != allowed:
            message = f"{len(lines)} uses of `dialect(`, {allowed} are known (DIALECT_USES in scripts/linting)"
            yield Finding(path, lines[-1] if lines else 1, message)
