"""How often one account is tried counts, however its address is written and from wherever it is tried."""

import itertools

import httpx
import pytest

from problems import problem
from server import Server

LIMIT = 5
ADDRESSES = itertools.count(1)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Each attempt comes from an address of its own, as from a botnet: a proxy that is trusted says so."""
    settings = {"limits.sign.ins.per.ten.minutes": LIMIT, "trusted.proxies": "127.0.0.1"}
    with Server(tmp_path_factory.mktemp("sign-in"), settings=settings) as running:
        yield running


def attempt(server: Server, email: str) -> httpx.Response:
    headers = {"X-Forwarded-For": f"203.0.113.{next(ADDRESSES)}"}
    return httpx.post(f"{server.url}/api/v1/agent/session", json={"email": email, "password": "x"}, headers=headers)


@pytest.mark.parametrize(
    ("account", "space"),
    [("ada@desk.example", " "), ("bo@desk.example", "\t"), ("cy@desk.example", "\n"), ("di@desk.example", "\u3000")],
)
def test_another_spelling_is_the_same_account(server, account, space):
    """More spaces and capitals do not make a new account of it."""
    spellings = [f"{space * turn}{account.upper() if turn % 2 else account}{space * turn}" for turn in range(LIMIT + 1)]
    answers = [attempt(server, spelling) for spelling in spellings]
    assert [answer.status_code for answer in answers[:LIMIT]] == [401] * LIMIT
    assert problem(answers[LIMIT]) == (429, "too_many_requests")
    assert int(answers[LIMIT].headers["retry-after"]) > 0


def test_a_long_address_is_refused_like_any_other(server):
    for email in ["a" * 200_000, "e" + "\u0301" * 80_000, " " * 200_000 + "ada@desk.example"]:
        assert attempt(server, email).status_code in (401, 422)
