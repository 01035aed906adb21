"""OWASP A08, software and data integrity: what is signed is checked, whole and once; what was changed on the disk is found.

What stands elsewhere: the gateway's requests checked by an exchange of the tests' own (Contract/test_verifications), signed
webhooks (Contract/test_webhooks), every edit of the audit trail (Operations/test_audit), damaged backups
(Operations/test_backup), sealed values in another place (test_a02_cryptography).
"""

import hashlib
import hmac
import io
import json
import os
import shutil
import sqlite3
import tarfile
import time
from pathlib import Path

import anybody
import httpx
import pytest

from client import Agent, Customer
from exchange import SECRET, Exchange
from problems import problem
from server import Server
from world import at_desk


class Signed:
    """A request to the sandbox exchange's side of the account gateway, signed as docs/integration.md says."""

    def __init__(self, server: Server, secret: str, question: str = "identity", body: object = None, age: int = 0):
        self.server, self.path = server, f"/demo/accounts/{question}"
        self.body = json.dumps(body or {"request": "a", "account": "20260001", "level": "L1"}).encode()
        self.headers = {"Switchboard-Timestamp": str(int(time.time()) - age), "Switchboard-Nonce": os.urandom(16).hex()}
        self.sign(secret)

    def sign(self, secret: str, method: str = "POST", path: str | None = None) -> None:
        parts = ["v1", method, path or self.path, *self.headers.values()][:5]
        signed = "\n".join([*parts, hashlib.sha256(self.body).hexdigest()]).encode()
        self.headers["Switchboard-Signature"] = "v1=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()

    def send(self, path: str | None = None, **headers: str) -> httpx.Response:
        return anybody.post(f"{self.server.url}{path or self.path}", content=self.body, headers={**self.headers, **headers})


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory):
    """A server whose sandbox exchange shares a secret that the test knows."""
    server = Server(tmp_path_factory.mktemp("sandbox"), settings={"demo": "true"})
    with server:
        yield server


def test_a_signed_request_is_taken_once_whole_and_fresh(shop: Exchange) -> None:
    """The contract's other side, which exchanges copy: it refuses each bent request (Tests/support/exchange.py)."""
    path, body = "/accounts/v1/totp", b"{}"

    def complaint(age: int = 0, nonce: str | None = None, signed_body: bytes = body, signed_path: str = path, secret: str = SECRET) -> str | None:
        stamp, nonce = str(int(time.time()) - age), nonce or os.urandom(16).hex()
        text = "\n".join(["v1", "POST", signed_path, stamp, nonce, hashlib.sha256(signed_body).hexdigest()]).encode()
        signature = "v1=" + hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()
        headers = {"Switchboard-Timestamp": stamp, "Switchboard-Nonce": nonce, "Switchboard-Signature": signature}
        return shop.complaint("POST", path, headers, body)

    nonce = os.urandom(16).hex()
    assert complaint(nonce=nonce) is None and complaint(nonce=nonce) == "it was seen before"
    assert complaint(age=301) == "it is too old" and complaint(age=-301) == "it is too old"
    for bent in ({"signed_body": b"{} "}, {"signed_path": "/accounts/v1/sms"}, {"secret": SECRET + "x"}):
        assert complaint(**bent) == "the signature is wrong"


def test_the_sandbox_exchange_takes_no_bent_request(sandbox: Server) -> None:
    """Its secret is not known, so whatever is made up fails; so does what was seen on the way, sent to another question."""
    for secret in ["", "secret", "switchboard-demo", "a" * 32]:
        request = Signed(sandbox, secret)
        assert problem(request.send()) == (401, "not_signed")
        assert problem(request.send("/demo/accounts/totp")) == (401, "not_signed")
    request = Signed(sandbox, "x")
    for name, value in [("Switchboard-Timestamp", "99999999999999999999"), ("Switchboard-Timestamp", "-1"), ("Switchboard-Nonce", ""),
                        ("Switchboard-Signature", ""), ("Switchboard-Signature", "v0=00"), ("Switchboard-Signature", "v1=" + "0" * 100_0)]:  # fmt: skip
        assert problem(request.send(**{name: value})) == (401, "not_signed")


