"""A news server on loopback for benchmarks: many host names, feeds of teasers, pages, and a latency before each answer.

    python -m benchmarks.newsstand HOSTS FEEDS ENTRIES LATENCY

Prints its port, then answers until it is killed. Feed N lies on host N modulo HOSTS; the hosts are 127.0.0.1, 127.0.0.2 and so on.
"""

from __future__ import annotations

import asyncio
import random
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

WORDS = [
    "council",
    "harbour",
    "wall",
    "vote",
    "rebuild",
    "price",
    "tender",
    "storm",
    "flood",
    "quay",
    "mayor",
    "engineer",
    "report",
    "budget",
    "minister",
    "court",
    "ruling",
    "market",
    "factory",
    "strike",
    "union",
    "school",
    "hospital",
    "river",
    "bridge",
    "train",
    "airport",
    "energy",
    "solar",
    "research",
    "patient",
    "trial",
    "software",
    "network",
    "election",
]
PARAGRAPHS = 12
MENU = "".join(f'<li><a href="/section/{word}">{word.title()}</a></li>' for word in WORDS)


def host(feed: int, hosts: int) -> str:
    return f"127.0.0.{feed % hosts + 1}"


def prose(chance: random.Random, sentences: int) -> str:
    """So many sentences about nothing, as long as news has them."""
    lines = (" ".join(chance.choices(WORDS, k=chance.randint(12, 24))) for _ in range(sentences))
    return " ".join(f"The {line} on Tuesday." for line in lines)


def page(feed: int, entry: int) -> str:
    """A page of the size that news pages have, with menu, article, links and script."""
    chance = random.Random(feed * 1000 + entry)
    body = "".join(f"<p>{prose(chance, 4)}</p>" for _ in range(PARAGRAPHS))
    return (
        f'<!doctype html><html lang="en"><head><title>Story {entry} of {feed}</title><style>{"a{color:red}" * 500}</style></head>'
        f"<body><nav><ul>{MENU}</ul></nav><article><h1>Story {entry} of {feed}</h1>{body}</article><aside><ul>{MENU * 3}</ul></aside>"
        f"<script>{'var a = 1;' * 2000}</script></body></html>"
    )


def feed_of(feed: int, hosts: int, entries: int, port: int) -> str:
    now = format_datetime(datetime.now(UTC) - timedelta(hours=1))
    site = f"http://{host(feed, hosts)}:{port}"
    items = "".join(
        f"<item><title>Story {entry} of {feed}</title><link>{site}/{feed}/{entry}</link><pubDate>{now}</pubDate>"
        f"<description>{prose(random.Random(entry), 1)}</description></item>"
        for entry in range(entries)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed {feed}</title>{items}</channel></rss>'


class Stand:
    """Answers ``/N`` with feed N and ``/N/M`` with the page of its entry M; a feed that is known is answered by 304."""

    def __init__(self, hosts: int, latency: float) -> None:
        self.hosts, self.latency = hosts, latency
        self.bodies: dict[str, bytes] = {}

    def fill(self, feeds: int, entries: int, port: int) -> None:
        """Write everything before the first is asked for."""
        for feed in range(feeds):
            self.bodies[f"/{feed}"] = feed_of(feed, self.hosts, entries, port).encode()
            self.bodies |= {f"/{feed}/{entry}": page(feed, entry).encode() for entry in range(entries)}

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, as many requests as come by it."""
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                await asyncio.sleep(self.latency)
                writer.write(self.answer_to(request))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def answer_to(self, request: bytes) -> bytes:
        path = request.split(b" ", 2)[1].decode()
        if path not in self.bodies:
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        if b"if-none-match" in request.lower():
            return b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n'
        content, kind = self.bodies[path], "text/html" if path.count("/") == 2 else "application/rss+xml"
        head = f'HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nETag: "1"\r\nContent-Length: {len(content)}\r\n\r\n'
        return head.encode() + content


async def main(hosts: int, feeds: int, entries: int, latency: float) -> None:
    stand = Stand(hosts, latency)
    server = await asyncio.start_server(stand.answer, "0.0.0.0", 0, backlog=1000)  # every 127.x.y.z
    port = server.sockets[0].getsockname()[1]
    stand.fill(feeds, entries, port)
    print(port, flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    hosts_, feeds_, entries_ = map(int, sys.argv[1:4])
    asyncio.run(main(hosts_, feeds_, entries_, float(sys.argv[4])))
