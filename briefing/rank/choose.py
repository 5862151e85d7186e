"""What comes of each story: told, one line, a link, or left out, with the reason in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from briefing.rank.diversity import Pick, Picker
from briefing.rank.quotas import Quotas, how_many
from briefing.rank.subject import Encode, about, subjects
from briefing.text import one_line
from briefing.types import Reason, Story, Verdict, Wishes

ORDER = ("told", "line", "link", "out")
TITLE = 80  # characters of a title that a reason quotes; chosen


def choose(stories: Sequence[Story], wishes: Wishes, most: int, links: int, encode: Encode) -> list[Verdict]:
    """One verdict for each of the ranked stories, in the order of the brief: told, lines, links, left out.

    At most ``most`` are told and at most ``links`` are named as links. Those told stand in the order of their score less what
    they have in common with those above; the others keep the order of ``stories``. One call of ``encode``.
    """
    if not stories:
        return []
    choice = Choice(stories, wishes, Picker(stories, subjects(stories, encode), wishes.diversity))
    choice.decide_early()
    choice.tell(most)
    choice.link(most, links)
    return sorted(choice.verdicts, key=lambda verdict: ORDER.index(verdict.place))


@dataclass(frozen=True, slots=True)
class Choice:
    """Verdicts as they are reached. Stories are known by their place in the ranking, from 0.

    ``told`` and ``lines`` are on the page; ``waiting`` are those that nothing was decided of, with why they cannot be told, empty
    where they can.
    """

    stories: Sequence[Story]
    wishes: Wishes
    picker: Picker
    verdicts: list[Verdict] = field(default_factory=list)
    told: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    waiting: dict[int, str] = field(default_factory=dict)

    def decide_early(self) -> None:
        """Decide on the stories whose rank has no part in it."""
        for place, story in enumerate(self.stories):
            verdict = _early(story, self.wishes)
            if verdict is None:
                self.waiting[place] = _untellable(story, self.wishes)
                continue
            self.verdicts.append(verdict)
            if verdict.place == "line":
                self.lines.append(place)

    def tell(self, most: int) -> None:
        """Tell the best of those that can be told, as far as quotas and ``most`` allow."""
        quotas = Quotas(self.wishes)
        for pick in self.picker.picks([place for place, why in self.waiting.items() if not why]):
            if len(self.told) >= most:
                return
            story = self.stories[pick.place]
            if full := quotas.full(story):
                self.waiting[pick.place] = f"{self._ranked(pick.place)}; {full}"
                continue
            self.verdicts.append(Verdict(story, "told", f"{self._ranked(pick.place)}; {self._how(pick)}"))
            del self.waiting[pick.place]
            self.told.append(pick.place)
            quotas.count(story)
            self.picker.taken(pick.place)

    def link(self, most: int, links: int) -> None:
        """Name the others by links, nothing twice, as long as there is room; leave out what is left."""
        for place in self.lines:
            self.picker.taken(place)
        room = f"the brief has room for {how_many(most, 'story')} and {how_many(links, 'link')}"
        for place, why in self.waiting.items():
            story, repeated = self.stories[place], self.picker.repeats(place)
            if repeated is not None:
                self.verdicts.append(
                    Verdict(story, "out", f"nearly the same as {_title(self.stories[repeated])} above")
                )
            elif links > 0:
                links -= 1
                self.verdicts.append(Verdict(story, "link", why or self._beyond(place, most)))
                self.picker.taken(place)
            else:
                self.verdicts.append(
                    Verdict(story, "out", f"place {place + 1} of {len(self.stories)}: {room}", is_crowded=True)
                )

    def _ranked(self, place: int) -> str:
        return f"ranked {place + 1} of {len(self.stories)}"

    def _how(self, pick: Pick) -> str:
        """Why a story is told in its place: below those that it is like, or for the reasons of its score."""
        below = sum(place > pick.place for place in self.told)
        if below and pick.near is not None:
            return f"moved down {how_many(below, 'place')}, for it is like {_title(self.stories[pick.near])} above"
        return ", ".join(_strongest(self.stories[pick.place].reasons)) or f"score {self.stories[pick.place].score:.2f}"

    def _beyond(self, place: int, most: int) -> str:
        """Why a story that could be told is not: others are better, or less like those above."""
        near = self.picker.nearest(place)
        if near is not None and any(told > place for told in self.told):
            return f"{self._ranked(place)}; gave way to others, for it is like {_title(self.stories[near])} above"
        return f"{self._ranked(place)}; the brief tells {how_many(most, 'story')}"


def _early(story: Story, wishes: Wishes) -> Verdict | None:
    """The verdict on a story whose rank has no part in it; None where it has."""
    since = f"{story.earlier.date:%Y-%m-%d}" if story.earlier else "an earlier edition"
    if word := about(wishes.mute, story):
        return Verdict(story, "out", f'muted by "{word}"', is_muted=True)
    if story.status == "known":
        return Verdict(story, "out", f"nothing new since {since}")
    if not _is_here(story, wishes):
        fault = (
            f'section "{story.section}" is not in this edition' if story.section else "fits no section of this edition"
        )
        return Verdict(story, "out", f"{fault}, which has {', '.join(wishes.only)}")
    if story.status == "continuing":
        return Verdict(story, "line", f"told on {since}; more is reported of it, but nothing new")
    return None


def _is_here(story: Story, wishes: Wishes) -> bool:
    """Whether the edition has the story's section."""
    return not wishes.only or story.section.casefold() in {name.casefold() for name in wishes.only}


def _untellable(story: Story, wishes: Wishes) -> str:
    """Why a story can be a link alone; empty where it can be told."""
    if not story.has_text:
        return story.missing
    return "fits none of your sections" if wishes.topics and not story.section else ""


def _strongest(reasons: Sequence[Reason]) -> list[str]:
    """What the two reasons that add most to a score rest on."""
    best = sorted((reason for reason in reasons if reason.value > 0), key=lambda reason: -reason.value)
    return [reason.detail for reason in best[:2] if reason.detail]


def _title(story: Story) -> str:
    """Its first title between quotes, cut where it is long."""
    title = one_line(story.articles[0].title) or story.articles[0].url
    return f'"{title[: TITLE - 1]}…"' if len(title) > TITLE else f'"{title}"'
