"""`switchboard eval secrets` against an independent maker of seed phrases, and on everything ordinary there is."""

import json
import os
import random
import re
import subprocess
from pathlib import Path

import pytest
from mnemonic import Mnemonic

import key_formats
import real_input

LANGUAGES = {
    "english": " ", "chinese_simplified": " ", "chinese_traditional": " ", "czech": " ", "french": " ", "italian": " ",
    "japanese": "\u3000", "korean": " ", "portuguese": " ", "spanish": " ",
}  # fmt: skip
OF_EACH = 200


def evaluate(folder: Path, messages: list[str], *options: str) -> list[tuple[int, str, int, int]]:
    """What is found: the number of the message from 0, the kind, start and length in scalars."""
    source, found = folder / "in.txt", folder / "out.tsv"
    source.write_text("\n".join(messages), encoding="utf-8")
    command = [os.environ["SWITCHBOARD_BINARY"], "eval", "secrets", "--in", source, "--out", found, *options]
    subprocess.run(command, check=True, capture_output=True, timeout=900)
    rows = [line.split("\t") for line in found.read_text().splitlines()]
    return [(int(line) - 1, kind, int(start), int(length)) for line, kind, start, length in rows]


def phrases(language: str) -> list[str]:
    chance = random.Random(f"phrases {language}")
    maker = Mnemonic(language)
    return [maker.to_mnemonic(chance.randbytes(chance.choice([16, 20, 24, 28, 32]))) for _ in range(OF_EACH)]


def written(phrase: str, number: int) -> str:
    """The same phrase as people write it, each number in another way."""
    words = phrase.split()
    ways = [
        " ".join(words), ", ".join(words), " ".join(words).upper(), "; ".join(words),
        " ".join(f"{place}. {word}" for place, word in enumerate(words, 1)),
        " ".join(f"{place}){word}" for place, word in enumerate(words, 1)),
        "my words: " + " ".join(words) + ".", "“" + " ".join(words) + "”", " - ".join(words), "\t".join(words),
    ]  # fmt: skip
    return ways[number % len(ways)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_valid_phrases_of_every_list_are_found_whole(tmp_path, language):
    """999 of 1,000 at least, of an independent implementation of BIP-39, written in ten ways."""
    made = phrases(language)
    messages = [written(phrase, number) for number, phrase in enumerate(made)]
    found = {line: (start, length) for line, kind, start, length in evaluate(tmp_path, messages) if kind == "seed_phrase"}
    missed = []
    for number, (phrase, message) in enumerate(zip(made, messages, strict=True)):
        start, length = found.get(number, (0, 0))
        left = message[:start] + message[start + length :]
        words = phrase.split()
        # A word of one character may stand in what is around.
        if number not in found or len(words[0]) > 1 and any(re.search(rf"\b{re.escape(word)}\b", left) for word in words[:3]):
            missed.append(message)
    assert len(missed) <= len(made) / 1000, missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_in_pieces_are_found_to_the_last_word(tmp_path, language):
    """One, two, three or six words a message: nothing but a word that everybody says is left in clear."""
    messages, pieces = [], []
    for number, phrase in enumerate(phrases(language)[:60]):
        words, size = phrase.split(), [1, 2, 3, 6][number % 4]
        messages.append("what I wanted to say was quite another thing" if number % 2 else "我想说的其实是另外一件事，请您等一下好吗？")
        for start in range(0, len(words), size):
            pieces.append(len(messages))
            messages.append(" ".join(words[start : start + size]))
    found = {line for line, kind, *_ in evaluate(tmp_path, messages, "--consecutive") if kind == "seed_phrase"}
    left = [messages[piece] for piece in pieces if piece not in found]
    assert len(left) <= len(pieces) / 1000, left


def test_the_vectors_of_trezor_are_found(tmp_path):
    with (real_input.FOLDER / "bip39/vectors.json").open(encoding="utf-8") as file:
        vectors = json.load(file)
    # Russian and Turkish are Trezor's own lists, not BIP-39's.
    messages = [vector[1] for language, listed in vectors.items() if language in LANGUAGES for vector in listed]
    assert len(messages) >= 240
    found = {line for line, *_ in evaluate(tmp_path, messages)}
    assert [message for number, message in enumerate(messages) if number not in found] == []


@pytest.mark.parametrize("kind", key_formats.KINDS)
def test_valid_keys_are_found_whole(tmp_path, kind):
    """999 of 1,000 at least of each kind, in sentences of two languages: every character of them and nothing beside it."""
    made, names = key_formats.made(kind, 1000), key_formats.KINDS[kind][1]
    found: dict[int, list[tuple[int, int]]] = {}
    for line, name, start, length in evaluate(tmp_path, [message for message, _ in made]):
        if name in names:
            found.setdefault(line, []).append((start, length))
    whole = {line: [made[line].message[start : start + length] for start, length in places] for line, places in found.items()}
    missed = [each.message for line, each in enumerate(made) if whole.get(line) != each.secrets]
    assert len(missed) <= len(made) / 1000, (len(missed), missed[:20])


def test_a_passphrase_that_is_called_the_apis_is_found(tmp_path):
    phrase = "Moon2026x"
    messages = [said + phrase for said in ("API_PASSPHRASE=", "api passphrase: ", "OK-ACCESS-PASSPHRASE: ")]
    assert len(evaluate(tmp_path, messages)) == len(messages)


def test_a_secret_that_begins_like_a_path_is_found(tmp_path):
    secret = "/kiBnwlf1ClietZUCQRuJz7L6fwLWQPkc7YZ8QSkDHWahHyYxtRA3b3/yglmobObmHxmW4Rh/sFwbCdtERsJ/Q=="
    assert len(evaluate(tmp_path, [f"Secret Key: {secret}", f"密钥：{secret}"])) == 2


def ordinary() -> list[str]:
    """Every sentence, every page and every line of a dialogue that the data folder holds, each a message."""
    pages = [f"{page['title']} {page['body']}" for page in real_input.lines("helpcenter/docs.jsonl")]
    spoken = [text for dialogue in real_input.dialogues() for _, text in dialogue]
    messages = real_input.all_sentences() + pages + spoken
    # A message is a line of the file.
    return [" ".join(message.split()) for message in messages]


def test_ordinary_messages_are_left_alone(tmp_path):
    """One in 20,000 at most is masked, those that do show a secret (an example of a key, somebody's PIN) among them."""
    messages = ordinary()
    assert len(messages) > 144_000
    masked = [messages[line] for line in sorted({line for line, *_ in evaluate(tmp_path, messages)})]
    assert len(masked) <= len(messages) / 20_000, [message[:500] for message in masked]


def test_an_endless_chat_of_ordinary_messages_has_no_phrase_in_it(tmp_path):
    """The same messages as if one person wrote them one after the other, in an order drawn once."""
    messages = ordinary()
    random.Random("one endless chat").shuffle(messages)
    messages = messages[:40_000]
    found = {line for line, kind, *_ in evaluate(tmp_path, messages, "--consecutive") if kind == "seed_phrase"}
    alone = {line for line, *_ in evaluate(tmp_path, messages)}
    assert len(found - alone) <= len(messages) / 20_000, [messages[line] for line in sorted(found - alone)]
