"""OWASP A07, sessions that are planted where the site is reached by TLS: by a sibling sub-domain, or by somebody on the way.

Both can make a browser send a cookie of nearly any name to us. What begins with `__Host-` they cannot, so that nothing else
counts there. Planting without TLS, and by links, is in test_a07_authentication.
"""

from collections.abc import Iterator

import anybody
import pytest
from websockets.exceptions import InvalidStatus

from client import Agent, Customer, Realtime
from server import Server
from world import at_desk

OWN = {"agent": "__Host-switchboard_agent", "customer": "__Host-switchboard_session"}
# Browsers take off blanks and tabs alone: with one of these in front it is another name, which a sibling may set.
BLANKS = ["\u2000", "\u00a0", "\u3000", "\u0085", "\u2028", "\ufeff", "\u200b"]


@pytest.fixture(scope="module")
def behind_tls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    settings = {"secure.cookies": "true", "limits.writes.per.minute": 1_000_000, "limits.sign.ins.per.ten.minutes": 1_000_000}
    with Server(tmp_path_factory.mktemp("planted"), settings=settings) as server:
        yield server


def somebody(server: Server, kind: str, number: int = 0) -> Agent | Customer:
    return at_desk(server, number=number) if kind == "agent" else Customer.guest(server)


def who_is_in(server: Server, kind: str, cookie: str) -> str | None:
    """Whose session the API takes a cookie for."""
    headers = [(b"Cookie", cookie.encode())]
    if kind == "agent":
        answer = anybody.get(f"{server.url}/api/v1/agent/me", headers=headers)
        return answer.json()["agent"]["id"] if answer.status_code == 200 else None
    answer = anybody.post(f"{server.url}/api/v1/session", json={}, headers=headers)
    # Who has a session gets that one, 200; nobody a new one, 201.
    return answer.json()["customer"]["id"] if answer.status_code == 200 else None


def opens_a_socket(server: Server, kind: str, cookie: str) -> bool:
    url = server.realtime_url + ("?as=agent" if kind == "agent" else "")
    try:
        Realtime(server, url=url, additional_headers={"Cookie": cookie, "Origin": server.url}).socket.close()
    except InvalidStatus as refused:
        assert refused.response.status_code == 401
        return False
    return True


@pytest.mark.parametrize("kind", OWN)
def test_a_session_counts_by_the_name_that_no_sibling_can_set(behind_tls: Server, kind: str) -> None:
    person, own = somebody(behind_tls, kind), OWN[kind]
    plain = own.removeprefix("__Host-")
    assert who_is_in(behind_tls, kind, f"{own}={person.token}") == person.id
    assert opens_a_socket(behind_tls, kind, f"{own}={person.token}")
    likes = [plain, own.lower(), own.upper(), f"__Secure-{plain}", f"={own}", f"x={own}", f'"{own}"', f"$Version=1, {own}"]
    for name in [*likes, *(blank + own for blank in BLANKS), *(own + blank for blank in BLANKS)]:
        cookie = f"{name}={person.token}"
        assert who_is_in(behind_tls, kind, cookie) is None, ascii(name)
        assert not cookie.isascii() or not opens_a_socket(behind_tls, kind, cookie), name


@pytest.mark.parametrize("kind", OWN)
def test_what_is_planted_beside_the_own_session_takes_nobodys_place(behind_tls: Server, kind: str) -> None:
    """Whichever of them stands first: the order is the planter's choice, by a longer path."""
    person, planter, own = somebody(behind_tls, kind), somebody(behind_tls, kind, number=1), OWN[kind]
    for name in [own.removeprefix("__Host-"), own.lower(), BLANKS[0] + own]:
        pair = [f"{name}={planter.token}", f"{own}={person.token}"]
        for cookies in (pair, pair[::-1]):
            assert who_is_in(behind_tls, kind, "; ".join(cookies)) == person.id, ascii(name)


def test_pages_read_the_same_name(behind_tls: Server) -> None:
    agent = at_desk(behind_tls)
    for name, status in {"switchboard_agent": 302, OWN["agent"]: 200}.items():
        answer = anybody.get(f"{behind_tls.url}/desk", cookies={name: agent.token}, headers={"Accept": "text/html"})
        assert answer.status_code == status, name
    for name, language in {"switchboard_locale": "en", "__Host-switchboard_locale": "ja"}.items():
        answer = anybody.get(f"{behind_tls.url}/", cookies={name: "ja"}, headers={"Accept-Language": "en"})
        assert answer.headers["content-language"] == language, name
