"""What was measured, as a table for a terminal and for a page."""

from dataclasses import dataclass, field
from unicodedata import east_asian_width


@dataclass
class Table:
    """One measure: what it is, how it was done, and its rows."""

    title: str
    how: str
    columns: list[str]
    rows: list[list[str]] = field(default_factory=list)

    def add(self, *cells: object) -> None:
        assert len(cells) == len(self.columns), f"{self.title} has {len(self.columns)} columns"
        self.rows.append([cell if isinstance(cell, str) else number(cell) for cell in cells])

    def markdown(self, when_and_where: str) -> str:
        head = [f"## {self.title}", "", f"{self.how} Measured on {when_and_where}.", "", _row(self.columns), _row(["---"] * len(self.columns))]
        return "\n".join([*head, *map(_row, self.rows), ""])

    @property
    def text(self) -> str:
        lines = [self.columns, *self.rows]
        widths = [max(map(_width, column)) for column in zip(*lines)]
        padded = [[cell + " " * (width - _width(cell)) for cell, width in zip(line, widths)] for line in lines]
        return "\n".join([self.title, *("  ".join(line).rstrip() for line in padded)])


def number(value: object) -> str:
    """Three figures that count, thousands apart."""
    if isinstance(value, int) or (isinstance(value, float) and abs(value) >= 100):
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
