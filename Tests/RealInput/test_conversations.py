"""2,000 sentences that real customers wrote, as 500 conversations with customers and agents at once."""

import concurrent.futures
import os
import subprocess
import threading
import time
from typing import NamedTuple

import pytest

import real_input
from client import Agent, Customer, messages, new_client_id, numbers

AT_ONCE = 12
# What a secrets gate may take for a secret among real sentences that hold none: one in so many words.
WORDS_A_FALSE_ALARM = 20_000


class Played(NamedTuple):
    """A conversation that a customer had, and what the server acknowledged."""

    script: real_input.Script
    customer: Customer
    id: str
    acknowledged: list[int]
    asked_for_a_person: bool


class DeskWork:
    """Agents who answer whatever is assigned to them until they are told to stop, and close what is answered."""

    def __init__(self, agents: list[Agent]):
        self.answered: dict[str, list[str]] = {}
        self.failures: list[str] = []
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._work, args=(agent,)) for agent in agents]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        for thread in self._threads:
            thread.join(60)

    def _work(self, agent: Agent) -> None:
        try:
            while not self._over.is_set():
                rows = agent.get("/agent/conversations", params={"view": "mine", "limit": 100})["data"]
                for row in rows:
                    if row["status"] == "assigned":
                        self._answer(agent, row["id"])
                self._over.wait(0.1)
        except Exception as failure:  # a thread's exception would go unseen
            self.failures.append(f"{agent.about['name']}: {failure!r}")

    def _answer(self, agent: Agent, conversation: str) -> None:
        timeline = agent.get(f"/agent/conversations/{conversation}/messages")["data"]
        asked = [message for message in timeline if message["author"]["type"] == "customer" and message["kind"] == "text"]
        text = f"I read your {len(asked)} messages, the last of them: {asked[-1]['body'][:200]}"
        agent.write(conversation, f"looked at by {agent.about['badge']}", kind="note")
        agent.write(conversation, text)
        agent.http.post(f"/agent/conversations/{conversation}/status", json={"status": "resolved"}).raise_for_status()
        with self._lock:
            self.answered.setdefault(conversation, []).append(text)


def play(server, place: int, script: real_input.Script) -> Played:
    """One customer: every other over HTTP without waiting, the rest over WebSocket, reading what comes back."""
    customer = Customer.guest(server, locale=script.locale)
    conversation = customer.open_chat(topic="other")
    wants_person = place % 4 == 0
    acknowledged = []
    if place % 2 == 0:
        for sentence in script.sentences:
            acknowledged.append(customer.write(conversation, sentence)["seq"])
    else:
        with customer.connect() as connection:
            connection.subscribe(conversation)
            for sentence in script.sentences:
                ack = connection.send(conversation, sentence)
                assert ack["op"] == "ack", ack
                acknowledged.append(ack["seq"])
                replied = lambda frame, seq=ack["seq"]: frame["op"] == "message" and frame["seq"] > seq  # noqa: E731
                if not any(replied(frame) for frame in connection.heard):
                    connection.hear_until(replied, within=60)
    if wants_person:
        customer.post(f"/conversations/{conversation}/handover")
    return Played(script, customer, conversation, acknowledged, wants_person)


def is_settled(played: Played) -> bool:
    """Whether somebody or something spoke after the customer's last word, and a person where one was asked for."""
    after = [message for message in played.customer.messages(played.id) if message["seq"] > played.acknowledged[-1]]
    if played.asked_for_a_person:
        return any(message["author"]["type"] == "agent" for message in after)
    return any(message["author"]["type"] in ("assistant", "agent") or message["kind"] == "event" for message in after)


@pytest.fixture(scope="module")
def played(server, agents):
    """All 500 conversations, and the agents' part in them."""
    scripts = real_input.scripts()
    assert len(scripts) == 500 and sum(len(script.sentences) for script in scripts) == 2_000
    began = time.monotonic()
    with DeskWork(agents) as desk, concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        conversations = list(pool.map(lambda pair: play(server, *pair), enumerate(scripts)))
        spoken = time.monotonic() - began
        deadline = time.monotonic() + 120
        waiting = conversations
        while waiting := [one for one, settled in zip(waiting, pool.map(is_settled, waiting)) if not settled]:
            if time.monotonic() > deadline:
                break
            time.sleep(1)
    print(f"2,000 sentences in {spoken:.0f} s, all answered after {time.monotonic() - began:.0f} s")
    return conversations, desk, [one.id for one in waiting]


def test_every_conversation_is_answered_or_handed_over(played):
    _, desk, waiting = played
    assert desk.failures == []
    assert waiting == []


def test_every_timeline_word_for_word(played):
    """What the customer wrote is there once, in their order, under the numbers that were acknowledged."""
    conversations, _, _ = played
    for one in conversations:
        timeline = one.customer.messages(one.id)
        own = [message for message in timeline if message["author"]["type"] == "customer" and message["kind"] == "text"]
        unmasked = [message for message in own if not message.get("masked")]
        assert [message["seq"] for message in own] == one.acknowledged
        expected = dict(zip(one.acknowledged, one.script.sentences))
        assert [message["body"] for message in unmasked] == [expected[message["seq"]] for message in unmasked]
        assert numbers(timeline) == list(range(1, len(timeline) + 1))


