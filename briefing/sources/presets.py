"""Short locations for what has a known feed, such as ``reddit:worldnews``, and what must be known to read that feed right."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from briefing.errors import InputError
from briefing.extract import paragraphs
from briefing.text import canonical_url
from briefing.types import Article, Body, Entry, Listing

SHORT = re.compile(r"([a-z]{2,20}):(?!//)(.*)", re.IGNORECASE | re.DOTALL)  # one letter is a drive
HOST = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z][a-z0-9-]{0,61}[a-z0-9]"


@dataclass(frozen=True, slots=True)
class Preset:
    """A feed's address, with what its service does unlike others.

    ``article_link`` is the text of the link that leads to an entry's article, where the entry's own link leads to its
    discussion. ``points`` is a regular expression with one group, ``boilerplate`` what is struck from every text.
    With the body "page" the feed's text tells about the entry and is not the article.
    """

    url: str
    name: str
    body: Body = "auto"
    article_link: str = ""
    points: str = ""
    boilerplate: str = ""


@dataclass(frozen=True, slots=True)
class _Service:
    """A kind of preset: what may follow its colon, and the preset with its groups set in, percent-encoded in the address."""

    example: str
    argument: str
    preset: Preset
    words: dict[str, str] = field(default_factory=dict)  # what our words for a list are called there


SERVICES = {
    "hackernews": _Service(
        "hackernews:top",
        r"(top|best|new)",
        Preset(
            "https://hnrss.org/{0}",
            "Hacker News",
            body="page",
            points=r"(?m)^Points: (\d{1,9})$",
            boilerplate=r"(?m)^(?:Article URL|Comments URL|Points|# Comments):.*$",
        ),
        words={"top": "frontpage", "new": "newest"},
    ),
    "reddit": _Service(
        "reddit:worldnews",
        r"(?:/?r/)?(\w{2,21}(?:\+\w{2,21}){0,20})/?",
        Preset(
            "https://www.reddit.com/r/{0}/top/.rss?t=day",
            "r/{0}",
            body="page",
            article_link="[link]",
            boilerplate=r"\s*submitted by\s+/?u/\S+(?:\s+to\s+/?r/\S+)?\s*\[link\]\s*\[comments\]\s*\Z",
        ),
    ),
    "mastodon": _Service(
        "mastodon:@name@host.example",
        rf"@?([\w.-]{{1,64}})@({HOST})",
        Preset("https://{1}/@{0}.rss", "@{0}@{1}", body="feed"),
    ),
    "bluesky": _Service(
        "bluesky:name.bsky.social",
        rf"@?({HOST}|did:(?:plc|web):[\w.-]{{1,100}})",
        Preset("https://bsky.app/profile/{0}/rss", "@{0}", body="feed"),
    ),
    "gdelt": _Service(
        "gdelt:climate summit",
        r"(.{2,300})",
        Preset(
            "https://api.gdeltproject.org/api/v2/doc/doc?query={0}&mode=ArtList&format=rss&timespan=24h&maxrecords=75&sort=DateDesc",
            "GDELT: {0}",
            body="page",
        ),
    ),
    "googlenews": _Service(
        "googlenews:climate summit",
        r"(.{2,300})",
        Preset("https://news.google.com/rss/search?q={0}", "Google News: {0}", body="page"),
    ),
    "youtube": _Service(
        "youtube:UC followed by 22 letters",
        r"(UC[\w-]{22})",
        Preset("https://www.youtube.com/feeds/videos.xml?channel_id={0}", "YouTube {0}", body="feed"),
    ),
}


def expand(location: str) -> Preset | None:
    """The preset that a location names; None for an address or a path, InputError for a short location that is none."""
    short = SHORT.fullmatch(location.strip())
    if short is None:
        return None
    service = SERVICES.get(short[1].lower())
    if service is None:
        examples = ", ".join(each.example for each in SERVICES.values())
        raise InputError(
            f"{location} is no preset", f"there are {examples}; a file of this name is given as ./{location}"
        )
    argument = re.fullmatch(service.argument, " ".join(short[2].split()), re.IGNORECASE | re.ASCII)
    if argument is None:
        raise InputError(f"{location} names nothing that {short[1].lower()} has", f"write it as {service.example}")
    groups = [service.words.get(group.lower(), group) for group in argument.groups()]
    in_query = "?" in service.preset.url.partition("{0}")[0]
    encoded = [quote(group, safe="" if in_query else "+:") for group in groups]
    return replace(
        service.preset, url=service.preset.url.format(*encoded), name=service.preset.name.format(*argument.groups())
    )


def apply(preset: Preset, listing: Listing) -> Listing:
    """The listing with its entries as articles: their own addresses, discussions and points, no boilerplate."""
    entries = tuple(_applied(preset, entry) for entry in listing.entries)
    return replace(listing, entries=entries, title=listing.title or preset.name)


def _applied(preset: Preset, entry: Entry) -> Entry:
    article = entry.article
    points = re.search(preset.points, article.text) if preset.points else None
    discussion = article.discussion or (article.url if preset.article_link else "")
    url = _article_link(preset, article) or article.url
    of_its_own = bool(discussion) and canonical_url(url) == canonical_url(discussion)  # a question put to the readers
    told = preset.body != "page" or of_its_own
    text = paragraphs(re.sub(preset.boilerplate, "", article.text)) if told else ""
    changed = replace(
        article,
        url=url,
        title=article.title.removesuffix(f" - {article.source}"),  # as Google News writes it
        text=text,
        discussion=discussion,
        points=int(points[1]) if points else article.points,
        extra={key: value for key, value in article.extra.items() if key != "links"},
    )
    return replace(entry, article=changed, whole=bool(text) and (entry.whole or preset.body != "auto"))


def _article_link(preset: Preset, article: Article) -> str:
    """Where the link with the preset's text leads, which the feed's reader has set aside."""
    links = article.extra.get("links")
    return str(links.get(preset.article_link, "")) if isinstance(links, dict) else ""
