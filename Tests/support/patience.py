"""Waiting for what comes about by itself."""

import time
from collections.abc import Callable


def eventually(is_so: Callable[[], bool], what: str, within: float = 60.0) -> None:
    """Waits until something is so; a busy machine takes longer, one that fails all of `within` (seconds)."""
    deadline = time.monotonic() + within
    while not is_so():
        assert time.monotonic() < deadline, f"{what}: it did not come about within {within:.0f} s"
        time.sleep(0.05)
