"""OWASP A04, insecure design: who is first where many come at once, what may be tried how often, what is dear to unpack.

What stands elsewhere: bombs of pixels and frames (Contract/test_pictures), a PDF that unpacks to very much
(Contract/test_documents), deep JSON and oversized bodies (Contract/test_bad_input), frames too large and too many
(Realtime/test_bad_input, test_limits), silent and half-open connections (Contract/test_silent_connections), sign-ins by account
(Contract/test_sign_in_limit), one recovery code in many hands (Contract/test_second_factor).
"""

import gzip
import io
import json
import time
import uuid
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import anybody
import httpx
import pytest

from client import Customer, Frame, identity_token, new_client_id
from exchange import Exchange, totp
from files import bare, pdf
from problems import problem
from server import Server
from world import at_desk

MANY = 20


def at_once(deed: Callable[[int], httpx.Response], times: int = MANY) -> list[httpx.Response]:
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(deed, range(times)))


def told(answers: list[httpx.Response]) -> Counter[str]:
    """How often each answer was given, by its code."""
    return Counter(str(each.status_code) if each.is_success else problem(each)[1] for each in answers)


class Step:
    """A customer whom an agent asked for a code."""

    def __init__(self, server: Server, shop: Exchange, method: str):
        shop.owner = f"uid-{uuid.uuid4()}"
        self.customer = Customer.verified(server, shop.owner)
        self.chat = self.customer.open_waiting_chat("hello")
        agent = at_desk(server)
        body = {"purpose": "withdrawals", "method": method}
        asked = agent.post(f"/agent/conversations/{self.chat}/verifications", body)
        self.path = f"/conversations/{self.chat}/verifications/{asked['id']}"

    def answer(self, code: str) -> httpx.Response:
        return self.customer.http.post(f"{self.path}/answer", json={"code": code})


# Who is first


def test_of_many_answers_with_the_right_code_one_wins(either: Server, shop: Exchange) -> None:
    step = Step(either, shop, "sms_code")
    assert step.customer.http.post(f"{step.path}/code").status_code == 200
    code = next(part for part in shop.texts[-1].replace(".", " ").replace(",", " ").split() if part.isdigit() and len(part) == 6)
    answers = told(at_once(lambda _: step.answer(code)))
    assert answers["200"] == 1 and set(answers) <= {"200", "verification_over", "verification_busy"}, answers
    events = [each for each in step.customer.messages(step.chat) if (each.get("event") or {}).get("type") == "verification_passed"]
    assert len(events) == 1


def test_many_guesses_at_once_are_counted_one_by_one(either: Server, shop: Exchange) -> None:
    """Five are all there are, however fast they come."""
    step = Step(either, shop, "totp")
    asked = len(shop.asked)
    near = {totp(time.time() + offset * 30) for offset in range(-3, 4)}
    guesses = [f"{number:06d}" for number in range(100, 200) if f"{number:06d}" not in near][:MANY]
    answers = told(at_once(lambda number: step.answer(guesses[number])))
    assert "200" not in answers
    assert len([question for question, _ in shop.asked[asked:] if question == "totp"]) <= 5, answers
    assert problem(step.answer(totp()))[1] == "verification_over"


def test_of_many_identity_tokens_one_counts(either: Server) -> None:
    token = identity_token(f"many-{uuid.uuid4()}")
    answers = at_once(lambda _: anybody.post(f"{either.url}/api/v1/session", json={"identity_token": token}, timeout=30))
    assert Counter(each.status_code for each in answers) == {201: 1, 401: MANY - 1}


def test_of_many_claims_one_agent_gets_the_conversation(either: Server) -> None:
    agents = [at_desk(either, number=number) for number in range(2)]
    chat = Customer.guest(either).open_waiting_chat("whose am I?")
    path = f"/agent/conversations/{chat}/assign"
    answers = at_once(lambda number: agents[number % 2].http.post(path, json={"agent": "me", "expected": None}))
    holder = agents[0].get(f"/agent/conversations/{chat}")["conversation"]["assignee"]["id"]
    winners = {agents[number % 2].id for number, answer in enumerate(answers) if answer.is_success}
    assert winners == {holder}
    assert {each.status_code for each in answers} <= {200, 409}


def test_of_many_confirmations_of_a_badge_one_says_yes(either: Server) -> None:
    agent, customer = at_desk(either), Customer.guest(either)
    chat = customer.open_waiting_chat("who are you?")
    agent.assign(chat)
    agent.write(chat, "It is me")
    code = customer.post(f"/conversations/{chat}/challenge", {})["code"]
    answers = at_once(lambda _: anybody.post(f"{either.url}/api/v1/verify", json={"value": code}, timeout=30))
    assert Counter(each.json()["verdict"] for each in answers)["official"] == 1


