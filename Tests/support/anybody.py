"""Requests of nobody in particular: no session, no cookie kept from one to the next, and no certificates to read for each."""

from typing import Any

import httpx

_CLIENT = httpx.Client(verify=False, trust_env=False, timeout=30)


def request(method: str, address: str, *, cookies: dict[str, str] | None = None, **options: Any) -> httpx.Response:
    """Asks once; `cookies` are sent as they stand."""
    headers = httpx.Headers(options.pop("headers", None))
    if cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    try:
        return _CLIENT.request(method, address, headers=headers, **options)
    finally:
        _CLIENT.cookies.clear()


def get(address: str, **options: Any) -> httpx.Response:
    return request("GET", address, **options)


def post(address: str, **options: Any) -> httpx.Response:
    return request("POST", address, **options)
