"""A small invented corpus with references, for tests of what is measured: four stories of two outlets each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

TOLD = (
    (
        "Aalmouth rebuilds its harbour wall",
        "The council of Aalmouth will rebuild the harbour wall that a storm broke in March, for 14 million crowns.",
        (
            "The council of Aalmouth voted on Tuesday to rebuild the harbour wall, which a storm broke in March.",
            "The work will cost 14 million crowns and take two years, the mayor said after the vote.",
            "Fishermen had asked for the wall since the storm, for their boats lie open to the western wind.",
        ),
        (
            "Aalmouth is to have its harbour wall back by the spring after next, the town council has decided.",
            "Two members voted against the plan, for which the town borrows 9 million crowns from the state.",
            "The storm of 12 March sank eleven boats and tore away a third of the old wall.",
        ),
    ),
    (
        "Trains stop over pay",
        "Drivers on the northern line stopped work on Monday for a day, and ask for six per cent more pay.",
        (
            "Train drivers on the northern line stopped work at four on Monday morning for a whole day.",
            "Their union asks for six per cent more pay, and for a second driver on the night trains.",
            "The railway said that it had offered three per cent and that the strike was unlawful.",
        ),
        (
            "No train ran between Aalmouth and Wend on Monday, as drivers left their cabins in a dispute over pay.",
            "Some 40,000 passengers were told to take the buses, which came late and were full.",
            "A court will hear the railway's complaint against the union on Thursday afternoon.",
        ),
    ),
    (
        "A star that eats its planet",
        "Astronomers at Wend have seen a star swallow a planet the size of Jupiter, for the first time.",
        (
            "Astronomers at the observatory of Wend have watched a star swallow one of its planets for the first time.",
            "The star grew a hundred times brighter within ten days and then faded over half a year.",
            "The planet had about the size of Jupiter, they write in the journal of their society.",
        ),
        (
            "A planet as large as Jupiter has fallen into its star, and a telescope in Wend saw it happen.",
            "The light that it left was cold, which told the team that it came from dust and not from an explosion.",
            "The sun will do the same to the Earth in about five billion years, the authors say.",
        ),
    ),
    (
        "The price of bread rises",
        "Bakers in the capital raise the price of a loaf by a fifth after the worst harvest in thirty years.",
        (
            "The bakers of the capital will raise the price of a loaf by a fifth from Monday, their guild said.",
            "Flour costs twice as much as a year ago, after the worst harvest in thirty years.",
            "The minister for trade called the step regrettable and promised to open the state granaries.",
        ),
        (
            "Bread in the capital becomes dearer on Monday, when a loaf will cost six crowns in place of five.",
            "Rain in July spoiled two thirds of the wheat in the south, where most of it is grown.",
            "Queues formed in front of several bakeries in the old town on Friday evening.",
        ),
    ),
)


def stories() -> list[dict[str, Any]]:
    """The rows of the corpus."""
    return [
        {
            "headline": headline,
            "summary": summary,
            "articles": [
                {
                    "url": f"https://{outlet.lower()}.example/{number}",
                    "title": f"{headline}, says the {outlet}",
                    "text": " ".join(sentences),
                    "source": outlet,
                    "published": f"2026-11-2{number}T06:00:00Z",
                }
                for outlet, sentences in zip(("Tide", "Herald"), texts, strict=True)
            ],
        }
        for number, (headline, summary, *texts) in enumerate(TOLD)
    ]


def labeled() -> list[dict[str, Any]]:
    """Their articles, each with its story."""
    return [{**article, "story": row["headline"]} for row in stories() for article in row["articles"]]


def written(path: Path, rows: Iterable[object]) -> str:
    """Where the rows lie as JSON Lines."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)
