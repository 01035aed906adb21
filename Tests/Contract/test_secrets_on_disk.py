"""A seed phrase that comes in by any door is on no disk afterwards: not in the database, its WAL, the files, the log."""

import re
import subprocess

import httpx
import pytest

import postgres
import sealed
from client import Agent, Customer, identity_token, new_client_id
from files import bare, pdf
from problems import problem
from seed_phrases import phrase, traces, words
from server import Server


class Doors:
    """Every way by which a customer's words come in; each takes a text and sends it."""

    def __init__(self, server: Server):
        self.server = server
        self.customer = Customer.guest(server)
        self.chat = self.customer.open_waiting_chat()
        self.agent = Agent.made(server)

    def message(self, text):
        self.customer.write(self.chat, text)

    def message_to_the_assistant(self, text):
        self.customer.write(self.customer.open_chat(), text)

    def message_in_pieces(self, text):
        chat = self.customer.open_waiting_chat()
        words = text.split()
        for start in range(0, len(words), 2):
            self.customer.write(chat, " ".join(words[start : start + 2]))

    def websocket_in_pieces(self, text):
        """Each word over a connection of its own, as a phone that loses its network does."""
        chat = self.customer.open_waiting_chat()
        for number, word in enumerate(text.split(), 1):
            with self.customer.connect() as connection:
                connection.subscribe(chat)
                assert connection.send(chat, f"word {number}: {word}")["op"] == "ack"

    def action_of_a_message(self, text):
        body = {"client_id": new_client_id(), "body": "an action", "action": text}
        for chat in [self.chat, self.customer.open_chat()]:
            self.customer.http.post(f"/conversations/{chat}/messages", json=body)

    def websocket(self, text):
        with self.customer.connect() as connection:
            connection.subscribe(self.chat)
            assert connection.send(self.chat, text)["op"] == "ack"

    def websocket_typing(self, text):
        with self.customer.connect() as connection:
            connection.say("typing", conversation=self.chat, body=text, text=text)
            connection.say_raw(f"this is no JSON {text}")
            connection.hear_until("error")

    def first_words_of_a_chat(self, text):
        self.customer.open_chat(text)

    def ticket_subject(self, text):
        self.customer.post("/conversations", {"kind": "ticket", "topic": "other", "subject": text, "body": "see above"})

    def ticket_body(self, text):
        self.customer.post("/conversations", {"kind": "ticket", "topic": "other", "subject": "see below", "body": text})

    def unknown_members(self, text):
        self.customer.post("/conversations", {"kind": "chat", "topic": "other", "fields": {text: text}, text: text})

    def search(self, text):
        self.customer.get("/help/search", params={"q": text})
        httpx.get(f"{self.server.url}/help/search", params={"q": text}, headers={"Accept": "text/html"})

    def suggest(self, text):
        self.customer.get("/help/suggest", params={"q": text})

    def article_feedback(self, text):
        shelves = self.customer.get("/help/categories")["data"]
        slug = next(shelf["articles"][0]["slug"] for shelf in shelves if shelf["articles"])
        self.customer.post(f"/help/articles/{slug}/feedback", {"helpful": False, "comment": text})

    def rating_comment(self, text):
        chat = self.customer.open_waiting_chat()
        self.customer.post(f"/conversations/{chat}/resolve")
        self.customer.post(f"/conversations/{chat}/rating", {"score": 1, "comment": text})

    def attachment_name(self, text):
        self._attach(f"{text}.png", bare("png"))

    def attachment_text(self, text):
        self._refused("wallet.txt", f"my wallet\n{text}\n".encode())

    def attachment_text_of_another_encoding(self, text):
        self._refused("wallet.txt", f"my wallet\n{text}\n".encode("utf-16"))

    def attachment_document(self, text):
        self._refused("wallet.pdf", pdf(text))

    def attachment_form(self, text):
        self.customer.http.post("/attachments", files={"file": (f"{text}.txt", f"in a form: {text}".encode())})

    def _refused(self, name, content):
        answer = self.customer.http.post("/attachments", params={"name": name}, content=content)
        assert problem(answer) == (422, "attachment_holds_secret")
        assert answer.json()["kinds"] == ["seed_phrase"]

    def _attach(self, name, content):
        file = self.customer.http.post("/attachments", params={"name": name}, content=content).json()
        body = {"client_id": new_client_id(), "body": "a file", "attachments": [file["id"]]}
        self.customer.post(f"/conversations/{self.chat}/messages", body)

    def display_name(self, text):
        Customer.verified(self.server, "named", name=text)

    def attributes(self, text):
        Customer.verified(self.server, "attributed", tier=text, email=text, uid=text, attributes={"note": text})

    def identity_token_that_is_none(self, text):
        httpx.post(f"{self.server.url}/api/v1/session", json={"identity_token": text})
        httpx.post(f"{self.server.url}/api/v1/session", json={"identity_token": identity_token(text, exp=1)})

    def agents_sign_in(self, text):
        httpx.post(f"{self.server.url}/api/v1/agent/session", json={"email": text, "password": text})

    def agents_message(self, text):
        self.agent.write(self.chat, text)

    def note(self, text):
        self.agent.write(self.chat, text, kind="note")

    def inbox_search(self, text):
        self.agent.get("/agent/conversations", params={"view": "all", "q": text[:100]})

    def address(self, text):
        for path in ["/", "/help/", "/api/v1/conversations/", "/api/v1/help/articles/"]:
            self.customer.http.get(f"{self.server.url}{path}{text.replace(' ', '-')}")

    def headers(self, text):
        names = ["Idempotency-Key", "User-Agent", "Referer", "Accept-Language", "X-Request-Id", "Cookie"]
        self.customer.http.post(f"/conversations/{self.chat}/handover", headers=dict.fromkeys(names, text))

    def malformed_json(self, text):
        headers = {"Content-Type": "application/json"}
        self.customer.http.post(f"/conversations/{self.chat}/messages", content=f'{{"body": "{text}', headers=headers)
        self.customer.http.post("/conversations", json={"kind": text, "topic": text})
        self.customer.http.post("/session", json={"locale": text})


