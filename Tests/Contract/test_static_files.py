"""Scripts, styles and drawings: compressed for whoever takes that, and asked for again only when they changed."""

import gzip
import re

import brotli
import httpx
import pytest

FOREVER = "public, max-age=31536000, immutable"


@pytest.fixture(scope="module", params=["script", "style", "drawing", "widget"])
def address(server, request):
    page = httpx.get(f"{server.url}/").text
    kinds = {"script": r"/assets/[^\"]+\.js", "style": r"/assets/[^\"]+\.css", "drawing": r"/assets/[^\"]+icons\.svg"}
    path = "/widget.js" if request.param == "widget" else re.search(kinds[request.param], page)[0]
    return f"{server.url}{path}"


def ask(address, accepted, method="GET", **headers):
    """The answer and its body as it is on the wire."""
    with httpx.stream(method, address, headers={"Accept-Encoding": accepted, **headers}) as answer:
        return answer, b"".join(answer.iter_raw())


@pytest.mark.parametrize(
    ("accepted", "coding", "decompress"),
    [("gzip, deflate", "gzip", gzip.decompress), ("gzip, deflate, br, zstd", "br", brotli.decompress)],
    ids=["gzip", "br"],
)
def test_every_form_holds_the_same(address, accepted, coding, decompress):
    plain, content = ask(address, "identity")
    compressed, body = ask(address, accepted)
    assert (plain.status_code, compressed.status_code) == (200, 200)
    assert plain.headers.get("content-encoding") is None and compressed.headers["content-encoding"] == coding
    assert len(body) < len(content) and decompress(body) == content
    for answer, sent in ((plain, content), (compressed, body)):
        assert answer.headers["vary"] == "Accept-Encoding"
        assert int(answer.headers["content-length"]) == len(sent)
    assert plain.headers["content-type"] == compressed.headers["content-type"]
    assert plain.headers["etag"] != compressed.headers["etag"]


@pytest.mark.parametrize("accepted", ["br", "gzip", "identity"])
def test_what_did_not_change_is_not_sent_again(address, accepted):
    first, body = ask(address, accepted)
    again, nothing = ask(address, accepted, **{"If-None-Match": first.headers["etag"]})
    assert (again.status_code, nothing) == (304, b"")
    for name in ("etag", "vary", "cache-control"):
        assert again.headers[name] == first.headers[name]
    assert again.headers.get("content-length", str(len(body))) == str(len(body)), "RFC 9110 §8.6"
    other, _ = ask(address, accepted, **{"If-None-Match": '"another"'})
    assert other.status_code == 200


@pytest.mark.parametrize("accepted", ["br", "gzip", "identity"])
def test_head_tells_the_length_of_the_form(address, accepted):
    whole, body = ask(address, accepted)
    head, nothing = ask(address, accepted, method="HEAD")
    assert (head.status_code, nothing) == (200, b"")
    for name in ("content-length", "etag", "content-type"):
        assert head.headers[name] == whole.headers[name]
    assert head.headers.get("content-encoding") == whole.headers.get("content-encoding")


def test_a_range_may_be_passed_over(address):
    """RFC 9110 §14.2: files this small are always sent whole."""
    answer, body = ask(address, "identity", Range="bytes=0-9")
    assert answer.status_code == 200 and len(body) == int(answer.headers["content-length"])


def test_versioned_files_are_kept_and_the_widget_is_asked_for_again(address):
    answer, _ = ask(address, "gzip")
    is_widget = address.endswith("/widget.js")
    assert answer.headers["cache-control"] == ("public, max-age=300" if is_widget else FOREVER)
    assert answer.headers.get("cross-origin-resource-policy") == ("cross-origin" if is_widget else "same-origin")


def test_a_file_of_another_version_is_not_kept(address):
    """A page of a node that is newer asks an older one for it while nodes are upgraded."""
    if address.endswith("/widget.js"):
        pytest.skip("it has one address")
    current, content = ask(address, "gzip")
    other, same = ask(re.sub(r"/assets/[0-9a-f]+/", "/assets/0123456789ab/", address), "gzip")
    assert (other.status_code, same) == (200, content) and other.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/api/v1/help/categories", "/conversations", "/desk/sign-in", "/no-such-page"])
def test_what_may_hold_somebodys_words_is_not_compressed(server, path):
    """BREACH: the length of such an answer would tell of its content."""
    answer, _ = ask(f"{server.url}{path}", "gzip, br", Accept="text/html")
    assert answer.status_code in (200, 303, 404) and "content-encoding" not in answer.headers
