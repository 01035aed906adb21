"""Requests of nobody in particular: no session, no cookie kept from one to the next, and no certificates to read for each."""

from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx

# No cookie of any site is taken, so that many may ask at once and none with another's.
_FORGETFUL = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
_CLIENT = httpx.Client(verify=False, trust_env=False, timeout=30, cookies=_FORGETFUL)


def request(method: str, address: str, *, cookies: dict[str, str] | None = None, **options: Any) -> httpx.Response:
    """Asks once; `cookies` are sent as they stand."""
    headers = httpx.Headers(options.pop("headers", None))
    if cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return _CLIENT.request(method, address, headers=headers, **options)


def get(address: str, **options: Any) -> httpx.Response:
    return request("GET", address, **options)


def post(address: str, **options: Any) -> httpx.Response:
    return request("POST", address, **options)
