"""Installations of the tests of what operators do: each in a folder and, on PostgreSQL, a database of its own."""

from contextlib import ExitStack
from pathlib import Path

import postgres

from server import Server

SETTINGS = {"limits.writes.per.minute": 1_000_000, "limits.sign.ins.per.ten.minutes": 1_000_000}


class Site:
    """Where installations are made, all on one engine; they end with `stack`."""

    def __init__(self, engine: str, folder: Path, stack: ExitStack):
        self.engine = engine
        self.folder = folder
        self._stack = stack

    def installation(self, name: str, **settings: object) -> Server:
        """An installation that was never started; a setting is named with `_` for `.`."""
        own = {name.replace("_", "."): value for name, value in settings.items()}
        database = None
        if self.engine == "postgres":
            database = postgres.make_database()
            self._stack.callback(postgres.drop_database, database)
        server = Server(self.folder / name, database=database, settings={**SETTINGS, **own})
        self._stack.callback(server.end)
        return server
