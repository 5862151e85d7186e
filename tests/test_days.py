"""Stories over days, from the articles to the brief: what was delivered is known, what was not is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefing.config import Settings, settings
from briefing.demo import NOW
from briefing.errors import InputError
from briefing.look import Look
from briefing.pipeline import Desk, brief_of, choose, farthest
from briefing.render import render
from briefing.send import Post, retry, send
from briefing.store import Store
from briefing.store.archive import Archive, Kept
from briefing.types import Article, Brief, Entry, Health, Reading, Recipient

if TYPE_CHECKING:
    import conftest

DAY = timedelta(days=1)
INA = Recipient("mail", "ina@example.org")
WALL = (
    "The council of Harrow voted on Tuesday to rebuild the harbour wall. The work will cost 4.2 million crowns and take two years. "
    "Mayor Ina Brandt said the first stones would be laid in spring. Opponents had asked for a cheaper barrier of sand."
)
DIVERS = (
    "Divers who looked at the harbour wall of Harrow on Wednesday found 14 cracks below the water line. "
    "The engineer Otto Speight closed the eastern quay to lorries at once, and said the closure would last until March."
)
COMET = (
    "Astronomers at Pell have found a comet with two tails beyond the orbit of Saturn. "
    "The comet was seen first by a school class of eleven pupils. Nobody knows yet how often it returns to the sun."
)
FIRST = Article("https://a.example/wall", "Council votes to rebuild harbour wall", WALL, "Gazette", NOW - DAY / 4, "en")
REPEAT = Article("https://b.example/wall", "Harrow to rebuild its harbour wall", WALL, "Courier", NOW + DAY / 2, "en")
NEWS = Article("https://b.example/cracks", "Cracks found in harbour wall", DIVERS, "Courier", NOW + DAY / 2, "en")
OTHER = Article("https://c.example/comet", "Comet with two tails found", COMET, "Orbit", NOW + DAY / 2, "en")
REWORDED = replace(
    REPEAT,
    text="Councillors in Harrow voted on Tuesday to rebuild the wall of the harbour. The work will take two years and cost"
    " 4.2 million crowns. The first stones would be laid in spring, said Mayor Ina Brandt.",
)


def at(store: Store, **values: object) -> Desk:
    return Desk(settings({"store": "none", **values}), store, Path("briefing.toml"))


@pytest.fixture
def desk(warm_store: Path) -> Iterator[Desk]:
    with Store(warm_store) as store:
        yield at(store)


def told(brief: Brief) -> dict[str, str]:
    """The status of each story that is told, by its newest title."""
    return {summary.story.latest.title: summary.story.status for summary in brief.summaries}


def test_what_was_delivered_is_known_and_what_was_not_is_told_again(desk: Desk) -> None:
    """Made and not shown, yesterday's story is new today; shown, it is left out, counted, and the day is empty."""
    yesterday = brief_of(desk, NOW, Reading((FIRST,)))
    assert told(brief_of(desk, NOW + DAY, Reading((FIRST,)))) == {FIRST.title: "new"}
    desk.shown(yesterday)
    today = brief_of(desk, NOW + DAY, Reading((FIRST,)))
    assert told(today) == {}
    assert (today.known, today.is_empty, today.since) == (1, True, NOW)


def test_an_update_tells_what_was_not_known(desk: Desk) -> None:
    """The new sentences alone, with what was told earlier and when; a story of another event is new."""
    desk.shown(brief_of(desk, NOW, Reading((FIRST,))))
    today = brief_of(desk, NOW + DAY, Reading((FIRST, NEWS, OTHER)))
    assert told(today) == {NEWS.title: "updated", OTHER.title: "new"}
    updated = next(each for each in today.summaries if each.story.status == "updated")
    assert "14 cracks" in updated.text
    assert "voted" not in updated.text
    assert updated.story.earlier is not None
    assert (updated.story.earlier.headline, updated.story.earlier.date) == (FIRST.title, NOW)
    for form in ("html", "md", "txt"):
        assert "Updated" in render(today, form).decode()


