"""What a brief says of itself and its stories in our own English, the same in every form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from briefing.render.written import Written, count, ended
from briefing.text import one_line
from briefing.types import LATEST, Article, Brief, Copy, Episode, Sentence, Status, Story, Summary

MOST_NAMED = 8  # chosen: outlets that do not report a story, by name
MOST_EPISODES = 8  # chosen: of a thread's timeline, the first and the last ones
LABELS: Mapping[Status, str] = {"new": "", "updated": "Updated", "continuing": "Continuing", "known": "Told before"}
TIMES = {"morning": "morning", "weekly": "week"}  # what a quiet one is called; any other edition's is a day


@dataclass(frozen=True, slots=True)
class Absent:
    """The outlets that do not report a story: the first of their ``names``, how many ``more``, and ``all`` that were read."""

    names: tuple[str, ...] = ()
    more: int = 0
    all: int = 0


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences and labels that templates share, for one brief."""

    brief: Brief

    @property
    def state(self) -> str:
        """What is said before all stories: that there are none, and why, or that the day is quiet; mostly empty."""
        if not self.brief.summaries:
            return self._nothing if self.since or self.brief.failing else self._unread
        if not self.brief.is_quiet:
            return ""
        new = sum(summary.story.status == "new" for summary in self.brief.summaries)
        old = len(self.brief.summaries) - new
        told = [count(new, "new story")] * bool(new) + [f"{old} updated"] * bool(old)
        return f"A quiet {TIMES.get(self.brief.edition, 'day')}: {', '.join(told)}{self.since}."

    @property
    def _unread(self) -> str:
        return f"No story came of the {count(self.brief.read, 'article')} read for this edition."

    @property
    def _nothing(self) -> str:
        """Why nothing is told: what could not be read never looks like what has nothing new."""
        asked, silent, answered = len(self.brief.health), len(self.brief.failing), len(self.brief.answered)
        if silent:
            rest = f" The {count(answered, 'other')} that answered had nothing new{self.since}." if answered else ""
            return f"No story: {silent} of {count(asked, 'source')} could not be read.{rest}"
        if self.brief.elsewhere:
            return f"No story to tell at length{self.since}; what there is, is named by links below."
        number = f"all {asked} sources" if answered == asked > 1 else f"{answered} of {count(asked, 'source')}"
        return f"Nothing new{self.since}" + (f"; {number} answered." if asked else ".")

    @property
    def since(self) -> str:
        """Where the brief's window begins: " since Wednesday 06:30"; empty where it begins nowhere."""
        moment = self.brief.since
        if moment is None:
            return ""
        moment = moment.astimezone(self.brief.date.tzinfo)
        days = (self.brief.date.date() - moment.date()).days
        named = "" if days == 0 else f"{moment:%A} " if 0 < days < 7 else f"{self.date(moment)}, "
        return f" since {named}{moment:%H:%M}"

    @property
    def scope(self) -> str:
        """What the brief covers, and what is counted and not named: sentences for the foot, empty where there is nothing."""
        known, muted, crowded, old = self.brief.known, self.brief.muted, self.brief.crowded, self.brief.old
        said = (
            f"This brief covers what came{self.since}." if self.since else "",
            f"{count(known, 'story')} that {'adds' if known == 1 else 'add'} nothing to what you were told {_are(known)} left out." if known else "",
            f"{count(muted, 'story')} that you muted {_are(muted)} left out." if muted else "",
            f"There was no room for {count(crowded, 'more story')}." if crowded else "",
            f"{count(old, 'older article')} left out." if old else "",
        )  # fmt: skip
        return " ".join(filter(None, said))

    def date(self, moment: datetime) -> str:
        """14 October, with the year where it is another."""
        moment = moment.astimezone(self.brief.date.tzinfo)
        return f"{moment.day} {moment:%B}" + (f" {moment.year}" if moment.year != self.brief.date.year else "")

    def when(self, episode: Episode) -> str:
        """The day on which an edition told it; its time where that was today."""
        moment = episode.date.astimezone(self.brief.date.tzinfo)
        return f"today, {moment:%H:%M}" if self._is_today(episode) else self.date(moment)

    def _is_today(self, episode: Episode) -> bool:
        return episode.date.astimezone(self.brief.date.tzinfo).date() == self.brief.date.date()

    def label(self, story: Story) -> str:
        """What it is to its readers, in a word or two; empty where it is new."""
        return LABELS[story.status]

    def earlier(self, story: Story) -> str:
        """What stands before the headline of the edition before; empty where nothing was said of it."""
        episode = story.earlier
        if episode is None:
            return ""
        verb, joint = ("Earlier", ", ") if episode.sentences else ("Named", " on ")
        return f"{verb}{' ' if self._is_today(episode) else joint}{self.when(episode)}:"

    def was(self, story: Story) -> str:
        """The headline that stands behind ``earlier``, with an end; it comes from outside, like any other."""
        return ended(story.earlier.headline) if story.earlier else ""

    def only_news(self, story: Story) -> str:
        """That the summary leaves out what was told; empty where it does not."""
        was_told = story.earlier is not None and bool(story.earlier.sentences)
        return "Only what is new since then is told here." if story.news is not None and was_told else ""

    def added(self, story: Story) -> str:
        """What has come to a continuing story: 3 more articles from 2 outlets; first told on 14 October."""
        outlets = {outlet for article in story.added for outlet in article.outlets}
        more = f"{count(len(story.added), 'more article')} from {count(len(outlets), 'outlet')}"
        told = f"first told on {self.date(story.thread.episodes[0].date)}" if story.thread else ""
        return "; ".join(filter(None, (more if outlets else "", told)))

    def first(self, story: Story) -> Article | Copy | None:
        """What was published first of a story that several outlets report; None where no time is known or one outlet is alone."""
        reports: list[Article | Copy] = [
            *story.articles,
            *(copy for article in story.articles for copy in article.copies),
        ]
        first = min(reports, key=lambda report: report.published or LATEST)
        return first if first.published and len(story.outlets) > 1 else None

    def absent(self, story: Story) -> Absent:
        """Who does not report a story that at least two do: by name where they are few, else how many of all."""
        missing = story.without(self.brief.covered)
        if len(story.outlets) < 2 or not missing:
            return Absent()
        named = missing[:MOST_NAMED] if len(missing) <= 2 * MOST_NAMED else ()
        return Absent(named, len(missing) - len(named), len(self.brief.covered))

    def timeline(self, story: Story) -> tuple[Episode, ...]:
        """What was told on earlier days, where there is more than one; of many the first and the last."""
        episodes = story.thread.episodes if story.thread else ()
        if len(episodes) > MOST_EPISODES:
            return (episodes[0], *episodes[1 - MOST_EPISODES :])
        return episodes if len(episodes) > 1 else ()

    def fallen(self, summary: Summary) -> str:
        """Why a story is told in the articles' own words though a model was asked for it; mostly empty."""
        return Written(self.brief).fallen(summary)

    @property
    def checks(self) -> str:
        """Which model wrote, how much of it no article supported, and how often it failed; empty where none was asked."""
        return Written(self.brief).checks

    def language(self, sentence: Sentence) -> str:
        """What a sentence is written in: its article's language, but for a model's own words; empty where nobody can tell."""
        if self.brief.model and not sentence.verbatim:
            return self._composed
        return sentence.citations[0].article.language if sentence.citations else ""

    def text_language(self, summary: Summary) -> str:
        """What most of a summary is written in."""
        return self._composed if _is_composed(summary) else summary.story.first.language

    def headline_language(self, summary: Summary) -> str:
        """What its headline is written in: a model may have kept that of an outlet."""
        kept = any(one_line(summary.headline) in one_line(article.title) for article in summary.story.articles)
        return summary.story.first.language if kept else self.text_language(summary)

    @property
    def _composed(self) -> str:
        """The language that the model was to write in."""
        said = self.brief.model.settings.get("language") if self.brief.model else ""
        return said if said and isinstance(said, str) else self.brief.language


def _is_composed(summary: Summary) -> bool:
    return summary.writing is not None and not summary.writing.failure


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
