"""What HTTP itself asks for: methods that a path does not take, HEAD, protocols that are not offered."""

import httpx
import pytest

from problems import problem


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "/help/search"), ("POST", "/help/search"), ("PUT", "/session"), ("GET", "/session"),
        ("PATCH", "/conversations"), ("DELETE", "/conversations"), ("GET", "/agent/session"), ("POST", "/agent/presence"),
        ("PUT", "/attachments"), ("DELETE", "/announcements"),
    ],
)  # fmt: skip
def test_wrong_method(customer, method, path):
    answer = customer.http.request(method, path)
    assert problem(answer) == (405, "method_not_allowed")
    allowed = {name.strip() for name in answer.headers.get("allow", "").split(",")}
    assert allowed - {""} and method not in allowed, "RFC 9110 §15.5.6 wants Allow"


@pytest.mark.parametrize("path", ["/", "/help/search?q=fee", "/api/v1/help/categories"])
def test_head_is_get_without_a_body(server, path):
    answer = httpx.head(f"{server.url}{path}")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("protocol", ["h2c", "websocket", "TLS/1.0"])
@pytest.mark.parametrize("path", ["/health/live", "/api/v1/help/categories", "/api/v1/realtime"])
def test_an_upgrade_that_is_not_offered_is_passed_over(server, protocol, path):
    """RFC 9110 §7.8. Java's client asks every server for h2c with its first request."""
    headers = {"Connection": "Upgrade", "Upgrade": protocol}
    answer = httpx.get(f"{server.url}{path}", headers=headers, timeout=30)
    assert answer.status_code in ((401, 426) if path.endswith("realtime") else (200,))


def test_a_body_beside_an_upgrade(server):
    headers = {"Connection": "Upgrade, HTTP2-Settings", "Upgrade": "h2c", "HTTP2-Settings": "AAMAAABkAAQAoAAAAAIAAAAA"}
    assert httpx.post(f"{server.url}/api/v1/session", json={}, headers=headers, timeout=30).status_code == 201
