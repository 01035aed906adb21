"""OWASP A07, authentication: sessions that are planted, kept, or used again; codes that are said twice; who is there.

What stands elsewhere: codes and recovery codes of agents, what ends the other sessions (Contract/test_second_factor), bent
passkeys (Contract/test_passkeys), claims of identity tokens (Contract/test_sessions_and_headers), sessions that end while a
connection is open (Realtime/test_authority), password rules (SafeguardTests/Passwords).
"""

import base64
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Callable
from typing import Any

import anybody
import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from websockets.exceptions import InvalidStatus

from authenticator import App
from client import Agent, Customer, Realtime, identity_token
from exchange import Exchange, totp
from problems import problem
from server import AGENT_PASSWORD, IDENTITY_SECRET, Server
from world import at_desk


def sign_in(server: Server, email: str, password: str = AGENT_PASSWORD, **more: Any) -> httpx.Response:
    body = {"email": email, "password": password, **({"code": more.pop("code")} if "code" in more else {})}
    return anybody.post(f"{server.url}/api/v1/agent/session", json=body, timeout=30, **more)


# Fixation


def test_a_session_that_was_planted_is_not_taken_over(server: Server) -> None:
    """Whoever signs in gets a token that nobody knew before; a guest who is identified as well."""
    agent = Agent.made(server)
    for planted in ["sba_" + "A" * 43, agent.token, "chosen"]:
        answer = sign_in(server, agent.about["email"], cookies={"switchboard_agent": planted}, headers={"X-Session": planted})
        token = answer.json()["token"]
        assert token != planted and planted not in answer.headers["set-cookie"]
    victim = Customer.guest(server)
    token = identity_token(f"fixed-{uuid.uuid4()}")
    answer = anybody.post(f"{server.url}/api/v1/session", json={"identity_token": token}, cookies={"switchboard_session": victim.token})
    assert answer.status_code == 201 and answer.json()["token"] != victim.token


def test_a_guests_session_does_not_become_the_customers(server: Server) -> None:
    """Who planted a guest's session in a browser must not read what its owner does after signing in."""
    planted = Customer.guest(server)
    chat = planted.open_waiting_chat("planted")
    token = identity_token(f"owner-{uuid.uuid4()}")
    cookies = {"switchboard_session": planted.token}
    answer = anybody.post(f"{server.url}/api/v1/session", json={"identity_token": token}, cookies=cookies).json()
    owner = Customer(server, answer["token"], answer["customer"])
    secret = owner.post("/conversations", {"kind": "ticket", "topic": "other", "subject": "mine", "body": "mine alone"})["id"]
    assert planted.http.get(f"/conversations/{secret}").status_code in (401, 404)
    assert secret not in planted.http.get("/conversations").text
    assert owner.http.get(f"/conversations/{chat}").status_code == 200


def test_cookies_of_the_wrong_name_or_twice_count_for_nothing_more(server: Server) -> None:
    agent, customer = at_desk(server), Customer.guest(server)
    api = f"{server.url}/api/v1"
    for cookie in [f"switchboard_agent={customer.token}", f"switchboard_session={agent.token}", f"SWITCHBOARD_AGENT={agent.token}",
                   f"switchboard_agent=x; switchboard_agent={agent.token}", f"$Version=1; switchboard_agent=\"{agent.token}\""]:  # fmt: skip
        assert anybody.get(f"{api}/agent/me", headers={"Cookie": cookie}).status_code == 401, cookie
    for scheme in ["Basic", "Token", "Digest", "bearer:", "x"]:
        assert anybody.get(f"{api}/agent/me", headers={"Authorization": f"{scheme} {agent.token}"}).status_code == 401


# Sessions that are over


def test_what_was_signed_out_opens_nothing_again(server: Server) -> None:
    agent, customer = Agent.made(server), Customer.guest(server)
    chat = customer.open_waiting_chat("hello")
    agent.sign_out()
    assert customer.http.delete("/session").status_code == 204
    for person, path in [(agent, "/agent/me"), (agent, f"/agent/conversations/{chat}"), (customer, f"/conversations/{chat}"), (customer, "/conversations")]:
        assert problem(person.http.get(path)) == (401, "not_signed_in")
        cookies = {"switchboard_session": person.token, "switchboard_agent": person.token}
        assert anybody.get(f"{server.url}/api/v1{path}", cookies=cookies).status_code == 401
    for person in (agent, customer):
        with pytest.raises(InvalidStatus) as refused:
            Realtime(server, token=person.token)
        assert refused.value.response.status_code == 401
    page = anybody.get(f"{server.url}/desk", cookies={"switchboard_agent": agent.token}, headers={"Accept": "text/html"})
    assert page.headers["location"] == "/desk/sign-in"


