"""Files go through a real clamd; while it is away none is taken, and nobody is kept from writing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from clamd import EICAR, SIGNATURE, Clamd

from client import Agent, Customer
from files import bare, pdf
from problems import problem
from server import Server

INFECTED = (422, "attachment_infected")
AWAY = (503, "files_unavailable")


@pytest.fixture(params=["socket", "port"])
def clamd(request: pytest.FixtureRequest) -> Iterator[Clamd]:
    with Clamd(on_socket=request.param == "socket") as running:
        yield running


@pytest.fixture
def server(tmp_path: Path, clamd: Clamd) -> Iterator[Server]:
    with Server(tmp_path, settings={"clamd": clamd.address}) as running:
        yield running


def kept(server: Server) -> list[Path]:
    return [path for path in (server.folder / "data" / "blobs").rglob("*") if path.is_file()]


def test_a_harmful_program_is_refused_before_it_is_stored(server: Server) -> None:
    customer = Customer.guest(server)
    for content in [EICAR, pdf("a receipt") + b"\n" + EICAR]:
        assert problem(customer.http.post("/attachments", content=content)) == INFECTED
    assert problem(Agent.made(server).http.post("/attachments?as=agent", content=EICAR)) == INFECTED
    assert kept(server) == []
    log = (server.folder / "server.log").read_text()
    assert SIGNATURE in log and EICAR.decode() not in log


def test_what_harms_nobody_is_taken(server: Server) -> None:
    customer = Customer.guest(server)
    for content in [b"a receipt", pdf("a receipt"), pdf(size=20 * 1024 * 1024), bare("png", 900, 600)]:
        assert customer.http.post("/attachments", content=content).status_code == 201
    # What a picture carries besides its pixels is gone before anybody looks.
    assert customer.http.post("/attachments", content=bare("png") + EICAR).status_code == 201


def test_while_it_is_away_no_file_is_taken_and_messages_go_on(server: Server, clamd: Clamd) -> None:
    customer = Customer.guest(server)
    chat = customer.open_waiting_chat("hello")
    assert "clamd at" in server.run("doctor", "--clamd", clamd.address).stdout
    clamd.stop()
    refused = customer.http.post("/attachments", content=b"a receipt")
    assert problem(refused) == AWAY
    assert int(refused.headers["retry-after"]) > 0
    assert kept(server) == []
    assert customer.write(chat, "a message all the same")["seq"] > 1
    found = server.run("doctor", "--clamd", clamd.address)
    assert found.returncode == 1 and "No file is taken until it answers" in found.stdout
    clamd.start()
    assert customer.http.post("/attachments", content=b"a receipt").status_code == 201


def test_a_file_that_it_does_not_take_whole_is_not_taken(tmp_path: Path) -> None:
    with Clamd(largest="1M") as small, Server(tmp_path, settings={"clamd": small.address}) as server:
        customer = Customer.guest(server)
        assert problem(customer.http.post("/attachments", content=pdf(size=5 * 1024 * 1024))) == AWAY
        assert customer.http.post("/attachments", content=b"a receipt").status_code == 201