def test_a_file_is_sent_once(either: Server) -> None:
    """Of two conversations that the same file is sent to at once, one has it."""
    customer = Customer.guest(either)
    chats = [customer.open_waiting_chat(), customer.open_waiting_chat()]
    file = customer.http.post("/attachments", content=b"a receipt").json()["id"]

    def send(number: int) -> httpx.Response:
        body = {"client_id": new_client_id(), "body": f"here {number}", "attachments": [file]}
        return customer.http.post(f"/conversations/{chats[number % 2]}/messages", json=body)

    answers = at_once(send, 8)
    holding = [chat for chat in chats if any(each["attachments"] for each in customer.messages(chat))]
    assert len(holding) == 1
    refused = [problem(each)[1] for number, each in enumerate(answers) if chats[number % 2] not in holding]
    assert len(refused) == 4 and len(set(refused)) == 1


def test_one_rating_counts(either: Server) -> None:
    customer = Customer.guest(either)
    chat = customer.open_waiting_chat("hello")
    customer.post(f"/conversations/{chat}/resolve")
    answers = at_once(lambda number: customer.http.post(f"/conversations/{chat}/rating", json={"score": number % 5 + 1}), 10)
    assert {each.status_code for each in answers} <= {200, 409}
    assert any(each.status_code == 200 for each in answers)


def test_many_uploads_do_not_pass_the_limit_together(either: Server) -> None:
    """30 files may wait to be sent; 45 that come at once are not more."""
    customer = Customer.guest(either)
    answers = at_once(lambda number: customer.http.post("/attachments", content=b"receipt %d" % number), 45)
    assert Counter(each.status_code for each in answers) == {201: 30, 409: 15}


# How often


@pytest.fixture(scope="module")
def strict(tmp_path_factory, shop: Exchange):
    """With the limits that an operator gets who sets none, but for the dear one, behind a proxy that tells addresses."""
    settings = {"trusted.proxies": "127.0.0.1", "limits.sign.ins.per.ten.minutes": 5}
    with Server(tmp_path_factory.mktemp("strict"), settings=settings) as running:
        running.make_agent("ada@desk.example")
        yield running


def until_refused(deed: Callable[[int], httpx.Response], most: int) -> httpx.Response:
    for number in range(most):
        answer = deed(number)
        if answer.status_code == 429:
            return answer
    raise AssertionError(f"{most} were all taken")


@pytest.mark.parametrize(
    ("path", "body", "most"),
    [
        ("/agent/session", {"email": "ada@desk.example", "password": "guess"}, 40), ("/session", {}, 200),
        ("/verify", {"value": "https://a.example"}, 300), ("/phishing-reports", {"value": "https://a.example"}, 200),
        ("/agent/passkey-session/challenge", None, 200),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)  # fmt: skip
def test_what_a_stranger_may_do_is_limited(strict: Server, path: str, body: Frame | None, most: int) -> None:
    """And says when to come back; another address may go on meanwhile."""
    here, there = {"X-Forwarded-For": f"203.0.113.{len(path)}"}, {"X-Forwarded-For": f"198.51.100.{len(path)}"}
    refused = until_refused(lambda _: anybody.post(f"{strict.url}/api/v1{path}", json=body, headers=here), most)
    assert problem(refused) == (429, "too_many_requests")
    assert 0 < int(refused.headers["Retry-After"]) <= 600
    if path != "/agent/session":
        assert anybody.post(f"{strict.url}/api/v1{path}", json=body, headers=there).status_code != 429


def test_an_address_that_anybody_can_make_up_makes_no_new_stranger(tmp_path) -> None:
    """Without a trusted proxy `X-Forwarded-For` and its like are words."""
    with Server(tmp_path / "site", settings={"limits.sign.ins.per.ten.minutes": 5}) as server:
        def attempt(number: int) -> httpx.Response:
            names = ["X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP"]
            body = {"email": f"somebody{number}@desk.example", "password": "guess"}
            return anybody.post(f"{server.url}/api/v1/agent/session", json=body, headers=dict.fromkeys(names, f"203.0.113.{number}"))

        assert problem(until_refused(attempt, 12)) == (429, "too_many_requests")


def test_a_customer_who_writes_without_end_is_slowed(strict: Server) -> None:
    customer = Customer.guest(strict)
    chat = customer.post("/conversations", {"kind": "ticket", "topic": "other", "subject": "s", "body": "b"})["id"]

    def write(number: int) -> httpx.Response:
        return customer.http.post(f"/conversations/{chat}/messages", json={"client_id": new_client_id(), "body": f"spam {number}"})

    assert int(until_refused(write, 400).headers["Retry-After"]) > 0


# What is dear to unpack


def zeros(form: str) -> bytes:
    content = b'{"locale":"' + bytes(64 * 1024 * 1024) + b'"}'
    return gzip.compress(content, 9) if form == "gzip" else zlib.compress(content, 9)


@pytest.mark.parametrize("form", ["gzip", "deflate"])
def test_a_packed_body_is_not_unpacked(server: Server, form: str) -> None:
    """64 MB in 64 KB: nothing here takes packed requests, and says so."""
    headers = {"Content-Encoding": form, "Content-Type": "application/json"}
    answer = anybody.post(f"{server.url}/api/v1/session", content=zeros(form), headers=headers)
    assert problem(answer)[0] in (400, 415)


def archive_bomb() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(20):
            file.writestr(f"{number}.txt", bytes(10_000_000))
    return written.getvalue()


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x0 "ha">' + b"".join(
    b'<!ENTITY x%d "&x%d;&x%d;">' % (number, number - 1, number - 1) for number in range(1, 40)
) + b"]><svg xmlns='http://www.w3.org/2000/svg'><text>&x39;</text></svg>"