@pytest.mark.parametrize("how", ["password", "operator", "admin"])
def test_what_was_stolen_ends_with_the_password(server: Server, admin: Agent, tmp_path, how: str) -> None:
    agent = Agent.made(server)
    stolen = Agent.signed_in(server, agent.about["email"])
    if how == "password":
        body = {"password": AGENT_PASSWORD, "new_password": "kauri plinth violet"}
        assert agent.http.put("/agent/password", json=body).status_code == 204
    elif how == "operator":
        file = tmp_path / "password"
        file.write_text("kauri plinth violet")
        done = server.run("agent", "password", "--email", agent.about["email"], "--password-file", str(file))
        assert done.returncode == 0, done.stderr
    else:
        assert admin.http.delete(f"/admin/agents/{agent.id}/sessions").status_code == 200
    assert stolen.http.get("/agent/me").status_code == 401
    with pytest.raises(InvalidStatus):
        stolen.connect()
    if how != "admin":
        assert sign_in(server, agent.about["email"]).status_code == 401


# Who is there


def test_nobody_learns_who_has_an_account(server: Server) -> None:
    """The same words for who is not there, and for a wrong password of who is, with a second factor or without."""
    with_factor, without = Agent.made(server), Agent.made(server)
    begun = with_factor.post("/agent/second-factor", {"password": AGENT_PASSWORD})
    with_factor.post("/agent/second-factor/confirm", {"code": App.reading(begun["address"]).code()})
    told = set()
    for email in ["nobody@desk.example", without.about["email"], with_factor.about["email"]]:
        for more in ({}, {"code": "123456"}):
            answer = sign_in(server, email, "a wrong password", **more)
            body = {name: value for name, value in answer.json().items() if name != "instance"}
            told.add((answer.status_code, json.dumps(body, sort_keys=True), tuple(sorted(set(answer.headers) - {"date"}))))
    assert len(told) == 1, told


# Said twice


def test_a_code_of_a_customer_counts_once(server: Server, shop: Exchange) -> None:
    """Of the exchange's codes one that was taken is not taken for another purpose of the conversation either."""
    shop.owner = f"uid-{uuid.uuid4()}"
    customer, agent = Customer.verified(server, shop.owner), at_desk(server)
    chat = customer.open_waiting_chat("hello")
    path = f"/conversations/{chat}/verifications"
    asked = agent.post(f"/agent{path}", {"purpose": "withdrawals", "method": "sms_code"})
    customer.post(f"{path}/{asked['id']}/code")
    code = next(part for part in shop.texts[-1].replace(".", " ").split() if part.isdigit() and len(part) == 6)
    other = agent.post(f"/agent{path}", {"purpose": "account_access", "method": "sms_code"})
    # The second question took the first one's place, or stands beside it: the code is the first one's alone.
    assert customer.http.post(f"{path}/{other['id']}/answer", json={"code": code}).status_code != 200
    first = customer.http.post(f"{path}/{asked['id']}/answer", json={"code": code})
    again = customer.http.post(f"{path}/{asked['id']}/answer", json={"code": code})
    assert first.status_code in (200, 409) and problem(again)[1] == "verification_over"


def test_a_badges_code_is_confirmed_once_and_for_its_agent(server: Server) -> None:
    agent, customer = Agent.made(server, name="Ada Park"), Customer.guest(server)
    chat = customer.open_waiting_chat("who are you?")
    agent.assign(chat)
    agent.write(chat, "It is me")
    code = customer.post(f"/conversations/{chat}/challenge", {})["code"]
    first, second = (anybody.post(f"{server.url}/api/v1/verify", json={"value": code}).json() for _ in range(2))
    assert (first["verdict"], first["challenge"]["agent_name"]) == ("official", "Ada Park")
    assert second["verdict"] != "official"


def test_a_second_factor_is_confirmed_by_no_code_that_was_used(server: Server) -> None:
    """The code that set it up does not sign anybody in."""
    agent = Agent.made(server)
    begun = agent.post("/agent/second-factor", {"password": AGENT_PASSWORD})
    code = App.reading(begun["address"]).code()
    agent.post("/agent/second-factor/confirm", {"code": code})
    assert problem(sign_in(server, agent.about["email"], code=code)) == (401, "code_used")
    assert agent.http.post("/agent/second-factor/confirm", json={"code": code}).status_code == 409


# Identity tokens that are bent


def claims(**others: str) -> dict[str, object]:
    """Made when they are used: other attacks may take as long as such a token lasts."""
    return {"sub": "bent", "aud": "switchboard", "exp": int(time.time()) + 300, **others}


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(value if isinstance(value, bytes) else json.dumps(value).encode()).decode().rstrip("=")


def by_hand(header: dict[str, Any], key: bytes | None, digest: str = "sha256") -> str:
    signed = f"{encoded(header)}.{encoded(claims(jti=str(uuid.uuid4())))}"
    return f"{signed}.{encoded(hmac.new(key, signed.encode(), digest).digest()) if key is not None else ''}"


