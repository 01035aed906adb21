"""OWASP A06, vulnerable and outdated components: all are pinned, none is loaded from elsewhere, and what reads strangers'
bytes has nothing to take.

What stands elsewhere: the process that reads files, its limits and its system calls (ServerTests/FileReading).
"""

import json
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import anybody
import pytest

from client import Agent
from desk_pages import desk_pages
from server import Server

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["/", "/help/choose-network", "/help/search?q=fee", "/contact", "/announcements", "/conversations", "/verify", "/widget", "/demo", "/desk/sign-in"]
DESK = [f"/desk/{name}".rstrip("/") for name in sorted(desk_pages()) if not name.startswith("sign-in")]


def test_what_is_built_with_is_known_to_the_byte() -> None:
    """Swift packages by revision once they are resolved, and never a branch; Python's by version."""
    assert not re.search(r"\b(branch|revision):", (ROOT / "Package.swift").read_text())
    pins = json.loads((ROOT / "Package.resolved").read_text())["pins"]
    assert len(pins) > 10
    for pin in pins:
        assert re.fullmatch(r"[0-9a-f]{40}", pin["state"]["revision"]), pin["identity"]
    for line in (ROOT / "Tests/requirements.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            assert re.fullmatch(r"[\w.\[\]-]+==[\w.]+", line), line


@pytest.mark.parametrize("page", PAGES + DESK)
def test_a_page_loads_nothing_from_elsewhere(server: Server, admin: Agent, page: str) -> None:
    """No script, style, picture or font of a third party, which could be changed there or tell who reads."""
    answer = anybody.get(f"{server.url}{page}", cookies={"switchboard_agent": admin.token} if page in DESK else {}, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    loaded = re.findall(r"<(?:script|img|iframe|source|video|audio|embed|input)\b[^>]*?\bsrc=\"([^\"]+)\"", answer.text)
    loaded += re.findall(r"<link\b[^>]*?\bhref=\"([^\"]+)\"", answer.text) + re.findall(r"url\(([^)]+)\)", answer.text)
    assert loaded
    assert [each for each in loaded if urlsplit(urljoin(server.url, each)).netloc != urlsplit(server.url).netloc and not each.startswith("data:")] == []


def test_scripts_and_styles_load_nothing_from_elsewhere(server: Server) -> None:
    page = anybody.get(f"{server.url}/help/search?q=fee").text
    for path in set(re.findall(r"\"(/assets/[^\"]+\.(?:css|js))\"", page)) | {"/widget.js"}:
        text = anybody.get(f"{server.url}{path}").text
        assert not re.search(r"(?:@import|from|import\(|url\()\s*[\"']?(?:https?:)?//", text), path
        assert not re.search(r"\beval\(|new Function\(|document\.write\(", text), path


def test_known_holes_of_others_are_not_asked_in_vain(server: Server) -> None:
    """What scanners try first: none of it means anything here."""
    tries = ["${jndi:ldap://127.0.0.1:1/a}", "() { :;}; echo vulnerable", "%{(#a=1)}", "{{constructor.constructor('return 1')()}}"]
    for text in tries:
        answer = anybody.get(f"{server.url}/help/search", params={"q": text}, headers={"User-Agent": text, "X-Api-Version": text})
        assert answer.status_code == 200 and not re.search(r"(?<!echo )(?<!echo%20)(?<!echo\+)vulnerable", answer.text)
    for path in ["/cgi-bin/.%2e/.%2e/bin/sh", "/index.php?s=/index/think", "/actuator/gateway/routes", "/wp-login.php", "/solr/admin/cores"]:
        assert anybody.get(f"{server.url}{path}").status_code == 404
