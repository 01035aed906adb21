"""Webhooks: what the operator's program hears, how it checks it, and what happens while it is away."""

import hashlib
import hmac
import json
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from client import Agent, Customer
from server import Server

SECRET = "a secret of the webhooks, 32 bytes and more"
EVENT = "conversation.customer_missed_reply"
# The reply is due after ten seconds, and every node looks each five; the rest is for a busy machine.
PATIENCE = 90


class Listener:
    """The operator's program: it refuses what it is told to refuse and keeps the rest."""

    def __init__(self) -> None:
        self.heard: queue.Queue[tuple[dict[str, str], bytes]] = queue.Queue()
        self.refusals = 0
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                refuses = listener.refusals > 0
                listener.refusals -= refuses
                listener.heard.put((dict(self.headers), body))
                self.send_response(503 if refuses else 204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """It says nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"

    def hear(self) -> tuple[dict[str, str], dict]:
        """The next call, its signature checked."""
        headers, body = self.heard.get(timeout=PATIENCE)
        parts = dict(part.split("=", 1) for part in headers["Switchboard-Signature"].split(","))
        signed = parts["t"].encode() + b"." + body
        assert hmac.compare_digest(parts["v1"], hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest())
        assert abs(time.time() - int(parts["t"])) < 300
        return headers, json.loads(body)


@contextmanager
def listening() -> Iterator[Listener]:
    listener = Listener()
    thread = threading.Thread(target=listener.server.serve_forever)
    thread.start()
    try:
        yield listener
    finally:
        listener.server.shutdown()
        thread.join()
        listener.server.server_close()


def test_a_missed_reply_is_told_signed_and_again_after_a_refusal(tmp_path: Path) -> None:
    with listening() as listener:
        settings = {"webhooks.url": listener.url, "webhooks.secret": SECRET, "webhooks.missed.reply.seconds": 10}
        server = Server(tmp_path, settings=settings)
        server.start()
        try:
            listener.refusals = 1
            reader, away = Customer.guest(server), Customer.guest(server)
            agent = Agent.made(server)
            read, missed = (each.open_waiting_chat("hello") for each in (reader, away))
            for chat in (read, missed):
                answer = agent.write(chat, "Which network did you use? My password is hunter2")
            with reader.connect() as connection:
                connection.subscribe(read)
                connection.say("read", conversation=read, seq=reader.get(f"/conversations/{read}")["last_seq"])
                first, second = listener.hear(), listener.hear()
            assert first[1] == second[1], "a repeat says the same"
            headers, said = second
            assert (headers["Switchboard-Event"], said["type"]) == (EVENT, EVENT)
            assert headers["Switchboard-Delivery"] == said["id"]
            data = said["data"]
            assert data["conversation"]["id"] == missed
            assert data["conversation"]["path"] == f"/conversations/{missed}"
            assert data["customer"]["verified"] is False
            assert data["reply"]["seq"] == answer["seq"]
            assert data["reply"]["excerpt"].startswith("Which network did you use?")
            assert data["reply"]["author"]["name"] == "Ada Park"
            assert data["unread"] >= 1
        finally:
            server.end()


def test_it_carries_what_the_customer_knows_us_by_and_nobody_else_reads_it(tmp_path: Path) -> None:
    """The code stands in what leaves the product: for a verified customer, in the language that they are written to in."""
    code = "蓝色 heron 1807"
    with listening() as listener:
        settings = {
            "webhooks.url": listener.url, "webhooks.secret": SECRET, "webhooks.missed.reply.seconds": 10, "log.level": "trace",
        }  # fmt: skip
        with Server(tmp_path, settings=settings) as server:
            agent = Agent.made(server)
            chosen = Customer.verified(server, "20260001", name="刘伟", locale="zh-CN")
            chosen.put("/anti-phishing-code", {"code": code})
            people = [chosen, Customer.verified(server, "20260002"), Customer.guest(server)]
            chats = [each.open_waiting_chat("hello") for each in people]
            for chat in chats:
                agent.write(chat, "Which network did you use?")
            data = [listener.hear()[1]["data"] for _ in chats]
            heard = {each["conversation"]["id"]: each["customer"].get("anti_phishing") for each in data}
            assert heard == {
                chats[0]: {"code": code, "line": f"您的防钓鱼码：{code}。以我们的名义却没有它的消息，都不是我们发的。"}, chats[1]: None, chats[2]: None,
            }  # fmt: skip
            seen = agent.http.get(f"/agent/conversations/{chats[0]}").text + agent.http.get(f"/agent/conversations/{chats[0]}/messages").text
            assert code not in seen
            found = [name for name, kept in server.kept().items() if code.encode() in kept or b"heron 1807" in kept]
            assert found == [], "neither the log nor the job that sends it holds it"


def test_a_webhook_that_anybody_could_read_or_forge_is_a_mistake(tmp_path: Path) -> None:
    for settings in (
        {"webhooks.url": "http://hooks.example/", "webhooks.secret": SECRET},
        {"webhooks.url": "https://hooks.example/"},
        {"webhooks.url": "https://hooks.example/", "webhooks.secret": "short"},
    ):
        server = Server(tmp_path, settings=settings)
        done = server.run("serve", "--port", "0", within=30)
        assert done.returncode == 2
        assert "webhooks." in done.stdout + done.stderr
        assert "short" not in (done.stdout + done.stderr).replace("shorter", "")