def test_a_file_that_was_exchanged_on_the_disk_is_not_given_out(tmp_path: Path) -> None:
    """Files lie under the digest of their content; another content under it is no file of ours."""
    with Server(tmp_path / "site") as server:
        customer = Customer.guest(server)
        file = customer.http.post("/attachments", params={"name": "a.txt"}, content=b"the words that were sent").json()["id"]
        blobs = [path for path in (server.folder / "data" / "blobs").rglob("*") if path.is_file()]
        assert blobs
        for path in blobs:
            content = bytearray(path.read_bytes())
            content[len(content) // 2] ^= 1
            path.write_bytes(bytes(content))
        assert problem(customer.http.get(f"/attachments/{file}")) == (410, "file_gone")


ESCAPES = ["../escaped", "/tmp/switchboard-escaped", "blobs/../../escaped", "data/../../../escaped"]


def poisoned(backup: Path, made: Path, name: str, kind: str) -> Path:
    """The same backup with one member more, which leads out of the folder that it is unpacked into."""
    with tarfile.open(backup) as old, tarfile.open(made, "w") as new:
        for member in old.getmembers():
            new.addfile(member, old.extractfile(member) if member.isfile() else None)
        added = tarfile.TarInfo(name)
        if kind == "file":
            added.size = 7
            new.addfile(added, io.BytesIO(b"escaped"))
        else:
            added.type, added.linkname = (tarfile.SYMTYPE if kind == "link" else tarfile.LNKTYPE), "../../../../etc/passwd"
            new.addfile(added)
    return made


def test_a_backup_with_a_way_out_is_brought_back_nowhere(tmp_path: Path) -> None:
    """Names with `..`, from the root, and links (zip slip): refused, or nothing is written outside."""
    with Server(tmp_path / "site") as server:
        Customer.guest(server).open_waiting_chat("hello")
        backup = tmp_path / "backup.tar"
        assert server.run("backup", str(backup)).returncode == 0
    cases = [(name, "file") for name in ESCAPES] + [("blobs/link", "link"), ("blobs/hard", "hard")]
    for number, (name, kind) in enumerate(cases):
        folder = tmp_path / f"restored-{number}"
        folder.mkdir()
        before = sorted(tmp_path.rglob("escaped*"))
        done = Server(folder / "site").run("restore", str(poisoned(backup, tmp_path / f"{number}.tar", name, kind)))
        assert sorted(tmp_path.rglob("escaped*")) == before and not Path("/tmp/switchboard-escaped").exists()
        links = [path for path in (folder / "site").rglob("*") if path.is_symlink()]
        assert links == [], (name, kind, done.stdout, done.stderr)
        hard = folder / "site" / "data" / "blobs" / "hard"
        assert not (hard.exists() and b"root:" in hard.read_bytes())
        shutil.rmtree(folder)


def test_a_changed_migration_is_found(tmp_path: Path) -> None:
    """A database whose history is not this program's is not served."""
    with Server(tmp_path / "site") as server:
        pass
    path = server.folder / "data" / "switchboard.sqlite"
    with sqlite3.connect(path) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%migration%'")]
        assert len(tables) == 1
        database.execute(f"UPDATE {tables[0]} SET checksum = '0' WHERE rowid = 1")
    database.close()
    done = server.run("serve", "--port", "0")
    assert done.returncode != 0 and "migration" in (done.stdout + done.stderr + server.log_text()).lower()


def test_an_agents_actions_are_bound_to_what_they_saw(server: Server, agent: Agent) -> None:
    """Who answers something older than what stands there is told, and nothing is overwritten."""
    customer = Customer.guest(server)
    chat = customer.open_waiting_chat("first")
    agent.assign(chat)
    other = at_desk(server, number=1)
    stale = other.http.post(f"/agent/conversations/{chat}/assign", json={"agent": "me", "expected": None})
    assert stale.status_code == 409
    one = agent.put(f"/agent/conversations/{chat}/draft", {"kind": "text", "body": "mine", "version": 0})
    late = agent.http.put(f"/agent/conversations/{chat}/draft", json={"kind": "text", "body": "older", "version": 0})
    assert late.status_code == 409 and one["body"] == "mine"
