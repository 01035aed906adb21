"""A real mail server of a test, on loopback: aiosmtpd, with TLS as it is told to have it and one user."""

import datetime
import email
import email.policy
import ipaddress
import queue
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER = "switchboard"
PASSWORD = "a mail password"


def certificate(folder: Path, host: str = "localhost") -> tuple[Path, Path]:
    """A certificate that signed itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.datetime.now(datetime.UTC)
    names: list[x509.GeneralName] = [x509.DNSName(host)]
    if host == "localhost":
        names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    files = folder / "mail.pem", folder / "mail.key"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return files


class MailServer:
    """Keeps what it takes. `replies` are said instead of taking the next letters, such as `450 later`."""

    def __init__(self) -> None:
        self.letters: queue.Queue[Envelope] = queue.Queue()
        self.replies: list[str] = []
        self.sessions: list[bool] = []
        self.port = 0
        self.authorities = ""

    async def handle_DATA(self, server, session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        if self.replies:
            return self.replies.pop(0)
        self.sessions.append(session.ssl is not None)
        self.letters.put(envelope)
        return "250 taken"

    def next(self, within: float = 60) -> tuple[Envelope, EmailMessage]:
        """The next letter and what Python's own parser makes of it."""
        envelope = self.letters.get(timeout=within)
        return envelope, email.message_from_bytes(envelope.content, policy=email.policy.default)

    def settings(self, scheme: str = "smtp", user: str | None = USER, **more: object) -> dict[str, object]:
        """Those of a Switchboard that sends by it; one that is None is left out."""
        name = f"{user}@" if user else ""
        settings = {
            "smtp.url": f"{scheme}://{name}localhost:{self.port}", "smtp.ca.file": self.authorities,
            "smtp.from": "示例交易所 <support@demo.example>", **({"smtp.password": PASSWORD} if user else {}), **more,
        }  # fmt: skip
        return {key: value for key, value in settings.items() if value is not None}


def _authenticate(server, session, envelope, mechanism: str, data: object) -> AuthResult:
    is_right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


@contextmanager
def mail_server(folder: Path, *, tls: str = "starttls", host: str = "localhost") -> Iterator[MailServer]:
    """`tls`: "starttls", "implicit" or "none"; with either of the first two nobody sends without signing in."""
    server = MailServer()
    context = None
    if tls != "none":
        pem, key = certificate(folder, host)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(pem, key)
        server.authorities = str(pem)
    options: dict[str, object] = {"hostname": "127.0.0.1", "port": 0}
    if tls == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    if tls == "implicit":
        options |= {"ssl_context": context, "auth_require_tls": False}
    if tls != "none":
        options |= {"auth_required": True, "authenticator": _authenticate}
    controller = _Controller(server, **options)
    controller.start()
    server.port = controller.server.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        controller.stop()


class _Controller(Controller):
    """On a free port: the one of aiosmtpd greets itself to see whether it runs, at the port that it was told."""

    def _trigger_server(self) -> None:
        socket.create_connection(self.server.sockets[0].getsockname()[:2]).close()
