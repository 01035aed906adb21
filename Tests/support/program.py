"""Somebody's program that is told of announcements, checked by the library of Standard Webhooks."""

import contextlib
import queue
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks import Webhook

from client import Agent


class Program:
    """Keeps what it is told; `answers` are said instead of 200 to the next requests, once it `may_answer`."""

    def __init__(self, words: int = 0) -> None:
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.told: queue.Queue[tuple[dict[str, str], bytes]] = queue.Queue()
        self.answers: list[int] = []
        program = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # noqa: N802 (http.server's name)
                body = self.rfile.read(int(self.headers["Content-Length"]))
                program.told.put((dict(self.headers.items()), body))
                program.may_answer.wait(timeout=60)
                self.send_response(program.answers.pop(0) if program.answers else 200)
                self.send_header("Location", "http://127.0.0.1:9/")
                self.send_header("Content-Length", str(words))
                # Whoever knows the status may go.
                with contextlib.suppress(OSError):
                    self.end_headers()
                    self.wfile.write(b"x" * words)

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/announcements?from=switchboard"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@contextlib.contextmanager
def running() -> Iterator[Program]:
    program = Program()
    try:
        yield program
    finally:
        program.server.shutdown()


def publish(admin: Agent, kind: str, title: str, products: list[str]) -> dict:
    """An announcement in two languages, of some products."""
    texts = [{"locale": "en", "title": title, "body": "x"}, {"locale": "zh-CN", "title": f"{title} 中文", "body": "x"}]
    made = admin.post("/agent/announcements", {"kind": kind, "texts": texts, "scope": {"products": products}})
    return admin.post(f"/agent/announcements/{made['id']}/publish", {"revision": made["revision"]})


def heard(program: Program, secret: str) -> tuple[dict[str, str], dict]:
    """The next thing that it was told, of which the signature is right."""
    headers, body = program.told.get(timeout=60)
    return headers, Webhook(secret).verify(body, headers)