def start(server: Server, token: str) -> httpx.Response:
    return anybody.post(f"{server.url}/api/v1/session", json={"identity_token": token})


SECRET = IDENTITY_SECRET.encode()
BENT: dict[str, Callable[[], str]] = {
    "none": lambda: by_hand({"alg": "none"}, None), "None": lambda: by_hand({"alg": "None"}, None), "NONE": lambda: by_hand({"alg": "nOnE"}, SECRET),
    "no algorithm": lambda: by_hand({"typ": "JWT"}, SECRET), "an empty key": lambda: by_hand({"alg": "HS256"}, b""),
    "HS512 by the same secret": lambda: by_hand({"alg": "HS512"}, SECRET, "sha512"), "HS384": lambda: by_hand({"alg": "HS384"}, SECRET, "sha384"),
    "a list of algorithms": lambda: by_hand({"alg": ["HS256"]}, SECRET), "hs256": lambda: by_hand({"alg": "hs256"}, SECRET),
    "a key id that is a path": lambda: by_hand({"alg": "HS256", "kid": "../../../../dev/null"}, b""),
    "a key id that is SQL": lambda: by_hand({"alg": "HS256", "kid": "x' UNION SELECT 'key' --"}, b"key"),
    "a key in the header": lambda: by_hand({"alg": "HS256", "jwk": {"kty": "oct", "k": encoded(b"mine")}}, b"mine"),
    "a key elsewhere": lambda: by_hand({"alg": "HS256", "jku": "https://evil.example/keys", "x5u": "https://evil.example/k"}, b"mine"),
    "RS256": lambda: jwt.encode(claims(jti="r"), rsa.generate_private_key(65537, 2048), "RS256"),
    "ES256": lambda: jwt.encode(claims(jti="e"), ec.generate_private_key(ec.SECP256R1()), "ES256"),
    "EdDSA by another key": lambda: jwt.encode(claims(jti="d"), ed25519.Ed25519PrivateKey.generate(), "EdDSA"),
    "a cut signature": lambda: by_hand({"alg": "HS256"}, SECRET)[:-8], "signed twice": lambda: by_hand({"alg": "HS256"}, SECRET) + ".x",
    "another payload": lambda: ".".join([*by_hand({"alg": "HS256"}, SECRET).split(".")[:1], encoded(claims(sub="admin", jti="p")), by_hand({"alg": "HS256"}, SECRET).split(".")[2]]),
    "critical members": lambda: by_hand({"alg": "HS256", "crit": ["exp"], "b64": False}, b"mine"),
}  # fmt: skip


@pytest.mark.parametrize("how", BENT)
def test_a_bent_identity_is_none(server: Server, how: str) -> None:
    answer = start(server, BENT[how]())
    assert answer.status_code == 401 and answer.json()["code"] == "identity_token_refused" and "set-cookie" not in answer.headers


def test_the_public_key_signs_nothing(tmp_path) -> None:
    """Where both kinds of keys are set, what is public is no shared secret (RS/HS confusion), in any of its spellings."""
    key = ed25519.Ed25519PrivateKey.generate()
    public = key.public_key()
    bare_key = public.public_bytes_raw()
    settings = {"identity.public.key": base64.b64encode(bare_key).decode()}
    with Server(tmp_path / "both", settings=settings) as both, Server(tmp_path / "one", settings={**settings, "identity.secret": None}) as one:
        pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        spellings = [bare_key, base64.b64encode(bare_key), pem, pem.strip(), der, bare_key.hex().encode()]
        for server in (both, one):
            for spelling in spellings:
                assert start(server, by_hand({"alg": "HS256"}, spelling)).status_code == 401
            assert start(server, jwt.encode(claims(jti=str(uuid.uuid4())), key, "EdDSA")).status_code == 201
        assert start(both, by_hand({"alg": "HS256"}, SECRET)).status_code == 201
        assert start(one, by_hand({"alg": "HS256"}, SECRET)).status_code == 401


def test_the_right_token_is_taken(server: Server) -> None:
    """Else the bent ones would be refused because all are."""
    assert start(server, by_hand({"alg": "HS256"}, SECRET)).status_code == 201
    assert start(server, by_hand({"alg": "HS256", "kid": "2026-11"}, SECRET)).status_code == 201


def test_the_digest_that_is_compared_tells_nothing(server: Server) -> None:
    """A token with a right beginning is refused like any other: what is looked up is its digest."""
    token = Customer.guest(server).token
    for bent in [token[:-1], token + "A", token[:-1] + ("A" if token[-1] != "A" else "B"), token.upper(), token.lower(), " " + token[1:]]:
        assert anybody.get(f"{server.url}/api/v1/conversations", headers={"Authorization": f"Bearer {bent}"}).status_code == 401
    assert hashlib.sha256(token.encode()).hexdigest() not in server.log_text()
