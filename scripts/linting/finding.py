"""What a rule hands back, and how the repository's files are found."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, order=True)
class Finding:
    """One place that breaks a rule. `path` is relative to the repository, `line` counts from 1."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def files(*suffixes: str, under: tuple[str, ...] = ("Sources", "Tests", "Plugins")) -> list[Path]:
    """Our own files with one of the suffixes, by path."""
    found = (path for folder in under for path in (ROOT / folder).rglob("*") if path.suffix in suffixes)
    return sorted(path for path in found if path.is_file() and "node_modules" not in path.parts)


def relative(path: Path) -> str:
    """The path as a finding shows it."""
    return path.relative_to(ROOT).as_posix()


def line_of(text: str, offset: int) -> int:
    """The line, from 1, of an offset into a text."""
    return text.count("\n", 0, offset) + 1
