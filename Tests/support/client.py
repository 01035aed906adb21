"""People of a test: customers and agents with their sessions, and their realtime connections."""

import json
import time
import uuid
from collections.abc import Callable, Iterable
from typing import Any

import httpx
import jwt
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from proof import asked, proof
from server import AGENT_PASSWORD, IDENTITY_SECRET, Server

SUBPROTOCOL = "switchboard.v1"
Frame = dict[str, Any]
_PATIENCE = 30.0


def new_client_id() -> str:
    return str(uuid.uuid4())


def identity_token(subject: str, *, secret: str = IDENTITY_SECRET, **claims: object) -> str:
    """What an exchange signs for its user; a claim that is None is left out."""
    standard = {"sub": subject, "aud": "switchboard", "exp": int(time.time()) + 300, "jti": new_client_id()}
    given = {name: value for name, value in {**standard, **claims}.items() if value is not None}
    return jwt.encode(given, secret, algorithm="HS256")


class Person:
    """Somebody with a session: `http` sends their requests, `connect()` opens their realtime connection."""

    def __init__(self, server: Server, token: str, about: Frame):
        self.server = server
        self.token = token
        self.about = about
        # Without certificates to read, which takes longer than most answers: servers of tests speak HTTP.
        self.http = httpx.Client(
            base_url=f"{server.url}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=_PATIENCE, verify=False
        )

    @property
    def id(self) -> str:
        return self.about["id"]

    def get(self, path: str, **options: Any) -> Frame:
        return _answer(self.http.get(path, **options))

    def post(self, path: str, body: object = None, **options: Any) -> Frame:
        return _answer(self.http.post(path, json={} if body is None else body, **options))

    def put(self, path: str, body: object) -> Frame:
        return _answer(self.http.put(path, json=body))

    def connect(self, **options: Any) -> "Realtime":
        """A realtime connection; `options` go to `websockets.sync.client.connect`."""
        return Realtime(self.server, token=self.token, **options)


class Customer(Person):
    @classmethod
    def guest(cls, server: Server, locale: str = "en") -> "Customer":
        return cls._start(server, {"locale": locale})

    @classmethod
    def verified(cls, server: Server, subject: str, **claims: object) -> "Customer":
        return cls._start(server, {"identity_token": identity_token(subject, **claims)})

    @classmethod
    def _start(cls, server: Server, body: Frame) -> "Customer":
        sent = httpx.post(f"{server.url}/api/v1/session", json=body, timeout=_PATIENCE, verify=False)
        if challenge := asked(sent):
            body = {**body, "proof": proof(challenge)}
            sent = httpx.post(f"{server.url}/api/v1/session", json=body, timeout=_PATIENCE, verify=False)
        answer = _answer(sent)
        return cls(server, answer["token"], answer["customer"])

    def open_chat(self, body: str | None = None, topic: str = "other") -> str:
        """Opens a chat, with the assistant; returns its id."""
        return self.post("/conversations", {"kind": "chat", "topic": topic, "body": body})["id"]

    def open_waiting_chat(self, body: str | None = None, topic: str = "other") -> str:
        """Opens a chat, asks for a person and only then writes, so that the assistant says nothing but its greeting.

        Returns its id. It has three entries, and the message as the fourth.
        """
        conversation = self.open_chat(topic=topic)
        self.post(f"/conversations/{conversation}/handover")
        if body is not None:
            self.write(conversation, body)
        return conversation

    def write(self, conversation: str, body: str, client_id: str | None = None) -> Frame:
        message = {"client_id": client_id or new_client_id(), "body": body}
        return self.post(f"/conversations/{conversation}/messages", message)

    def messages(self, conversation: str) -> list[Frame]:
        """The whole timeline, page by page."""
        found: list[Frame] = []
        while True:
            after = found[-1]["seq"] if found else 0
            page = self.get(f"/conversations/{conversation}/messages", params={"after_seq": after})
            found += page["data"]
            if page["next_cursor"] is None:
                return found


