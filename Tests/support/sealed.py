"""What is sealed in the database, opened by an independent library with the key alone: docs/encryption.md says how."""

import base64
import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import postgres
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server import Server

# Sealed columns: whose they are, and what tells the row from others of the same owner.
_ENTRY = ("conversation_id", "seq", None)
_COLUMNS = {
    "message.sealed_body": _ENTRY, "message.sealed_parts": _ENTRY,
    "note.sealed_body": _ENTRY, "note.sealed_parts": _ENTRY,
    "conversation.sealed_subject": ("id", None, None), "conversation.sealed_preview": ("id", None, None),
    "conversation.sealed_rating_comment": ("id", None, None), "customer.sealed_contact": ("id", None, None),
    "draft.sealed_body": ("conversation_id", "agent_id", "kind"), "attachment.sealed_name": ("id", None, None),
    "assistant_memory.sealed_memory": ("conversation_id", None, None),
    # Of whoever said it, or of the installation.
    "phishing_sighting.sealed_comment": ("customer_id", "id", None), "article_feedback.sealed_comment": ("NULL", "id", None),
}  # fmt: skip


def rows(server: Server, query: str) -> list[list]:
    """What a statement answers; bytes come as bytes."""
    if server.database:
        text = postgres.query(server.database, f"SELECT json_agg(t) FROM ({query}) t")
        return [[_plain(value) for value in row.values()] for row in json.loads(text.strip() or "[]")]
    with closing(sqlite3.connect(server.folder / "data" / "switchboard.sqlite", timeout=10)) as database:
        return [list(row) for row in database.execute(query)]


def opened(sealed: bytes, key: bytes, context: bytes) -> bytes:
    """A version, the nonce, the secret, the tag."""
    assert sealed[0] == 1
    return AESGCM(key).decrypt(sealed[1:13], sealed[13:], bytes([1]) + context)


def key_id(key: bytes) -> str:
    return hashlib.sha256(key).hexdigest()[:16]


def data_keys(server: Server, outer: bytes) -> dict[bytes, bytes]:
    """The key of each owner."""
    context = b"data key\0" + key_id(outer).encode() + b"\0"
    found = rows(server, "SELECT owner_id, wrapped FROM data_key")
    return {owner: opened(wrapped, outer, context + owner) for owner, wrapped in found}


def texts(server: Server, outer: bytes | None = None) -> Iterator[str]:
    """Everything that people wrote, and who they are, as whoever has the key reads it."""
    outer = outer or base64.b64decode(str(server.settings["encryption.key"]))
    keys = data_keys(server, outer)
    for name, (owner, number, kind) in _COLUMNS.items():
        table, column = name.split(".")
        wanted = ", ".join([owner, column, f"{number or 0} AS number", f"{kind or 0} AS kind"])
        for whose, sealed, row, word in rows(server, f"SELECT {wanted} FROM {table} WHERE {column} IS NOT NULL"):
            row = row if isinstance(row, bytes) else str(row).encode()
            place = b"" if number is None else row if kind is None else row + word.encode()
            yield opened(sealed, keys[whose or b"installation"], name.encode() + b"\0" + place).decode()


def _plain(value: object) -> object:
    return bytes.fromhex(value[2:]) if isinstance(value, str) and value.startswith("\\x") else value
