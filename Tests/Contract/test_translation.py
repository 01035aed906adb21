"""Messages in another language: what the operator's translator is asked and what becomes of its answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from client import Agent, Customer
from server import Server
from translating import KEY, PhraseBook, translating


@pytest.fixture
def book() -> Iterator[PhraseBook]:
    with translating() as book:
        yield book


@pytest.fixture
def translated(tmp_path: Path, book: PhraseBook) -> Iterator[Server]:
    with Server(tmp_path, settings=book.settings) as server:
        yield server


def test_a_message_is_translated_and_a_note_never_asked_for(translated: Server, book: PhraseBook) -> None:
    book.phrases["提币未到账，口令"] = "The withdrawal has not arrived, word"
    customer, agent = Customer.guest(translated, "zh-CN"), Agent.made(translated)
    chat = customer.open_waiting_chat("提币未到账，口令")
    note = agent.write(chat, "an inner note", kind="note")
    seq = customer.messages(chat)[-1]["seq"]
    address = f"/agent/conversations/{chat}/messages"

    first = agent.get(f"{address}/{seq}/translation", params={"to": "en"})

    assert first == {
        "conversation": chat, "seq": seq, "to": "en", "from": "zh-CN", "body": "The withdrawal has not arrived, word",
    }  # fmt: skip
    assert agent.get(f"{address}/{seq}/translation", params={"to": "en"}) == first
    assert len(book.asked) == 1 and book.asked[0]["key"] == f"Bearer {KEY}"
    # A note's number is one of another row of numbers.
    for number in range(1, seq + note["note_seq"] + 1):
        agent.http.get(f"{address}/{number}/translation", params={"to": "en"})
    assert "an inner note" not in book.texts
    assert "an inner note" not in translated.log_text() and "口令" not in translated.log_text()


def test_a_secret_is_hidden_before_it_could_be_sent(translated: Server, book: PhraseBook) -> None:
    phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
    customer, agent = Customer.guest(translated), Agent.made(translated)
    chat = customer.open_waiting_chat(f"my words are {phrase}")
    for message in customer.messages(chat):
        agent.http.get(f"/agent/conversations/{chat}/messages/{message['seq']}/translation", params={"to": "zh-CN"})
    assert any("my words are" in text for text in book.texts)
    assert not any("sausage" in text for text in book.texts)


@pytest.mark.parametrize(
    "mishap", [(500, b"{}"), (200, b"no JSON"), (200, b'{"words": "x"}'), (200, b'{"text": ""}'), (204, b"")]
)
def test_what_is_no_translation_is_told_and_tried_again(
    translated: Server, book: PhraseBook, mishap: tuple[int, bytes]
) -> None:
    book.phrases["hello there"] = "您好"
    customer, agent = Customer.guest(translated), Agent.made(translated)
    chat = customer.open_waiting_chat("hello there")
    seq = customer.messages(chat)[-1]["seq"]
    address = f"/agent/conversations/{chat}/messages/{seq}/translation?to=zh-CN"
    book.mishaps.append(mishap)

    refused = agent.http.get(address)

    assert (refused.status_code, refused.json()["code"]) == (503, "translation_failed")
    assert int(refused.headers["Retry-After"]) > 0
    assert agent.get(address)["body"] == "您好"
    assert "hello there" not in translated.log_text()


def test_a_translator_that_is_away_is_told(translated: Server, book: PhraseBook) -> None:
    customer, agent = Customer.guest(translated), Agent.made(translated)
    chat = customer.open_waiting_chat("hello")
    book.server.shutdown()
    book.server.server_close()
    answer = agent.http.get(f"/agent/conversations/{chat}/messages/4/translation")
    assert (answer.status_code, answer.json()["code"]) == (503, "translation_failed")
    assert translated.is_running


def test_without_a_translator_there_is_none(server: Server, agent: Agent) -> None:
    chat = Customer.guest(server).open_waiting_chat("hello")
    answer = agent.http.get(f"/agent/conversations/{chat}/messages/4/translation")
    assert (answer.status_code, answer.json()["code"]) == (404, "translation_not_set_up")
    page = agent.http.get(f"{server.url}/desk", headers={"Cookie": f"switchboard_agent={agent.token}"})
    assert 'data-translates=""' in page.text