REFUSED_FILES = {
    "a zip bomb": archive_bomb(), "a gzip bomb": gzip.compress(bytes(50_000_000)), "an SVG": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "an SVG with entities": DOCTYPE, "an SVG with a file": b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>',
    "an HTML page": b"<html><script>alert(1)</script>", "PostScript": b"%!PS-Adobe-3.0\n(%pipe%id) (w) file", "a shell script": b"#!/bin/sh\nid\n",
    "MVG of ImageTragick": b"push graphic-context\nviewbox 0 0 640 480\nfill 'url(https://127.0.0.1/a.jpg\"|id\")'\npop graphic-context",
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED_FILES)
def test_a_file_that_harms_readers_is_refused_or_kept_as_words(server: Server, customer: Customer, what: str) -> None:
    answer = customer.http.post("/attachments", params={"name": "a.png"}, content=REFUSED_FILES[what], headers={"Content-Type": "image/png"})
    if answer.status_code == 201:
        file = customer.http.get(f"/attachments/{answer.json()['id']}")
        assert file.headers["content-type"].startswith("text/plain"), answer.text
        assert file.headers["content-disposition"].startswith("attachment;")
        assert "root:" not in file.text and "uid=" not in file.text
    else:
        assert problem(answer)[0] in (415, 422)


def nested_pdf(filters: int) -> bytes:
    """A stream that is packed again and again: each layer unpacks to a thousand times as much."""
    data = b"BT /F 8 Tf " + b"(a) Tj " * 3_000_000
    for _ in range(filters):
        data = zlib.compress(data, 9)
    stream = b"<< /Length %d /Filter [%b] >>\nstream\n%b\nendstream" % (len(data), b" /FlateDecode" * filters, data)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources << /Font << /F 4 0 R >> >> >>"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, font, stream]
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % each for each in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer\n<< /Size 6 /Root 1 0 R >>\n%%EOF\n"


def test_others_go_on_while_a_bomb_is_read(server: Server) -> None:
    with ThreadPoolExecutor(2) as pool:
        bomb = pool.submit(Customer.guest(server).http.post, "/attachments", content=nested_pdf(3), timeout=60)
        other = Customer.guest(server)
        answers = {other.http.get("/help/categories", timeout=20).status_code for _ in range(10)}
        assert answers == {200}
        assert bomb.result().status_code in (201, 422)
    assert other.http.post("/attachments", content=pdf("a receipt"), timeout=60).status_code == 201
    assert other.http.post("/attachments", content=bare("png"), timeout=60).status_code == 201


@pytest.mark.parametrize(
    "content",
    [
        b'{"score":1e999999999}', b'{"score":' + b"9" * 200_000 + b"}", b'{"score":-0.' + b"0" * 100_000 + b"1}",
        b'{"score":1,"a":' + b"[" * 50_000 + b"]" * 50_000 + b"}", b'{"score":1' + b',"a":1' * 20_000 + b"}",
        b'{"score":1,"comment":"' + b"\\u0000" * 30_000 + b'"}', b'{"score":1,"comment":"' + b"\\ud800" * 30_000 + b'"}',
    ],
    ids=["exponent", "digits", "fraction", "depth", "members", "zeros", "surrogates"],
)  # fmt: skip
def test_numbers_and_nesting_cost_little(server: Server, customer: Customer, content: bytes) -> None:
    chat = customer.open_waiting_chat()
    customer.post(f"/conversations/{chat}/resolve")
    answer = customer.http.post(f"/conversations/{chat}/rating", content=content, headers={"Content-Type": "application/json"}, timeout=15)
    assert answer.status_code in (200, 400, 422), answer.text
    assert json.loads(answer.content)
