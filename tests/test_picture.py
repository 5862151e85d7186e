"""Pictures from outside, made small by the real decoder."""

from __future__ import annotations

import struct
import time
import zlib
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

from briefing.errors import InputError
from briefing.picture import FLATTEST, MOST_PIXELS, NARROWEST, TALLEST, WIDEST, small

RED, BLUE, WHITE = (200, 30, 30), (30, 30, 200), (255, 255, 255)


def file(picture: Image.Image, format: str = "PNG", **how: Any) -> bytes:
    """A picture as a file."""
    written = BytesIO()
    picture.save(written, format, **how)
    return written.getvalue()


def decoded(content: bytes) -> Image.Image:
    """The picture that came of a file, in which a decoder finds the size that is said."""
    made = small(content)
    picture = Image.open(BytesIO(made.content))
    assert picture.format == "JPEG"
    assert picture.mode == "RGB"
    assert picture.size == (made.width, made.height)
    assert made.credit == ""
    return picture


def alike(one: Any, other: Any) -> bool:
    """Whether two colours are the same but for what JPEG takes."""
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
@pytest.mark.parametrize(
    ("size", "becomes"),
    [
        ((640, 480), (640, 480)),
        ((2400, 1600), (1000, 667)),
        ((1600, 3200), (700, 1400)),
        ((1001, 300), (1000, 300)),
        ((200, 100), (200, 100)),
    ],
)
def test_every_picture_of_the_web_becomes_a_small_jpeg(
    format: str, size: tuple[int, int], becomes: tuple[int, int]
) -> None:
    """At most so wide and so tall, in its own proportions, never larger than it was."""
    picture = decoded(file(Image.new("RGB", size, RED), format))
    assert picture.size == becomes
    assert picture.width <= WIDEST
    assert picture.height <= TALLEST
    assert alike(picture.getpixel((9, 9)), RED)


@pytest.mark.parametrize("mode", ["L", "1", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_pixels_is_read(mode: str) -> None:
    """Grey ones, palettes, and what printers use."""
    content = file(Image.new(mode, (300, 200)), "JPEG" if mode == "CMYK" else "PNG")
    assert decoded(content).size == (300, 200)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_becomes_white(mode: str) -> None:
    """Not the black that lies under it."""
    if mode == "P":
        palette = Image.new("P", (300, 200), 0)
        palette.putpalette([0, 0, 0, *RED])
        content = file(palette, transparency=0)
    else:
        content = file(Image.new(mode, (300, 200), (0,) * len(mode)))
    assert alike(decoded(content).getpixel((150, 100)), WHITE)


def test_a_moving_picture_shows_its_first_frame() -> None:
    """And nothing moves."""
    frames = [Image.new("RGB", (300, 200), color) for color in (RED, BLUE)]
    for kind in ("GIF", "WEBP"):
        picture = decoded(file(frames[0], kind, save_all=True, append_images=frames[1:]))
        assert alike(picture.getpixel((150, 100)), RED)
        assert getattr(picture, "n_frames", 1) == 1


def test_a_picture_stands_upright() -> None:
    """As its camera was held; of its data nothing stays: place, camera, comment, profile, miniature."""
    picture = Image.new("RGB", (600, 300), BLUE)
    picture.paste(RED, (0, 0, 300, 300))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6  # turned a quarter clockwise to be upright
    exif[ExifTags.Base.Make] = "SECRETCAM"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    content = file(picture, "JPEG", exif=exif, comment=b"SECRETNOTE", icc_profile=b"SECRETPROFILE" * 20, quality=95)
    made = decoded(content)
    assert made.size == (300, 600)
    assert alike(made.getpixel((150, 50)), RED)
    assert alike(made.getpixel((150, 550)), BLUE)
    assert not made.getexif()
    assert set(made.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"SECRET" in content
    assert b"SECRET" not in small(content).content


def test_no_words_of_a_png_stay() -> None:
    """They could be anything."""
    words = PngInfo()
    words.add_text("comment", "SECRETNOTE")
    words.add_itxt("XML:com.adobe.xmp", "<x>SECRETNOTE</x>")
    content = file(Image.new("RGB", (300, 200)), pnginfo=words)
    assert b"SECRETNOTE" in content
    assert b"SECRETNOTE" not in small(content).content


def test_the_same_picture_is_the_same_bytes() -> None:
    """Each time."""
    content = file(Image.effect_noise((1600, 900), 80).convert("RGB"), "JPEG")
    assert small(content) == small(content)


@pytest.mark.parametrize(
    "size", [(1, 1), (NARROWEST - 1, 400), (400, FLATTEST - 1), (NARROWEST * 2, 30_000), (9000, 500)]
)
def test_a_picture_that_is_too_small_is_left_out(size: tuple[int, int]) -> None:
    """Counters, faces, and bars that nothing is left of once they are as wide as a column."""
    with pytest.raises(InputError, match="only"):
        small(file(Image.new("L", size)))


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1_000_000)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "size", [(MOST_PIXELS // 1000 + 1, 1000), (10_000, 10_000), (30_000, 30_000), (2**31 - 1, 2**31 - 1)]
)
def test_a_picture_that_is_huge_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    """A few bytes may ask for all memory there is."""
    begun = time.monotonic()
    with pytest.raises(InputError):
        small(bomb(*size))
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>not found</html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 300 300\n",
        file(Image.new("RGB", (300, 200)), "BMP"),
        file(Image.new("RGB", (300, 200)), "TIFF"),
        file(Image.effect_noise((300, 200), 90), "PNG")[:5000],
        file(Image.effect_noise((300, 200), 90), "JPEG")[:300],
        bomb(300, 200)[:40],
    ],
    ids=["nothing", "page", "svg", "eps", "bmp", "tiff", "half a png", "half a jpeg", "a head"],
)
def test_what_is_no_picture_of_the_web_is_refused(content: bytes) -> None:
    """Also what other decoders would read: they are not touched."""
    with pytest.raises(InputError, match="no picture that can be read"):
        small(content)


WHOLE = [
    file(Image.effect_noise((220, 120), 60).convert("RGB"), each) for each in ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
]


@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=20))
def test_damage_is_our_error_or_a_picture(content: bytes, damage: list[tuple[float, int]]) -> None:
    """Whatever bytes are wrong, no other error comes out, and nothing larger than it may be."""
    bytes_ = bytearray(content)
    for place, value in damage:
        bytes_[int(place * len(bytes_))] = value
    try:
        made = small(bytes(bytes_))
    except InputError:
        return
    assert made.width <= WIDEST
    assert made.height <= TALLEST
