"""Disks that get full and have room again."""

import os
import resource
import subprocess
from pathlib import Path

import pytest

from server import Server


class Limit:
    """What a process may write, as `ulimit -f` or a service's LimitFSIZE sets it; needs no rights."""

    _SMALLEST = 4096

    def __init__(self, server: Server):
        self._server = server

    def prepare(self) -> None:
        """There is nothing to do."""

    def fill(self) -> None:
        self._set(self._SMALLEST)

    def free(self) -> None:
        self._set(resource.RLIM_INFINITY)

    def remove(self) -> None:
        """It ends with the process."""

    def _set(self, size: int) -> None:
        resource.prlimit(self._server.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


class SmallDisk:
    """A file system in memory of 64 MB under the data folder; needs the right to mount, and skips the test without."""

    def __init__(self, server: Server):
        self._folder = server.folder / "data"

    def prepare(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(self._folder)]
        done = subprocess.run(mount, capture_output=True, text=True)
        if done.returncode != 0:
            pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")

    def fill(self) -> None:
        with self._ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(1 << 20))
            except OSError:
                pass
            # The last pages as well.
            while True:
                try:
                    file.write(bytes(4096))
                except OSError:
                    break
            os.fsync(file.fileno())

    def free(self) -> None:
        self._ballast.unlink()

    def remove(self) -> None:
        subprocess.run(["umount", "--lazy", str(self._folder)], check=False)

    @property
    def _ballast(self) -> Path:
        return self._folder / "ballast"
