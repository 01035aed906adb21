"""A backup is taken while customers write, and brought back somewhere else: what was acknowledged before is there."""

import sqlite3
import subprocess
import tarfile
from contextlib import closing
from pathlib import Path

import ledger
import postgres
import pytest

from client import Agent, Customer
from files import pdf
from installations import Site
from server import Server
from writers import Load, RequestWriter, SocketWriter

EMBEDDED = pytest.mark.parametrize("site", ["sqlite"], indirect=True)
ON_POSTGRES = pytest.mark.parametrize("site", ["postgres"], indirect=True)


def test_a_backup_while_serving_is_brought_back_whole(site: Site, server: Server) -> None:
    customer = Customer.verified(server, "customer-1", name="刘伟")
    conversation = customer.open_waiting_chat("Where is my deposit? 👩🏽‍🚀")
    document = pdf(size=100_000)
    files = {
        name: customer.http.post("/attachments", params={"name": name}, content=content).json()["id"]
        for name, content in {"a.pdf": document, "b.txt": "收据".encode()}.items()
    }
    archive = site.folder / "backup.tar"
    writers = [
        SocketWriter(customer, conversation, "phone"),
        RequestWriter(Customer(server, customer.token, customer.about), customer.open_waiting_chat(), "laptop"),
    ]
    with Load(writers) as load:
        load.wait_for_each(5)
        before = [dict(writer.acknowledged) for writer in writers]
        _succeed(server, "backup", str(archive))
        load.wait_for_each(5)
    ledger.check(writers)

    other = site.installation("restored")
    _succeed(other, "restore", str(archive))
    other.start()

    # Sessions are in the backup as well: the same token, at another address.
    again = Customer(other, customer.token, customer.about)
    assert again.get("/conversations")["data"][0]["id"] in (conversation, writers[1].conversation)
    for writer, acknowledged in zip(writers, before):
        timeline = again.messages(writer.conversation)
        assert [message["seq"] for message in timeline] == list(range(1, len(timeline) + 1))
        assert timeline == customer.messages(writer.conversation)[: len(timeline)]
        stored = {message.get("client_id"): (message["seq"], message["body"]) for message in timeline}
        assert acknowledged.items() <= stored.items()
    assert again.http.get(f"/attachments/{files['a.pdf']}").content == document
    assert again.http.get(f"/attachments/{files['b.txt']}").content == "收据".encode()
    assert Agent.signed_in(other, "ada@desk.example").get("/agent/me")["agent"]["role"] == "admin"
    # It is an installation like any other.
    again.write(conversation, "after the restore")
    ledger.check_doctor(other)


def test_a_backup_leaves_nothing_beside_itself(site: Site, server: Server) -> None:
    archive = site.folder / "backups" / "backup.tar"
    archive.parent.mkdir()
    _succeed(server, "backup", str(archive))
    assert [each.name for each in archive.parent.iterdir()] == ["backup.tar"]
    assert "already" in _fail(server, "backup", str(archive))


def test_the_same_backup_twice_is_not_brought_back_over_itself(site: Site, server: Server) -> None:
    archive = site.folder / "backup.tar"
    _succeed(server, "backup", str(archive))
    assert "already" in _fail(server, "restore", str(archive))
    other = site.installation("restored")
    _succeed(other, "restore", str(archive))
    assert "already" in _fail(other, "restore", str(archive))
    ledger.check_doctor(other)


@pytest.mark.parametrize("command", [["backup", "backup.tar"], ["doctor"]], ids=lambda command: command[0])
def test_an_installation_that_is_none_is_told_and_not_made(site: Site, command: list[str]) -> None:
    typo = site.installation("typo")
    said = _fail(typo, command[0], *[str(site.folder / name) for name in command[1:]])
    assert "Traceback" not in said and "Usage" not in said
    assert not (typo.folder / "data").exists()
    assert not (site.folder / "backup.tar").exists()
    if typo.database:
        assert postgres.query(typo.database, "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'").strip() == "0"


@ON_POSTGRES
def test_a_wrong_data_folder_beside_the_right_database_is_told(site: Site, server: Server) -> None:
    Customer.guest(server).http.post("/attachments", content=b"a receipt")
    wrong = Server(site.folder / "wrong", database=server.database)
    assert "--data" in _fail(wrong, "backup", str(site.folder / "backup.tar"))
    assert "--data" in _fail(wrong, "doctor")
    assert not (site.folder / "backup.tar").exists()