class Agent(Person):
    @classmethod
    def made(cls, server: Server, name: str = "Ada Park", role: str = "agent") -> "Agent":
        """A new agent, signed in."""
        email = f"{new_client_id()}@desk.example"
        server.make_agent(email, name=name, role=role)
        return cls.signed_in(server, email)

    @classmethod
    def signed_in(cls, server: Server, email: str) -> "Agent":
        body = {"email": email, "password": AGENT_PASSWORD}
        answer = _answer(httpx.post(f"{server.url}/api/v1/agent/session", json=body, timeout=_PATIENCE, verify=False))
        return cls(server, answer["token"], answer["agent"])

    def go(self, state: str) -> None:
        self.put("/agent/presence", {"state": state})

    def assign(self, conversation: str, agent: str | None = "me") -> Frame:
        """Takes or gives a conversation, whoever has it."""
        holder = self.get(f"/agent/conversations/{conversation}")["conversation"].get("assignee")
        body = {"agent": agent, "expected": holder["id"] if holder else None}
        return self.post(f"/agent/conversations/{conversation}/assign", body)

    def write(self, conversation: str, body: str, kind: str = "text", client_id: str | None = None) -> Frame:
        message = {"client_id": client_id or new_client_id(), "body": body, "kind": kind}
        return self.post(f"/agent/conversations/{conversation}/messages", message)

    def sign_out(self) -> None:
        self.http.delete("/agent/session").raise_for_status()


class Realtime:
    """One WebSocket connection. What was passed over while waiting for something else stays in `heard`."""

    def __init__(self, server: Server, *, token: str | None = None, url: str | None = None, **options: Any):
        headers = dict(options.pop("additional_headers", {}))
        if token:
            headers["Authorization"] = f"Bearer {token}"
        standard = {"subprotocols": [SUBPROTOCOL], "open_timeout": _PATIENCE, "close_timeout": 5, "max_size": None}
        self.socket: ClientConnection = connect(
            url or server.realtime_url, additional_headers=headers, proxy=None, legacy=True, **{**standard, **options}
        )
        self.heard: list[Frame] = []

    def __enter__(self) -> "Realtime":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def say(self, op: str, **members: object) -> None:
        self.socket.send(json.dumps({"op": op, **members}, ensure_ascii=False))

    def say_raw(self, data: str | bytes) -> None:
        self.socket.send(data)

    def hear(self, within: float = _PATIENCE) -> Frame:
        """The next frame."""
        frame = json.loads(self.socket.recv(timeout=within))
        self.heard.append(frame)
        return frame

    def hear_until(self, wanted: str | Callable[[Frame], bool], within: float = _PATIENCE) -> Frame:
        """Hears on until a frame has the `op`, or meets the condition, that is wanted."""
        deadline = time.monotonic() + within
        while True:
            frame = self.hear(within=max(0.0, deadline - time.monotonic()))
            if _is(frame, wanted):
                return frame

    def find(self, wanted: str | Callable[[Frame], bool], within: float = _PATIENCE) -> Frame:
        """The first such frame of the connection, whether it was heard already or comes yet."""
        return next((frame for frame in self.heard if _is(frame, wanted)), None) or self.hear_until(wanted, within)

    def hear_all(self) -> list[Frame]:
        """Everything that the server had to say until now: what it says before it answers a ping."""
        begin = len(self.heard)
        self.say("ping")
        self.hear_until("pong")
        return self.heard[begin:-1]

    def subscribe(self, conversation: str, after_seq: int = 0, **members: object) -> list[Frame]:
        """Subscribes; returns what the server told, up to and with the first `head` (or the `error`)."""
        begin = len(self.heard)
        self.say("subscribe", conversation=conversation, after_seq=after_seq, **members)
        self.hear_until(lambda frame: frame["op"] in ("head", "error") and frame.get("conversation") == conversation)
        return self.heard[begin:]

    def send(self, conversation: str, body: str, *, client_id: str | None = None, **members: object) -> Frame:
        """Sends a message; returns its `ack` or `error`."""
        client_id = client_id or new_client_id()
        self.say("send", conversation=conversation, client_id=client_id, body=body, **members)
        return self.hear_until(
            lambda frame: frame["op"] in ("ack", "error") and frame.get("client_id") in (client_id, None)
        )

    def closing_code(self, within: float = _PATIENCE) -> int:
        """Hears until the server closes; returns its closing code (1006: it just went away)."""
        deadline = time.monotonic() + within
        try:
            while True:
                self.hear(within=max(0.0, deadline - time.monotonic()))
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006


def messages(frames: Iterable[Frame]) -> list[Frame]:
    """The messages among frames."""
    return [frame for frame in frames if frame["op"] == "message"]


def numbers(frames: Iterable[Frame]) -> list[int]:
    """The `seq` of the messages among frames, or of messages as the API lists them."""
    return [frame["seq"] for frame in frames if frame.get("op", "message") == "message"]


def _is(frame: Frame, wanted: str | Callable[[Frame], bool]) -> bool:
    return frame["op"] == wanted if isinstance(wanted, str) else wanted(frame)


def _answer(response: httpx.Response) -> Frame:
    if response.is_error:
        raise RuntimeError(f"{response.request.method} {response.request.url}: {response.status_code} {response.text}")
    return response.json() if response.content else {}
