"""Texts and PDFs: what nobody may keep is found in them, whatever wrote them, and what cannot be read is not kept."""

import io
import unicodedata
import zlib

import pytest
from fpdf import FPDF
from mnemonic import Mnemonic

from client import Customer
from files import pdf
from problems import problem

REFUSED = (422, "attachment_holds_secret")
WIF = "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"


def seed_phrase(language="english"):
    return Mnemonic(language).generate(128)


def document(write, **properties) -> bytes:
    """A PDF as an independent library writes it."""
    made = FPDF()
    made.add_page()
    made.set_font("helvetica", size=12)
    write(made)
    for name, value in properties.items():
        getattr(made, f"set_{name}")(value)
    written = io.BytesIO()
    made.output(written)
    return written.getvalue()


def sent(customer, content):
    return customer.http.post("/attachments", params={"name": "document"}, content=content)


def table_of(words, columns):
    """Numbered words in rows, as wallets print them."""

    def write(made):
        with made.table() as table:
            for start in range(0, len(words), columns):
                row = table.row()
                for place in range(start, min(start + columns, len(words))):
                    row.cell(f"{place + 1}. {words[place]}")

    return write


def lines_of(texts):
    return lambda made: [made.multi_cell(0, 8, text, new_x="LMARGIN", new_y="NEXT") for text in texts]


def pages_of(texts):
    def write(made):
        for text in texts:
            made.cell(text=text)
            made.add_page()

    return write


def test_an_ordinary_document_is_kept_as_it_is(customer):
    content = document(lines_of(["Statement of your account", "Deposit of 3 BTC, order 8812273645"]), title="Statement")
    file = sent(customer, content)
    assert (file.status_code, file.json()["media_type"], file.json()["size"]) == (201, "application/pdf", len(content))
    assert customer.http.get(f"/attachments/{file.json()['id']}").content == content


PHRASE = seed_phrase()
DOCUMENTS = {
    "in a line": lambda words: document(lines_of([" ".join(words)])),
    "a word a line": lambda words: document(lines_of(words)),
    "in a table": lambda words: document(table_of(words, 3)),
    "beside ordinary pages": lambda words: document(pages_of(["Statement", " ".join(words), "End"])),
    "in a note": lambda words: document(lambda made: made.text_annotation(40, 40, " ".join(words))),
    "as the title": lambda words: document(lines_of(["nothing here"]), title=" ".join(words)),
    "as keywords": lambda words: document(lines_of(["nothing here"]), keywords=" ".join(words)),
    "locked against changes": lambda words: document(
        lambda made: (made.cell(text=" ".join(words)), made.set_encryption(owner_password="owner"))
    ),
    "written by hand": lambda words: pdf(" ".join(words)),
}  # fmt: skip


@pytest.mark.parametrize("way", DOCUMENTS)
def test_a_seed_phrase_in_a_document_is_refused(server, customer, way):
    words = seed_phrase().split()
    answer = sent(customer, DOCUMENTS[way](words))
    assert problem(answer) == REFUSED
    assert answer.json()["kinds"] == ["seed_phrase"]
    assert not any(word in answer.text.split() for word in words if len(word) > 5)


def test_each_kind_is_told(customer):
    answer = sent(customer, document(lines_of([f"key {WIF}", "and", seed_phrase()])))
    assert answer.json()["kinds"] == ["seed_phrase", "private_key"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (document(lambda made: (made.cell(text="x"), made.set_encryption("owner", "reader"))), "pdf_encrypted"),
        (document(lambda made: made.embed_file(bytes=b"hidden", basename="a.txt")), "pdf_holds_files"),
        (b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", "pdf_damaged"),
        (document(lines_of(["x"]))[:300], "pdf_damaged"),
        (document(pages_of(["x"] * 501)), "pdf_too_long"),
    ],
    ids=["locked", "with a file in it", "of nothing", "cut off", "of too many pages"],
)  # fmt: skip
def test_what_cannot_be_looked_through_is_refused(server, customer, content, code):
    before = sorted((server.folder / "data" / "blobs").rglob("*"))
    assert problem(sent(customer, content)) == (422, code)
    assert sorted((server.folder / "data" / "blobs").rglob("*")) == before


def test_a_document_that_unpacks_to_very_much_is_refused(customer):
    """Two million words all over one page."""
    drawn = b"".join(b"1 0 0 1 %d %d Tm (a word) Tj\n" % (x, y) for x in range(72, 540) for y in range(72, 720))
    packed = zlib.compress(b"BT /F 8 Tf\n" + drawn * 7 + b"ET", 9)
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources << /Font << /F 4 0 R >> >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", stream,
    ]  # fmt: skip
    content = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%b\nendobj\n" % each for each in enumerate(objects, 1))
    content += b"trailer\n<< /Size 6 /Root 1 0 R >>\n%%EOF\n"
    answer = customer.http.post("/attachments", content=content, timeout=120)
    assert problem(answer) == (422, "attachment_too_demanding")
    assert sent(customer, pdf("a receipt")).status_code == 201


ENCODINGS = [
    ("english", "utf-8"), ("english", "utf-8-sig"), ("english", "utf-16"), ("english", "utf-32"), ("english", "latin-1"),
    ("chinese_simplified", "utf-8"), ("chinese_simplified", "utf-16"), ("chinese_simplified", "gb18030"),
    ("chinese_traditional", "big5"), ("korean", "euc-kr"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "encoding"), ENCODINGS)
def test_a_seed_phrase_in_a_text_of_any_encoding_is_refused(customer, language, encoding):
    opening = "café\n" if encoding == "latin-1" else "my wallet\n"
    written = unicodedata.normalize("NFC", f"{opening}{seed_phrase(language)}\n")
    answer = sent(customer, written.encode(encoding))
    assert problem(answer) == REFUSED
    assert answer.json()["kinds"] == ["seed_phrase"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_an_ordinary_text_is_kept_as_it_is(customer, encoding):
    content = "您好，我的充值还没有到账。订单号 8812273645。\n".encode(encoding)
    file = sent(customer, content)
    assert file.status_code == 201
    assert customer.http.get(f"/attachments/{file.json()['id']}").content == content


def test_what_is_refused_is_no_unsent_file(server):
    customer = Customer.guest(server)
    for _ in range(31):
        assert problem(sent(customer, pdf(PHRASE))) == REFUSED
    assert sent(customer, pdf("a receipt")).status_code == 201