@EMBEDDED
@pytest.mark.parametrize("companion", ["", "-wal", "-shm"])
def test_what_another_database_left_behind_is_not_played_into_the_restored_one(
    site: Site, server: Server, companion: str
) -> None:
    archive = site.folder / "backup.tar"
    _succeed(server, "backup", str(archive))
    other = site.installation("restored")
    left = other.folder / "data" / f"switchboard.sqlite{companion}"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"left behind")
    assert left.name in _fail(other, "restore", str(archive))
    assert left.read_bytes() == b"left behind"
    assert [each.name for each in left.parent.iterdir()] == [left.name]


def test_a_damaged_backup_is_refused_and_nothing_of_it_stays(site: Site, server: Server) -> None:
    archive = site.folder / "backup.tar"
    _succeed(server, "backup", str(archive))
    for number, damaged in enumerate(_damaged(archive, site.folder)):
        other = site.installation(f"restored-{number}")
        _fail(other, "restore", str(damaged))
        assert [each.name for each in (other.folder / "data").glob("switchboard*")] == []
        assert not (other.folder / "data" / "restore.draft").exists()
        _succeed(other, "restore", str(archive))
        ledger.check_doctor(other)


def _damaged(archive: Path, folder: Path) -> list[Path]:
    """Copies of a backup: cut off, no archive at all, without a database, and with a database that is damaged."""
    content = archive.read_bytes()
    cut, nonsense, empty, holed = (folder / f"{name}.tar" for name in ("cut", "nonsense", "empty", "holed"))
    cut.write_bytes(content[: len(content) // 2])
    nonsense.write_bytes(b"nonsense" * 1000)
    with tarfile.open(empty, "w"):
        pass
    with tarfile.open(archive) as source, tarfile.open(holed, "w") as target:
        for member in source.getmembers():
            data = bytearray(source.extractfile(member).read())
            if member.name.startswith("switchboard."):
                data[4096 : len(data) // 2] = bytes(len(data) // 2 - 4096)
            with (folder / "member").open("w+b") as file:
                file.write(data)
                file.seek(0)
                target.addfile(member, file)
    return [cut, nonsense, empty, holed]


def test_a_backup_of_the_other_engine_is_refused(tmp_path: Path) -> None:
    database = postgres.make_database()
    try:
        embedded, other = Server(tmp_path / "embedded"), Server(tmp_path / "postgres", database=database)
        for server, target in [(embedded, other), (other, embedded)]:
            server.make_agent("ada@desk.example", role="admin")
            _succeed(server, "backup", str(server.folder / "backup.tar"))
        empty = Server(tmp_path / "empty")
        assert "PostgreSQL" in _fail(empty, "restore", str(other.folder / "backup.tar"))
        emptied = postgres.make_database()
        target = Server(tmp_path / "target", database=emptied)
        assert "embedded" in _fail(target, "restore", str(embedded.folder / "backup.tar"))
        postgres.drop_database(emptied)
    finally:
        postgres.drop_database(database)


def test_the_password_of_the_database_stands_in_no_process_list_or_message(tmp_path: Path) -> None:
    """Neither an address that libpq cannot read nor one that nobody answers at is repeated with its password."""
    for address in ["postgres://ada:hunter%zz2@127.0.0.1:1/x", "postgres://ada:hunter2@127.0.0.1:1/x",
                    "postgres://ada:hunter2@[::1/x", "mysql://ada:hunter2@x/y"]:  # fmt: skip
        server = Server(tmp_path, database=address)
        for command in [["doctor"], ["backup", str(tmp_path / "b.tar")], ["serve", "--port", "0"]]:
            done = server.run(*command)
            assert done.returncode != 0
            assert "hunter" not in done.stdout + done.stderr, (address, command)


@EMBEDDED
def test_the_copy_is_one_whole_file(site: Site, server: Server) -> None:
    archive = site.folder / "backup.tar"
    _succeed(server, "backup", str(archive))
    copied = site.folder / "copy.sqlite"
    with tarfile.open(archive) as source:
        assert source.getnames()[0] == "switchboard.sqlite"
        copied.write_bytes(source.extractfile("switchboard.sqlite").read())
    with closing(sqlite3.connect(copied)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert copy.execute("PRAGMA journal_mode").fetchall() == [("delete",)]


def _succeed(server: Server, *command: str) -> str:
    done = server.run(*command)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _fail(server: Server, *command: str) -> str:
    """What a command says that must fail, clearly: not by a crash."""
    done: subprocess.CompletedProcess[str] = server.run(*command)
    said = done.stdout + done.stderr
    assert done.returncode in (1, 2, 64), (done.returncode, said)
    assert said.strip(), "it failed without a word"
    assert "Fatal error" not in said
    return said
