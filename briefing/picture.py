"""Makes a picture from outside small enough to travel with a brief: a JPEG of its pixels, and of nothing else in it."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from briefing.errors import InputError
from briefing.types import Image

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

WIDEST, TALLEST = 1000, 1400  # pixels of what it becomes; chosen: twice the width of a column on a page
NARROWEST, FLATTEST = 200, 100  # pixels; chosen: what is smaller is a logo, a face or a counter
MOST_PIXELS = 40_000_000  # of what it is made from; chosen: 120 MB in memory, and more than newspapers print
QUALITY = 80  # of the JPEG; chosen
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")  # what the web shows; decoders for anything else are not touched
LEAVE_OUT = "leave it out"


def small(content: bytes) -> Image:
    """The picture at most WIDEST by TALLEST pixels, upright, on white, the first frame where it moves, without a credit.

    InputError where it is none that can be read, too large, or so small that it is no picture of news.
    """
    from PIL.Image import DecompressionBombWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of files that are a little wrong
        warnings.simplefilter("error", DecompressionBombWarning)
        try:
            return _small(content)
        except InputError:
            raise
        except Exception as error:  # a decoder may fail in any way at hostile bytes
            raise InputError("no picture that can be read", LEAVE_OUT) from error


def _small(content: bytes) -> Image:
    from PIL.Image import open as opened
    from PIL.ImageOps import exif_transpose

    with opened(BytesIO(content), formats=FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise InputError(f"a picture of {picture.width} by {picture.height} pixels", LEAVE_OUT)
        picture.draft("RGB", (WIDEST, TALLEST))  # a JPEG is decoded no larger than it is needed
        pixels = _flat(exif_transpose(picture))
    pixels.thumbnail((WIDEST, TALLEST))
    if pixels.width < NARROWEST or pixels.height < FLATTEST:
        raise InputError(f"a picture of only {pixels.width} by {pixels.height} pixels", LEAVE_OUT)
    pixels.info.clear()  # the encoder would keep the comment of a photographer's program
    file = BytesIO()
    pixels.save(file, "JPEG", quality=QUALITY, optimize=True)
    return Image(file.getvalue(), pixels.width, pixels.height, credit="")


def _flat(picture: Pixels) -> Pixels:
    """Red, green and blue, what is transparent on white."""
    from PIL.Image import alpha_composite, new

    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    return alpha_composite(new("RGBA", layer.size, "white"), layer).convert("RGB")
