"""An exchange of a test, on loopback: its side of the account gateway, written from docs/integration.md alone."""

import base64
import contextlib
import hashlib
import hmac
import json
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = "a secret of the account gateway, 32 bytes"
TOTP_KEY = base64.b32decode("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
WINDOW = 300


def totp(at: float | None = None, key: bytes = TOTP_KEY) -> str:
    """RFC 6238: what the account's authenticator app shows."""
    digest = hmac.new(key, struct.pack(">Q", int(time.time() if at is None else at) // 30), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


class Exchange:
    """Knows one account, `owner`, and its `transactions`, by their ids.

    `trouble` is answered instead: a status, "slow", "held" (nothing until `release` is set), "dribble" (a byte now and
    then), "huge", "redirect" or "nonsense". `seen` is all that came, as it came.
    """

    def __init__(self, secret: str = SECRET, path: str = "/accounts/v1") -> None:
        self.secret = secret
        self.owner = "20260001"
        self.level = "L2"
        self.email: str | None = "liu.wei@customer.example"
        self.trouble: int | str | None = None
        self.texts: list[str] = []
        self.asked: list[tuple[str, dict]] = []
        self.refused: list[str] = []
        self.transactions: set[str] = set()
        self.seen: list[bytes] = []
        self.release = threading.Event()
        self._nonces: set[str] = set()
        exchange = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:  # noqa: N802 (the library's name)
                body = self.rfile.read(int(self.headers["Content-Length"]))
                exchange.seen.append(f"{self.requestline}\n{self.headers}".encode() + body)
                complaint = exchange.complaint("POST", self.path, dict(self.headers), body)
                if complaint:
                    exchange.refused.append(complaint)
                    return self.say(401, {"code": "not_signed"})
                return exchange.answer(self, self.path.rsplit("/", 1)[1], json.loads(body))

            def say(self, status: int, body: object, **headers: str) -> None:
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                """It says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}{path}"

    def settings(self) -> dict[str, object]:
        return {"accounts.url": self.url, "accounts.secret": self.secret}

    def complaint(self, method: str, path: str, headers: dict[str, str], body: bytes) -> str | None:
        """What is wrong with a request; None for one that is signed, fresh and new."""
        timestamp, nonce = headers.get("Switchboard-Timestamp", ""), headers.get("Switchboard-Nonce", "")
        digest = hashlib.sha256(body).hexdigest()
        signed = "\n".join(["v1", method, path, timestamp, nonce, digest]).encode()
        expected = "v1=" + hmac.new(self.secret.encode(), signed, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, headers.get("Switchboard-Signature", "")):
            return "the signature is wrong"
        if abs(time.time() - int(timestamp)) > WINDOW:
            return "it is too old"
        if len(nonce) < 32 or nonce in self._nonces:
            return "it was seen before"
        self._nonces.add(nonce)
        return None

    def answer(self, handler, question: str, body: dict) -> None:
        self.asked.append((question, body))
        if self.trouble == "slow":
            time.sleep(12)
        if self.trouble == "held":
            self.release.wait(60)
        if self.trouble == "dribble":
            return self.dribble(handler)
        if self.trouble == "huge":
            return handler.say(200, b'{"valid": true, "padding": "' + b"x" * 40_000 + b'"}')
        if self.trouble == "redirect":
            return handler.say(307, {}, Location=self.url + "/" + question)
        if self.trouble == "nonsense":
            return handler.say(200, b"<html>maintenance</html>")
        if isinstance(self.trouble, int):
            return handler.say(self.trouble, {"code": "not_set_up"})
        if body["account"] != self.owner:
            return handler.say(404, {"code": "account_unknown"})
        match question:
            case "totp":
                return handler.say(200, {"valid": body["code"] in (totp(), totp(time.time() - 30))})
            case "identity":
                return handler.say(200, {"satisfied": self.level >= body["level"], "level": self.level})
            case "sms":
                self.texts.append(body["text"])
                return handler.say(200, {"sent_to": "+86 ••• 4471"})
            case "contact":
                return handler.say(200, {"email": self.email})
            case "transactions":
                known = {hashlib.sha256(bytes.fromhex(each)).hexdigest() for each in self.transactions}
                return handler.say(200, {"known": [each for each in body["digests"] if each in known]})
        return handler.say(404, {"code": "not_found"})

    def dribble(self, handler) -> None:
        """The head at once, and then an answer that never ends."""
        handler.send_response(200)
        handler.send_header("Content-Length", "10000")
        handler.end_headers()
        with contextlib.suppress(OSError):
            while not self.release.wait(0.2):
                handler.wfile.write(b" ")
                handler.wfile.flush()
        handler.close_connection = True


@contextmanager
def exchange(secret: str = SECRET, path: str = "/accounts/v1") -> Iterator[Exchange]:
    running = Exchange(secret, path)
    thread = threading.Thread(target=running.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        running.release.set()
        running.server.shutdown()
        running.server.server_close()
