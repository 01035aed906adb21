"""What looks like a private key stays readable where the exchange knows it as a transaction; the exchange is Python's own.

Asked is by digests alone: the digits never leave the server.
"""

import hashlib
import secrets
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import planted
import pytest

from client import Agent, Customer
from exchange import SECRET, Exchange, exchange
from server import Server

MASK = "▮▮▮▮▮▮"
# Invented, of the sandbox's first user (docs/integration.md, *Account look-ups*) and of its second.
SANDBOX = [
    ("20260001", "b1c5d2f0a7e94c3d8f6a1e2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f"),
    ("20260002", "4e3b1f0c9d8e7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a2b"),
]


def digest(number: str) -> str:
    return hashlib.sha256(bytes.fromhex(number)).hexdigest()


@pytest.fixture(scope="module")
def rooms(tmp_path_factory) -> Iterator[tuple[Server, Exchange]]:
    with exchange() as shop:
        settings = {**shop.settings(), "limits.writes.per.minute": 1_000_000, "log.level": "trace"}
        with Server(tmp_path_factory.mktemp("transactions"), settings=settings) as server:
            yield server, shop


@pytest.fixture
def shop(rooms) -> Exchange:
    """The exchange with a new customer, who has one transaction."""
    shop = rooms[1]
    shop.trouble, shop.owner = None, f"uid-{uuid.uuid4()}"
    shop.transactions = {secrets.token_hex(32)}
    shop.asked.clear()
    shop.seen.clear()
    shop.release.clear()
    return shop


@pytest.fixture
def customer(rooms, shop: Exchange) -> Customer:
    return Customer.verified(rooms[0], shop.owner)


def known(shop: Exchange) -> str:
    (number,) = shop.transactions
    return number


def only_digests_came(shop: Exchange, *numbers: str) -> None:
    """Nothing that came to the exchange holds the digits, and all of it was signed."""
    assert shop.refused == []
    for number in numbers:
        assert not any(number.encode() in each.lower() for each in shop.seen)
        assert not any(bytes.fromhex(number) in each for each in shop.seen)


def until(wanted: str, write: Callable[[], str]) -> str:
    """What was written, again where the exchange did not answer in its second: this machine may be busy."""
    said = write()
    for _ in range(6):
        if said == wanted:
            break
        said = write()
    return said


def events(customer: Customer, chat: str) -> list[str]:
    return [each["event"]["type"] for each in customer.messages(chat) if each.get("event")]


@pytest.mark.parametrize("spelled", [str.lower, str.upper, lambda digits: f"0x{digits}", lambda digits: f"0x{digits.upper()}"])
def test_a_known_transaction_stays_readable(shop: Exchange, customer: Customer, spelled) -> None:
    number = known(shop)
    text = f"My private key is {spelled(number)}"
    chat = customer.open_waiting_chat()
    assert until(text, lambda: customer.write(chat, text)["body"]) == text
    assert "masked" not in customer.messages(chat)[-1]
    with customer.connect() as connection:
        connection.subscribe(chat)

        def send() -> str:
            seq = connection.send(chat, text)["seq"]
            return next(each["body"] for each in customer.messages(chat) if each["seq"] == seq)

        assert until(text, send) == text
    assert customer.messages(chat)[-1]["body"] == text, "nothing says that something was hidden"
    question = ("transactions", {"account": shop.owner, "digests": [digest(number)]})
    assert len(shop.asked) >= 2 and all(each == question for each in shop.asked)
    only_digests_came(shop, number)


def test_in_the_first_message_and_the_subject_of_a_ticket_too(shop: Exchange, customer: Customer) -> None:
    text = f"private key: {known(shop)}"

    def opened() -> str:
        ticket = customer.post("/conversations", {"kind": "ticket", "topic": "other", "subject": text, "body": text})
        first = next(each["body"] for each in customer.messages(ticket["id"]) if not each.get("event"))
        return f"{ticket['subject']}\n{first}"

    assert until(f"{text}\n{text}", opened) == f"{text}\n{text}"
    only_digests_came(shop, known(shop))


