"""Devices that write and never give up: what the tests of durability put a server under."""

import json
import random
import threading
import time

import httpx
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage, InvalidStatus

from client import SUBPROTOCOL, Agent, Frame, Person, Realtime, new_client_id

# A moment before a device tries again, as every client takes one.
_PAUSE = 0.02
# How long one answer may take before a device takes its connection for dead.
_PATIENCE = 20.0


class Writer(threading.Thread):
    """One device: sends numbered messages one after the other, and each again until it is acknowledged.

    Now and then it repeats a message that was acknowledged already, as a device does that missed the answer.
    """

    def __init__(self, person: Person, conversation: str, name: str):
        super().__init__(name=name, daemon=True)
        self.person = person
        self.conversation = conversation
        # What was acknowledged: `seq` and body by `client_id`, in the order of sending.
        self.acknowledged: dict[str, tuple[int, str]] = {}
        # The codes of clear refusals, and how often nobody answered.
        self.refusals: list[str] = []
        self.interruptions = 0
        self.failure: BaseException | None = None
        # Set when the server will not come back: a test that failed does not wait for its devices.
        self.has_given_up = threading.Event()
        self._is_ending = threading.Event()
        self._chance = random.Random(name)

    def end(self) -> None:
        """Lets it finish the message at hand."""
        self._is_ending.set()

    def run(self) -> None:
        try:
            while not self._is_ending.is_set():
                self._write(new_client_id(), f"{self.name} writes {len(self.acknowledged) + 1}")
                if self._chance.random() < 0.1:
                    known = self._chance.choice(list(self.acknowledged))
                    self._write(known, self.acknowledged[known][1])
        except BaseException as failure:  # told by check(): a thread has nobody else to tell
            self.failure = failure
        finally:
            self.disconnect()

    def check(self) -> None:
        if self.failure:
            raise AssertionError(f"{self.name} met what no device should meet") from self.failure

    def disconnect(self) -> None:
        """Lets go of the connection."""

    def attempt(self, client_id: str, body: str) -> int | None:
        """Sends once; the `seq`, or None when it has to be sent again."""
        raise NotImplementedError

    def _write(self, client_id: str, body: str) -> None:
        while (seq := self.attempt(client_id, body)) is None:
            if self.has_given_up.is_set():
                raise RuntimeError(f"{body!r} was not acknowledged to the end")
            time.sleep(_PAUSE)
        known = self.acknowledged.setdefault(client_id, (seq, body))
        assert known == (seq, body), f"acknowledged as {known[0]}, then as {seq}"


class RequestWriter(Writer):
    """Writes by HTTP."""

    def attempt(self, client_id: str, body: str) -> int | None:
        base = "/agent/conversations" if isinstance(self.person, Agent) else "/conversations"
        message = {"client_id": client_id, "body": body}
        try:
            answer = self.person.http.post(f"{base}/{self.conversation}/messages", json=message, timeout=_PATIENCE)
        except httpx.TransportError:
            self.interruptions += 1
            return None
        if answer.status_code == 201:
            return answer.json()["seq"]
        assert answer.status_code in (503, 507), f"{answer.status_code} {answer.text}"
        assert int(answer.headers["Retry-After"]) >= 0
        self.refusals.append(answer.json()["code"])
        return None


class SocketWriter(Writer):
    """Writes and hears by WebSocket; after an interruption it subscribes after the last `seq` that it has."""

    def __init__(self, person: Person, conversation: str, name: str):
        super().__init__(person, conversation, name)
        self.heard: list[Frame] = []
        self._connection: Realtime | None = None

    def attempt(self, client_id: str, body: str) -> int | None:
        try:
            connection = self._connected()
            connection.say("send", conversation=self.conversation, client_id=client_id, body=body)
            while True:
                frame = self._hear(connection)
                if frame["op"] == "ack" and frame["client_id"] == client_id:
                    return frame["seq"]
                if frame["op"] == "error":
                    self.refusals.append(frame["code"])
                    return None
        except TimeoutError:
            # A server that died hangs up; one that lives has to answer.
            raise
        except InvalidStatus as refused:
            assert refused.response.status_code == 503, f"the upgrade was refused: {refused}"
            self.refusals.append(json.loads(refused.response.body)["code"])
        except (ConnectionClosed, InvalidHandshake, InvalidMessage, OSError, EOFError):
            self.interruptions += 1
        self.disconnect()
        return None

    def hear_up_to(self, seq: int) -> None:
        """Hears what is missing; for the end, when the device writes no more."""
        connection = self._connected()
        while len(self.heard) < seq:
            self._hear(connection)
        self.disconnect()

    def disconnect(self) -> None:
        if self._connection:
            self._connection.socket.close()
            self._connection = None

    def _connected(self) -> Realtime:
        if self._connection is None:
            connection = self.person.connect(subprotocols=[SUBPROTOCOL], close_timeout=0.2)
            connection.say("subscribe", conversation=self.conversation, after_seq=len(self.heard))
            self._connection = connection
        return self._connection

    def _hear(self, connection: Realtime, within: float = _PATIENCE) -> Frame:
        frame = connection.hear(within=within)
        connection.heard.clear()
        if frame["op"] == "message":
            assert frame["seq"] == len(self.heard) + 1, f"heard {frame['seq']} after {len(self.heard)}"
            self.heard.append(frame)
        return frame


class Load:
    """Several writers at once."""

    def __init__(self, writers: list[Writer]):
        self.writers = writers

    def __enter__(self) -> "Load":
        for writer in self.writers:
            writer.start()
        return self

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        for writer in self.writers:
            writer.end()
            if failure:
                writer.has_given_up.set()
        for writer in self.writers:
            writer.join(timeout=60)
            if writer.is_alive():
                writer.failure = writer.failure or TimeoutError("it did not finish its last message")

    @property
    def count(self) -> int:
        """How many messages were acknowledged until now."""
        return sum(len(writer.acknowledged) for writer in self.writers)

    def wait_for(self, is_met, what: str, within: float = 60) -> None:
        """Waits until something holds; fails at once when a writer failed."""
        deadline = time.monotonic() + within
        while not is_met():
            self.check()
            assert time.monotonic() < deadline, f"in {within} s {what} did not come"
            time.sleep(0.002)

    def wait_for_each(self, more: int) -> None:
        """Waits until every writer has so many more acknowledgements."""
        wanted = {writer: len(writer.acknowledged) + more for writer in self.writers}
        self.wait_for(
            lambda: all(len(writer.acknowledged) >= count for writer, count in wanted.items()),
            f"{more} more acknowledgements for each writer",
        )

    def check(self) -> None:
        for writer in self.writers:
            writer.check()
