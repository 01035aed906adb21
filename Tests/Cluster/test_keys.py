"""Two nodes get another key as docs/encryption.md tells operators, step by step, while customers come and everybody writes."""

import base64
import itertools
import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import ledger
import postgres
import pytest
import redis_server
import sealed
from object_store import ObjectStore

from client import Agent, Customer, new_client_id
from installations import SETTINGS
from patience import eventually
from server import Server
from writers import Load, RequestWriter, SocketWriter, Writer

KEY_FILE = "encryption.keys"


class Newcomer(threading.Thread):
    """A guest after the other, each at the next node, with a chat, a file and an agent's note: new data keys all the time.

    Whatever is refused or not answered ends it, and fails the test.
    """

    def __init__(self, name: str, nodes: list[Server], agent: Agent):
        super().__init__(name=name, daemon=True)
        self._nodes = itertools.cycle(nodes)
        self._agents = {node: Agent(node, agent.token, agent.about) for node in nodes}
        # Who came: with their conversation, their words and their file.
        self.came: list[tuple[Customer, str, str, str]] = []
        self._is_ending = threading.Event()
        self._failure: BaseException | None = None

    def run(self) -> None:
        try:
            while not self._is_ending.is_set():
                self._come(f"{self.name} has guest {len(self.came) + 1}")
        except BaseException as failure:  # told by check(): a thread has nobody else to tell
            self._failure = failure

    def check(self) -> None:
        if self._failure:
            raise AssertionError(f"{self.name} met what nobody should meet") from self._failure

    def end(self) -> None:
        self._is_ending.set()
        self.join(timeout=60)
        self.check()

    def _come(self, words: str) -> None:
        guest = Customer.guest(next(self._nodes))
        conversation = guest.open_waiting_chat(words)
        uploaded = guest.http.post("/attachments", params={"name": "letter.txt"}, content=words.encode())
        assert uploaded.status_code == 201, uploaded.text
        file = uploaded.json()["id"]
        guest.post(f"/conversations/{conversation}/messages", {"client_id": new_client_id(), "body": "my letter", "attachments": [file]})
        # What the other node wrote is opened here, and something is added.
        agent = self._agents[next(self._nodes)]
        agent.write(conversation, f"a note: {words}", kind="note")
        next(self._nodes)
        self.came.append((guest, conversation, words, file))


@pytest.fixture
def nodes(store: ObjectStore, tmp_path: Path) -> Iterator[list[Server]]:
    """Two nodes of one installation, each with a key file of its own that holds the same key."""
    database = postgres.make_database()
    with ExitStack() as stack:
        stack.callback(postgres.drop_database, database)
        servers = []
        for name in "ab":
            folder = tmp_path / name
            folder.mkdir()
            keys = {"encryption.key": None, "encryption.key.file": str(folder / KEY_FILE)}
            settings = {**SETTINGS, **store.settings, **keys, "limits.frames.per.second": 100_000}
            settings |= {"blobs": store.address(prefix="keys"), "redis": redis_server.address(4)}
            servers.append(Server(folder, database=database, settings=settings))
        put(servers, new_key())
        yield [stack.enter_context(server) for server in servers]


def new_key() -> str:
    """As `switchboard keys new` and `openssl rand -base64 32` make one."""
    return base64.b64encode(os.urandom(32)).decode()


def put(nodes: list[Server], *keys: str) -> None:
    """Puts the keys into every node's file, the first one in front."""
    for node in nodes:
        file, draft = node.folder / KEY_FILE, node.folder / "draft"
        draft.touch(mode=0o600)
        draft.write_text("\n".join(keys) + "\n")
        draft.rename(file)


def key_id(key: str) -> str:
    return sealed.key_id(base64.b64decode(key))


def at(node: Server, person: Customer) -> Customer:
    """The same customer at another node."""
    return Customer(node, person.token, person.about)


def test_the_key_of_two_nodes_is_changed_while_everybody_writes(nodes: list[Server]) -> None:
    first, second = nodes
    old, new = (first.folder / KEY_FILE).read_text().strip(), new_key()
    admin = Agent.made(first, role="admin")
    writers = writers_of(nodes, admin)
    newcomers = [Newcomer("newcomer 1", [first, second], admin), Newcomer("newcomer 2", [second, first], admin)]

    def go_on() -> None:
        """Until everybody has written more, at both nodes."""
        wanted = {newcomer: len(newcomer.came) + 3 for newcomer in newcomers}
        load.wait_for_each(3)
        for newcomer, count in wanted.items():
            eventually(lambda: newcomer.check() or len(newcomer.came) >= count, f"{newcomer.name} goes on")

    with Load(writers) as load:
        for newcomer in newcomers:
            newcomer.start()
        go_on()
        put(nodes, old, new)
        go_on()
        put(nodes, new, old)
        go_on()
        # Whatever stands first in the files: nothing goes under the new key before all nodes are known to have it.
        listed = second.run("keys", "list").stdout
        assert f"{key_id(new)}  0 data key(s)  not in use yet" in listed, listed
        done = first.run("keys", "rotate")
        assert done.returncode == 0, done.stderr
        go_on()
        for node in nodes:
            # Nothing that is new went under the old one since: what the list says stays true.
            listed = node.run("keys", "list").stdout
            assert f"{key_id(old)}  0 data key(s)  may be taken away" in listed, listed
        put(nodes, new)
        go_on()
        for newcomer in newcomers:
            newcomer.end()
    assert sealed.rows(first, "SELECT DISTINCT key_id FROM data_key") == [[key_id(new)]]
    assert [(writer.name, writer.refusals, writer.interruptions) for writer in writers] == [(writer.name, [], 0) for writer in writers]
    check_all(nodes, admin, writers, newcomers)
    # Whoever remembered what the old key had opened forgets it now.
    for node in nodes:
        assert node.stop() == 0
        node.start()
    check_all(nodes, admin, writers, newcomers)
    for node in nodes:
        ledger.check_doctor(node)
    opened = list(sealed.texts(first, base64.b64decode(new)))
    assert [words for each in newcomers for _, _, words, _ in each.came if not any(words in text for text in opened)] == []
    assert second.run("audit", "verify").returncode == 0


def writers_of(nodes: list[Server], admin: Agent) -> list[Writer]:
    """Who writes all the while: a customer with a device at each node, and the agent at the second."""
    first, second = nodes
    customer = Customer.verified(first, "customer-1", name="Quirina Zephyrsdottir")
    conversation = customer.open_waiting_chat("Where is my deposit?")
    admin.assign(conversation)
    elsewhere = Agent(second, admin.token, admin.about)
    return [
        RequestWriter(customer, conversation, "phone"),
        SocketWriter(at(second, customer), conversation, "laptop"),
        RequestWriter(elsewhere, conversation, "agent"),
    ]


def check_all(nodes: list[Server], admin: Agent, writers: list[Writer], newcomers: list[Newcomer]) -> None:
    """Everything that was written is read through each node, by whoever wrote it and at the desk."""
    ledger.check(writers)
    for node in nodes:
        desk = Agent(node, admin.token, admin.about)
        for newcomer in newcomers:
            assert len(newcomer.came) >= 12
            for guest, conversation, words, file in newcomer.came:
                here = at(node, guest)
                assert words in [message["body"] for message in here.messages(conversation)]
                assert here.http.get(f"/attachments/{file}").text == words
                notes = desk.get(f"/agent/conversations/{conversation}/messages")["notes"]
                assert f"a note: {words}" in [note["body"] for note in notes]
