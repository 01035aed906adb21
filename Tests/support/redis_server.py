"""The Redis of a test run, and the switch that stops it."""

import os
import subprocess


def address(number: int = 0) -> str:
    """The address that `scripts/with-redis` gives, of one of the installations that share the server."""
    try:
        return f"{os.environ['SWITCHBOARD_TEST_REDIS']}/{number}"
    except KeyError:
        raise RuntimeError("SWITCHBOARD_TEST_REDIS is not set: run the tests through scripts/with-redis") from None


def control(action: str) -> None:
    """Does `stop`, `start` or `restart` to the Redis of this run."""
    program = os.environ.get("SWITCHBOARD_TEST_REDIS_CONTROL")
    if not program:
        raise RuntimeError("SWITCHBOARD_TEST_REDIS_CONTROL is not set: run through scripts/with-redis")
    subprocess.run([program, action], check=True, timeout=60)