def test_the_same_news_from_another_outlet_is_one_line(desk: Desk) -> None:
    """Nothing new in it: it goes on, in one line."""
    desk.shown(brief_of(desk, NOW, Reading((FIRST,))))
    today = brief_of(desk, NOW + DAY, Reading((FIRST, REWORDED, OTHER)))
    assert told(today) == {OTHER.title: "new"}
    (line,) = today.continuing
    assert line.earlier is not None
    assert line.earlier.headline == FIRST.title


def test_made_again_an_edition_is_the_same_brief(desk: Desk) -> None:
    """Also after it was shown: what it told itself is not known to it."""
    desk.shown(brief_of(desk, NOW, Reading((FIRST,))))
    reading = Reading((FIRST, NEWS, OTHER))
    first = brief_of(desk, NOW + DAY, reading)
    desk.shown(first)
    again = brief_of(desk, NOW + DAY, reading)
    assert render(again, "json") == render(first, "json")
    assert render(again, "html") == render(first, "html")


def test_a_brief_that_no_mail_server_took_is_not_known(desk: Desk, post: conftest.Post) -> None:
    """Refused, its stories are new the next day; as soon as one mailbox has it, they are known."""
    post.answers["RCPT"] = ["450 4.2.0 Greylisted, come back in a minute"]
    office = Post(desk.store, [INA], post.account(), now=lambda: NOW, home=desk.home)
    send(brief_of(desk, NOW, Reading((FIRST,))), Look(), office, lambda _: None)
    assert not post.messages
    assert told(brief_of(desk, NOW + DAY, Reading((FIRST,)))) == {FIRST.title: "new"}
    retry(office, lambda _: None)
    assert len(post.messages) == 1
    assert brief_of(desk, NOW + DAY, Reading((FIRST,))).known == 1


def test_a_page_made_again_takes_nothing_from_the_next_mail(desk: Desk, post: conftest.Post) -> None:
    """What came after the edition was mailed is on the page that is made later that day, and in the mail of the next."""
    office = Post(desk.store, [INA], post.account(), now=lambda: NOW, home=desk.home)
    morning = brief_of(desk, NOW, Reading((FIRST,)))
    desk.shown(morning)
    send(morning, Look(), office, lambda _: None)
    evening = brief_of(desk, NOW + 0.6 * DAY, Reading((FIRST, OTHER)))
    desk.shown(evening)
    assert evening.id == morning.id
    assert OTHER.title in told(evening)
    assert told(brief_of(desk, NOW + DAY, Reading((FIRST, OTHER)))) == {OTHER.title: "new"}


def test_a_day_without_news_is_no_error_and_one_without_answers_is(desk: Desk) -> None:
    """Once a brief went out, an empty day is an empty brief; where no source answered, the error says so."""
    well, ill = Health("Gazette", "a", success=NOW), Health("Gazette", "a", failures=1, error="no such host")
    with pytest.raises(InputError, match="no article"):
        brief_of(desk, NOW, Reading((), health=(well,)))
    desk.shown(brief_of(desk, NOW, Reading((FIRST,))))
    quiet = brief_of(desk, NOW + DAY, Reading((), health=(well,)))
    assert (quiet.is_empty, quiet.is_quiet) == (True, True)
    assert "Nothing new since" in render(quiet, "txt").decode()
    with pytest.raises(InputError, match="no such host"):
        brief_of(desk, NOW + DAY, Reading((), health=(ill,)))


def test_a_day_of_links_is_not_empty(desk: Desk) -> None:
    """News that only a title is known of is news; what others report again, with nothing new in it, is none."""
    desk.shown(brief_of(desk, NOW, Reading((FIRST,))))
    bare = replace(OTHER, text="", missing="behind a paywall")
    links = brief_of(desk, NOW + DAY, Reading((FIRST, bare)))
    assert (told(links), len(links.elsewhere), links.is_empty) == ({}, 1, False)
    again = brief_of(desk, NOW + DAY, Reading((FIRST, REWORDED)))
    assert (len(again.continuing), again.is_empty) == (1, True)


