"""Pictures: nothing but their pixels is kept, and no picture harms anybody."""

import concurrent.futures
import io
import struct
import zipfile
import zlib

import exifread
import pytest
from PIL import Image, ImageStat

from client import Customer, new_client_id
from files import FORMATS, ON_ITS_SIDE, PLANTED, bare, bomb, chunk, film, flood_of_frames, photograph
from problems import problem

both = pytest.mark.parametrize("kind", FORMATS)


def uploaded(customer, content, name="picture"):
    answer = customer.http.post("/attachments", params={"name": name}, content=content)
    assert answer.status_code == 201, answer.text
    return answer.json()


def served(customer, file, *, small=False):
    """What is given out, as an independent library reads it, and its bytes."""
    answer = customer.http.get(f"/attachments/{file['id']}{'/thumbnail' if small else ''}")
    assert answer.status_code == 200
    picture = Image.open(io.BytesIO(answer.content))
    picture.load()
    assert answer.headers["content-type"] == f"image/{picture.format.lower()}"
    return picture, answer.content


@both
def test_what_a_camera_adds_is_neither_served_nor_on_the_disk(server, customer, kind):
    content = photograph(kind)
    assert any(planted in content for planted in PLANTED), "the test plants nothing"
    file = uploaded(customer, content, f"photo.{kind}")
    assert file["media_type"] == FORMATS[kind]
    for small in [False, True]:
        picture, bytes_ = served(customer, file, small=small)
        assert not dict(picture.getexif()) and not exifread.process_file(io.BytesIO(bytes_))
        assert not {"exif", "xmp", "comment", "icc_profile", "XML:com.adobe.xmp", "Comment", "photoshop"} & set(picture.info)
        assert not [planted for planted in PLANTED if planted in bytes_]
    kept = server.kept()
    assert {path: planted for path, bytes_ in kept.items() for planted in PLANTED if planted in bytes_} == {}
    assert any("blobs" in path for path in kept)


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_a_picture_is_turned_as_it_was_held_and_keeps_its_colours(customer, kind):
    file = uploaded(customer, photograph(kind, 1200, 800, ON_ITS_SIDE))
    assert (file["width"], file["height"]) == (800, 1200)
    picture, _ = served(customer, file)
    assert picture.size == (800, 1200)
    # The red half was on the left; turned by a quarter it is above.
    above = ImageStat.Stat(picture.convert("RGB").crop((0, 0, 800, 500))).mean
    below = ImageStat.Stat(picture.convert("RGB").crop((0, 700, 800, 1200))).mean
    assert above == pytest.approx([200, 30, 30], abs=6) and below == pytest.approx([30, 30, 200], abs=6)


def test_a_picture_for_printers_becomes_one_for_screens(customer):
    written = io.BytesIO()
    Image.open(io.BytesIO(bare("png"))).convert("CMYK").save(written, "jpeg")
    picture, _ = served(customer, uploaded(customer, written.getvalue()))
    assert picture.mode == "RGB"


@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_a_film_keeps_its_frames_and_its_speed(customer, kind):
    file = uploaded(customer, film(kind, frames=6, milliseconds=80))
    picture, _ = served(customer, file)
    assert (picture.n_frames, picture.size, (file["width"], file["height"])) == (6, (300, 200), (300, 200))
    durations = set()
    for frame in range(6):
        picture.seek(frame)
        picture.load()
        durations.add(picture.info["duration"])
    assert durations == {80}
    still, _ = served(customer, file, small=True)
    assert getattr(still, "n_frames", 1) == 1


@both
def test_the_small_copy(customer, kind):
    large = uploaded(customer, bare(kind, 2000, 500))
    assert large["thumbnail_url"] == f"/api/v1/attachments/{large['id']}/thumbnail"
    picture, _ = served(customer, large, small=True)
    assert (picture.format, picture.size) == ("WEBP", (640, 160))
    small = uploaded(customer, bare(kind, 200, 100))
    assert served(customer, small, small=True)[1] == served(customer, small)[1]


