"""Proof of work of new guests, worked out by Python's own SHA-256."""

import concurrent.futures
import time

import httpx
import pytest

from client import Customer, identity_token
from proof import asked, proof
from server import Server

GUEST = {"locale": "en"}


@pytest.fixture(scope="module")
def strict(tmp_path_factory):
    """An installation that asks every guest, behind a proxy that names their addresses."""
    settings = {
        "guests.proof": "always", "trusted.proxies": "127.0.0.1", "limits.writes.per.minute": 1_000_000,
    }  # fmt: skip
    with Server(tmp_path_factory.mktemp("proof"), settings=settings) as running:
        yield running


def start(server, body=GUEST, address="192.0.2.7"):
    return httpx.post(f"{server.url}/api/v1/session", json=body, headers={"X-Forwarded-For": address})


def refused(answer):
    """Why a proof was not taken; a new challenge comes with it."""
    assert asked(answer), answer.text
    assert "set-cookie" not in answer.headers
    return answer.json()["reason"]


def test_a_guest_works_it_out_once(strict):
    first = start(strict)
    assert refused(first) == "missing"
    challenge = first.json()["challenge"]
    assert challenge["algorithm"] == "sha-256" and 1 <= challenge["bits"] <= 16
    left = time.mktime(time.strptime(challenge["expires_at"][:19], "%Y-%m-%dT%H:%M:%S")) - time.mktime(time.gmtime())
    assert 100 < left <= 121
    found = {**GUEST, "proof": proof(challenge)}
    made = start(strict, found)
    assert made.status_code == 201 and made.json()["customer"]["verified"] is False
    assert refused(start(strict, found)) == "used"


def test_of_many_who_bring_the_same_at_once_one_is_let_in(strict):
    found = {**GUEST, "proof": proof(start(strict).json()["challenge"])}
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: start(strict, found).status_code, range(32)))
    assert sorted(answers) == [201] + [403] * 31


def test_a_neighbour_may_solve_it_and_nobody_else(strict):
    for near, far in [("192.0.2.200", "192.0.3.7"), ("2001:db8:1:2::1", "2001:db8:2::1")]:
        given = "192.0.2.7" if "." in near else "2001:db8:1::7"
        found = {**GUEST, "proof": proof(start(strict, address=given).json()["challenge"])}
        assert refused(start(strict, found, far)) == "unknown"
        assert start(strict, found, near).status_code == 201


def test_a_challenge_cannot_be_made_or_changed(strict):
    challenge = start(strict).json()["challenge"]
    found = proof(challenge)
    text = challenge["text"]
    for place in range(0, len(text), 7):
        changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        tried = proof({**challenge, "text": changed, "bits": 8})
        assert refused(start(strict, {**GUEST, "proof": tried})) == "unknown"
    for other in ["", "x", text + "A", text[:-1], "A" * 64, "é" * 32, "A" * 5000]:
        assert refused(start(strict, {**GUEST, "proof": {"challenge": other, "nonce": found["nonce"]}})) == "unknown"
    wrong = next(str(n) for n in range(100) if str(n) != found["nonce"])
    for nonce in [wrong, "", f"{found['nonce']} ", "9" * 21, "\u0000", "-1"]:
        assert refused(start(strict, {**GUEST, "proof": {"challenge": text, "nonce": nonce}})) == "unsolved"
    # What was tried in vain has not used it up.
    assert start(strict, {**GUEST, "proof": found}).status_code == 201


def test_a_challenge_is_for_one_purpose(strict):
    def made(purpose):
        return httpx.post(
            f"{strict.url}/api/v1/proof-of-work", json={"purpose": purpose}, headers={"X-Forwarded-For": "192.0.2.7"}
        )

    beforehand = made("guest")
    assert beforehand.status_code == 201 and beforehand.headers["cache-control"] == "no-store"
    assert start(strict, {**GUEST, "proof": proof(beforehand.json())}).status_code == 201
    assert refused(start(strict, {**GUEST, "proof": proof(made("report").json())})) == "unknown"
    assert made("anything").status_code in (400, 422)


def test_customers_of_the_exchange_and_who_has_a_session_are_not_asked(strict):
    assert start(strict, {"identity_token": identity_token("nobody-is-asked")}).status_code == 201
    guest = Customer.guest(strict)
    assert guest.http.post("/session", json=GUEST).status_code == 200


def test_guests_are_asked_while_there_are_more_than_usual(tmp_path):
    settings = {"guests.free.per.minute": 5, "limits.writes.per.minute": 1_000_000}
    with Server(tmp_path, settings=settings) as server:
        answers = [httpx.post(f"{server.url}/api/v1/session", json=GUEST) for _ in range(20)]
        free = [answer for answer in answers if answer.status_code == 201]
        assert len(free) == 5 and all(asked(answer) for answer in answers[5:])
        easy = answers[5].json()["challenge"]["bits"]
        for _ in range(8):
            Customer.guest(server)
        # Twice as many as usual: it takes twice as long.
        assert asked(httpx.post(f"{server.url}/api/v1/session", json=GUEST))["bits"] == easy + 1
