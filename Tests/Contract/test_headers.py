"""What browsers are told about answers: which scripts run, who may show a page, what files are."""

import re

import httpx
import pytest

from client import Customer
from files import bare
from problems import problem
from server import Server

PAGES = ["/", "/verify", "/contact", "/conversations", "/desk/sign-in", "/demo", "/no-such-page"]
SITES = ["https://exchange.example", "https://*.exchange.example", "http://localhost:3000"]


def directives(answer: httpx.Response) -> dict[str, str]:
    policy = answer.headers["content-security-policy"]
    return dict((part.strip().split(" ", 1) + [""])[:2] for part in policy.split(";"))


def page(server, path):
    return httpx.get(f"{server.url}{path}", headers={"Accept": "text/html"}, follow_redirects=True)


@pytest.fixture(scope="module")
def behind_tls(tmp_path_factory):
    """An installation with HTTPS before it, sites that show the widget, and a host for files."""
    settings = {"secure.cookies": "true", "widget.sites": ", ".join(SITES), "files.url": "https://files.example"}
    with Server(tmp_path_factory.mktemp("headers"), settings=settings) as running:
        yield running


@pytest.mark.parametrize("path", [*PAGES, "/widget"])
def test_scripts_run_by_the_nonce_of_their_page_alone(server, path):
    answers = [page(server, path) for _ in range(2)]
    nonces = set()
    for answer in answers:
        policy = directives(answer)
        found = re.fullmatch(r"'nonce-([0-9a-f]{32})'", policy["script-src"])
        assert found, policy["script-src"]
        nonces.add(found[1])
        # What Mustache writes for `+` and `/` a browser reads as them.
        text = answer.text.replace("&#43;", "+").replace("&#x2F;", "/").replace("&#47;", "/").replace("&#x3D;", "=").replace("&#61;", "=")
        for tag in re.findall(r"<script[^>]*\bsrc=[^>]*>|<link[^>]*modulepreload[^>]*>", text):
            assert f'nonce="{found[1]}"' in tag, tag
        assert policy["require-trusted-types-for"] == "'script'" and policy["trusted-types"] == "switchboard"
        assert policy["base-uri"] == policy["object-src"] == "'none'" and policy["form-action"] == "'self'"
    assert len(nonces) == 2


@pytest.mark.parametrize("path", [*PAGES, "/widget"])
def test_pages_are_kept_apart_from_other_sites(server, path):
    headers = page(server, path).headers
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-embedder-policy"] == "require-corp"
    # The exchange's own page may be one that isolates itself.
    assert headers["cross-origin-resource-policy"] == ("cross-origin" if path == "/widget" else "same-origin")
    denied = dict(part.strip().split("=", 1) for part in headers["permissions-policy"].split(","))
    assert {denied[name] for name in ["camera", "microphone", "geolocation", "payment", "usb"]} == {"()"}
    assert "strict-transport-security" not in headers, "it is not reached by HTTPS"


@pytest.mark.parametrize("path", ["/api/v1/help/categories", "/api/v1/no-such", "/health/live", "/api/v1/openapi.json"])
def test_answers_that_are_no_pages_run_and_show_nothing(server, path):
    answer = httpx.get(f"{server.url}{path}")
    policy = directives(answer)
    assert policy["default-src"] == policy["frame-ancestors"] == "'none'" and "script-src" not in policy
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_the_launcher_may_be_loaded_by_other_sites(server):
    assert httpx.get(f"{server.url}/widget.js").headers["cross-origin-resource-policy"] == "cross-origin"
    assets = re.findall(r"/assets/[^\"]+\.js", page(server, "/widget").text)
    assert httpx.get(server.url + assets[0]).headers["cross-origin-resource-policy"] == "same-origin"


def test_sockets_are_opened_to_our_own_host_alone(server):
    host = server.url.removeprefix("http://")
    assert directives(page(server, "/"))["connect-src"] == f"'self' ws://{host} wss://{host}"
    made_up = httpx.get(f"{server.url}/", headers={"Host": "a.example; script-src *", "Accept": "text/html"})
    assert "a.example" not in made_up.headers["content-security-policy"]


def test_the_widget_is_shown_by_our_own_pages_and_by_sites_that_are_set(server, behind_tls):
    assert directives(page(server, "/widget"))["frame-ancestors"] == "'self'"
    widget = page(behind_tls, "/widget")
    assert directives(widget)["frame-ancestors"] == " ".join(["'self'", *SITES])
    assert "x-frame-options" not in widget.headers
    assert directives(page(behind_tls, "/"))["frame-ancestors"] == "'none'"


def test_browsers_keep_to_https_once_the_site_is_reached_by_it(behind_tls):
    for path in ["/", "/api/v1/help/categories", "/widget.js"]:
        assert httpx.get(behind_tls.url + path).headers["strict-transport-security"] == "max-age=31536000"


def test_a_host_of_files_gives_out_files_and_nothing_else(behind_tls):
    customer = Customer.guest(behind_tls)
    file = customer.http.post("/attachments", params={"name": "a.png"}, content=bare("png")).json()["id"]
    cookie = {"__Host-switchboard_session": customer.token}
    sent = httpx.get(f"{behind_tls.url}/api/v1/attachments/{file}", cookies=cookie)
    assert sent.status_code == 303
    place = sent.headers["location"]
    assert place.startswith("https://files.example/files/")
    path = place.removeprefix("https://files.example")
    theirs = {"Host": "files.example"}
    answer = httpx.get(behind_tls.url + path, headers=theirs)
    assert answer.status_code == 200 and answer.headers["content-type"] == "image/png"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "sandbox" in answer.headers["content-security-policy"] and "set-cookie" not in answer.headers
    # Our pages show it; our own host does not give it out, nor theirs anything else.
    assert "https://files.example" in directives(page(behind_tls, "/"))["img-src"].split()
    assert problem(httpx.get(behind_tls.url + path)) == (404, "not_found")
    for other in ["/", "/desk", "/widget", "/api/v1/help/categories", f"/api/v1/attachments/{file}", "/files"]:
        found = httpx.get(behind_tls.url + other, headers={**theirs, "Accept": "text/html"}, cookies=cookie)
        assert problem(found) == (404, "not_found") and "set-cookie" not in found.headers
    gone = httpx.get(f"{behind_tls.url}/files/none?lang=zh-CN", headers={**theirs, "Accept": "text/html"})
    assert problem(gone) == (404, "attachment_not_found") and "set-cookie" not in gone.headers
