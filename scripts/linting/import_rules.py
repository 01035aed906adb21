"""Rules about which target may import what."""

import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from .finding import ROOT, Finding, files, relative
from .swift_source import read

# What comes with the toolchain and is not declared in Package.swift.
TOOLCHAIN = {
    "Dispatch", "Foundation", "FoundationNetworking", "Glibc", "PackagePlugin", "Synchronization", "Testing", "XCTest",
}
# Who may import a database library.
ENGINE = "Sources/Storage/Engine/"
# The tests' server makes databases, which is done outside of transactions.
ENGINE_ONLY = {"GRDB": [ENGINE], "CPostgres": [ENGINE, "Sources/TestSupport/TestServer.swift"]}

IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?"
    r"import\s+(?:(?:struct|class|enum|protocol|func|let|var|typealias)\s+)?(\w+)"
)


@cache
def declared() -> dict[str, tuple[Path, frozenset[str]]]:
    """Each target's folder and what Package.swift says it depends on."""
    # A scratch folder of its own, so that lint does not wait for a build that is running.
    command = ["swift", "package", "--scratch-path", ".build/lint", "dump-package"]
    run = subprocess.run(command, cwd=ROOT, text=True, capture_output=True)
    if run.returncode != 0:
        raise RuntimeError(f"Package.swift cannot be read: {run.stderr.strip()}")
    targets = {}
    for target in json.loads(run.stdout)["targets"]:
        parent = {"test": "Tests", "plugin": "Plugins"}.get(target["type"], "Sources")
        folder = ROOT / (target.get("path") or f"{parent}/{target['name']}")
        names = (next(iter(dependency.values()))[0] for dependency in target["dependencies"])
        targets[target["name"]] = (folder, frozenset(names))
    return targets


def _imports(folder: Path) -> Iterator[tuple[Path, int, str]]:
    for path in files(".swift", under=(relative(folder),)):
        for index, code in enumerate(read(path).code):
            if match := IMPORT.match(code):
                yield path, index + 1, match[1]


def declared_imports() -> Iterator[Finding]:
    """A target imports what Package.swift declares for it, and nothing else: arrows point down only."""
    for target, (folder, dependencies) in declared().items():
        for path, line, module in _imports(folder):
            if module not in dependencies and module not in TOOLCHAIN and module != target:
                yield Finding(relative(path), line, f"{target} imports {module}, which Package.swift does not declare")


def needed_dependencies() -> Iterator[Finding]:
    """Package.swift declares for the product what is imported, and nothing else."""
    manifest = (ROOT / "Package.swift").read_text().splitlines()
    for target, (folder, dependencies) in declared().items():
        imported = {module for _, _, module in _imports(folder)}
        line = next((n for n, text in enumerate(manifest, 1) if f'name: "{target}"' in text), 1)
        if not relative(folder).startswith("Sources/"):
            continue  # a plugin names its tool without importing it; what tests could import does no harm
        for module in sorted(dependencies - imported):
            yield Finding("Package.swift", line, f"{target} declares {module}, which none of its files imports")


def engine_imports() -> Iterator[Finding]:
    """Only Storage/Engine knows the database libraries."""
    for path in files(".swift"):
        for index, code in enumerate(read(path).code):
            match = IMPORT.match(code)
            homes = ENGINE_ONLY.get(match[1]) if match else None
            if homes and not any(relative(path).startswith(home) for home in homes):
                yield Finding(relative(path), index + 1, f"only {' and '.join(homes)} import {match[1]}")
