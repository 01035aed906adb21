"""A program of the operator's that translates: a few phrases, as the contract in docs/integration.md asks for."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = "a key of the translator"


class PhraseBook:
    """Knows the phrases that it was given; everything else it says backwards."""

    def __init__(self) -> None:
        self.asked: list[dict] = []
        self.phrases: dict[str, str] = {}
        # What it answers instead: a status and a body, one for each request.
        self.mishaps: list[tuple[int, bytes]] = []
        book = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                book.asked.append({**question, "key": self.headers["Authorization"]})
                words = book.phrases.get(question["text"], question["text"][::-1])
                answer = {"text": words, "from": question.get("from", "zh-CN")}
                status, body = book.mishaps.pop(0) if book.mishaps else (200, json.dumps(answer).encode())
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """It says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.settings = {
            "translation.url": f"http://127.0.0.1:{self.server.server_port}/translate", "translation.key": KEY,
        }  # fmt: skip

    @property
    def texts(self) -> list[str]:
        return [each["text"] for each in self.asked]


@contextmanager
def translating() -> Iterator[PhraseBook]:
    book = PhraseBook()
    thread = threading.Thread(target=book.server.serve_forever)
    thread.start()
    try:
        yield book
    finally:
        book.server.shutdown()
        thread.join()
        book.server.server_close()
