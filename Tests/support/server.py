"""A Switchboard server of a test: the real program, on loopback, on a free port."""

import base64
import contextlib
import inspect
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx

# One key for all installations of a test run: nodes share it, and so does who is brought back from a backup.
ENCRYPTION_KEY = base64.b64encode(os.urandom(32)).decode()
IDENTITY_SECRET = "the tests sign identity tokens with this secret"
AGENT_PASSWORD = "a good password"
_PATIENCE = 60.0

# What a request waits for where a test says nothing; httpx's five seconds are few for a server that shares two cores.
_unsaid = inspect.signature(httpx.get).parameters["timeout"].default
_unsaid.connect = _unsaid.read = _unsaid.write = _unsaid.pool = _PATIENCE


class Server:
    """One installation: a data folder, perhaps a PostgreSQL database, and the process that serves it.

    `settings` are those of docs/operations.md by their names, such as `limits.frames.per.second`, None for one that is
    to be left out; `host` is where it
    listens, and `within` a command that runs the program, such as in another network namespace.
    """

    def __init__(
        self,
        folder: Path | str,
        *,
        database: str | None = None,
        settings: dict[str, object] | None = None,
        host: str = "127.0.0.1",
        within: tuple[str, ...] = (),
    ):
        self.folder = Path(folder)
        self.database = database
        self.host = host
        self._within = within
        self.settings = {
            "identity.secret": IDENTITY_SECRET, "encryption.key": ENCRYPTION_KEY, **(settings or {})
        }  # fmt: skip
        self.log = self.folder / "server.log"
        # What it keeps on other machines, and what it tells them that do not keep it, by the name of each place.
        self.elsewhere: list[Callable[[], dict[str, bytes]]] = []
        self.told: list[Callable[[], dict[str, bytes]]] = []
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Server":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.end()

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def realtime_url(self) -> str:
        return f"ws://{self.host}:{self.port}/api/v1/realtime"

    @property
    def pid(self) -> int:
        assert self._process, "the server was not started"
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, *flags: str, within: float = _PATIENCE) -> "Server":
        """Starts the server and returns when `/health/ready` says 200. It keeps its port after the first start."""
        self.launch(*flags)
        self._wait(self._find_port, "no address was printed", within)
        self._wait(self._is_ready, "/health/ready did not become 200", within)
        return self

    def launch(self, *flags: str) -> None:
        """Starts the process and returns at once."""
        assert not self.is_running, "the server runs already"
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._said.open("wb") as output, self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*self._command("serve"), "--port", str(self.port), *flags],
                stdin=subprocess.DEVNULL, stdout=output, stderr=log, env=self._environment(),
            )  # fmt: skip

    def kill(self) -> None:
        """Ends it with SIGKILL, as a crash would."""
        assert self._process
        self._process.kill()
        self._process.wait()

    def stop(self, within: float = _PATIENCE) -> int:
        """Ends it with SIGTERM; returns its exit code."""
        self.terminate()
        return self.wait(within)

    def terminate(self) -> None:
        """Sends SIGTERM and returns at once."""
        assert self._process
        self._process.send_signal(signal.SIGTERM)

    def wait(self, within: float = _PATIENCE) -> int:
        """Waits for the process to end; returns its exit code."""
        assert self._process
        return self._process.wait(within)

    def end(self) -> None:
        """Ends it in any case; for the end of a test."""
        if not self.is_running:
            return
        try:
            self.stop(within=20)
        except subprocess.TimeoutExpired:
            self.kill()

    def run(self, *arguments: str, within: float = _PATIENCE) -> subprocess.CompletedProcess[str]:
        """Runs another command of the program on this installation, such as `doctor`."""
        command = self._command(*arguments, host=False)
        return subprocess.run(command, capture_output=True, text=True, timeout=within, env=self._environment())

    def make_agent(self, email: str, *, name: str = "Ada Park", role: str = "agent") -> None:
        """Makes an agent whose password is `AGENT_PASSWORD`; works while the server runs."""
        with tempfile.NamedTemporaryFile("w", suffix=".password") as file:
            file.write(AGENT_PASSWORD)
            file.flush()
            options = ["--name", name, "--email", email, "--role", role, "--password-file", file.name]
            done = self.run("agent", "create", *options)
        if done.returncode != 0:
            raise RuntimeError(f"agent create: {done.stdout}{done.stderr}")

    def connections(self) -> int:
        """How many realtime connections it counts, by `/metrics`."""
        lines = self._get("/metrics").text.splitlines()
        line = next(line for line in lines if line.startswith("switchboard_realtime_connections"))
        return int(float(line.split()[-1]))

    def kept(self) -> dict[str, bytes]:
        """All that it wrote, by the path within its folder: the database with its WAL, the files, the log; and elsewhere.

        What it took away again while this was read was kept nowhere.
        """
        found = {name: content for look in self.elsewhere for name, content in look().items()}
        for path in self.folder.rglob("*"):
            with contextlib.suppress(FileNotFoundError):
                if path.is_file():
                    found[str(path.relative_to(self.folder))] = path.read_bytes()
        return found

    def passed_on(self) -> dict[str, bytes]:
        """All that it told other machines which do not keep it."""
        return {name: content for hear in self.told for name, content in hear().items()}

    def log_text(self) -> str:
        return self.log.read_text(errors="replace")

    def _command(self, *arguments: str, host: bool = True) -> list[str]:
        binary = os.environ.get("SWITCHBOARD_BINARY")
        if not binary:
            raise RuntimeError("SWITCHBOARD_BINARY is not set: it names the program that is tested")
        command = [*self._within, binary, *arguments, "--data", str(self.folder / "data")]
        if host:
            command += ["--host", self.host]
        if self.database:
            command += ["--database", self.database]
        return command

    def _environment(self) -> dict[str, str]:
        own = {key: value for key, value in os.environ.items() if not key.startswith("SWITCHBOARD_")}
        for name, value in self.settings.items():
            if value is None:
                continue
            own["SWITCHBOARD_" + name.replace(".", "_").upper()] = str(value)
        return own

    def _get(self, path: str) -> httpx.Response:
        # Without certificates to read: they take longer than the answer.
        return httpx.get(self.url + path, timeout=30, verify=False, trust_env=False)

    @property
    def _said(self) -> Path:
        return self.folder / "server.out"

    def _find_port(self) -> bool:
        for line in self._said.read_text().splitlines(keepends=True):
            if line.startswith("Switchboard listens on http://") and line.endswith("\n"):
                self.port = int(line.rsplit(":", 1)[1])
                return True
        return False

    def _is_ready(self) -> bool:
        try:
            return self._get("/health/ready").status_code == 200
        except httpx.TransportError:
            return False

    def _wait(self, is_done, complaint: str, within: float = _PATIENCE) -> None:
        deadline = time.monotonic() + within
        while not is_done():
            if not self.is_running:
                raise RuntimeError(f"the server ended with {self._process.returncode}: {self.log_text()[-2000:]}")
            if time.monotonic() > deadline:
                raise RuntimeError(f"{complaint}: {self.log_text()[-2000:]}")
            time.sleep(0.02)