def test_a_day_on_which_no_source_answers_is_no_quiet_day(desk: Desk) -> None:
    """With nothing left to tell it fails, so that it is tried again; what came before the network went is still told."""
    desk.shown(brief_of(desk, NOW, Reading((FIRST,))))
    ill = Health("Gazette", "a", failures=1, error="no such host")
    with pytest.raises(InputError, match=r"nothing new to make a brief of: the only source has failed, .*no such host"):
        brief_of(desk, NOW + DAY, Reading((FIRST,), health=(ill,)))
    assert told(brief_of(desk, NOW + DAY, Reading((FIRST, OTHER), health=(ill,)))) == {OTHER.title: "new"}


def test_a_missed_day_leaves_no_gap(warm_store: Path) -> None:
    """What came while nobody made a brief is told by the next one, however old it is by then; what was passed over is not."""
    with Store(warm_store) as store:
        desk = at(store, brief={"max_age": 1.0, "stories": 1, "elsewhere": 0})
        desk.shown(brief_of(desk, NOW, Reading((FIRST, replace(OTHER, published=NOW - DAY / 2, seen=NOW)))))
        late = replace(OTHER, url="https://d.example/late", seen=NOW + DAY)
        assert desk.reaching(NOW + 5 * DAY).brief.max_age >= 5
        verdicts = choose(desk, NOW + 5 * DAY, Reading((late,))).verdicts
        assert [verdict.place for verdict in verdicts] == ["told"]
        passed = replace(OTHER, published=NOW - DAY / 2, seen=NOW - DAY / 2)
        (verdict,) = choose(desk, NOW + 5 * DAY, Reading((passed,))).verdicts
        assert (verdict.place, verdict.why[:15]) == ("out", "nothing of it c")


def test_only_what_came_again_is_counted_as_adding_nothing(desk: Desk) -> None:
    """What yesterday told and nobody reports today is not left out of today: it is not counted. A copy that came today is."""
    before = replace(FIRST, seen=NOW - DAY / 4)
    desk.shown(brief_of(desk, NOW, Reading((before,))))
    assert brief_of(desk, NOW + DAY, Reading((before,))).known == 0
    copy = replace(before, url="https://b.example/wall", source="Courier", published=NOW + DAY / 2, seen=NOW + DAY / 2)
    assert brief_of(desk, NOW + DAY, Reading((before, copy))).known == 1


def test_a_making_that_was_refused_is_not_known_though_an_earlier_one_went_out(desk: Desk, post: conftest.Post) -> None:
    """Sent again with what came at noon and refused, the noon's news is told the next day; once it went out, it is known."""
    office = Post(desk.store, [INA], post.account(), now=lambda: NOW, home=desk.home)
    send(brief_of(desk, NOW, Reading((FIRST,))), Look(), office, lambda _: None)
    noon = brief_of(desk, NOW + 0.6 * DAY, Reading((FIRST, OTHER)))
    post.answers["RCPT"] = ["550 5.1.1 No such user"]
    send(noon, Look(), office, lambda _: None, again=True)
    assert told(brief_of(desk, NOW + DAY, Reading((FIRST, OTHER)))) == {OTHER.title: "new"}
    send(noon, Look(), office, lambda _: None, again=True)
    assert len(post.messages) == 2
    assert told(brief_of(desk, NOW + DAY, Reading((FIRST, OTHER)))) == {}


