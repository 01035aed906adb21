"""OWASP A10, server-side request forgery: no text, file or token makes the server ask an address for somebody.

What stands elsewhere: what the operator's own addresses may be (ServerTests/Configuration), an exchange that leads elsewhere
(Contract/test_verifications: `redirect`), `--clamd`, `smtp.url` and buckets (Operations).
"""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import anybody
import httpx
import jwt
import pytest

from client import Agent, Customer, identity_token, new_client_id
from exchange import Exchange, totp
from files import pdf
from server import IDENTITY_SECRET, Server
from world import World, operations


class Listener:
    """Hears every connection to a port of this machine."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                wire, _ = self._socket.accept()
            except OSError:
                return
            with wire:
                wire.settimeout(1)
                try:
                    self.heard.append(wire.recv(1000))
                except OSError:
                    self.heard.append(b"")

    def spellings(self) -> list[str]:
        """The same address as those write it who want to pass a filter, and others that are nobody's business."""
        port = self.port
        hosts = ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::ffff:127.0.0.1]", "a.example@127.0.0.1", "127.0.0.1.nip.io"]
        return [f"http://{host}:{port}/planted" for host in hosts] + [
            f"https://127.0.0.1:{port}/", f"//127.0.0.1:{port}/", f"ftp://127.0.0.1:{port}/", f"gopher://127.0.0.1:{port}/_x", f"ws://127.0.0.1:{port}/",
            "http://169.254.169.254/latest/meta-data/", "file:///etc/passwd", f"dict://127.0.0.1:{port}/x", f"http:127.0.0.1:{port}",
        ]

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    listening = Listener()
    yield listening
    listening.close()


@pytest.fixture(scope="module")
def attacked(server: Server, shop: Exchange) -> World:
    return World.at(server, shop)


def silence(listener: Listener, server: Server) -> None:
    """The server has done what it does behind a request, and nobody was asked."""
    for _ in range(3):
        assert Customer.guest(server).http.get("/help/categories").status_code == 200
    time.sleep(0.5)
    assert listener.heard == []


def test_the_listener_hears(listener: Listener) -> None:
    """Else it would hear nothing because it listens to nothing."""
    own = Listener()
    with pytest.raises(httpx.HTTPError):
        anybody.get(f"http://127.0.0.1:{own.port}/", timeout=2)
    assert len(own.heard) == 1
    own.close()
    assert listener.heard == []


def test_no_text_of_a_body_is_asked_for(attacked: World, listener: Listener, description: dict[str, Any]) -> None:
    """An address in every text field of every route, by who may send it: links are judged, not followed."""
    server, schemas = attacked.server, description["components"]["schemas"]
    addresses = listener.spellings()[:2]
    for operation in operations(description):
        if operation.schema in (None, "ChangePassword", "Confirmation", "SignIn", "SetSignInPolicy"):
            continue
        person = attacked.admin if operation.is_desk else attacked.customer
        path = attacked.filled(operation.path.replace("{slug}", "choose-network"))
        for name, member in schemas[operation.schema]["properties"].items():
            if "string" in member.get("type", []):
                for address in addresses:
                    person.http.request(operation.method, path, json={**attacked.body(operation), name: address})
    silence(listener, server)


def test_no_address_that_is_judged_is_asked(server: Server, listener: Listener, admin: Agent) -> None:
    customer = Customer.guest(server)
    chat = customer.open_waiting_chat()
    for address in listener.spellings():
        answer = anybody.post(f"{server.url}/api/v1/verify", json={"value": address})
        assert answer.status_code in (200, 422) and answer.json().get("verdict") != "official"
        anybody.post(f"{server.url}/verify", data={"value": address})
        anybody.post(f"{server.url}/api/v1/phishing-reports", json={"value": address})
        customer.http.post(f"/conversations/{chat}/messages", json={"client_id": new_client_id(), "body": f"see {address} please"})
        for kind in ("page", "domain", "social", "app"):
            admin.http.post("/admin/official-channels", json={"kind": kind, "value": address})
        for query in ({"q": address}, {"locale": address}):
            customer.http.get("/help/search", params=query)
    silence(listener, server)


