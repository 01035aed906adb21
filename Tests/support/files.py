"""Files that people send: pictures that tell more than they show, and documents."""

import io
import random
import struct
import zlib
from typing import Any

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

# What a telephone writes into each picture, and nobody may find on a disk.
CAMERA = "Planted Camera 9000"
PLACE = "planted place 31.2304 north"
COMMENT = "planted comment of a picture"
PLANTED = [CAMERA.encode(), PLACE.encode(), COMMENT.encode()]
FORMATS = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif"}
# As a camera is held that is turned to its side: the picture is shown turned by a quarter.
ON_ITS_SIDE = 6


def drawing(width: int = 320, height: int = 200, seed: int = 1) -> Image.Image:
    """A red left half and a blue right half, with spots, so that nothing about it is even."""
    chance = random.Random(seed)
    picture = Image.new("RGB", (width, height), (200, 30, 30))
    picture.paste((30, 30, 200), (width // 2, 0, width, height))
    for _ in range(200):
        picture.putpixel((chance.randrange(width), chance.randrange(height)), (chance.randrange(256),) * 3)
    return picture


def bare(kind: str = "png", width: int = 320, height: int = 200, seed: int = 1) -> bytes:
    """A picture of a kind, by itself."""
    written = io.BytesIO()
    drawing(width, height, seed).save(written, kind)
    return written.getvalue()


def photograph(kind: str, width: int = 1200, height: int = 800, orientation: int = ON_ITS_SIDE) -> bytes:
    """A picture with all that cameras and programs add: EXIF with the place, XMP, a comment, a colour profile."""
    picture = drawing(width, height)
    exif = Image.Exif()
    exif[0x010F] = CAMERA
    exif[0x0112] = orientation
    exif[0x9286] = PLACE
    exif[0x8825] = {1: "N", 2: (31.0, 13.0, 49.44), 3: "E", 4: (121.0, 28.0, 25.32), 27: PLACE.encode()}
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><dc:creator>{CAMERA}</dc:creator></rdf:RDF></x:xmpmeta>'
    options: dict[str, Any] = {"exif": exif, "icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()}
    if kind == "jpeg":
        options |= {"comment": COMMENT.encode(), "xmp": xmp.encode(), "quality": 90}
    elif kind == "webp":
        options |= {"xmp": xmp.encode()}
    elif kind == "png":
        texts = PngInfo()
        texts.add_text("Comment", COMMENT)
        texts.add_itxt("XML:com.adobe.xmp", xmp)
        options["pnginfo"] = texts
    else:
        options = {"comment": COMMENT.encode()}
    written = io.BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


def film(kind: str, frames: int = 6, milliseconds: int = 80) -> bytes:
    """A moving picture."""
    drawn = [drawing(300, 200, seed=number) for number in range(1, frames + 1)]
    written = io.BytesIO()
    drawn[0].save(written, kind, save_all=True, append_images=drawn[1:], duration=milliseconds, loop=0)
    return written.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(width: int, height: int) -> bytes:
    """A PNG of so many pixels, all of them black; a thousand times smaller than what it unpacks to."""
    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def flood_of_frames(count: int) -> bytes:
    """A GIF of one pixel and very many frames."""
    one = bare("gif", 1, 1)
    start = one.index(b"\x2c", 13)
    return one[:start] + one[start:-1] * count + b";"


def pdf(text: str = "A receipt", size: int = 0) -> bytes:
    """A document of one page; filled up to a size in bytes where one is given."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources << /Font << /F 4 0 R >> >> >>"
    drawn = f"BT /F 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawn), drawn),
    ]  # fmt: skip

    def written(filling: int) -> bytes:
        document = b"%PDF-1.4\n" + (b"%" + b"." * (filling - 2) + b"\n" if filling else b"")
        places = []
        for number, content in enumerate(objects, 1):
            places.append(len(document))
            document += b"%d 0 obj\n%b\nendobj\n" % (number, content)
        table = b"".join(b"%010d 00000 n \n" % place for place in places)
        end = b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%010d\n%%%%EOF\n" % len(document)
        return document + b"xref\n0 6\n0000000000 65535 f \n" + table + end

    return written(size - len(written(0)) if size else 0)
