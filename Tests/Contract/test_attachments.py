"""Files: their size, their type and whose they are."""

import concurrent.futures
import random
import sys
import time
from pathlib import Path

import httpx
import pytest

from client import Customer, new_client_id
from files import pdf
from problems import problem
from seed_phrases import words


def test_oversized_attachment(customer):
    answer = customer.http.post("/attachments", content=b"a" * (20 * 1024 * 1024 + 1))
    assert problem(answer) == (413, "attachment_too_large")


def test_largest_attachment(customer):
    document = pdf(size=20 * 1024 * 1024)
    answer = customer.http.post("/attachments", params={"name": "large.pdf"}, content=document)
    assert (answer.status_code, answer.json()["size"]) == (201, 20 * 1024 * 1024)


def test_long_text_attachment(customer):
    """A log of two megabytes passes the secrets gate without holding anything up."""
    answer = customer.http.post("/attachments", params={"name": "log.txt"}, content=b"a line of words\n" * 131_072)
    assert (answer.status_code, answer.json()["size"]) == (201, 2 * 1024 * 1024)


def test_others_are_answered_while_the_largest_text_is_looked_through(server, customer):
    """Twenty megabytes of words that seed phrases are made of are the dearest text there is, and hold some by chance."""
    listed = words()
    content = " ".join(random.Random(1).choices(listed, k=3_000_000)).encode()[: 20 * 1024 * 1024]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        uploads = [pool.submit(Customer.guest(server).http.post, "/attachments", content=content, timeout=240) for _ in range(2)]
        slowest = 0.0
        while not all(upload.done() for upload in uploads):
            began = time.monotonic()
            assert httpx.get(f"{server.url}/api/v1/help/categories", timeout=30).status_code == 200
            slowest = max(slowest, time.monotonic() - began)
            time.sleep(0.05)
    assert {problem(upload.result()) for upload in uploads} == {(422, "attachment_holds_secret")}
    assert slowest < 15


def test_someone_elses_attachment(server, customer):
    secret = customer.http.post("/attachments", content=b"my statement").json()["id"]
    other = Customer.guest(server)
    assert problem(other.http.get(f"/attachments/{secret}")) == (404, "attachment_not_found")
    chat = other.open_waiting_chat()
    sent = other.http.post(
        f"/conversations/{chat}/messages", json={"client_id": new_client_id(), "body": "x", "attachments": [secret]}
    )
    assert sent.status_code in (404, 422)
    assert problem(other.http.get(f"/attachments/{secret}")) == (404, "attachment_not_found")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.png", b"MZ\x90\x00" + b"\x00" * 200), ("photo.jpg", b"PK\x03\x04" + b"\x00" * 200),
        ("photo.gif", b"\x00" * 200), ("page.txt", b"<!DOCTYPE html><script>alert(1)</script>"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), ("bytes.txt", bytes(range(256))),
    ],
)  # fmt: skip
def test_attachment_that_lies_about_its_type(customer, name, content):
    answer = customer.http.post(
        "/attachments", params={"name": name}, content=content, headers={"Content-Type": "image/png"}
    )
    assert problem(answer) == (415, "attachment_type_not_accepted")


def test_programs_are_no_attachments(customer):
    program = Path(sys.executable).read_bytes()[:100_000]
    for name in ["photo.png", "notes.txt"]:
        answer = customer.http.post("/attachments", params={"name": name}, content=program)
        assert problem(answer) == (415, "attachment_type_not_accepted")


def test_empty_attachment(customer):
    assert problem(customer.http.post("/attachments", content=b"")) == (422, "attachment_empty")


def test_what_was_not_sent_can_be_deleted_by_its_uploader(server, customer):
    file = customer.http.post("/attachments", content=b"my statement").json()["id"]
    other = Customer.guest(server)
    assert problem(other.http.delete(f"/attachments/{file}")) == (404, "attachment_not_found")
    assert customer.http.delete(f"/attachments/{file}").status_code == 204
    assert problem(customer.http.get(f"/attachments/{file}")) == (404, "attachment_not_found")
    assert problem(customer.http.delete(f"/attachments/{file}")) == (404, "attachment_not_found")
    sent = customer.http.post("/attachments", content=b"my statement").json()["id"]
    chat = customer.open_waiting_chat()
    body = {"client_id": new_client_id(), "body": "x", "attachments": [sent]}
    assert customer.http.post(f"/conversations/{chat}/messages", json=body).status_code == 201
    assert problem(customer.http.delete(f"/attachments/{sent}")) == (404, "attachment_not_found")
    assert customer.http.get(f"/attachments/{sent}").content == b"my statement"


def test_only_so_many_files_wait_to_be_sent(server):
    customer = Customer.guest(server)
    for number in range(30):
        assert customer.http.post("/attachments", content=b"receipt number %d" % number).status_code == 201
    assert problem(customer.http.post("/attachments", content=b"a receipt of one more")) == (409, "too_many_unsent_files")
