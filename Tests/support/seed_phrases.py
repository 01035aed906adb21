"""Seed phrases (BIP-39) of nobody: made anew for each test, so that what is found on a disk was put there by it."""

import hashlib
import re
import secrets
from pathlib import Path

_LISTS = Path(__file__).parents[2] / "Sources/Safeguard/Secrets/bip39"


def words(language: str = "english") -> list[str]:
    """The list that is embedded in the program."""
    found = (_LISTS / f"{language}.txt").read_text().split()
    assert len(found) == 2048
    return found


def phrase(count: int = 12, language: str = "english") -> str:
    """A new phrase of 12, 15, 18, 21 or 24 words with a valid checksum, no word twice in a row."""
    listed = words(language)
    while True:
        entropy = secrets.token_bytes(count * 4 // 3)
        checksum = hashlib.sha256(entropy).digest()[0] >> (8 - count // 3)
        number = int.from_bytes(entropy, "big") << (count // 3) | checksum
        chosen = [listed[number >> 11 * place & 2047] for place in reversed(range(count))]
        if all(first != second for first, second in zip(chosen, chosen[1:])):
            return " ".join(chosen)


def traces(text: str) -> re.Pattern[bytes]:
    """What matches three words of a phrase in their order, whatever stands between them: blanks, numbers, escapes.

    Words that are one letter each, as in Chinese, must stand side by side: far apart they are in any text.
    """
    chosen = text.split()
    between = rb"(?:%20|\\n|\\t|[^A-Za-z]){1,12}" if text.isascii() else rb"(?: |%20)?"
    threes = [
        between.join(re.escape(word.encode()) for word in chosen[start : start + 3]) for start in range(len(chosen) - 2)
    ]
    return re.compile(b"|".join(threes), re.IGNORECASE)
