"""A clamd of one's own, which knows one harmful program: the one of EICAR that harms nobody."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

# https://www.eicar.org/download-anti-malware-testfile/, in two parts so that no scanner finds this file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SIGNATURE = "Planted-Eicar"


class Clamd:
    """`address` is what `--clamd` takes; it can be stopped and started again."""

    def __init__(self, *, on_socket: bool = False, largest: str = "40M"):
        # Short: a socket's path has 107 bytes at most.
        self.folder = Path(tempfile.mkdtemp(prefix="clamd-", dir="/tmp"))
        self.socket = self.folder / "socket"
        self.port = _free_port()
        self.address = str(self.socket) if on_socket else f"127.0.0.1:{self.port}"
        for name in ["signatures", "temporary"]:
            (self.folder / name).mkdir()
        (self.folder / "signatures" / "planted.ndb").write_text(f"{SIGNATURE}:0:*:{EICAR.hex()}\n")
        (self.folder / "clamd.conf").write_text(
            f"""\
DatabaseDirectory {self.folder}/signatures
TemporaryDirectory {self.folder}/temporary
TCPSocket {self.port}
TCPAddr 127.0.0.1
LocalSocket {self.socket}
LogFile {self.folder}/log
Foreground yes
StreamMaxLength {largest}
"""
            + ("User root\n" if os.getuid() == 0 else "")
        )
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Clamd":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def start(self) -> None:
        program = shutil.which("clamd") or "/usr/sbin/clamd"
        command = [program, f"--config-file={self.folder}/clamd.conf"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not self._answers():
            assert self._process.poll() is None, (self.folder / "log").read_text()
            time.sleep(0.05)

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
        self._process = None

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
                connection.sendall(b"zPING\0")
                return connection.recv(5) == b"PONG\0"
        except OSError:
            return False


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]
