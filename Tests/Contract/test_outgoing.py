"""Addresses that an admin sets lead nowhere inside, where the operator lists nothing."""

import pytest

import openid
from client import Agent
from problems import problem


@pytest.mark.parametrize(
    ("issuer", "code"),
    [
        ("http://127.0.0.2:1", "address_not_secure"), ("https://127.0.0.2:1", "address_not_public"),
        ("https://169.254.169.254", "address_not_public"), ("https://[::1]", "address_not_public"),
        ("https://[::ffff:169.254.169.254]", "address_not_public"), ("https://2130706434/", "address_host_unreadable"),
        ("https://0x7f.0.0.2", "address_host_unreadable"), ("https://0177.0.0.2", "address_host_unreadable"),
        ("file:///etc/passwd", "address_not_secure"), ("https://a:b@sso.example.com", "address_holds_credentials"),
        ("https://10.0.0.1:6379", "address_not_public"), ("no address", "address_malformed"),
        ("http://127.0.0.1:1", "address_not_secure"), ("https://127.0.0.1:1", "address_not_public"),
        ("https://localhost:1", "address_not_public"), ("https://sso.example.com?x", "invalid_field"),
    ],
)  # fmt: skip
def test_addresses_that_lead_inside(agent: Agent, issuer: str, code: str) -> None:
    answer = agent.http.put("/admin/openid-provider", json=openid.settings(issuer))
    assert problem(answer) == (422, code)