def test_no_header_or_parameter_is_asked(server: Server, listener: Listener) -> None:
    customer, address = Customer.guest(server), listener.spellings()[0]
    names = ["Referer", "Origin", "X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Wap-Profile", "From", "Client-IP", "X-Callback-URL", "Link"]
    for name in names:
        customer.http.get("/conversations", headers={name: address})
    for page in ["/", "/contact", "/help/search", "/widget", "/demo", "/verify", "/desk/sign-in"]:
        anybody.get(f"{server.url}{page}", params=dict.fromkeys(["url", "q", "user", "topic", "src", "callback", "next", "lang"], address))
    # Asked as a proxy would be.
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as wire:
        wire.sendall(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{listener.port}\r\nConnection: close\r\n\r\n".encode())
        wire.recv(1000)
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as wire:
        wire.sendall(f"CONNECT 127.0.0.1:{listener.port} HTTP/1.1\r\nHost: 127.0.0.1:{listener.port}\r\n\r\n".encode())
        assert b" 200" not in wire.recv(1000).split(b"\r\n")[0]
    silence(listener, server)


def test_no_token_names_where_its_key_is(server: Server, listener: Listener) -> None:
    for address in listener.spellings()[:3]:
        claims = {"sub": "ssrf", "aud": "switchboard", "exp": 4_000_000_000, "jti": new_client_id(), "iss": address}
        for header in ({"jku": address}, {"x5u": address}, {"kid": address}, {"jwk": {"kty": "oct", "k": address}}):
            for secret in (IDENTITY_SECRET, "another secret that signs nothing here at all"):
                token = jwt.encode(claims, secret, algorithm="HS256", headers=header)
                assert anybody.post(f"{server.url}/api/v1/session", json={"identity_token": token}).status_code == 401
    # Nor what a signed one tells about its customer.
    address = listener.spellings()[0]
    picture = {"name": address, "attributes": {"avatar": address, "picture": address, "webhook": address}, "picture": address}
    assert anybody.post(f"{server.url}/api/v1/session", json={"identity_token": identity_token("ssrf-2", **picture)}).status_code == 201
    silence(listener, server)


def test_no_file_is_read_that_leads_elsewhere(server: Server, customer: Customer, listener: Listener) -> None:
    address = listener.spellings()[0]
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'><image xlink:href='{address}'/></svg>"
    action = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /URI /URI (%b) >> >>" % address.encode()
    remote = b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /GoToR /F (%b) >> >>" % address.encode()
    entity = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "{address}">]><a>&b;</a>'
    playlist = f"#EXTM3U\n#EXTINF:1\n{address}\n"
    catalog = b"<< /Type /Catalog /Pages 2 0 R >>"
    for content in [svg.encode(), pdf("a").replace(catalog, action), pdf("a").replace(catalog, remote), entity.encode(), playlist.encode()]:
        customer.http.post("/attachments", params={"name": address}, content=content)
    silence(listener, server)


def test_an_editors_pictures_are_the_readers_business(server: Server, listener: Listener, tmp_path) -> None:
    """An article's picture of another host is not asked for at import, nor for a search or a page."""
    address = listener.spellings()[0]
    text = f"---\ntitle: Pictures\nslug: ssrf-pictures\nlocale: en\ncategory: security\n---\n![a]({address}) <img src='{address}'> [b]({address})\n"
    (tmp_path / "a.md").write_text(text)
    assert server.run("import", "articles", str(tmp_path)).returncode == 0
    for path in ["/help/ssrf-pictures", "/help/search?q=pictures", "/api/v1/help/articles/ssrf-pictures"]:
        anybody.get(f"{server.url}{path}")
    silence(listener, server)


def test_an_exchange_that_leads_elsewhere_is_not_followed(server: Server, shop: Exchange, attacked: World, listener: Listener) -> None:
    """A redirection of the gateway's answer would carry what a customer typed to whoever it names."""
    chat = attacked.ids["conversations"]
    body = {"purpose": "personal_details", "method": "totp"}
    asked = attacked.agent.post(f"/agent/conversations/{chat}/verifications", body)
    url, shop.url = shop.url, f"http://127.0.0.1:{listener.port}"
    shop.trouble = "redirect"
    try:
        answer = attacked.customer.http.post(f"/conversations/{chat}/verifications/{asked['id']}/answer", json={"code": totp()})
    finally:
        shop.url, shop.trouble = url, None
    assert answer.json()["code"] == "verification_unavailable"
    silence(listener, server)
