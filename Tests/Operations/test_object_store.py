"""Files in an S3-compatible bucket, with the database on PostgreSQL; Amazon's own library looks at what is stored."""

import base64
import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from object_store import ObjectStore

import sealed
from client import Agent, Customer, new_client_id
from files import pdf
from installations import Site
from problems import problem
from server import Server

RECEIPT = pdf(size=100_000)


@pytest.fixture(scope="module")
def stores() -> ObjectStore:
    return ObjectStore()


@pytest.fixture
def store(stores: ObjectStore) -> Iterator[ObjectStore]:
    yield stores
    # A test that failed while it was stopped is no reason for the next to fail.
    stores.stop()
    stores.start()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with ExitStack() as stack:
        yield Site("postgres", tmp_path, stack)


def serve(site: Site, store: ObjectStore, name: str, **changed: object) -> Server:
    """An installation whose files are in the store, under its name."""
    server = site.installation(name)
    server.settings |= {**store.settings, "blobs": store.address(prefix=name), **changed}
    return server


def hashed(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def opened(server: Server, objects: dict[str, bytes]) -> list[str]:
    """The hashes of what the files of a bucket hold, which an independent library opens with the key of each.

    Of hashes, for where large contents differ pytest looks for the difference for minutes.
    """
    outer = base64.b64decode(str(server.settings["encryption.key"]))
    keys = sealed.data_keys(server, outer)
    of = {digest: owner for owner, digest in sealed.rows(server, "SELECT id, digest FROM attachment")}
    found = []
    for content in objects.values():
        key = keys[of[hashlib.sha256(content).digest()]]
        found.append(hashed(sealed.opened(content, key, b"attachment.content\0")))
    return sorted(found)


def sent(customer: Customer, conversation: str, content: bytes, name: str) -> str:
    """Sends a file with a message; returns its id."""
    uploaded = customer.http.post("/attachments", params={"name": name}, content=content)
    assert uploaded.status_code == 201, uploaded.text
    file = uploaded.json()["id"]
    message = {"client_id": new_client_id(), "body": "see the receipt", "attachments": [file]}
    answer = customer.post(f"/conversations/{conversation}/messages", message)
    assert [each["id"] for each in answer["attachments"]] == [file]
    return file


def test_a_file_goes_through_the_bucket_to_the_agent(site: Site, store: ObjectStore) -> None:
    server = serve(site, store, "desk").start()
    customer, agent = Customer.verified(server, "customer-1"), Agent.made(server)
    conversation = customer.open_waiting_chat()

    file = sent(customer, conversation, RECEIPT, "receipt.pdf")

    assert agent.http.get(f"/attachments/{file}").content == RECEIPT
    (key, content), = store.objects("desk/").items()
    digest = hashlib.sha256(content).hexdigest()
    assert key.startswith(f"desk/{digest[:2]}/{digest[2:]}.")
    # Amazon's library reads what nobody can without the key.
    assert RECEIPT[:1000] not in content and RECEIPT[-1000:] not in content
    assert opened(server, {key: content}) == [hashed(RECEIPT)]
    assert not (server.folder / "data" / "blobs").exists(), "nothing is kept on the node"
    for secret in (store.secret, store.access_key):
        assert secret not in server.log_text()


def test_the_same_file_looks_like_another_and_is_gone_when_it_is_not_sent(site: Site, store: ObjectStore) -> None:
    server = serve(site, store, "once").start()
    people = [Customer.guest(server) for _ in range(3)]
    files = [person.http.post("/attachments", content=RECEIPT).json()["id"] for person in people]
    found = store.objects("once/")
    assert len(set(found.values())) == 3 and opened(server, found) == [hashed(RECEIPT)] * 3
    for person, file in zip(people, files):
        assert person.http.delete(f"/attachments/{file}").status_code == 204
    assert store.objects("once/") == {}


def test_two_nodes_share_the_files(site: Site, store: ObjectStore) -> None:
    first = serve(site, store, "shared").start()
    second = Server(site.folder / "second", database=first.database, settings=first.settings)
    with second:
        customer = Customer.verified(first, "customer-1")
        file = sent(customer, customer.open_waiting_chat(), RECEIPT, "receipt.pdf")
        elsewhere = Customer(second, customer.token, customer.about)
        assert elsewhere.http.get(f"/attachments/{file}").content == RECEIPT


def test_a_store_that_is_away_is_told_and_loses_nothing(site: Site, store: ObjectStore) -> None:
    server = serve(site, store, "away").start()
    customer = Customer.verified(server, "customer-1")
    conversation = customer.open_waiting_chat()
    before = sent(customer, conversation, RECEIPT, "receipt.pdf")

    store.stop()

    refused = customer.http.post("/attachments", content=RECEIPT + b"2")
    assert problem(refused) == (503, "files_unavailable")
    assert int(refused.headers["retry-after"]) > 0
    assert "files" not in refused.json().get("detail", "") and store.secret not in refused.text
    assert problem(customer.http.get(f"/attachments/{before}")) == (503, "files_unavailable")
    # Words do not wait for files, and the server is ready.
    customer.write(conversation, "are you there?")
    told = server.run("doctor")
    assert told.returncode == 1 and "object_store_unreachable" in told.stdout

    store.start()

    assert customer.http.get(f"/attachments/{before}").content == RECEIPT
    after = sent(customer, conversation, RECEIPT + b"2", "again.pdf")
    assert customer.http.get(f"/attachments/{after}").content == RECEIPT + b"2"
    assert "unreachable" in server.log_text()
    bodies = [message["body"] for message in customer.messages(conversation)]
    assert bodies.count("are you there?") == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"s3.secret.access.key": "wrong" * 8}, "object_store_secret_wrong"),
        ({"s3.access.key.id": "AKIANOBODY"}, "object_store_key_unknown"),
        ({"blobs": "others"}, "object_store_access_denied"),
        ({"blobs": "files-nowhere"}, "object_store_bucket_missing"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_the_doctor_says_what_is_wrong_and_the_server_still_talks(
    site: Site, store: ObjectStore, changed: dict[str, str], code: str | None
) -> None:
    if "blobs" in changed:
        changed = {"blobs": store.address(changed["blobs"])}
    server = serve(site, store, "doctor", **changed).start()
    server.make_agent("ada@desk.example", role="admin")
    done = server.run("doctor")
    said = done.stdout + done.stderr
    assert store.secret not in said and store.access_key not in said and "wrongwrong" not in said
    if code is None:
        assert done.returncode == 0, said
        assert "can be stored in, read from and removed from s3://files/doctor/" in said
        assert store.objects("doctor/") == {}, "the doctor leaves nothing"
        return
    assert done.returncode == 1
    assert f"({code})" in said
    customer = Customer.guest(server)
    customer.open_waiting_chat("words go through")
    assert problem(customer.http.post("/attachments", content=RECEIPT)) == (503, "files_unavailable")
    server.stop()
    assert code in server.log_text(), "the log of the start says so too"


def test_a_file_that_is_gone_or_changed_is_found(site: Site, store: ObjectStore) -> None:
    server = serve(site, store, "gone").start()
    customer = Customer.verified(server, "customer-1")
    conversation = customer.open_waiting_chat()
    files = [sent(customer, conversation, RECEIPT + bytes([n]), "receipt.pdf") for n in range(2)]
    (changed, removed) = store.objects("gone/")
    store.write(changed, b"something else")
    store.remove(removed)
    answers = {problem(customer.http.get(f"/attachments/{file}")) for file in files}
    assert answers == {(410, "file_gone")}
    assert "1 are missing" in server.run("doctor").stdout


def test_a_backup_holds_the_files_and_goes_back_into_a_bucket_or_a_folder(site: Site, store: ObjectStore) -> None:
    server = serve(site, store, "backed-up").start()
    customer = Customer.verified(server, "customer-1")
    conversation = customer.open_waiting_chat()
    contents = [RECEIPT + bytes([n]) for n in range(20)]
    files = [sent(customer, conversation, content, "receipt.pdf") for content in contents]
    archive = site.folder / "backup.tar"
    done = server.run("backup", str(archive))
    assert (done.returncode, done.stderr) == (0, "")

    bucket, folder = serve(site, store, "restored"), site.installation("folder")
    for other in (bucket, folder):
        done = other.run("restore", str(archive))
        assert (done.returncode, done.stderr) == (0, "")
        other.start()
        again = Customer(other, customer.token, customer.about)
        assert [again.http.get(f"/attachments/{file}").content for file in files] == contents
    assert opened(bucket, store.objects("restored/")) == sorted(map(hashed, contents))
    assert len(list((folder.folder / "data" / "blobs").glob("*/*"))) == 20


def test_a_backup_without_files_says_so_and_so_does_its_restore(site: Site, store: ObjectStore) -> None:
    server = serve(site, store, "bare").start()
    customer = Customer.verified(server, "customer-1")
    file = sent(customer, customer.open_waiting_chat(), RECEIPT, "receipt.pdf")
    archive = site.folder / "backup.tar"
    done = server.run("backup", str(archive), "--without-files")
    assert done.returncode == 0 and "left out" in done.stderr
    # Into the same bucket: its files are still there.
    other = serve(site, store, "bare")
    other.folder = site.folder / "bare-restored"
    other.database = site.installation("elsewhere").database
    done = other.run("restore", str(archive))
    assert (done.returncode, done.stderr) == (0, "")
    folder = site.installation("folder")
    done = folder.run("restore", str(archive))
    assert done.returncode == 0 and "1 file(s)" in done.stderr
    with other:
        assert Customer(other, customer.token, customer.about).http.get(f"/attachments/{file}").content == RECEIPT


def test_a_backup_that_looks_in_the_wrong_place_is_refused(site: Site, store: ObjectStore) -> None:
    server = serve(site, store, "right").start()
    customer = Customer.verified(server, "customer-1")
    sent(customer, customer.open_waiting_chat(), RECEIPT, "receipt.pdf")
    elsewhere = serve(site, store, "wrong")
    in_folder = site.installation("folder")
    for other in (elsewhere, in_folder):
        other.database = server.database
        done = other.run("backup", str(site.folder / "backup.tar"))
        assert done.returncode == 1 and "--blobs" in done.stderr
        assert not (site.folder / "backup.tar").exists()
