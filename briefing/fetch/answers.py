"""What of an HTTP answer is taken: text of a bounded size, or an error that says what it was and what to do."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.errors import FetchError
from briefing.patience import retry_after

if TYPE_CHECKING:
    import httpx2

BUSY = frozenset({429, 502, 503, 504})  # answers that say: not now
NO_TEXT = re.compile(r"(?:image|audio|video|font)/|application/(?:zip|octet-stream|x-msdownload|x-tar|vnd\.)")
PICTURE = re.compile(r"image/|application/octet-stream|binary/octet-stream|;|$")
WANTED = re.compile(r"application/vnd\..*\+(?:xml|json)")
REMEDIES = {
    401: "it wants a password; open it in a browser, and give the saved page as a file",
    403: "it refuses programs; open it in a browser, and give the saved page as a file",
    404: "check the address; `briefing sources add` with the site's own address finds its feeds",
    410: "it has ended; take it out with `briefing sources remove`",
    429: "it is asked too often; it is asked again later",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What an address answered: where it lay in the end, its bytes, its content type and the character set that names.

    ``moved`` is the new address where every redirect on the way was permanent (301, 308). ``known`` says that the bytes
    are those of an earlier answer, which still holds.
    """

    url: str
    content: bytes
    content_type: str = ""
    charset: str = ""
    moved: str = ""
    known: bool = False


async def page_of(url: str, response: httpx2.Response, most: int, *, picture: bool = False) -> Page:
    """The page that an answer holds; FetchError where it is no text, or no ``picture``, or larger than ``most`` bytes."""
    kind = response.headers.get("content-type", "").lower()
    if picture and not PICTURE.match(kind):
        raise FetchError(f"{url} is {kind.partition(';')[0]}, no picture", "leave it out")
    if not picture and NO_TEXT.match(kind) and not WANTED.match(kind):
        raise FetchError(f"{url} is {kind.partition(';')[0]}, no text", "give the address of a feed or an article")
    content = b"".join([chunk async for chunk in _bounded(url, response, most)])
    known = bool(response.extensions.get("caching", {}).get("from_cache"))
    return Page(str(response.url), content, kind, response.charset_encoding or "", known=known)


async def _bounded(url: str, response: httpx2.Response, most: int) -> AsyncIterator[bytes]:
    """The body, refused where it is larger than ``most`` bytes: as announced, as sent, or expanded."""
    too_large = FetchError(f"{url} is larger than {most / 1_000_000:g} MB", "leave it out, or raise fetch.largest")
    announced = response.headers.get("content-length", "")
    if announced.isascii() and announced.isdecimal() and (len(announced) > 15 or int(announced) > most):
        raise too_large
    size = 0
    async for chunk in response.aiter_bytes():
        size += len(chunk)
        if size > most or response.num_bytes_downloaded > most:
            raise too_large
        yield chunk


def expect_success(url: str, response: httpx2.Response) -> None:
    """Refuse an answer that is none: FetchError names its status, and whether asking again later may help."""
    status = response.status_code
    if status in (200, 203, 226):
        return
    busy = status in BUSY or status in (408, 425)
    remedy = REMEDIES.get(
        status, "it is asked again later" if busy or status >= 500 else "open it in a browser to see why"
    )
    error = FetchError(f"{url} answered {status}", remedy, status, temporary=busy)
    error.after = retry_after(response.headers.get("retry-after", "")) if busy else None
    raise error