def test_an_article_that_was_rewritten_is_an_update(desk: Desk) -> None:
    """The archive says when its text changed: what it says now and did not say when it was told, is told."""
    archive, evening = Archive(desk.store), NOW + DAY / 2
    archive.keep("a", [Kept(Entry("1", FIRST), FIRST)], NOW)
    desk.shown(brief_of(desk, NOW, Reading(tuple(article for _, article in archive.recent(["a"], NOW - DAY)))))
    rewritten = replace(FIRST, text=f"{DIVERS} {WALL[: WALL.index('The work')]}")
    archive.keep("a", [Kept(Entry("1", rewritten), rewritten)], evening)
    ((_, article),) = archive.recent(["a"], NOW - DAY)
    assert (article.seen, article.changed) == (NOW, evening)
    today = brief_of(desk, NOW + DAY, Reading((article,)))
    assert told(today) == {FIRST.title: "updated"}
    assert "14 cracks" in today.summaries[0].text
    assert "voted" not in today.summaries[0].text


def test_a_brief_of_the_past_does_not_speak_of_one_to_come(desk: Desk) -> None:
    """Made for a day before the last edition, it has no last edition, and says nothing of it."""
    desk.shown(brief_of(desk, NOW, Reading((FIRST,))))
    past = brief_of(desk, NOW - 3 * DAY, Reading((OTHER,)))
    assert past.since is None
    assert desk.window(NOW - 3 * DAY).end == NOW - 3 * DAY


def test_what_is_muted_is_not_counted_as_known_too(warm_store: Path) -> None:
    """A story that was told and is muted since then is counted once."""
    with Store(warm_store) as store:
        desk = at(store)
        desk.shown(brief_of(desk, NOW, Reading((FIRST,))))
        today = brief_of(at(store, ranking={"mute": ["harbour wall"]}), NOW + DAY, Reading((FIRST,)))
        assert (today.muted, today.known) == (1, 0)


def test_what_is_fetched_serves_the_edition_that_reaches_farthest(warm_store: Path) -> None:
    """A weekly wants pages of a week, a morning after missed days those of the days that it missed."""
    weekly = {"editions": [{"name": "morning", "at": "06:00"}, {"name": "weekly", "at": "06:00", "days": "sun"}]}
    with Store(warm_store) as store:
        options = settings({**weekly, "brief": {"time_zone": "UTC"}})
        assert farthest(options, store, None, NOW).brief.max_age > 7
        desk = at(store)
        desk.shown(brief_of(desk, NOW, Reading((FIRST,))))
        assert farthest(desk.options, store, desk.home, NOW + DAY).brief.max_age == desk.options.brief.max_age
        assert farthest(desk.options, store, desk.home, NOW + 5 * DAY).brief.max_age == 5


def test_an_article_that_was_found_late_is_told(desk: Desk) -> None:
    """Published before the last edition and met after it, it was never told."""
    desk.shown(brief_of(desk, NOW, Reading((FIRST,))))
    late = replace(OTHER, published=NOW - DAY / 2, seen=NOW + DAY / 2)
    assert told(brief_of(desk, NOW + DAY, Reading((late,)))) == {OTHER.title: "new"}


def test_a_weekly_tells_what_the_morning_told(warm_store: Path) -> None:
    """Its readers know what earlier weeklies told, not what a morning did."""
    weekly = {"editions": [{"name": "morning", "at": "06:00"}, {"name": "weekly", "at": "06:00", "days": "sun"}]}
    with Store(warm_store) as store:
        options = Settings.model_validate({**weekly, "brief": {"time_zone": "UTC"}})
        morning, sunday = (Desk(options.for_edition(name), store) for name in ("morning", "weekly"))
        morning.shown(brief_of(morning, NOW, Reading((FIRST,))))
        assert told(brief_of(sunday, NOW + DAY, Reading((FIRST,)))) == {FIRST.title: "new"}
        assert told(brief_of(morning, NOW + DAY, Reading((FIRST,)))) == {}


def test_the_archive_says_when_an_article_was_met(desk: Desk) -> None:
    """``seen`` is what windows go by, and it stays what it was when the article comes again."""
    archive = Archive(desk.store)
    for moment in (NOW, NOW + DAY):
        archive.keep("a", [Kept(Entry("1", FIRST), FIRST)], moment)
    ((_, article),) = archive.recent(["a"], NOW - DAY)
    assert article.seen == NOW
