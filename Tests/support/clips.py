"""Films for the tests, encoded by FFmpeg's libraries: what an editor would bring."""

import functools
import io
from fractions import Fraction

import av

FRAMES = 10


@functools.cache
def clip(kind: str = "mp4", *, picture: str | None = None, sound: bool = True, seconds: int = 20, size: tuple[int, int] = (320, 180)) -> bytes:
    """A film of moving bars, `mp4` with H.264 and AAC or `webm` with VP8 and Opus unless other codecs are named."""
    written = io.BytesIO()
    codec = picture or {"mp4": "libx264", "webm": "libvpx", "matroska": "libx264"}[kind]
    with av.open(written, "w", format=kind) as film:
        stream = film.add_stream(codec, rate=FRAMES)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        # A key picture each second, so that a player goes where it is sent.
        stream.gop_size = FRAMES
        if codec == "libx264":
            stream.options = {"preset": "ultrafast", "profile": "baseline"}
        heard = None
        if sound:
            heard = film.add_stream("libopus" if kind == "webm" else "aac", rate=48_000)
        for number in range(seconds * FRAMES):
            frame = av.VideoFrame(*size, "yuv420p")
            for plane, level in zip(frame.planes, (16 + number % 200, 128, 90), strict=True):
                plane.update(bytes([level]) * plane.buffer_size)
            frame.pts, frame.time_base = number, Fraction(1, FRAMES)
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))
        if heard:
            length = 960
            for number in range(seconds * 48_000 // length):
                silence = av.AudioFrame(format="s16", layout="stereo", samples=length)
                silence.planes[0].update(bytes(silence.planes[0].buffer_size))
                silence.sample_rate, silence.pts, silence.time_base = 48_000, number * length, Fraction(1, 48_000)
                film.mux(heard.encode(silence))
            film.mux(heard.encode(None))
    return written.getvalue()


CAPTIONS = {
    "en": "WEBVTT\n\n00:00.500 --> 00:04.000\nOpen the wallet and choose Withdraw.\n\n00:11.000 --> 00:15.000\nCompare the zirconium checksum before you confirm.\n",
    "zh-CN": "WEBVTT\n\n00:00.500 --> 00:04.000\n打开钱包，选择提币。\n\n00:11.000 --> 00:15.000\n确认之前，请核对锆石校验码。\n",
}
CHAPTERS = {
    "en": "WEBVTT\n\n00:00.000 --> 00:10.000\nOpen the wallet\n\n00:10.000 --> 00:20.000\nConfirm\n",
    "zh-CN": "WEBVTT\n\n00:00.000 --> 00:10.000\n打开钱包\n\n00:10.000 --> 00:20.000\n确认提币\n",
}
