"""A seed phrase typed into the chat: the customer is warned, and nobody and nothing else ever has it."""

from collections.abc import Callable

import httpx
import pytest
import sealed
from playwright.sync_api import Locator, expect

from chat import Chat, bodies
from client import Agent
from desk import Desk
from seed_phrases import phrase, traces
from server import Server
from visitor import Visitor

Visit = Callable[..., Visitor]

LANGUAGE = {"en": "english", "zh-CN": "chinese_simplified"}
BEFORE = {"en": "here is my wallet:", "zh-CN": "这是我的钱包："}


@pytest.fixture(scope="module", params=["embedded", "cluster"])
def installation(request: pytest.FixtureRequest) -> str:
    """On one machine, and on PostgreSQL, Redis and a bucket."""
    return request.param


def expect_masked(log: Locator, hidden: str) -> None:
    expect(bodies(log).filter(has_text=hidden)).to_have_count(1)
    expect(log.locator(".masked-secret")).to_have_text(hidden)


def everything_kept(server: Server) -> dict[str, bytes]:
    """All that the server wrote: the database with its WAL, the files, the log, and what it told other nodes."""
    # What is sealed says nothing to who looks for it, and must hold nothing for who has the key.
    return server.kept() | server.passed_on() | {"opened": "\n".join(sealed.texts(server)).encode()}


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_seed_phrase_is_hidden_everywhere_and_its_owner_is_warned(
    visit: Visit, server: Server, locale: str, device: str
) -> None:
    secret = phrase(12 if device == "phone" else 24, LANGUAGE[locale])
    wanted = traces(secret)
    customer = visit(locale, device)
    say = customer.say
    hidden = say("timeline.masked.label")
    chat = Chat.started(customer)
    chat.write(f"{BEFORE[locale]} {secret}")

    expect_masked(chat.log, hidden)
    chat.see("timeline.masked.seed_phrase")
    chat.see("timeline.reminder.title")
    chat.see("timeline.event.secret_masked")
    expect(bodies(chat.log).last).to_have_text(say("assistant.secret_hidden"))
    customer.assert_good_page("hidden")
    customer.page.reload()
    expect_masked(chat.log, hidden)
    kept = customer.page.evaluate("JSON.stringify([localStorage, sessionStorage]) + document.documentElement.outerHTML")
    assert not wanted.search(kept.encode())

    chat.choose("assistant.action.person")
    chat.expect_line(chat.place_in_line(1))
    agent = Agent.made(server)
    desk = Desk.of(visit(locale), agent)
    desk.open("unassigned", say("assistant.hand_over.asked"))
    expect_masked(desk.log, hidden)
    expect(desk.log.get_by_text(say("timeline.masked.agent"), exact=True)).to_be_visible()
    desk.visitor.assert_good_page("desk")
    assert not wanted.search(desk.page.content().encode())

    for place in ["help/search", "help/suggest"]:
        found = httpx.get(f"{server.url}/api/v1/{place}", params={"q": secret.split()[0]})
        assert found.status_code == 200 and not wanted.search(found.content)
    rows = agent.get("/agent/conversations", params={"view": "all", "q": " ".join(secret.split()[:3])})
    assert rows["data"] == []
    holding = [name for name, content in everything_kept(server).items() if wanted.search(content)]
    assert holding == []
    chat.place.get_by_role("button", name=say("conversation.solved"), exact=True).click()
    chat.see("timeline.event.resolved")


def test_what_was_written_around_it_is_on_disk(visit: Visit, server: Server, locale: str, installation: str) -> None:
    """Else nothing would be found because nothing is looked for in the right place."""
    chat = Chat.started(visit(locale))
    secret = phrase(12, LANGUAGE[locale])
    # Words of no seed phrase: with one of them in front, one phrase in sixteen is a valid one that begins earlier.
    around = "marmalade quixotic zeppelin"
    chat.write(f"{around} {secret}")
    expect_masked(chat.log, chat.say("timeline.masked.label"))
    wanted = traces(around)
    kept = everything_kept(server)
    # Nodes tell each other what was written, once; nothing keeps it but sealed.
    assert {name for name, content in kept.items() if wanted.search(content)} == {"opened"} | set(server.passed_on())
    places = {"embedded": ["data/switchboard.sqlite"], "cluster": ["postgres/pg_wal/", "postgres/base/", "redis/dump.rdb", "redis/appendonlydir/"]}
    for place in ["server.log", *places[installation]]:
        assert any(name.startswith(place) for name in kept), place


def test_a_transaction_id_stays_readable(visit: Visit, locale: str) -> None:
    chat = Chat.started(visit(locale, "phone"))
    txid = "TXID 4e3b1f0c9d8e7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a2b"
    chat.write(txid)
    expect(bodies(chat.log).nth(1)).to_have_text(txid)
    expect(chat.log.locator(".masked-secret")).to_have_count(0)
    chat.visitor.assert_good_page("transaction")


@pytest.mark.usefixtures("nobody_waits")
def test_a_seed_phrase_in_pieces_is_hidden_while_it_is_written(visit: Visit, server: Server, locale: str) -> None:
    """One word a message: what stands on the screens already is hidden there too, without a reload."""
    secret = phrase(12, LANGUAGE[locale])
    customer = visit(locale, "phone")
    say = customer.say
    chat = Chat.started(customer)
    chat.choose("assistant.action.person")
    chat.expect_line(chat.place_in_line(1))
    desk = Desk.of(visit(locale), Agent.made(server))
    # With a word of no list: a message of nothing but a list's signs right before a phrase is hidden with it.
    before = f"wallet: {BEFORE[locale]}"
    chat.write(before)
    desk.open("unassigned", before)
    words = secret.split()
    for number, word in enumerate(words, 1):
        chat.write(f"{number}. {word}")
        expect(bodies(chat.log).filter(has_text=f"{number}. ")).not_to_have_count(0)
    for log in [chat.log, desk.log]:
        expect(log.locator(".masked-secret")).to_have_count(12)
        assert not [word for word in words if f" {word}" in log.inner_text().split(".")]
    chat.see("timeline.masked.seed_phrase")
    customer.assert_good_page("pieces")
    customer.page.reload()
    expect(chat.log.locator(".masked-secret")).to_have_count(12)
    expect(bodies(chat.log).filter(has_text=f"12. {say('timeline.masked.label')}")).to_have_count(1)
