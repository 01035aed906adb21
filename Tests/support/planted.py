"""What people typed and no disk may hold: heard in their browsers, planted besides, and looked for in all that was kept.

Secrets (passwords, codes, phrases, keys, cards) may stand nowhere, not even in what is sealed; what people wrote to each other
stands sealed, and nowhere else. Each is looked for in every spelling in which a careless program would leave it behind.
"""

import base64
import functools
import hashlib
import json
import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit

import anybody
import sealed
from playwright.sync_api import BrowserContext, Page, Request, WebSocket

from client import Customer, new_client_id
from seed_phrases import phrase
from server import Server

_ROOT = Path(__file__).resolve().parents[2]
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_SECRET_MEMBERS = {"password", "new_password", "code"}
_WORDS_MEMBERS = {"body", "subject", "comment", "note"}
# What is written to each other; macros, templates and what is told of fakes are no letters (docs/encryption.md).
_LETTERS = re.compile(r"^/api/v1/(agent/)?conversations(/(?!.*/report$)|$)")
# Shorter ones stand in any file by chance.
_SHORTEST = 8


@dataclass
class Typed:
    """What was typed at one server."""

    secrets: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)

    def note(self, path: str, body: Any) -> None:
        """Takes in a body as a page sent it."""
        if isinstance(body, list):
            for each in body:
                self.note(path, each)
        if not isinstance(body, dict):
            return
        for name, value in body.items():
            if not isinstance(value, str):
                self.note(path, value)
            elif name in _SECRET_MEMBERS:
                self.secrets.add(value)
            elif name in _WORDS_MEMBERS and _LETTERS.match(path):
                self.words.add(value)


_TYPED: dict[str, Typed] = {}


def typed_at(address: str) -> Typed:
    return _TYPED.setdefault(address, Typed())


def listen(context: BrowserContext, address: str) -> None:
    """Hears what the pages of a browser send to a server, by requests and by sockets."""
    typed = typed_at(address)

    def request(asked: Request) -> None:
        if asked.method != "GET" and asked.url.startswith(address) and "json" in asked.headers.get("content-type", ""):
            typed.note(urlsplit(asked.url).path, _read(asked.post_data_buffer))

    def socket(wire: WebSocket) -> None:
        if urlsplit(wire.url).netloc == urlsplit(address).netloc:
            wire.on("framesent", lambda frame: typed.note("/api/v1/conversations/", _read(frame)))

    def page(opened: Page) -> None:
        opened.on("websocket", socket)

    context.on("request", request)
    context.on("page", page)


def _read(content: bytes | str | None) -> Any:
    try:
        return json.loads(content or "null")
    except ValueError:
        return None


# What is planted


def plant(server: Server) -> None:
    """A guest types a secret of each kind wherever a guest can type, and a letter that is none."""
    typed = typed_at(server.url)
    words, wif, number = phrase(), _key(), _card()
    password, pin = f"Kx7!{_letters(8)}", f"{_CHANCE.randrange(100_000, 1_000_000)}"
    letter = f"Quokka {_letters(10)} waits for an answer"
    typed.words.add(letter)
    typed.secrets |= {wif, number, number.replace(" ", ""), password, pin, *_threes(words)}
    lines = [words, f"my key {wif}", f"card {number}", f"my password is {password}", f"the verification code is {pin}"]
    guest = Customer.guest(server)
    chat = guest.open_chat(letter)
    for line in lines:
        guest.write(chat, line)
    with guest.connect() as wire:
        wire.subscribe(chat)
        for line in lines:
            wire.send(chat, line)
    guest.http.post(f"/conversations/{chat}/messages", json={"client_id": new_client_id(), "body": words, "action": words})
    guest.http.get("/help/search", params={"q": words})
    guest.http.post("/attachments", params={"name": "wallet.txt"}, content=f"my wallet\n{words}\n{wif}\n".encode())
    guest.post(f"/conversations/{chat}/resolve")
    guest.http.post(f"/conversations/{chat}/rating", json={"score": 5, "comment": f"{letter}: {words}"})
    sign_in = {"email": "nobody@desk.example", "password": password, "code": pin}
    broken = json.dumps(sign_in)[:-1]
    anybody.post(f"{server.url}/api/v1/agent/session", json=sign_in)
    anybody.post(f"{server.url}/api/v1/agent/session", content=broken, headers={"Content-Type": "application/json"})
    anybody.post(f"{server.url}/api/v1/session", json={"identity_token": wif, "locale": words})
    anybody.get(f"{server.url}/help/search", params={"q": wif}, headers={"User-Agent": password})


