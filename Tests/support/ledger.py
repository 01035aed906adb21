"""What the timelines hold, held against what was acknowledged (promise 1 of docs/architecture.md)."""

import time
from collections import Counter

from client import Agent, Customer, Frame
from server import Server
from writers import SocketWriter, Writer


def agent_messages(agent: Agent, conversation: str) -> list[Frame]:
    """The whole timeline as an agent reads it."""
    found: list[Frame] = []
    while True:
        after = found[-1]["seq"] if found else 0
        path = f"/agent/conversations/{conversation}/messages"
        page = agent.get(path, params={"after_seq": after})["data"]
        if not page:
            return found
        found += page


def check(writers: list[Writer]) -> None:
    """Every message that was acknowledged is there once, with its number and its words, and nothing else is."""
    for writer in writers:
        writer.check()
        _check_timeline(writer)
        if isinstance(writer, SocketWriter):
            _check_heard(writer)
    for conversation in {writer.conversation for writer in writers}:
        _check_total(conversation, [writer for writer in writers if writer.conversation == conversation])


def check_owners(timeline: list[Frame]) -> None:
    """Nobody was given a conversation that somebody had, and one that waited was given to somebody."""
    owner: str | None = None
    has_waited = was_given = False
    for message in timeline:
        event: Frame = message.get("event") or {}
        match event.get("type"):
            case "assigned":
                assert owner is None, f"{message['seq']}: given to {event['agent']} while {owner} had it"
                owner = event["agent"]["badge"]
                was_given = True
            case "transferred":
                owner = event["agent"]["badge"]
            case "queued":
                owner = None
                has_waited = True
            case "resolved" | "closed":
                owner = None
    assert was_given or not has_waited, "it waited and was never given to anybody"


def check_doctor(server: Server) -> None:
    done = server.run("doctor")
    assert done.returncode == 0, done.stdout
    assert done.stdout.endswith("Nothing is wrong.\n"), done.stdout


def _timeline(writer: Writer) -> list[Frame]:
    """The whole timeline as its writer reads it; who is told to ask again, as after an outage, does."""
    end = time.monotonic() + 60
    while True:
        try:
            return _read(writer)
        except RuntimeError as error:
            if "database_unavailable" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(1)


def _read(writer: Writer) -> list[Frame]:
    person = writer.person
    if isinstance(person, Customer):
        return person.messages(writer.conversation)
    assert isinstance(person, Agent)
    return agent_messages(person, writer.conversation)


def _check_timeline(writer: Writer) -> None:
    timeline = _timeline(writer)
    assert [message["seq"] for message in timeline] == list(range(1, len(timeline) + 1))
    found = Counter(message["client_id"] for message in timeline if message.get("client_id"))
    assert set(found.values()) == {1}, "a client_id is there twice"
    by_client_id = {message["client_id"]: message for message in timeline if message.get("client_id")}
    for client_id, (seq, body) in writer.acknowledged.items():
        assert client_id in by_client_id, f"{body!r} was acknowledged as {seq} and is lost"
        message = by_client_id[client_id]
        assert (message["seq"], message["body"]) == (seq, body)
    in_order = [seq for seq, _ in writer.acknowledged.values()]
    assert in_order == sorted(in_order), f"{writer.name}: a later message has an earlier number"


def _check_heard(writer: SocketWriter) -> None:
    timeline = _timeline(writer)
    writer.hear_up_to(len(timeline))
    heard = [(frame["seq"], frame["body"]) for frame in writer.heard]
    assert heard == [(message["seq"], message["body"]) for message in timeline]


def _check_total(conversation: str, writers: list[Writer]) -> None:
    """Bodies are unique, so a message that was stored twice under two numbers shows here."""
    timeline = _timeline(writers[0])
    stored = Counter(message["body"] for message in timeline if " writes " in message["body"])
    sent = Counter(body for writer in writers for _, body in writer.acknowledged.values())
    assert stored == sent, f"{conversation}: {(stored - sent) | (sent - stored)}"