def test_what_is_no_transaction_is_hidden_and_told_to_nobody(rooms, shop: Exchange, customer: Customer) -> None:
    key = secrets.token_hex(32)
    phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
    chat = customer.open_waiting_chat()
    for secret in (f"private key: {key}", phrase):
        text = f"my private key is 0x{known(shop)}\n{secret}"
        left = f"my private key is 0x{known(shop)}\n{secret.replace(key, MASK).replace(phrase, MASK)}"
        assert until(left, lambda: customer.write(chat, text)["body"]) == left
    assert "secret_masked" in events(customer, chat)
    only_digests_came(shop, key, known(shop))
    kept = rooms[0].kept()
    for told in (key, digest(key), digest(known(shop)), SECRET):
        assert [name for name, data in kept.items() if planted.holds(data, told.encode())] == []


@pytest.mark.parametrize("trouble", [500, 404, 423, 409, 401, 302, "huge", "redirect", "nonsense", "held", "dribble"])
def test_an_exchange_that_does_not_answer_holds_nobody_up(shop: Exchange, customer: Customer, trouble: int | str) -> None:
    """Held and dribbling it would answer when it is released, which is after the message was taken."""
    chat = customer.open_waiting_chat()
    shop.trouble = trouble
    written = customer.write(chat, f"my private key is {known(shop)}")
    assert (written["body"], written["masked"]) == (f"my private key is {MASK}", ["private_key"])
    assert len(shop.asked) == 1, "it is asked once"
    assert not shop.release.is_set()
    with customer.connect() as connection:
        connection.subscribe(chat)
        connection.send(chat, f"my private key is {known(shop)}")
    assert [each["body"] for each in customer.messages(chat) if not each.get("event")][-1] == f"my private key is {MASK}"
    shop.release.set()


def test_a_few_of_one_message_are_asked_about(shop: Exchange, customer: Customer) -> None:
    numbers = [secrets.token_hex(32) for _ in range(7)]
    shop.transactions = set(numbers)
    text = "\n".join(f"private key: {each}" for each in numbers)
    left = "\n".join(f"private key: {each}" for each in [*numbers[:4], MASK, MASK, MASK])
    chat = customer.open_waiting_chat()
    assert until(left, lambda: customer.write(chat, text)["body"]) == left
    assert {len(body["digests"]) for _, body in shop.asked} == {4}


def test_about_somebody_else_s_account_and_a_guest_nothing_is_known(rooms, shop: Exchange) -> None:
    text = f"my private key is {known(shop)}"
    for stranger in (Customer.guest(rooms[0]), Customer.verified(rooms[0], f"other-{uuid.uuid4()}")):
        assert stranger.write(stranger.open_waiting_chat(), text)["masked"] == ["private_key"]
    # The guest's was not asked about.
    assert len(shop.asked) == 1


def test_an_agent_quotes_it_to_its_customer_alone(rooms, shop: Exchange, customer: Customer) -> None:
    agent = Agent.made(rooms[0])
    text = f"The key {known(shop)} that you sent is a transaction"
    chat = customer.open_waiting_chat("hello")
    for kind in ("text", "note"):
        assert until(text, lambda: agent.write(chat, text, kind)["body"]) == text
    guest = Customer.guest(rooms[0])
    assert MASK in agent.write(guest.open_waiting_chat("hello"), text)["body"]
    only_digests_came(shop, known(shop))


@pytest.mark.parametrize("settings", [{}, {"accounts.questions": "totp, identity, sms, contact"}])
def test_without_such_an_exchange_whatever_looks_like_a_key_is_hidden(tmp_path: Path, settings: dict) -> None:
    with exchange() as shop:
        number = secrets.token_hex(32)
        shop.transactions = {number}
        given = {**shop.settings(), **settings} if settings else {}
        with Server(tmp_path, settings=given) as server:
            customer = Customer.verified(server, shop.owner)
            written = customer.write(customer.open_waiting_chat(), f"my private key is {number}")
            assert written["masked"] == ["private_key"]
        assert shop.seen == []


def test_the_sandbox_knows_its_transactions(server: Server) -> None:
    people = [Customer.verified(server, uid) for uid, _ in SANDBOX]
    for person, (_, number) in zip(people, SANDBOX):
        chat = person.open_waiting_chat()
        text = f"private key: {number}"
        assert until(text, lambda: person.write(chat, text)["body"]) == text
        other = next(each for _, each in SANDBOX if each != number)
        assert person.write(chat, f"private key: {other}")["masked"] == ["private_key"]