DOORS = sorted(name for name, member in vars(Doors).items() if callable(member) and not name.startswith("_"))


def everything_kept(server: Server) -> dict[str, bytes]:
    """All that the server wrote: each file of its folder with the WAL and the log, and the rows of PostgreSQL."""
    kept = server.kept()
    if server.database:
        program = postgres.psql().replace("psql", "pg_dump")
        dump = subprocess.run([program, "--inserts", server.database], capture_output=True, timeout=60)
        assert dump.returncode == 0, dump.stderr
        kept["pg_dump"] = dump.stdout
    # What is sealed says nothing to who looks for it, and must hold nothing for who has the key.
    kept["opened"] = "\n".join(sealed.texts(server)).encode()
    return kept


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def used(request, tmp_path_factory):
    """A server through each of whose doors a phrase of its own went; the phrases by door, and what is on disk."""
    database = postgres.make_database() if request.param == "postgres" else None
    settings = {"demo": "true", "log.level": "debug", "limits.writes.per.minute": 100_000}
    sent = {door: phrase(24 if door in ("message", "ticket_body") else 12) for door in DOORS}
    with Server(tmp_path_factory.mktemp(request.param), database=database, settings=settings) as server:
        doors = Doors(server)
        for name, text in sent.items():
            getattr(doors, name)(text)
        doors.message("marmalade control sentence")
        doors.message("1. " + "\n2, ".join(phrase().split()))
        running = everything_kept(server)
        timelines = [doors.agent.get(f"/agent/conversations/{doors.chat}/messages")]
        server.stop()
        yield sent, running | {f"after the stop: {name}": kept for name, kept in everything_kept(server).items()}, timelines
    if database:
        postgres.drop_database(database)


@pytest.mark.parametrize("door", DOORS)
def test_no_phrase_is_on_disk(used, door):
    sent, kept, _ = used
    wanted = traces(sent[door])
    found = {name: match[0] for name, content in kept.items() if (match := wanted.search(content))}
    assert found == {}


def test_an_ordinary_sentence_is_on_disk(used):
    """Else nothing would be found because nothing is looked for in the right place."""
    _, kept, _ = used
    held = [name for name, content in kept.items() if traces("marmalade control sentence").search(content)]
    assert held == ["opened", "after the stop: opened"]
    assert any("switchboard.sqlite" in name or name == "pg_dump" for name in kept)
    assert any(name.endswith("server.log") for name in kept)
    assert any("-wal" in name or name == "pg_dump" for name in kept)


def test_readers_see_that_something_was_masked(used):
    _, _, timelines = used
    masked = [message for message in timelines[0]["data"] if message.get("masked")]
    assert len(masked) >= 3
    assert all("seed_phrase" in message["masked"] for message in masked)


def test_words_that_are_no_phrase_stay(server):
    """Twelve words of the list whose checksum is wrong are a customer's words."""
    customer = Customer.guest(server)
    chat = customer.open_waiting_chat()
    text = " ".join(words()[:11] + ["zoo"])
    message = customer.write(chat, text)
    assert message["body"] == text and not message.get("masked")


def test_the_traces_are_found():
    """The needle that the other tests look with finds what a careless program would leave behind."""
    text = phrase()
    listed = text.split()
    for written in [text, "\\n".join(listed), "%20".join(listed), "+".join(listed), ", ".join(listed).upper(),
                    "".join(f"{place}. {word}\n" for place, word in enumerate(listed, 1)), " ".join(listed[:3])]:  # fmt: skip
        assert traces(text).search(written.encode())
    assert not traces(text).search(re.sub(r"\w+", "word", text).encode())
