"""What tuning found as a page and as a picture."""

from __future__ import annotations

from markupsafe import Markup

from briefing import plot
from briefing.look import Look
from briefing.templating import fill
from briefing.tune import wording
from briefing.tune.advice import percent
from briefing.tune.knee import LEAST_GAIN, STEP
from briefing.tune.tuning import Tuning

MOST_SECTIONS = 3  # curves of sections beside that of the whole brief: more than four cannot be told apart


def plots(tuning: Tuning) -> list[plot.Curves]:
    """Coverage by length for each writer; and, where a curve was read, what more words add along it."""
    words = tuning.whole.words
    marks = (plot.Mark(words, f"{words} words"),) if words else ()
    curves = tuple(
        plot.Curve(
            trial.writer, tuple(map(float, trial.lengths)), tuple(100 * each.coverage for each in trial.points())
        )
        for trial in tuning.trials
    )
    covered = plot.Curves(
        "What share of a story is covered", "words a story", "% of the content covered", curves, marks
    )
    gains = _gains(tuning)
    title = f"What {STEP} words more add; under {percent(LEAST_GAIN)} they are not worth their reading"
    return (
        [covered, plot.Curves(title, "words a story", f"% that {STEP} words more add", gains, marks)]
        if gains
        else [covered]
    )


def _gains(tuning: Tuning) -> tuple[plot.Curve, ...]:
    """The slopes of the curve of the whole brief, and of the first sections that have their own."""
    lengths = tuple(map(float, tuning.trials[0].lengths))
    sections = [each for each in tuning.advice if each.scope == "section" and each.curve][:MOST_SECTIONS]
    return tuple(
        plot.Curve(each.name or "all stories", lengths, tuple(100 * each.curve.gain(words) for words in lengths))
        for each in (tuning.whole, *sections)
        if each.curve
    )


def html(tuning: Tuning, origin: str, look: Look) -> bytes:
    """The page: nothing is fetched for it. ``origin`` says whose stories they are."""
    drawn = [(each.title, Markup(plot.svg(each))) for each in plots(tuning)]  # noqa: S704 - what is drawn is escaped there
    values = {"tuning": tuning, "origin": origin, "plots": drawn, "wording": wording, "theme": look.theme}
    return fill("tune.html", values, look.own).encode()


def png(tuning: Tuning) -> bytes:
    """The plots below each other."""
    return plot.png(plots(tuning))
