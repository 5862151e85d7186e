"""``briefing init``: a commented briefing.toml to start from."""

from __future__ import annotations

from pathlib import Path

import click

# Public feeds that are meant to be read by programs, each as its outlet names it
STARTERS = tuple(
    {"location": location, "name": name, "section": section}
    for section, name, location in (
        ("World", "BBC News", "https://feeds.bbci.co.uk/news/world/rss.xml"),
        ("World", "The Guardian", "https://www.theguardian.com/world/rss"),
        ("World", "Deutsche Welle", "https://rss.dw.com/rdf/rss-en-all"),
        ("World", "Al Jazeera", "https://www.aljazeera.com/xml/rss/all.xml"),
        ("World", "France 24", "https://www.france24.com/en/rss"),
        ("World", "NPR", "https://feeds.npr.org/1004/rss.xml"),
        ("Politics", "Politico Europe", "https://www.politico.eu/feed/"),
        ("Politics", "NPR Politics", "https://feeds.npr.org/1014/rss.xml"),
        ("Business", "BBC Business", "https://feeds.bbci.co.uk/news/business/rss.xml"),
        ("Business", "Guardian Business", "https://www.theguardian.com/business/rss"),
        ("Technology", "Ars Technica", "https://feeds.arstechnica.com/arstechnica/index"),
        ("Technology", "The Verge", "https://www.theverge.com/rss/index.xml"),
        ("Technology", "Hacker News", "hackernews:best"),
        ("Science", "Nature", "https://www.nature.com/nature.rss"),
        ("Science", "ScienceDaily", "https://www.sciencedaily.com/rss/top/science.xml"),
        ("Science", "NASA", "https://www.nasa.gov/feed/"),
        ("Climate", "Carbon Brief", "https://www.carbonbrief.org/feed/"),
        ("Climate", "Guardian Environment", "https://www.theguardian.com/environment/rss"),
        ("Health", "STAT", "https://www.statnews.com/feed/"),
        ("Culture", "NPR Arts", "https://feeds.npr.org/1008/rss.xml"),
        ("Sport", "BBC Sport", "https://feeds.bbci.co.uk/sport/rss.xml"),
    )
)


@click.command(
    short_help="Write a briefing.toml to start from.",
    epilog="\b\nExamples:\n  briefing init\n  briefing init ~/briefs && cd ~/briefs && briefing run",
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
def init(folder: Path) -> None:
    """Write a briefing.toml with every setting explained, and some feeds to start from, into FOLDER."""
    from briefing.config import FILE, example
    from briefing.deliver import write
    from briefing.errors import OutputError

    path = folder / FILE
    if path.exists():
        raise OutputError(f"{path} is there already", "change that one, or name another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"the folder {folder} cannot be made", error.strerror or str(error)) from error
    write(path, example(list(STARTERS)).encode())
    click.echo(f"Wrote {path}. Change it to your taste, then: briefing run" + f" -c {path}" * (folder != Path()))
