"""HAProxy and nginx as deploy/ sets them up, before the nodes of a test and on ports of its own."""

import datetime
import ipaddress
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from server import Server

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


def program(name: str) -> str | None:
    """Debian keeps them where only root looks."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


class Front:
    """What customers reach: it looks like a server to `client.py`."""

    def __init__(self, kind: str, nodes: list[Server], folder: Path):
        self.kind = kind
        self.folder = folder
        self.plain_port, self.port = _free_port(), _free_port()
        self.url = f"https://localhost:{self.port}"
        self.realtime_url = f"wss://localhost:{self.port}/api/v1/realtime"
        self.certificate = folder / "site.pem"
        folder.mkdir()
        write_certificate(self.certificate)
        text = (DEPLOY / {"haproxy": "haproxy.cfg", "nginx": "nginx.conf"}[kind]).read_text()
        self._configuration = folder / "proxy.conf"
        self._configuration.write_text(self._adapted(text, nodes))
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Front":
        check = {"haproxy": ["-c", "-f"], "nginx": ["-t", "-c"]}[self.kind]
        done = subprocess.run([program(self.kind), *check, str(self._configuration)], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        run = {"haproxy": ["-db", "-f"], "nginx": ["-g", "daemon off;", "-c"]}[self.kind]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [program(self.kind), *run, str(self._configuration)], stdout=log, stderr=log
            )
        deadline = time.monotonic() + 30
        while not self._listens():
            assert time.monotonic() < deadline, self.log_text()
            time.sleep(0.02)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def log_text(self) -> str:
        return "".join(file.read_text(errors="replace") for file in self.folder.glob("*.log"))

    @property
    def _log(self) -> Path:
        return self.folder / "output.log"

    def _listens(self) -> bool:
        assert self._process and self._process.poll() is None, self.log_text()
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _adapted(self, text: str, nodes: list[Server]) -> str:
        """The file with the test's own addresses and paths, and otherwise as it is."""
        for number, node in enumerate(nodes):
            text = text.replace(f"10.0.0.1{number + 1}:8080", f"127.0.0.1:{node.port}")
        text = re.sub(r"^\s*server\b.*10\.0\.0\..*\n", "", text, flags=re.MULTILINE)
        if self.kind == "haproxy":
            for old, new in {
                "bind :80\n": f"bind 127.0.0.1:{self.plain_port}\n",
                "bind :443 ssl crt /etc/haproxy/certs/": f"bind 127.0.0.1:{self.port} ssl crt {self.certificate}",
                "log /dev/log local0": "log stdout format raw local0",
                "    user haproxy\n    group haproxy\n": "",
                # Who may not raise the limit of open files is not let do so.
                "maxconn 100000": "maxconn 1000",
            }.items():
                text = _replaced(text, old, new)
            return text
        temporary = "".join(
            f"    {name}_temp_path {self.folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        for old, new in {
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
            "/etc/nginx/certs/site.crt": str(self.certificate),
            "/etc/nginx/certs/site.key": str(self.certificate),
            "/var/log/nginx/error.log": str(self.folder / "error.log"),
            "/var/log/nginx/access.log": str(self.folder / "access.log"),
            "/run/nginx.pid": str(self.folder / "nginx.pid"),
            # Everything is in a folder of the user that runs the tests.
            "user www-data;\n": "",
            "http {\n": "http {\n" + temporary,
        }.items():
            text = _replaced(text, old, new)
        return text


def _replaced(text: str, old: str, new: str) -> str:
    assert old in text, f"the file has no {old!r} any more"
    return text.replace(old, new)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def write_certificate(path: Path) -> None:
    """A certificate of localhost and its key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + secret)
