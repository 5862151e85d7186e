"""The whole of tuning: stories in, what each length buys with each writer, and which one to choose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from briefing.errors import InputError, ModelError
from briefing.pipeline import Day, Desk
from briefing.summarize import weighing
from briefing.tune.advice import Advice, advise
from briefing.tune.applying import whole_words
from briefing.tune.content import Content, contents
from briefing.tune.measuring import LENGTHS, Contender, Trial, contenders, estimate, trial
from briefing.tune.specimen import Specimen, meant, specimens
from briefing.types import READING_SPEED, Length, Problem, Story

SPECIMENS = 3  # stories told at three lengths on a page; a terminal has the first
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of it somebody wants: so many ``stories`` at most, None for as many as suit a writer, and the ``story`` to be
    shown, by its id or words of its headline, empty for the most typical ones.
    """

    stories: int | None = None
    story: str = ""


@dataclass(frozen=True)
class Tuning:
    """What came of it. ``trials``: the writer of the settings first; ``advice`` is for that one. ``told``: stories of a brief;
    ``overview``: sentences of its day at a glance; ``bare`` counts the stories that have no prose to tell.
    """

    trials: tuple[Trial, ...]
    advice: tuple[Advice, ...]
    specimens: tuple[Specimen, ...] = field(repr=False)
    told: int
    overview: int
    bare: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def whole(self) -> Advice:
        """What is recommended for the whole brief."""
        return self.advice[0]

    @property
    def words(self) -> int | None:
        """Words of a brief at the recommended length; None where none is recommended, or no story would be told."""
        if self.whole.words is None or not self.told:
            return None
        return whole_words(self.whole.words, self.told, self.overview)

    @property
    def minutes(self) -> float | None:
        """Minutes that reading it takes."""
        return None if self.words is None else self.words / READING_SPEED


def stories_of(day: Day) -> list[Story]:
    """The stories of a day that have a text and are not muted, those first that a brief tells. What was told of them before is
    left aside: each is told as if it were new.
    """
    wanted = [verdict.story for verdict in day.verdicts if not verdict.is_muted and verdict.story.has_text]
    return [replace(story, thread=None, status="new", news=None) for story in wanted]


def tune(
    desk: Desk, stories: Sequence[Story], told: int, wanted: Wanted | None = None, say: Say = lambda _: None
) -> Tuning:
    """Try every length with every writer on the stories, those first that a brief tells, of which there are ``told``.

    ``say`` is told how long a model will take, before it begins. InputError where no story has prose.
    """
    wanted = wanted or Wanted()
    writers = contenders(desk, wanted.stories)
    looked_at = stories[: max(each.stories for each in writers)]
    whole, content, bare = _with_prose(desk, looked_at)
    if wanted.story:
        meant(whole[: writers[0].stories], wanted.story)  # raises before hours of a model's work
    trials = [_tried(desk, each, whole, content, say) for each in writers]
    held = [each for each in trials if each.failures < sum(map(len, each.summaries))]
    problems = (*desk.problems, *desk.writer.problems)
    if not held:
        raise ModelError(f"{trials[0].writer} wrote nothing", "; ".join(map(str, problems[:2])) or "choose another")
    advice = advise(held[0])
    shown = specimens(held[0], advice[0].words or round(desk.options.brief.length.words), SPECIMENS, wanted.story)
    return Tuning(tuple(held), tuple(advice), tuple(shown), told, desk.options.brief.overview, bare, problems)


def _with_prose(desk: Desk, stories: Sequence[Story]) -> tuple[list[Story], list[Content], int]:
    """The stories that have prose to tell, what they hold, and how many have none; InputError where all are such."""
    found = contents(stories, Length(LENGTHS[-1]), desk.encoder.encode, weighing(desk.encoder.identity))
    kept = [(story, content) for story, content in zip(stories, found, strict=True) if content is not None]
    if not kept:
        remedy = "run `briefing fetch`, or name articles by --from"
        raise InputError("no story has sentences that lengths could be tried on", remedy)
    return [story for story, _ in kept], [content for _, content in kept], len(stories) - len(kept)


def _tried(desk: Desk, writer: Contender, stories: Sequence[Story], content: Sequence[Content], say: Say) -> Trial:
    """A writer tried on the stories; of a model it is said before how long that will take."""
    if writer.is_model:
        seconds, count = estimate(desk, writer, stories), len(stories[: writer.stories])
        say(f"Trying {writer.name} on {count} stories at {len(writer.lengths)} lengths: at most about {seconds:.0f} s.")
    return trial(desk, writer, stories, content)
