"""``briefing init``: a commented briefing.toml to start from."""

from __future__ import annotations

from pathlib import Path

import click

STARTERS = (
    {"location": "https://feeds.bbci.co.uk/news/world/rss.xml", "name": "BBC News", "section": "World"},
    {"location": "https://www.theguardian.com/world/rss", "name": "The Guardian", "section": "World"},
    {"location": "https://rss.dw.com/rdf/rss-en-all", "name": "Deutsche Welle", "section": "World"},
    {"location": "https://feeds.arstechnica.com/arstechnica/index", "name": "Ars Technica", "section": "Science"},
    {"location": "https://www.nature.com/nature.rss", "name": "Nature", "section": "Science"},
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
