"""Proof of work as docs/integration.md describes it, worked out by Python's own SHA-256."""

import hashlib
import itertools
from typing import Any


def proof(challenge: dict[str, Any]) -> dict[str, str]:
    """What a server takes for a challenge that it gave."""
    assert challenge["algorithm"] == "sha-256"
    for nonce in itertools.count():
        digest = hashlib.sha256(f"{challenge['text']}:{nonce}".encode()).digest()
        if int.from_bytes(digest) >> (256 - challenge["bits"]) == 0:
            return {"challenge": challenge["text"], "nonce": str(nonce)}
    raise AssertionError("there are numbers without end")


def asked(answer: Any) -> dict[str, Any] | None:
    """The challenge of an answer that wants one solved first; None for any other answer."""
    if answer.status_code != 403 or answer.json().get("code") != "proof_of_work_required":
        return None
    return answer.json()["challenge"]
