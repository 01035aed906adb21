"""People who go from node to node while the cluster is harmed, and note what they were told."""

import random
import threading
import time

import httpx
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

from client import SUBPROTOCOL, Agent, Frame, Person, Realtime, new_client_id
from server import Server
from writers import SocketWriter

# How long an answer may take before somebody tries another node.
_PATIENCE = 4.0
_TROUBLE = (TimeoutError, ConnectionClosed, InvalidHandshake, InvalidMessage, OSError, EOFError, httpx.TransportError)


class RoamingWriter(SocketWriter):
    """A device that goes to another node after each trouble, and now and then without any."""

    def __init__(self, person: Person, conversation: str, name: str, nodes: list[Server]):
        super().__init__(person, conversation, name)
        self._nodes = nodes

    def attempt(self, client_id: str, body: str) -> int | None:
        if self._chance.random() < 0.02:
            self.disconnect()
        time.sleep(0.02)  # a person who types fast, and not the limit of the machine
        try:
            return super().attempt(client_id, body)
        except TimeoutError:
            self.interruptions += 1
            self.disconnect()
            return None

    def _connected(self) -> Realtime:
        if self._connection is None:
            connection = Realtime(
                self._chance.choice(self._nodes),
                token=self.person.token,
                subprotocols=[SUBPROTOCOL],
                open_timeout=_PATIENCE,
                close_timeout=0.2,
            )
            connection.say("subscribe", conversation=self.conversation, after_seq=len(self.heard))
            self._connection = connection
        return self._connection

    def _hear(self, connection: Realtime, within: float = _PATIENCE) -> Frame:
        return super()._hear(connection, within)


class Restless(threading.Thread):
    """Somebody who does one turn after the other until told to end, on whatever node answers."""

    def __init__(self, name: str, nodes: list[Server], seed: int):
        super().__init__(name=name, daemon=True)
        self.nodes = nodes
        self.chance = random.Random(seed)
        self.is_ending = threading.Event()
        self._failure: BaseException | None = None

    def end(self) -> None:
        """Lets the turn at hand end; raises what went wrong in any of them."""
        self.is_ending.set()
        self.join(timeout=60)
        if self._failure:
            raise AssertionError(f"the {self.name} met what nobody should meet") from self._failure

    def run(self) -> None:
        try:
            while not self.is_ending.is_set():
                try:
                    self.turn()
                except _TROUBLE:
                    self.is_ending.wait(0.2)
        except BaseException as failure:  # told by end(): a thread has nobody else to tell
            self._failure = failure

    def turn(self) -> None:
        raise NotImplementedError


class SlowReader(Restless):
    """Subscribes to a busy conversation from its start, reads nothing for a while and then all that comes."""

    def __init__(self, person: Person, conversation: str, nodes: list[Server]):
        super().__init__("slow reader", nodes, seed=1)
        self._person, self._conversation = person, conversation
        self.turns = 0
        # How much of the conversation was heard in one turn, at most.
        self.most_heard = 0

    def turn(self) -> None:
        node = self.chance.choice(self.nodes)
        with Realtime(node, token=self._person.token, open_timeout=_PATIENCE, close_timeout=0.2, max_queue=1) as slow:
            self.turns += 1
            slow.say("subscribe", conversation=self._conversation, after_seq=0)
            self.is_ending.wait(self.chance.uniform(1, 6))
            heard = 0
            deadline = time.monotonic() + 5
            while time.monotonic() < deadline and not self.is_ending.is_set():
                frame = slow.hear(within=_PATIENCE)
                slow.heard.clear()
                if frame["op"] == "message":
                    assert frame["seq"] == heard + 1, f"the slow reader heard {frame['seq']} after {heard}"
                    heard += 1
                    self.most_heard = max(self.most_heard, heard)


class Crowd(Restless):
    """Customers who come one after the other and wait for a person."""

    def __init__(self, nodes: list[Server], pause: float):
        super().__init__("crowd", nodes, seed=2)
        self._pause = pause
        # Conversations of which the installation said that they wait.
        self.waiting: list[str] = []

    def turn(self) -> None:
        token = self._insist("/session", {"locale": "en"})["token"]
        key = new_client_id()
        chat = self._insist("/conversations", {"kind": "chat", "topic": "other"}, token, key)["id"]
        self._insist(f"/conversations/{chat}/handover", {}, token)
        self.waiting.append(chat)
        self.is_ending.wait(self._pause)

    def _insist(self, path: str, body: Frame, token: str | None = None, key: str | None = None) -> Frame:
        """Asks one node after the other until one does it; a repetition does nothing twice."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if key:
            headers["Idempotency-Key"] = key
        while True:
            node = self.chance.choice(self.nodes)
            try:
                answer = httpx.post(f"{node.url}/api/v1{path}", json=body, headers=headers, timeout=_PATIENCE)
            except _TROUBLE:
                time.sleep(0.1)
                continue
            if answer.is_success:
                return answer.json()
            assert answer.status_code == 503, f"{path}: {answer.status_code} {answer.text}"
            time.sleep(0.2)


class DeskRobot(Restless):
    """An agent who answers and resolves whatever is theirs, on one node after the other."""

    def __init__(self, agent: Agent, nodes: list[Server], seed: int):
        super().__init__(f"agent {agent.about['name']}", nodes, seed)
        self.agent = agent
        # How many were acknowledged as resolved.
        self.resolved = 0

    def turn(self) -> None:
        # Going away and coming back on another node is what makes two nodes reach for the same conversation.
        state = "away" if self.chance.random() < 0.1 else "online"
        self._ask("PUT", "/agent/presence", {"state": state})
        mine = self._ask("GET", "/agent/conversations?view=mine") or {"data": []}
        for row in mine["data"]:
            path = f"/agent/conversations/{row['id']}"
            reply = {"client_id": new_client_id(), "body": "Done.", "kind": "text"}
            # One that was answered while nobody said so is still theirs, and takes their room until it is resolved.
            is_answered = row["status"] == "waiting_customer" or self._ask("POST", f"{path}/messages", reply)
            if is_answered and self._ask("POST", f"{path}/status", {"status": "resolved"}) is not None:
                self.resolved += 1
        self.is_ending.wait(self.chance.uniform(0, 0.3))

    def _ask(self, method: str, path: str, body: Frame | None = None) -> Frame | None:
        """The answer of some node; None when there was none or it was too late for what was asked."""
        node = self.chance.choice(self.nodes)
        headers = {"Authorization": f"Bearer {self.agent.token}"}
        answer = httpx.request(
            method, f"{node.url}/api/v1{path}", json=body, headers=headers, timeout=_PATIENCE
        )
        if answer.is_success:
            return answer.json() if answer.content else {}
        assert answer.status_code in (409, 503), f"{method} {path}: {answer.status_code} {answer.text}"
        return None
