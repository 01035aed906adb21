"""Limits by address where the address is known: a proxy that is trusted tells it."""

from collections.abc import Iterator

import httpx
import pytest

from client import Agent
from problems import problem
from server import Server

READS = 20


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Iterator[Server]:
    settings = {"limits.reads.per.minute": READS, "limits.writes.per.minute": 5, "trusted.proxies": "127.0.0.1"}
    with Server(tmp_path_factory.mktemp("limits"), settings=settings) as running:
        yield running


def ask(server: Server, address: str, path: str, **headers: str) -> httpx.Response:
    return httpx.get(f"{server.url}{path}", headers={"X-Forwarded-For": address, **headers})


def test_one_reader_s_requests_are_not_another_s(small: Server) -> None:
    """A bucket of twenty a minute has another one each three seconds: of a hundred at once most are refused."""
    answers = [ask(small, "203.0.113.1", "/api/v1/help/search?q=withdrawal") for _ in range(100)]
    assert all(each.status_code == 200 for each in answers[:READS])
    refused = [each for each in answers if each.status_code != 200]
    assert refused and {problem(each) for each in refused} == {(429, "too_many_requests")}
    assert all(0 < int(each.headers["retry-after"]) <= 3 for each in refused)
    assert ask(small, "203.0.113.2", "/api/v1/help/search?q=withdrawal").status_code == 200


def test_a_person_reads_on_a_page_when_to_come_back(small: Server) -> None:
    answers = [ask(small, "203.0.113.3", "/announcements", accept="text/html", **{"accept-language": "zh-CN"}) for _ in range(100)]
    refused = next(each for each in answers if each.status_code == 429)
    assert refused.headers["content-type"].startswith("text/html") and int(refused.headers["retry-after"]) > 0
    assert '<html lang="zh-CN"' in refused.text


def test_the_desk_is_not_held_up_by_what_customers_may(small: Server) -> None:
    agent = Agent.made(small)
    states = [agent.http.put("/agent/presence", json={"state": "away"}).status_code for _ in range(40)]
    assert states == [states[0]] * 40 and states[0] < 300
