"""The assistant answers what the starter help centre knows, and leaves alone what it does not."""

import csv
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import real_input
from client import Customer, new_client_id
from server import Server

_QUESTIONS = Path(__file__).parents[1] / "Fixtures" / "assistant" / "questions.tsv"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The starter help centre."""
    server = Server(tmp_path_factory.mktemp("assistant"), settings=real_input.SETTINGS)
    server.start("--demo")
    try:
        yield server
    finally:
        server.end()


def test_customers_questions_are_answered_or_asked_about(demo: Server, tmp_path: Path) -> None:
    with _QUESTIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    told: Counter[str] = Counter()
    for locale in ("en", "zh-CN"):
        asked = [row for row in rows if row["locale"] == locale]
        for row, (reply, articles) in zip(
            asked, _replies(demo, tmp_path, locale, [row["question"] for row in asked]), strict=True
        ):
            right = set(row["articles"].split())
            if reply == "answer":
                told["right" if articles[0] in right else "wrong"] += 1
            elif reply == "choices":
                told["offered" if right & set(articles) else "offered in vain"] += 1
            else:
                told[reply] += 1
    assert told["right"] + told["offered"] >= 0.9 * len(rows), told
    assert told["right"] >= 0.6 * len(rows), told
    assert told["wrong"] + told["offered in vain"] <= 0.04 * len(rows), told


@pytest.mark.parametrize(
    ("path", "locale"),
    [
        ("intent_hint3/sofmattress_dev.tsv", "en"),
        ("intent_hint3/curekart_dev.tsv", "en"),
        ("intent_hint3/powerplay11_dev.tsv", "en"),
        ("intent/clinc150_dev.tsv", "en"),
        ("intent/smp2020zh_dev.tsv", "zh-CN"),
    ],
)
def test_other_trades_customers_get_no_made_up_answer(demo: Server, tmp_path: Path, path: str, locale: str) -> None:
    everything = real_input.column(path)
    sentences = random.Random(20261124).sample(everything, min(200, len(everything)))
    replies = Counter(reply for reply, _ in _replies(demo, tmp_path, locale, sentences))
    # Some of them are about accounts, identity and withdrawals as well: an answer to these is right.
    assert replies["answer"] <= 0.05 * len(sentences), replies
    assert replies["choices"] <= 0.25 * len(sentences), replies


@pytest.mark.parametrize(
    ("locale", "pieces"),
    [
        ("zh-CN", ["转人工", "快点"]),
        ("en", ["talk to a human", "please hurry", "hello?"]),
        ("zh-CN", ["提币没到账", "转人工", "已经等了两个小时了"]),
    ],
)
def test_a_wish_for_a_person_is_heard_among_what_follows_it(demo: Server, locale: str, pieces: list[str]) -> None:
    customer = Customer.guest(demo, locale)
    conversation = customer.open_chat()
    with customer.connect() as connection:
        connection.subscribe(conversation)
        for piece in pieces:
            connection.say("send", conversation=conversation, client_id=new_client_id(), body=piece)
        told = connection.hear_until(lambda frame: frame["op"] == "status" and frame["status"] != "assistant")
    assert told["status"] in ("queued", "assigned")


def _replies(demo: Server, folder: Path, locale: str, questions: list[str]) -> list[tuple[str, list[str]]]:
    """What the assistant would do with each question, and the articles that it would show."""
    asked, out = folder / "questions.txt", folder / "replies.tsv"
    asked.write_text("\n".join(" ".join(question.split()) for question in questions), encoding="utf-8")
    done = demo.run("eval", "answers", "--in", str(asked), "--out", str(out), "--locale", locale)
    assert done.returncode == 0, done.stderr
    rows = (line.split("\t") for line in out.read_text(encoding="utf-8").splitlines())
    return [(row[1], row[2].split()) for row in rows]