def test_agents_words_arrived(played):
    conversations, desk, _ = played
    handed_over = [one for one in conversations if one.asked_for_a_person]
    assert len(handed_over) == 125
    for one in conversations:
        said = [m["body"] for m in one.customer.messages(one.id) if m["author"]["type"] == "agent" and m["kind"] == "text"]
        assert said == desk.answered.get(one.id, [])
        assert not any("looked at by" in message["body"] for message in one.customer.messages(one.id)), "a note was shown"
    assert all(one.id in desk.answered for one in handed_over)


def test_the_assistant_answered_in_the_customers_language(played):
    """It greets and answers or says that it does not know; Chinese questions get Chinese words."""
    conversations, _, _ = played
    cards: dict[str, int] = {}
    for one in conversations:
        spoken = [message for message in one.customer.messages(one.id) if message["author"]["type"] == "assistant"]
        assert spoken, one.script
        for message in spoken:
            card = message.get("card", {}).get("type", message["kind"])
            cards[card] = cards.get(card, 0) + 1
        has_chinese = any("\u4e00" <= letter <= "\u9fff" for letter in spoken[0]["body"])
        assert has_chinese == (one.script.locale == "zh-CN"), spoken[0]["body"]
        # A customer who only says hello is greeted once more, when that is all they have said until the assistant's turn.
        assert spoken[0]["card"]["type"] == "greeting"
    print(f"the assistant's messages: {cards}")
    assert len(conversations) == 500 and cards.get("answer", 0) + cards.get("choices", 0) > 0


def test_replay_over_websocket_is_the_same(played):
    conversations, _, _ = played
    for one in conversations[::10]:
        timeline = one.customer.messages(one.id)
        with one.customer.connect() as connection:
            replayed = messages(connection.subscribe(one.id))
            assert [(m["seq"], m["body"]) for m in replayed] == [(m["seq"], m["body"]) for m in timeline]
            later = messages(connection.subscribe(one.id, after_seq=3))
        assert numbers(later) == numbers(timeline)[3:]


def test_customers_see_only_their_own(played):
    conversations, _, _ = played
    for one, other in zip(conversations[::25], conversations[1::25]):
        assert [row["id"] for row in one.customer.get("/conversations")["data"]] == [one.id]
        assert one.customer.http.get(f"/conversations/{other.id}").status_code == 404


def test_next_to_nothing_was_masked(played):
    conversations, _, _ = played
    masked = [
        (message["masked"], one.script.sentences)
        for one in conversations
        for message in one.customer.messages(one.id)
        if message.get("masked")
    ]
    words = real_input.words(sentence for one in conversations for sentence in one.script.sentences)
    assert len(masked) <= max(1, words // WORDS_A_FALSE_ALARM), masked


def test_server_had_no_failures(played, server):
    """Nothing answered 5xx, nothing was logged as an error, the desk's counts are back to what is open."""
    assert server.is_running
    lines = server.log_text().splitlines()
    assert [line for line in lines if '"level":"error"' in line or '"level":"critical"' in line] == []
    metrics = played[0][0].customer.http.get(f"{server.url}/metrics").text
    assert metrics.count('http_response_status_code="201"') > 3
    assert [line for line in metrics.splitlines() if 'http_response_status_code="5' in line] == []
    assert "switchboard_realtime_connections 0" in metrics


def test_doctor_finds_nothing(played, server):
    done = server.run("doctor", within=120)
    assert (done.returncode, "Nothing is wrong." in done.stdout) == (0, True), done.stdout


def test_dialogues_of_a_customer_and_an_agent(server, agents, played):
    """Whole dialogues, turn by turn over WebSocket: both sides read the same."""
    agent = agents[0]
    for dialogue in real_input.dialogues():
        customer = Customer.guest(server)
        conversation = customer.open_waiting_chat()
        agent.assign(conversation)
        with customer.connect() as theirs, agent.connect() as ours:
            theirs.subscribe(conversation)
            ours.subscribe(conversation, after_note_seq=0)
            for who, text in dialogue:
                speaker, listener = (theirs, ours) if who == "customer" else (ours, theirs)
                ack = speaker.send(conversation, text, client_id=new_client_id())
                assert ack["op"] == "ack", ack
                heard = listener.hear_until(lambda frame, seq=ack["seq"]: frame.get("seq") == seq and frame["op"] == "message")
                assert (heard["body"], heard["author"]["type"]) == (text, who)
        shown = [(m["author"]["type"], m["body"]) for m in customer.messages(conversation) if m["kind"] == "text"]
        assert [pair for pair in shown if pair[0] in ("customer", "agent")] == dialogue


def test_secrets_gate_leaves_real_sentences_alone(tmp_path):
    """All sentences of the folder, some of them odd: at most one false alarm in 20,000 words."""
    sentences = [" ".join(sentence.split()) for sentence in real_input.all_sentences()]
    words = real_input.words(sentences)
    assert words > 100_000
    (tmp_path / "in.txt").write_text("\n".join(sentences) + "\n")
    command = [os.environ["SWITCHBOARD_BINARY"], "eval", "secrets", "--in", "in.txt", "--out", "out.tsv"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=500)
    assert done.returncode == 0, done.stderr
    found = [line for line in (tmp_path / "out.tsv").read_text().splitlines() if line and not line.startswith("line")]
    print(f"{len(found)} findings in {len(sentences)} sentences, {words} words")
    assert len(found) <= words // WORDS_A_FALSE_ALARM, found[:20]
