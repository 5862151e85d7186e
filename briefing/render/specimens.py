"""Awkward briefs, put together by hand, that every template has to get through: always the same ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from briefing.render.awkward import (
    ADDRESSES,
    ARABIC,
    ATTACK,
    ATTACKS,
    BEATS,
    DEEDS,
    HUGE,
    LINES,
    LINKS,
    PLACES,
    SCRIPTS,
    STORIES,
)
from briefing.render.composed import CARD, WRITING, attacked, composed, fallen
from briefing.render.followed import differing, followed, retold
from briefing.types import (
    Article,
    Brief,
    Citation,
    Copy,
    Health,
    Image,
    Length,
    ModelCard,
    Problem,
    Section,
    Sentence,
    Story,
    Summary,
)

DATE = datetime(2026, 10, 15, 6, 30, tzinfo=UTC)


def specimens() -> Mapping[str, Brief]:
    """The briefs by their names, from the emptiest to the most hostile. The same values on every call."""
    return {
        "empty": _brief("The Morning Brief", (), read=0),
        "one story": _one_story(),
        "200 stories": _many(),
        "huge titles": _huge(),
        "every script": _every_script(),
        "right to left": _right_to_left(),
        "hostile": _hostile(),
        "with pictures": _with_pictures(),
        "failing sources": _failing(),
        "followed": _followed(),
        "composed": _composed(),
        "quiet": _quiet(),
        "nothing new": _nothing_new(),
        "nothing to be had": replace(_failing(), sections=(), since=DATE - timedelta(days=1)),
    }


def _brief(title: str, sections: Sequence[Section], **said: Any) -> Brief:
    return Brief(title=title, date=DATE, sections=tuple(sections), **{"asked": Length(45), "read": 3, **said})


def _article(number: int, title: str, lines: Sequence[str], source: str, **said: Any) -> Article:
    given: dict[str, Any] = {"language": "en", "published": DATE - timedelta(minutes=37 * number), **said}
    return Article(**{"url": f"https://outlet-{number % 9}.example/news/{number}", **given}, title=title, text=" ".join(lines), source=source)  # fmt: skip


def _told(headline: str, lines: Sequence[str], articles: Sequence[Article], section: str = "", **said: Any) -> Summary:
    """A summary of these lines, each cited from one of the articles, in turn."""
    told = tuple(_sentence(line, articles[number % len(articles)]) for number, line in enumerate(lines))
    asked = {"asked": Length(45), "writer": "extractive", **said}
    return Summary(Story(tuple(articles), section=section), headline, told, **asked)


def _sentence(line: str, article: Article) -> Sentence:
    start = article.text.index(line)
    return Sentence(line, (Citation(article, line, start, start + len(line)),))


def _one_story() -> Brief:
    lines = [line.format(place="Aldmoor", n=7) for line in LINES[:3]]
    told = _told("Aldmoor votes at last", lines, [_article(1, "Aldmoor votes", lines, "The Aldmoor Post")])
    return _brief("The Morning Brief", [Section("", (told,))], read=1)


def _many() -> Brief:
    told = [_numbered(number) for number in range(STORIES)]
    sections = [Section(beat, tuple(each for each in told if each.story.section == beat)) for beat in BEATS]
    links = [_link(STORIES + number) for number in range(LINKS)]
    return _brief(
        "The Very Long Brief", sections, elsewhere=tuple(links), overview=tuple(each.sentences[0] for each in told[:5]),
        total=Length(60, "minutes"), read=3 * STORIES, old=12,
    )  # fmt: skip


def _numbered(number: int) -> Summary:
    """The story of that number: its length, its outlets, its copies and excerpts vary with it."""
    place, count = PLACES[number % len(PLACES)], 2 + number % 41
    headline = f"{place} {DEEDS[number % len(DEEDS)].format(n=count)}"
    lines = [
        LINES[(number + step) % len(LINES)].format(place=place, n=count) for step in range(1 + number % len(LINES))
    ]
    outlets = 20 if number % 50 == 0 else 1 + number % 4
    articles = [
        _article(
            number + 211 * outlet, headline, lines, f"Outlet {(number * 3 + outlet) % 37}", excerpt=number % 11 == 0,
            discussion=f"https://talk.example/{number}" if number % 13 == 0 else "", points=number if number % 26 == 0 else None,
            copies=(Copy(f"Wire {number % 5}", f"https://wire.example/{number}", headline),) if number % 7 == 0 else (),
        ) for outlet in range(outlets)
    ]  # fmt: skip
    note = "its numbers differ between the outlets" if number % 29 == 0 else ""
    return _told(headline, lines, articles, BEATS[number * len(BEATS) // STORIES], note=note)


def _link(number: int) -> Story:
    missing = "the page asks for a subscription" if number % 3 == 0 else ""
    lines = [] if missing else [LINES[number % len(LINES)].format(place="Corrin", n=number)]
    published = None if number % 5 == 0 else DATE - timedelta(hours=number)
    return Story((_article(number, f"Shorter news, number {number}", lines, "Outlet 4", published=published, missing=missing),))  # fmt: skip


def _huge() -> Brief:
    """Names of 5,000 characters, one of many words and one of a single word, at every place where a name stands."""
    wide = ("harbour " * HUGE)[: HUGE - 1] + "s"
    sections = []
    for number, name in enumerate((wide, "x" * HUGE, "橋" * HUGE)):
        article = _article(
            number, name, [name + ".", "Short."], name, url=f"https://outlet.example/{'a' * HUGE}",
            copies=(Copy(f"copy {name}", "https://wire.example/", name),),
        )  # fmt: skip
        told = fallen(_told(name, [name + ".", "Short."], [article], name, writer=name, note=name), name)
        sections.append(Section(name, (retold(told, _known(told.story, name, name)),)))
    overview = tuple(section.summaries[0].sentences[0] for section in sections)
    links = tuple(section.summaries[0].story for section in sections)
    problems = (Problem(wide, "x" * HUGE, wide),)
    covered = tuple(f"{number} {wide}" for number in range(40))
    card = ModelCard(wide, "x" * HUGE, wide)
    return _brief(wide, sections, overview=overview, elsewhere=links, problems=problems, continuing=links, covered=covered, model=card)  # fmt: skip


def _every_script() -> Brief:
    sections = []
    for number, (name, language, headline, lines) in enumerate(SCRIPTS):
        article = _article(number, headline, lines, f"{name} 1", language=language)
        sections.append(Section(name, (_told(headline, lines, [article], name),)))
    overview = tuple(section.summaries[0].sentences[0] for section in sections)
    links = tuple(section.summaries[0].story for section in sections)
    return _brief("Ranní přehled · Утро · Πρωί · صباح · בוקר · सुबह · 早 · けさ · 아침 · เช้า ☀️", sections, overview=overview, elsewhere=links, read=len(SCRIPTS))  # fmt: skip


def _right_to_left() -> Brief:
    told = []
    for number, (headline, lines) in enumerate(ARABIC):
        articles = [
            _article(number, headline, lines, "صحيفة الميناء", language="ar", excerpt=number == 1),
            _article(number + 3, headline, lines, "The Port Gazette", language="ar"),
        ]
        told.append(_told(headline, lines, articles[: 2 - number % 2], "المدينة"))
    english = _article(9, "Harbour wall rebuilt", LINES[5:], "The Port Gazette")
    sections = [
        Section("المدينة", tuple(told)),
        Section("العالم", (_told("Harbour wall rebuilt", LINES[5:], [english]),)),
    ]
    links = tuple(summary.story for summary in told)
    return _brief("موجز الصباح", sections, language="ar", overview=tuple(each.sentences[0] for each in told), elsewhere=links)  # fmt: skip


def _hostile() -> Brief:
    """Every text is an attack; every address is one too, or leads nowhere good."""
    sections = []
    for number, (name, attack) in enumerate([*ATTACKS.items(), ("all", ATTACK)]):
        copies = tuple(Copy(f"{attack} {each}", each, attack) for each in ADDRESSES)
        article = Article(
            url=ADDRESSES[number % len(ADDRESSES)], title=attack, text=f"{attack} is the first. Plain.",
            source=attack, published=DATE, language='en" onload="alert(9)', authors=(attack,), image=ADDRESSES[0],
            section=attack, copies=copies, missing=attack, discussion=ADDRESSES[(number + 2) % len(ADDRESSES)], points=-1,
        )  # fmt: skip
        told = attacked(_told(attack, [f"{attack} is the first."], [article], name, writer=attack, note=attack))
        story = _known(told.story, attack, attack)
        odd = replace(told, sentences=(*told.sentences, Sentence(f"{attack} and no citation.", ())), story=story)
        sections.append(Section(attack, (odd, replace(told, sentences=(), image=_image(40, 30, attack)))))
    stories = tuple(section.summaries[0].story for section in sections)
    health = tuple(Health(attack, ADDRESSES[0], None, 3, DATE, attack, attack) for attack in ATTACKS.values())
    return _brief(
        ATTACK, sections, overview=sections[-1].summaries[0].sentences, elsewhere=stories, language="xx-nonsense",
        problems=(Problem(ATTACK, ATTACK, ATTACK),), health=health, continuing=stories, known=1, muted=2,
        covered=tuple(ATTACKS.values()), since=DATE - timedelta(days=40), model=ModelCard(ATTACK, ATTACK, ATTACK, {ATTACK: ATTACK}),
        glance=attacked(sections[0].summaries[0]).writing,
    )  # fmt: skip


def _image(width: int, height: int, credit: str) -> Image:
    """A picture of a grey slope, of that size in pixels."""
    from io import BytesIO

    from PIL.Image import linear_gradient

    made = BytesIO()
    linear_gradient("L").resize((width, height)).save(made, "JPEG", quality=60)
    return Image(made.getvalue(), width, height, credit)


def _with_pictures() -> Brief:
    """Pictures wide, square and tall, a very small one, and stories without one between them."""
    sizes = ((640, 360), (480, 480), (300, 640), None, (640, 80), (16, 12))
    told = []
    for number, size in enumerate(sizes):
        summary = _numbered(5 * number + 3)
        told.append(replace(summary, image=_image(*size, summary.story.outlets[0]) if size else None))
    return _brief("The Morning Brief, with Pictures", [Section("World", tuple(told[:4])), Section("Culture", tuple(told[4:]))])  # fmt: skip


def _failing() -> Brief:
    """A brief of two stories that most of its sources gave nothing to."""
    long_ago = DATE - timedelta(days=9)
    health = (
        Health("The Aldmoor Post", "https://aldmoor.example/feed", DATE, new=4),
        Health("Quiet Weekly", "https://quiet.example/feed", long_ago),
        Health("Never Asked", "imaps://you@mail.example/News"),
        Health("Down", "https://down.example/feed", long_ago, 14, long_ago, "no answer within 20 s", "it is asked again at noon", DATE),
        Health("Gone", "https://gone.example/feed", None, 1, DATE, "410 Gone", "take it out with `briefing sources remove Gone`", gone=True),
        Health("Moved", "https://old.example/feed", DATE, moved="https://new.example/feed"),
    )  # fmt: skip
    problems = tuple(each.problem for each in health if each.problem)
    problems += (Problem("/home/ina/News/2026/" + "deep/" * 30 + "article.html", "cannot be read"), Problem("store", "is locked", "wait until the other run is done"))  # fmt: skip
    return _brief("The Morning Brief", [Section("World", (_numbered(2), _numbered(13)))], problems=problems, health=health)  # fmt: skip


def _known(story: Story, counted: str, headline: str) -> Story:
    """The story as told three times before, with figures that differ."""
    figures = ("12", f"1.5 million {headline}", "-3")
    return differing(followed(story, [headline] * 3, DATE - timedelta(days=1)), counted, figures)


def _followed() -> Brief:
    """What each story is on a later day: new, updated, told in spite of being known, once before and for weeks; what differs."""
    days = [f"Aldmoor votes, day {number}" for number in range(1, 31)]
    earlier = DATE - timedelta(days=1)
    bridge, storks, water, coins, late = (_numbered(number) for number in (4, 5, 6, 7, 8))
    told = (
        retold(bridge, _known(bridge.story, "months that the bridge was closed", "Aldmoor closes its bridge")),
        retold(storks, differing(storks.story, "storks", ["1,207", "about 900 storks", "1.2 thousand", "950"])),
        retold(water, followed(water.story, days, earlier)),
        retold(coins, followed(coins.story, days[:1], earlier - timedelta(days=400), "known")),
        retold(late, followed(late.story, days[:2], DATE - timedelta(minutes=30), "continuing")),
    )
    lines = tuple(
        followed(_numbered(number).story, days[: number % 4 + 1], earlier, "continuing") for number in range(9, 15)
    )
    covered = tuple(f"Outlet {number}" for number in range(12))
    return _brief(
        "The Morning Brief", [Section("World", told[:3]), Section("Culture", told[3:])], continuing=lines, known=4, muted=1, crowded=3,
        since=earlier, covered=covered, read=40, old=2, elsewhere=(_link(1), _link(2), _link(3)),
    )  # fmt: skip


def _composed() -> Brief:
    """What a model told in words of its own, of articles in another language too, and what it failed with."""
    name, language, headline, lines = SCRIPTS[0]
    abroad = _told(headline, lines, [_article(1, headline, lines, name, language=language)], "World")
    told = (
        composed(_numbered(4)),
        composed(abroad, "A horse crosses a bridge"),
        fallen(_numbered(8), "it took longer than 15 minutes"),
    )
    return _brief(
        "The Morning Brief", [Section("World", told), Section("Culture", (fallen(_numbered(9), ATTACK), composed(_numbered(10))))],
        overview=(told[0].sentences[0], told[1].sentences[1]), model=CARD, glance=WRITING, read=20,
    )  # fmt: skip


def _quiet() -> Brief:
    """A morning on which one story is new and one goes on."""
    story = _numbered(13)
    update = _numbered(6)
    told = (story, retold(update, followed(update.story, ["Brackwater votes"], DATE - timedelta(days=1))))
    health = tuple(
        Health(f"Outlet {number}", f"https://outlet-{number}.example/feed", DATE, new=1) for number in range(5)
    )
    return _brief(
        "The Morning Brief", [Section("", told)], health=health, since=DATE - timedelta(days=1), read=4, known=1
    )


def _nothing_new() -> Brief:
    """Every source answered, and none had anything that was not told."""
    return replace(_quiet(), sections=(), read=0, known=0)
