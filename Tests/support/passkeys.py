"""A device with passkeys, written from the specification (WebAuthn level 2, section 6) on `cryptography`."""

import base64
import hashlib
import json
import os
import struct
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

ES256, EDDSA, RS256 = -7, -8, -257
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def cbor(value: Any) -> bytes:
    """What a COSE key needs of CBOR (RFC 8949): integers, byte strings, maps."""

    def head(major: int, number: int) -> bytes:
        if number < 24:
            return bytes([major << 5 | number])
        return bytes([major << 5 | 24, number]) if number < 256 else bytes([major << 5 | 25]) + struct.pack(">H", number)

    match value:
        case int():
            return head(0, value) if value >= 0 else head(1, -1 - value)
        case bytes():
            return head(2, len(value)) + value
        case dict():
            return head(5, len(value)) + b"".join(cbor(key) + cbor(each) for key, each in value.items())
    raise TypeError(value)


class Passkey:
    """A key of one kind for one site. What is sent may be bent by the keyword arguments, as who attacks would."""

    def __init__(self, algorithm: int, origin: str):
        self.algorithm, self.origin = algorithm, origin
        self.relying_party = origin.split("://")[1].rsplit(":", 1)[0]
        self.id = os.urandom(32)
        self.count = 0
        self._key: Any = {
            ES256: lambda: ec.generate_private_key(ec.SECP256R1()),
            EDDSA: ed25519.Ed25519PrivateKey.generate,
            RS256: lambda: rsa.generate_private_key(65537, 2048),
        }[algorithm]()

    def made(self, challenge: str, name: str = "Key", **bent: Any) -> dict[str, str]:
        """What the page sends of a new key."""
        key = cbor(self._cose())
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + key
        data = self._data(bent, ATTESTED) + attested
        return {"name": name, "client_data": b64(self._client("webauthn.create", challenge, bent)), "authenticator_data": b64(data)}

    def proof(self, challenge: str, **bent: Any) -> dict[str, str]:
        """What the page sends to sign in."""
        self.count += 1
        client, data = self._client("webauthn.get", challenge, bent), self._data(bent, 0)
        signature = self._sign(data + hashlib.sha256(client).digest())
        if bent.get("forges"):
            signature = signature[:-1] + bytes([signature[-1] ^ 1])
        return {
            "id": b64(self.id), "client_data": b64(client), "authenticator_data": b64(data), "signature": b64(signature),
        }  # fmt: skip

    def _client(self, kind: str, challenge: str, bent: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps({**said, **bent.get("client", {})}).encode()

    def _data(self, bent: dict[str, Any], further: int) -> bytes:
        party = hashlib.sha256(bent.get("relying_party", self.relying_party).encode()).digest()
        flags = bent.get("flags", PRESENT | VERIFIED) | further
        return party + struct.pack(">BI", flags, bent.get("count", self.count))

    def _cose(self) -> dict[int, Any]:
        public = self._key.public_key()
        match self.algorithm:
            case -7:
                numbers = public.public_numbers()
                return {1: 2, 3: ES256, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
            case -8:
                return {1: 1, 3: EDDSA, -1: 6, -2: public.public_bytes_raw()}
            case _:
                numbers = public.public_numbers()
                return {1: 3, 3: RS256, -1: numbers.n.to_bytes(256, "big"), -2: numbers.e.to_bytes(3, "big")}

    def _sign(self, content: bytes) -> bytes:
        match self.algorithm:
            case -7:
                return self._key.sign(content, ec.ECDSA(hashes.SHA256()))
            case -8:
                return self._key.sign(content)
            case _:
                return self._key.sign(content, padding.PKCS1v15(), hashes.SHA256())
