"""Files as they are given out: saved and not run, without a cookie, for a few minutes, to who may read them."""

import base64
import urllib.parse

import httpx
import pytest

from client import Customer
from files import bare, pdf
from problems import problem

BY_COOKIE = "switchboard_session"


def uploaded(customer, content=b"a receipt", name="receipt.txt"):
    return customer.http.post("/attachments", params={"name": name}, content=content).json()["id"]


def redirected(server, customer, file, *, small=False):
    """What a browser gets that has the session's cookie."""
    url = f"{server.url}/api/v1/attachments/{file}{'/thumbnail' if small else ''}"
    answer = httpx.get(url, cookies={BY_COOKIE: customer.token})
    assert answer.status_code == 303, answer.text
    assert "private" in answer.headers["cache-control"]
    return answer.headers["location"]


@pytest.mark.parametrize(
    ("content", "name", "disposition"),
    [(b"alert(1) // <b>a receipt</b>", "a.html", "attachment"), (pdf("a receipt"), "a.pdf", "attachment"), (bare("png"), "a.png", "inline")],
    ids=["text", "document", "picture"],
)  # fmt: skip
def test_a_browser_saves_what_it_could_run_and_needs_no_cookie(server, customer, content, name, disposition):
    address = redirected(server, customer, uploaded(customer, content, name))
    assert address.startswith("/files/")
    answer = httpx.get(server.url + address)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].split(";")[0] == disposition
    assert answer.headers["x-content-type-options"] == "nosniff"
    policy = answer.headers["content-security-policy"]
    assert "sandbox" in policy and "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "allow-" not in policy
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "private" in answer.headers["cache-control"]
    assert "set-cookie" not in answer.headers and "cookie" not in answer.headers.get("vary", "").lower()
    # With a cookie it is the same.
    again = httpx.get(server.url + address, cookies={BY_COOKIE: customer.token})
    assert again.content == answer.content and "set-cookie" not in again.headers


def test_who_brings_a_token_gets_the_file_itself(customer):
    answer = customer.http.get(f"/attachments/{uploaded(customer)}")
    assert (answer.status_code, answer.content) == (200, b"a receipt")


def test_the_small_copy_has_an_address_of_its_own(server, customer):
    file = uploaded(customer, bare("png", 2000, 500), "large.png")
    small = httpx.get(server.url + redirected(server, customer, file, small=True))
    assert small.headers["content-type"] == "image/webp"
    assert len(small.content) < len(httpx.get(server.url + redirected(server, customer, file)).content)


def test_an_address_is_given_to_who_may_read_the_file_alone(server, customer):
    file = uploaded(customer)
    other = Customer.guest(server)
    url = f"{server.url}/api/v1/attachments/{file}"
    assert problem(httpx.get(url, cookies={BY_COOKIE: other.token})) == (404, "attachment_not_found")
    assert problem(httpx.get(url)) == (401, "not_signed_in")


def test_an_address_cannot_be_made_or_changed(server, customer):
    sealed = redirected(server, customer, uploaded(customer)).removeprefix("/files/")
    bytes_ = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
    for place in range(len(bytes_)):
        changed = bytes_[:place] + bytes([bytes_[place] ^ 1]) + bytes_[place + 1 :]
        address = base64.urlsafe_b64encode(changed).decode().rstrip("=")
        assert problem(httpx.get(f"{server.url}/files/{address}")) == (404, "attachment_not_found")
    for address in ["x", "a" * 5000, sealed[:-4], sealed + "AAAA", "%00", "..%2f..%2fetc%2fpasswd"]:
        assert httpx.get(f"{server.url}/files/{address}").status_code in (404, 414, 431)


@pytest.mark.parametrize(
    "name",
    [
        'a"; filename="b.html', "a\r\nSet-Cookie: x=1\r\n\r\n<script>.txt", "账单 💸.txt", "\u202egpj.exe", "../../etc/passwd",
        "a\x00b.txt", "a;b=c.txt", "x" * 5000, "%2e%2e%2f.txt",
    ],
)  # fmt: skip
def test_a_name_changes_no_header(server, customer, name):
    answer = customer.http.post("/attachments", params={"name": name}, content=b"a receipt")
    kept = answer.json()["name"]
    served = httpx.get(server.url + redirected(server, customer, answer.json()["id"]))
    assert served.status_code == 200 and "set-cookie" not in served.headers
    kind, _, rest = served.headers["content-disposition"].partition("; filename*=UTF-8''")
    assert kind == "attachment" and urllib.parse.unquote(rest) == kept
    # RFC 8187: letters, digits and percent signs; nothing ends the value or the line.
    assert all(character.isalnum() or character == "%" for character in rest) and rest.isascii()
    assert not {"\r", "\n", "\0", "/", "\u202e"} & set(kept) and len(kept) <= 120


def test_nothing_that_a_browser_runs_is_taken(customer):
    for content in [
        b"<!doctype html><script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>",
        b"GIF89a/*" + b"\0" * 40 + b"*/=1;alert(1)", b"%!PS-Adobe-3.0\n",
    ]:  # fmt: skip
        assert customer.http.post("/attachments", params={"name": "a.png"}, content=content).status_code in (415, 422)