_CHANCE = random.SystemRandom()


def _letters(count: int) -> str:
    return "".join(_CHANCE.choices("bcdfghjkmnpqrstvwxz", k=count))


def _threes(words: str) -> set[str]:
    listed = words.split()
    return {" ".join(listed[start : start + 3]) for start in range(len(listed) - 2)}


def _key() -> str:
    """A private key in wallet import format, of nobody."""
    payload = b"\x80" + os.urandom(32) + b"\x01"
    payload += hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    value, text = int.from_bytes(payload, "big"), ""
    while value:
        value, digit = divmod(value, 58)
        text = _ALPHABET[digit] + text
    return text


def _card() -> str:
    """The number of a card of nobody, in fours."""
    digits = [4, *(_CHANCE.randrange(10) for _ in range(14))]
    doubled = [digit * 2 - 9 * (digit > 4) if place % 2 == 0 else digit for place, digit in enumerate(digits)]
    digits.append(-sum(doubled) % 10)
    text = "".join(map(str, digits))
    return " ".join(text[start : start + 4] for start in range(0, 16, 4))


# Where it is looked for


def found(server: Server) -> list[str]:
    """What was kept of it, and where: nothing, if all is well."""
    typed = typed_at(server.url)
    secrets = {each for each in typed.secrets if len(each) >= _SHORTEST or re.fullmatch(r"\d{6,}", each)}
    letters = {each for each in typed.words if len(each.encode()) >= 1.5 * _SHORTEST and each not in _public()}
    wanted = [(each, form) for each in secrets | letters for form in spellings(each)]
    places = server.kept()
    holding = [f"{each!r} in {name}" for name, content in places.items() for each, form in wanted if holds(content, form)]
    # Nodes tell each other the words of letters as well, but no secrets.
    told = server.passed_on()
    holding += [f"{each!r} {name}" for name, content in told.items() for each in secrets for form in spellings(each) if holds(content, form)]
    opened = "\n".join(sealed.texts(server)).encode()
    return holding + [f"{each!r} is sealed" for each in secrets if holds(opened, each.encode())]


def controls(server: Server) -> bool:
    """Whether what is looked for would be seen: the letters are there once they are opened, and the log and files are."""
    typed, opened = typed_at(server.url), "\n".join(sealed.texts(server))
    names = {path.name for path in server.folder.rglob("*")}
    files = {"server.log"} if server.database else {"server.log", "switchboard.sqlite"}
    return any(each in opened for each in typed.words) and files <= names


def spellings(text: str) -> list[bytes]:
    """A text as programs write it: plain, in UTF-16, in hexadecimal and base 64, in JSON and in an address."""
    plain = text.encode()
    forms = {plain, text.encode("utf-16-le"), text.encode("utf-16-be"), plain.hex().encode(), plain.hex().upper().encode()}
    forms |= {json.dumps(text)[1:-1].encode(), json.dumps(text, ensure_ascii=False)[1:-1].encode()}
    forms |= {quote(text).encode(), quote_plus(text).encode()}
    for before in range(3):
        # In base 64 it looks otherwise behind one byte and behind two; what its neighbours have a part in is left off.
        whole = base64.b64encode(bytes(before) + plain).rstrip(b"=")
        ends = len(whole) - (1 if (before + len(plain)) % 3 else 0)
        part = whole[(before * 8 + 5) // 6 : ends]
        forms |= {part, part.replace(b"+", b"-").replace(b"/", b"_")}
    return [form for form in forms if form]


def holds(content: bytes, form: bytes) -> bool:
    """Whether a file's content has a spelling in it."""
    if form not in content:
        return False
    # Digits stand within longer numbers by chance.
    return not form.isdigit() or re.search(rb"(?<!\d)" + form + rb"(?!\d)", content) is not None


@functools.cache
def _public() -> str:
    """What stands in the help centre and in the pages anyway."""
    files: Iterator[Path] = (_ROOT / "Content").rglob("*.md")
    texts = [path.read_text() for path in files]
    for path in (_ROOT / "Sources").rglob("Strings/*.json"):
        texts += [each for each in json.loads(path.read_text()).values() if isinstance(each, str)]
    return "\n".join(texts)
