"""An ejabberd of the benchmark's own: Debian's program, without its service, its node name, or anything on disk."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from load import run_bench

DOMAIN = "localhost"
# Everybody is let in, under any name; nothing is archived, kept for later, or limited.
SETTINGS = """
hosts: ["{domain}"]
loglevel: warning
auth_method: [anonymous]
anonymous_protocol: login_anon
listen:
  - port: {port}
    ip: "127.0.0.1"
    module: ejabberd_c2s
    access: all
    shaper: none
    max_fsm_queue: 100000
modules: {{}}
"""


class Ejabberd:
    """One that runs."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]):
        self.port = port
        self.pid = process.pid


@contextmanager
def running() -> Iterator[Ejabberd]:
    """Starts it in a folder of its own, on loopback, and ends it by its process id."""
    if not shutil.which("ejabberdctl") or not shutil.which("erl"):
        raise RuntimeError("there is no ejabberd; run scripts/install-system-packages --for-bench")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        port = _free_port()
        (folder / "ejabberd.yml").write_text(SETTINGS.format(domain=DOMAIN, port=port))
        with (folder / "said").open("wb") as said:
            # What ejabberdctl would do, without a node name: then no epmd is started either.
            process = subprocess.Popen(
                ["erl", "+K", "true", "+P", "250000", "-noinput", "-mnesia", "dir", f'"{folder}/mnesia"', "-s", "ejabberd"],
                stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd=folder, env=_environment(folder),
            )  # fmt: skip
        try:
            deadline = time.monotonic() + 60
            while not _listens(port):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"ejabberd did not start: {(folder / 'said').read_text(errors='replace')[-2000:]}")
                time.sleep(0.1)
            yield Ejabberd(port, process)
        finally:
            process.kill()
            process.wait()


def load(server: Ejabberd, *options: str) -> dict[str, float]:
    """What `switchboard bench xmpp` finds of it."""
    return run_bench("xmpp", "--port", str(server.port), "--pid", str(server.pid), "--domain", DOMAIN, *options)


def _environment(folder: Path) -> dict[str, str]:
    library = next(Path("/usr/lib").glob("*/ejabberd-*/ebin"), None)
    return {
        **os.environ,
        "HOME": str(folder),
        "EJABBERD_CONFIG_PATH": str(folder / "ejabberd.yml"),
        "EJABBERD_LOG_PATH": str(folder / "ejabberd.log"),
        "ERL_LIBS": str(library.parents[1]) if library else "",
        "ERL_MAX_PORTS": "65536",
        "ERL_CRASH_DUMP_BYTES": "0",
    }


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _listens(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False
