"""The disk is full for a while: writers are told so clearly, reading goes on, and nothing acknowledged is lost."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import ledger
import postgres
import pytest

from client import Agent, Customer, new_client_id
from disks import Limit, SmallDisk
from problems import problem
from server import Server
from writers import Load, RequestWriter, SocketWriter

SETTINGS = {"limits.writes.per.minute": 1_000_000, "limits.frames.per.second": 100_000}
LARGE = b"a receipt of many words\n" * 100_000


@pytest.fixture(params=[Limit, SmallDisk])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Limit | SmallDisk]:
    """The disk of a server's data folder; the server runs."""
    server = Server(tmp_path, settings=SETTINGS)
    disk = request.param(server)
    disk.prepare()
    disk.server = server.start()
    yield disk
    server.end()
    disk.remove()


def test_writers_are_told_that_the_disk_is_full_and_go_on_when_there_is_room(disk) -> None:
    server = disk.server
    customer = Customer.verified(server, "customer-1")
    Agent.made(server, role="admin")
    conversation = customer.open_waiting_chat("Where is my deposit?")
    small = customer.http.post("/attachments", content=b"a receipt").json()["id"]
    writers = [
        SocketWriter(customer, conversation, "phone"),
        RequestWriter(Customer(server, customer.token, customer.about), conversation, "laptop"),
    ]
    with Load(writers) as load:
        load.wait_for_each(5)
        disk.fill()
        load.wait_for(lambda: all("disk_full" in writer.refusals for writer in writers), "disk_full for each writer")
        _look_around(customer, conversation, small)
        disk.free()
        load.wait_for_each(5)
    ledger.check(writers)
    assert {code for writer in writers for code in writer.refusals} == {"disk_full"}
    assert customer.http.post("/attachments", content=LARGE).status_code == 201
    blobs = [file.name for file in (server.folder / "data" / "blobs").glob("*/*")]
    assert len(blobs) >= 2 and all(len(name) == 62 for name in blobs), "a draft stayed behind"
    ledger.check_doctor(server)
    # What was acknowledged is on the disk, and not in somebody's memory only.
    server.kill()
    server.start()
    ledger.check(writers)


def _look_around(customer: Customer, conversation: str, file: str) -> None:
    """While the disk is full."""
    server = customer.server
    for content in (LARGE, b"another receipt"):
        refused = customer.http.post("/attachments", content=content)
        assert problem(refused) == (507, "disk_full")
        assert int(refused.headers["retry-after"]) > 0
    message = {"client_id": new_client_id(), "body": "is anybody there?"}
    refused = customer.http.post(f"/conversations/{conversation}/messages", json=message)
    assert problem(refused) == (507, "disk_full")
    assert int(refused.headers["retry-after"]) > 0
    assert customer.http.get(f"/attachments/{file}").content == b"a receipt"
    assert customer.messages(conversation)
    assert httpx.get(f"{server.url}/health/live").status_code == 200


def test_files_on_a_full_disk_beside_postgres(tmp_path: Path) -> None:
    """The database has room: messages go on, files are refused."""
    database = postgres.make_database()
    try:
        with Server(tmp_path, database=database, settings=SETTINGS) as server:
            customer = Customer.guest(server)
            conversation = customer.open_waiting_chat("hello")
            disk = Limit(server)
            disk.fill()
            assert problem(customer.http.post("/attachments", content=LARGE)) == (507, "disk_full")
            assert customer.write(conversation, "a message all the same")["seq"] == 5
            disk.free()
            assert customer.http.post("/attachments", content=LARGE).status_code == 201
            assert len(list((server.folder / "data" / "blobs").glob("*/*"))) == 1
    finally:
        postgres.drop_database(database)