def test_the_small_copy_is_whose_the_picture_is(server, customer):
    file = uploaded(customer, bare("png", 2000, 500))
    other = Customer.guest(server)
    assert problem(other.http.get(f"/attachments/{file['id']}/thumbnail")) == (404, "attachment_not_found")
    chat = customer.open_waiting_chat()
    body = {"client_id": new_client_id(), "body": "see", "attachments": [file["id"]]}
    sent = customer.http.post(f"/conversations/{chat}/messages", json=body).json()
    assert sent["attachments"] == [file]
    assert problem(other.http.get(f"/attachments/{file['id']}/thumbnail")) == (404, "attachment_not_found")


def test_a_picture_that_is_not_wanted_goes_with_its_small_copy(server):
    customer = Customer.guest(server)
    before = set((server.folder / "data" / "blobs").rglob("*"))
    file = uploaded(customer, bare("png", 1999, 499, seed=99))
    assert len([path for path in set((server.folder / "data" / "blobs").rglob("*")) - before if path.is_file()]) == 2
    assert customer.http.delete(f"/attachments/{file['id']}").status_code == 204
    # Content of the last hour stays a while, for somebody who uploads the same may be about to name it.
    assert problem(customer.http.get(f"/attachments/{file['id']}/thumbnail")) == (404, "attachment_not_found")


@both
def test_a_part_of_a_picture_is_refused(customer, kind):
    whole = film(kind) if kind == "gif" else bare(kind, 800, 600)
    for share in [0.3, 0.7, 0.95]:
        answer = customer.http.post("/attachments", content=whole[: int(len(whole) * share)])
        assert problem(answer) == (422, "picture_damaged")


@pytest.mark.parametrize(
    "content",
    [bomb(30_000, 30_000), bomb(20_000, 10), bomb(10, 20_000), flood_of_frames(600), flood_of_frames(200_000)],
    ids=["many pixels", "too wide", "too high", "many frames", "a flood of frames"],
)  # fmt: skip
def test_bombs_are_refused(server, customer, content):
    assert problem(customer.http.post("/attachments", content=content)) == (422, "picture_too_large")
    assert customer.http.post("/attachments", content=b"a receipt").status_code == 201


def test_a_picture_that_says_it_is_larger_than_it_is(customer):
    """The header promises 60 million pixels, of which there are a hundred."""
    header = struct.pack(">IIBBBBB", 10_000, 6_000, 8, 2, 0, 0, 0)
    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(300))) + chunk(b"IEND", b"")
    assert problem(customer.http.post("/attachments", content=content)) == (422, "picture_damaged")


def archive() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        file.writestr("planted.txt", "planted in an archive")
    return written.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        bare("jpeg") + archive(), bare("png") + b"<script>alert('planted')</script>",
        bare("gif")[:-1] + b"!\xfe\x16/*planted comment*/=1;\x00;", bare("webp") + b"%PDF-1.4 planted",
    ],
    ids=["an archive behind a JPEG", "a page behind a PNG", "a script in a GIF", "a PDF behind a WebP"],
)  # fmt: skip
def test_what_is_something_else_besides_is_only_a_picture_afterwards(server, customer, content):
    _, bytes_ = served(customer, uploaded(customer, content))
    assert b"planted" not in bytes_ and b"PK\x03\x04" not in bytes_
    assert not [path for path in server.folder.rglob("blobs/*/*") if b"planted" in path.read_bytes()]


def test_a_wrong_name_does_not_count(customer):
    file = uploaded(customer, bare("jpeg"), "really.png")
    assert file["media_type"] == "image/jpeg"
    assert customer.http.get(f"/attachments/{file['id']}").headers["content-type"] == "image/jpeg"


def test_many_pictures_at_once_are_all_taken(server):
    """Two processes work, the others wait their turn."""
    people = [Customer.guest(server) for _ in range(12)]
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        answers = pool.map(lambda person: person.http.post("/attachments", content=bare("png", 900, 900)), people)
    assert {answer.status_code for answer in answers} == {201}
