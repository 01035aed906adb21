"""An authenticator app of others' (pyotp, and zxing for its camera) in the hands of an agent."""

import re
import time

import numpy
import pyotp
import zxingcpp

STEP = 30


class App:
    """Shows the codes of one key; none of them twice."""

    def __init__(self, key: str):
        self.totp = pyotp.TOTP(key)
        self._shown = 0

    @classmethod
    def reading(cls, address: str) -> "App":
        """The app that read the QR code of an `otpauth` address."""
        read = pyotp.parse_uri(address)
        assert (read.digits, read.interval) == (6, STEP)
        return cls(read.secret)

    def code(self) -> str:
        """A code that was not shown yet: the next step's when the present one's was."""
        step = max(int(time.time()) // STEP, self._shown + 1)
        # The server takes a code one step early and no earlier.
        time.sleep(max(0.0, (step - 1) * STEP - time.time()))
        self._shown = step
        return self.totp.at(step * STEP)


def seen(drawing: str) -> str:
    """What a camera reads from a QR code in SVG, on paper and from one distance or another."""
    side = int(re.search(r'viewBox="0 0 (\d+) \1"', drawing)[1])
    paper = numpy.full((side, side), 255, numpy.uint8)
    for left, top, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", drawing):
        paper[int(top), int(left) : int(left) + int(width)] = 0
    # Pixels of a module.
    for size in (4, 5, 8):
        picture = numpy.ascontiguousarray(numpy.kron(paper, numpy.ones((size, size), numpy.uint8)))
        if codes := zxingcpp.read_barcodes(picture):
            assert len(codes) == 1
            return codes[0].text
    raise AssertionError("no camera reads this")
