"""The pages of the desk, as the program's own source serves them: no list that a new page may be missing in."""

import re
from pathlib import Path

_SOURCES = Path(__file__).resolve().parents[2] / "Sources"


def desk_pages() -> set[str]:
    """What stands behind `/desk/`; empty for the desk itself."""
    sources = [path.read_text() for path in _SOURCES.rglob("*.swift")]
    served = {path for source in sources for path in re.findall(r'(?:serve|get|path =)[ (]"/desk/?([a-z/-]*)"', source)}
    assert len(served) > 15
    return served
