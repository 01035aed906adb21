"""OpenID providers of a test, on loopback: one of others' (oidc-provider-mock), and one that lies on demand."""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CLIENT = "switchboard"
SECRET = "the client's secret: a+b/c=%"


def settings(issuer: str, **changes: object) -> dict[str, object]:
    """What an admin sets of a provider; a value that is None is left out."""
    given = {
        "name": "Example SSO", "issuer": issuer, "client_id": CLIENT, "client_secret": SECRET,
        "role_claim": "groups",
        "roles": [{"value": "desk-admins", "role": "admin"}, {"value": "desk-agents", "role": "agent"}],
        **changes,
    }  # fmt: skip
    return {name: value for name, value in given.items() if value is not None}


class Browser:
    """Somebody's browser: keeps cookies, and follows redirections one by one."""

    def __init__(self, url: str):
        self.url = url
        self.http = httpx.Client(base_url=url, timeout=30)

    def leave(self) -> str:
        """Presses the button; the address at the provider, or the page that says why there is none."""
        return self._location(self.http.get("/desk/sign-in/openid"))

    def come_back(self, address: str) -> str:
        """Opens the address to which the provider sends it; where that leads to."""
        return self._location(self.http.get(address))

    @staticmethod
    def _location(answer: httpx.Response) -> str:
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]

    def sign_in(self, consent) -> str:
        """All of it. `consent` takes the address at the provider and gives the one back."""
        return self.come_back(consent(self.leave()))

    def me(self) -> dict | None:
        answer = self.http.get("/api/v1/agent/me")
        return answer.json()["agent"] if answer.status_code == 200 else None


@contextmanager
def provider_of_others() -> Iterator[str]:
    """oidc-provider-mock, as it comes; yields its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import oidc_provider_mock

        with oidc_provider_mock.run_server_in_thread() as running:
            yield f"http://localhost:{running.server_port}"


def consent_of_others(subject: str):
    def consent(address: str) -> str:
        answer = httpx.post(address, data={"sub": subject}, timeout=30)
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]

    return consent


class LyingProvider:
    """Speaks the real protocol and checks what Switchboard sends; `claims`, `header` and `key` make its tokens lie.

    A claim that is None is left out. What Switchboard did wrong is in `complaints`.
    """

    def __init__(self, url: str):
        self.url = url
        self.keys = {"one": rsa.generate_private_key(public_exponent=65537, key_size=2048)}
        self.signing = "one"
        self.email = f"lin-{secrets.token_hex(4)}@corp.example"
        self.claims: dict[str, object] = {}
        self.make_token = self._signed
        self.description: dict[str, object] = {}
        self.further: dict[str, object] | None = None
        self.answer_issuer: str | None = url
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self._codes: dict[str, dict[str, str]] = {}

    def rotate(self, name: str, key=None) -> None:
        """Signs with another key from now on, and publishes it alone."""
        self.keys = {name: key or rsa.generate_private_key(public_exponent=65537, key_size=2048)}
        self.signing = name

    def consent(self, address: str) -> str:
        """What a browser does at the authorization endpoint; where it is sent back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        wanted = {"response_type": "code", "client_id": CLIENT, "code_challenge_method": "S256"}
        self._expect({name: asked.get(name) for name in wanted} == wanted, f"asked with {asked}")
        self._expect("openid" in asked.get("scope", "").split(), "no scope openid")
        self._expect(len(asked.get("state", "")) >= 32 and len(asked.get("nonce", "")) >= 32, "state or nonce short")
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        back = {"code": code, "state": asked["state"]}
        if self.answer_issuer:
            back["iss"] = self.answer_issuer
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def exchange(self, fields: dict[str, str], authorization: str) -> dict[str, str] | None:
        asked = self._codes.pop(fields.get("code", ""), None)
        pair = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        named = [unquote_plus(part) for part in pair.split(":")]
        self._expect(named == [CLIENT, SECRET], "client or secret wrong")
        if asked is None:
            return None
        self._expect(fields.get("redirect_uri") == asked["redirect_uri"], "another redirect_uri")
        digest = hashlib.sha256(fields.get("code_verifier", "").encode()).digest()
        self._expect(
            base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"], "the verifier is wrong"
        )
        now = int(time.time())
        claims = {
            "iss": self.url, "aud": CLIENT, "sub": "u-1", "iat": now, "exp": now + 300, "nonce": asked["nonce"],
            "email": self.email, "email_verified": True, "name": "Lin Yue", "groups": ["desk-agents"],
            **self.claims,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        return {"access_token": "at-1", "token_type": "Bearer", "id_token": self.make_token(claims)}

    def _signed(self, claims: dict[str, object]) -> str:
        key = self.keys[self.signing]
        algorithm = "RS256" if isinstance(key, rsa.RSAPrivateKey) else "ES256"
        return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": self.signing})

    def key_set(self) -> dict[str, list]:
        keys = []
        for name, key in self.keys.items():
            kind = jwt.algorithms.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else jwt.algorithms.ECAlgorithm
            keys.append({**json.loads(kind.to_jwk(key.public_key())), "kid": name, "use": "sig"})
        # What is published beside and fits nothing.
        return {"keys": [{"kty": "oct", "k": "c2VjcmV0"}, {"kty": "RSA", "n": "AQ", "e": "AQAB"}, *keys]}

    def describe(self) -> dict[str, object]:
        return {
            "issuer": self.url, "authorization_endpoint": f"{self.url}/authorize", "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys", "userinfo_endpoint": f"{self.url}/userinfo", **self.description,
        }  # fmt: skip

    def _expect(self, is_good: bool, complaint: str) -> None:
        if not is_good:
            self.complaints.append(complaint)


@contextmanager
def lying_provider() -> Iterator[LyingProvider]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802 (the library's name)
            path = urlsplit(self.path).path
            provider.asked.append(path)
            if path == "/.well-known/openid-configuration":
                return self.say(200, provider.describe())
            if path == "/keys":
                return self.say(200, provider.key_set())
            if path == "/authorize":
                # It knows whoever comes, and asks nothing.
                self.send_response(302)
                self.send_header("Location", provider.consent(self.path))
                self.send_header("Content-Length", "0")
                return self.end_headers()
            if path == "/userinfo" and provider.further is not None:
                good = self.headers["Authorization"] == "Bearer at-1"
                return self.say(200 if good else 401, provider.further)
            return self.say(404, {})

        def do_POST(self) -> None:  # noqa: N802 (the library's name)
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            fields = {name: values[0] for name, values in parse_qs(body).items()}
            answer = provider.exchange(fields, self.headers["Authorization"] or "")
            return self.say(200, answer) if answer else self.say(400, {"error": "invalid_grant"})

        def say(self, status: int, body: object) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = LyingProvider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def unsigned(claims: dict[str, object]) -> str:
    """A token of the algorithm `none`."""
    return jwt.encode(claims, None, algorithm="none")


def signed_with_the_public_key(provider: LyingProvider):
    """HS256 with what everybody can read: the oldest trick with RS256 keys."""

    def make(claims: dict[str, object]) -> str:
        public = provider.keys[provider.signing].public_key()
        pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        parts = [{"alg": "HS256", "typ": "JWT", "kid": provider.signing}, claims]
        text = ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
        digest = hmac.new(pem, text.encode(), hashlib.sha256).digest()
        return f"{text}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"

    return make


def signed_by_a_stranger(provider: LyingProvider, kid: str | None = None):
    def make(claims: dict[str, object]) -> str:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": kid or provider.signing})

    return make


def elliptic_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())
