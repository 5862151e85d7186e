"""What a reader sees of a story over days, of who reports it, of figures that differ, and of days on which little happens."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from briefing.look import Look
from briefing.render import part, render
from briefing.render.awkward import ATTACKS
from briefing.render.specimens import DATE, specimens
from briefing.render.values import brief_as_json
from briefing.render.wording import MOST_EPISODES, MOST_NAMED, Wording
from briefing.templating import passage
from briefing.text import one_line
from briefing.types import Brief, Copy, Health, Section, Story

SPECIMENS = specimens()
FOLLOWED = SPECIMENS["followed"]
WORDING = Wording(FOLLOWED)
TOLD = [summary.story for summary in FOLLOWED.summaries]
FORMS = ("html", "md", "txt", "mail", "pdf", "epub", "atom")


def read(brief: Brief, form: str) -> str:
    """What stands in that form, without markup, in one line."""
    content = part(brief, form, Look())
    if form == "pdf":
        return squeezed(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))
    if form == "epub":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            pages = [book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml")]
        return squeezed(without_tags(" ".join(pages)))
    text = content.decode()
    if form in ("html", "mail"):
        text = without_tags(text)
    elif form == "atom":
        text = without_tags(unescape(text))
    return squeezed(text.replace("\\", ""))


def without_tags(markup: str) -> str:
    return unescape(re.sub(r"<style.*?</style>|<[^>]*>", " ", markup, flags=re.DOTALL))


def squeezed(text: str) -> str:
    """Without any space, which forms set differently, and without the stars of Markdown."""
    return re.sub(r"[\s\u200b\u2060*]+", "", text)


def says(brief: Brief, form: str, *sentences: str) -> None:
    text = read(brief, form).casefold()
    assert not [sentence for sentence in sentences if squeezed(sentence).casefold() not in text]


@pytest.mark.parametrize("form", FORMS)
def test_an_updated_story_says_so_and_what_was_told(form: str) -> None:
    """The label, the day and the headline of the edition before, and that only the news is told."""
    says(FOLLOWED, form, "Updated", "Earlier, 14 October: Aldmoor closes its bridge. Only what is new since then is told here.")  # fmt: skip


@pytest.mark.parametrize("form", ["html", "mail", "atom", "txt", "md"])
def test_a_new_story_is_not_labelled(form: str) -> None:
    """New is what news is: nothing is said of it."""
    text = read(SPECIMENS["one story"], form)
    for word in ("Updated", "Continuing", "Earlier,", "Named on", "Outlets differ"):
        assert squeezed(word) not in text


@pytest.mark.parametrize("form", FORMS)
def test_figures_that_differ_stand_with_their_outlets_and_sentences(form: str) -> None:
    """What is counted, and each number with who says it and in which words."""
    story = TOLD[1]
    (differing,) = story.disagreements
    says(FOLLOWED, form, "Outlets differ:", differing.counted)
    for figure in differing.figures:
        says(FOLLOWED, form, f"{figure.text}", figure.citation.article.source, figure.citation.quote)


@pytest.mark.parametrize("form", ["html", "md", "mail", "atom"])
def test_each_figure_links_to_its_sentence(form: str) -> None:
    """The link of a figure selects the passage that it stands in."""
    text = unescape(unescape(part(FOLLOWED, form, Look()).decode()))
    assert all(passage(figure.citation) in text for each in TOLD[1].disagreements for figure in each.figures)


@pytest.mark.parametrize("form", FORMS)
def test_a_continuing_story_is_a_line_with_a_link(form: str) -> None:
    """The headline it was told under, what came since, since when, and who reported it last."""
    for story in FOLLOWED.continuing:
        assert story.earlier
        says(FOLLOWED, form, story.earlier.headline, f"the latest by {story.latest.source}", WORDING.added(story))
    assert WORDING.added(FOLLOWED.continuing[0]) == "1 more article from 1 outlet; first told on 13 October"
    if form in ("html", "md", "mail", "atom", "txt"):
        assert all(story.latest.url in part(FOLLOWED, form, Look()).decode() for story in FOLLOWED.continuing)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_left_out_is_counted(form: str) -> None:
    """Known, muted and old ones by their number, with the window that the brief covers."""
    says(
        FOLLOWED, form, "This brief covers what came since Wednesday 06:30.",
        "4 stories that add nothing to what you were told are left out.", "1 story that you muted is left out.",
        "There was no room for 3 more stories.", "2 older articles left out.",
    )  # fmt: skip


@pytest.mark.parametrize("form", ["html", "pdf", "epub"])
def test_a_timeline_is_in_the_details(form: str) -> None:
    """A story told before has its days and headlines; of thirty days the first and the last are shown."""
    says(
        FOLLOWED,
        form,
        "12 October Aldmoor closes its bridge",
        "13 October Aldmoor closes its bridge (by its name alone)",
    )
    says(FOLLOWED, form, "Told 30 times before, the first and the last of them:", "15 September Aldmoor votes, day 1")
    text = read(FOLLOWED, form)
    assert squeezed("Aldmoor votes, day 24") in text
    assert squeezed("Aldmoor votes, day 23") not in text
    assert len(WORDING.timeline(TOLD[2])) == MOST_EPISODES


@pytest.mark.parametrize("form", ["html", "md", "txt", "pdf", "epub"])
def test_it_is_said_who_was_first_and_who_does_not_report(form: str) -> None:
    """The earliest outlet with its time; the others by name, shortened where they are many."""
    says(FOLLOWED, form, "Not reported by Outlet 0, Outlet 1, Outlet 2, Outlet 3, Outlet 4, Outlet 5, Outlet 6, Outlet 7 and 4 more")  # fmt: skip
    assert re.search("First:Outlet169,?Oct|First:Outlet16,9Oct|First:Outlet169Oct", read(FOLLOWED, form))


def test_the_page_shows_the_commands_that_teach() -> None:
    """For each story that is told, by the name of its thread, as text to copy; nowhere else."""
    page = render(FOLLOWED, "html").decode()
    for story in TOLD:
        assert f"briefing more {story.thread_id}</code>" in page
        assert f"briefing less {story.thread_id}</code>" in page
    for form in ("mail", "md", "txt", "epub", "atom"):
        assert "briefingmore" not in read(FOLLOWED, form)


def test_where_it_was_named_alone_it_says_named() -> None:
    """A link or a line tells nothing: the story was named, on a day before or today."""
    story = TOLD[4]
    assert story.thread
    told, named = story.thread.episodes
    only = replace(story, thread=replace(story.thread, episodes=(replace(named, date=DATE - timedelta(days=1)),)))
    assert WORDING.earlier(only) == "Named on 14 October:"
    assert WORDING.earlier(replace(story, thread=replace(story.thread, episodes=(named,)))) == "Named today, 06:00:"
    last = replace(told, date=DATE - timedelta(hours=3))
    assert WORDING.earlier(replace(story, thread=replace(story.thread, episodes=(last,)))) == "Earlier today, 03:30:"
    assert WORDING.earlier(TOLD[3]) == "Earlier, 9 September 2025:"
    assert WORDING.earlier(TOLD[1]) == ""


def test_dates_are_those_of_the_readers_clock() -> None:
    """A time late in the evening in UTC is of the next day where the brief's clock is ahead."""
    zone = ZoneInfo("Asia/Tokyo")
    brief = replace(FOLLOWED, date=DATE.astimezone(zone), since=datetime(2026, 10, 14, 21, 30, tzinfo=UTC))
    assert Wording(brief).date(datetime(2026, 10, 12, 20, 0, tzinfo=UTC)) == "13 October"
    assert Wording(brief).since == " since 06:30"
    assert Wording(replace(brief, since=DATE - timedelta(days=6))).since == " since Friday 15:30"
    assert Wording(replace(brief, since=DATE - timedelta(days=7))).since == " since 8 October, 15:30"
    assert Wording(replace(brief, since=None)).since == ""


def test_the_first_may_be_a_copy() -> None:
    """Who printed the text first was first, whether its copy or its article is what was kept."""
    story = FOLLOWED.summaries[1].story
    early = Copy("Wire", "https://wire.example/1", "Storks", DATE - timedelta(days=30))
    copied = Story((replace(story.articles[0], copies=(early,)), *story.articles[1:]))
    assert WORDING.first(copied) == early
    assert WORDING.first(story) == story.first
    assert WORDING.first(Story(story.articles[:1])) is None
    assert WORDING.first(Story(tuple(replace(article, published=None) for article in story.articles))) is None


def test_many_that_do_not_report_are_counted_and_one_outlet_alone_is_not_reproached() -> None:
    """Up to twice as many as are named, they are named and counted; beyond that counted; for a single source nothing is said."""
    story = TOLD[1]
    for number in (1, MOST_NAMED, 2 * MOST_NAMED, 2 * MOST_NAMED + 1):
        covered = (*(f"Paper {each}" for each in range(number)), *story.outlets)
        absent = Wording(replace(FOLLOWED, covered=covered)).absent(story)
        assert len(absent.names) + absent.more == number
        assert len(absent.names) == (min(number, MOST_NAMED) if number <= 2 * MOST_NAMED else 0)
        assert absent.all == len(covered)
    assert WORDING.absent(TOLD[0]).all == 0
    assert Wording(replace(FOLLOWED, covered=story.outlets)).absent(story).all == 0


@pytest.mark.parametrize("form", [*FORMS, "notice"])
def test_a_quiet_day_is_said_to_be_quiet(form: str) -> None:
    """Before all stories, with how many there are and since when; a day of many stories says nothing of the kind."""
    says(SPECIMENS["quiet"], form, "A quiet morning: 1 new story, 1 updated since Wednesday 06:30.")
    assert "Aquiet" not in read(SPECIMENS["200 stories"], form)


def test_quiet_is_what_the_edition_calls_it() -> None:
    """A weekly has a quiet week, an evening a quiet day."""
    state = {edition: Wording(replace(SPECIMENS["quiet"], edition=edition)).state for edition in ("weekly", "evening")}
    assert state["weekly"].startswith("A quiet week: 1 new story, 1 updated since")
    assert state["evening"].startswith("A quiet day: ")


@pytest.mark.parametrize("form", [*FORMS, "notice"])
def test_nothing_new_and_nothing_to_be_had_never_look_alike(form: str) -> None:
    """Where all sources answered there is nothing new; where some could not be read that comes first, with how many."""
    says(SPECIMENS["nothing new"], form, "Nothing new since Wednesday 06:30; all 5 sources answered.")
    failing = SPECIMENS["nothing to be had"]
    says(failing, form, "No story: 2 of 6 sources could not be read. The 3 others that answered had nothing new since Wednesday 06:30.")  # fmt: skip
    assert "Nothingnew" not in read(failing, form)


def test_where_no_source_answered_none_had_nothing_new() -> None:
    """Nothing is said of what was new where nobody could be asked; nor is a day quiet on which a source fails."""
    down = tuple(Health(f"Outlet {each}", "https://down.example/", None, 3, DATE, "no answer") for each in range(2))
    assert (
        Wording(replace(SPECIMENS["nothing new"], health=down)).state == "No story: 2 of 2 sources could not be read."
    )
    asked = Health("Outlet 9", "https://new.example/")
    brief = SPECIMENS["nothing new"]
    assert Wording(replace(brief, health=(*brief.health, asked))).state.endswith("; 5 of 6 sources answered.")
    assert Wording(replace(brief, health=())).state == "Nothing new since Wednesday 06:30."
    assert Wording(replace(SPECIMENS["quiet"], health=down)).state == ""


@pytest.mark.parametrize("form", [*FORMS, "notice"])
def test_a_day_of_links_alone_is_not_said_to_have_nothing_new(form: str) -> None:
    """What there is stands below, by links."""
    brief = replace(
        SPECIMENS["nothing new"], elsewhere=SPECIMENS["followed"].elsewhere[:1] or SPECIMENS["followed"].stories[:1]
    )
    says(brief, form, "No story to tell at length since Wednesday 06:30; what there is, is named by links below.")


def test_a_link_to_a_story_that_was_told_leads_to_its_newest_article() -> None:
    """Yesterday's article would be the same link again; a new story is linked where it began."""
    stories = [each.story for each in SPECIMENS["followed"].summaries]
    updated = next(each for each in stories if each.thread and each.latest != each.first)
    brief = replace(SPECIMENS["nothing new"], elsewhere=(updated,))
    assert brief_as_json(brief)["elsewhere"][0]["title"] == updated.latest.title
    assert one_line(updated.latest.title) in render(brief, "txt").decode().replace("\n  ", " ")
    assert replace(updated, thread=None, status="new").linked == updated.first


def test_only_news_is_not_claimed_of_what_was_only_named() -> None:
    """A reader who saw a link was told nothing yet: the summary leaves nothing out."""
    updated = next(each.story for each in SPECIMENS["followed"].summaries if each.story.news and each.story.earlier)
    assert updated.thread is not None
    named = tuple(replace(episode, sentences=()) for episode in updated.thread.episodes)
    wording = Wording(SPECIMENS["followed"])
    assert wording.only_news(updated)
    assert not wording.only_news(replace(updated, thread=replace(updated.thread, episodes=named)))


def test_a_day_of_many_links_is_not_quiet() -> None:
    """A brief that is kept short tells few stories on a busy day, and links the others."""
    busy = replace(SPECIMENS["quiet"], elsewhere=SPECIMENS["200 stories"].elsewhere)
    assert SPECIMENS["quiet"].is_quiet
    assert not busy.is_quiet


@pytest.mark.parametrize("form", [*FORMS, "notice"])
def test_a_brief_of_continuing_stories_alone_is_whole(form: str) -> None:
    """Nothing is new, and the stories that go on are named."""
    brief = replace(FOLLOWED, sections=(), elsewhere=())
    says(brief, form, "Nothing new since Wednesday 06:30.", "6 stories go on" if form == "notice" else "Continuing")


def test_a_story_knows_what_has_come_since() -> None:
    """Its articles at addresses that its thread has not; all of them where it is new; a changed text is not another article."""
    story = TOLD[2]
    assert story.added == story.articles[1:]
    changed = replace(story, articles=(replace(story.articles[0], text="Another text."), *story.articles[1:]))
    assert changed.added == story.articles[1:]
    assert replace(story, thread=None).added == story.articles


def test_json_tells_what_a_story_is() -> None:
    """Status, thread, what was told, the number of news, score and reasons, who does not report it, and what differs."""
    data = json.loads(render(FOLLOWED, "json"))
    assert [data[key] for key in ("empty", "quiet", "stories_known", "stories_muted", "stories_crowded")] == [
        False,
        False,
        4,
        1,
        3,
    ]
    assert datetime.fromisoformat(data["since"]) == FOLLOWED.since
    assert data["covered"] == list(FOLLOWED.covered)
    told = [summary for section in data["sections"] for summary in section["summaries"]]
    assert [each["status"] for each in told] == ["updated", "new", "updated", "known", "continuing"]
    assert [each["news"] for each in told] == [1, None, 1, None, None]
    assert [len(each["timeline"]) for each in told] == [3, 0, 30, 1, 2]
    assert told[0]["earlier"] == told[0]["timeline"][-1]
    assert told[1]["earlier"] is None
    assert [each["thread"] for each in told] == [story.thread_id for story in TOLD]
    assert sum(reason["value"] for reason in told[0]["reasons"]) == told[0]["score"]
    assert told[1]["not_covered_by"] == [f"Outlet {each}" for each in range(12)]
    for figure in told[1]["disagreements"][0]["figures"]:
        assert told[1]["articles"][figure["citation"]["article"]]["url"] == figure["citation"]["url"]
    for line, story in zip(data["continuing"], FOLLOWED.continuing, strict=True):
        assert story.earlier
        assert line["headline"] == story.earlier.headline
        assert line["articles"][line["latest"]]["url"] == story.latest.url
        assert [line["articles"][each]["url"] for each in line["added"]] == [article.url for article in story.added]


def test_the_hostile_brief_has_attacks_in_threads_and_figures() -> None:
    """Headlines of earlier days, figures, what is counted, who does not report: each is an attack in some story."""
    brief = SPECIMENS["hostile"]
    for attack in ATTACKS.values():
        (story,) = {each.story for each in brief.summaries if each.headline == attack and each.story.thread}
        assert story.thread
        assert {episode.headline for episode in story.thread.episodes} == {attack}
        (differing,) = story.disagreements
        assert differing.counted == attack
        assert any(attack in figure.text for figure in differing.figures)
        assert attack in brief.covered


def test_a_long_headline_of_earlier_is_shortened() -> None:
    """One of 5,000 characters is cut at 200; one that ends itself gets no second stop."""
    story = SPECIMENS["huge titles"].summaries[0].story
    assert len(WORDING.was(story)) == 200
    assert WORDING.was(story).endswith("…")
    for headline, end in (("Who won?", "Who won?"), ("It is over", "It is over."), ("", "")):
        thread = TOLD[3].thread
        assert thread
        episodes = (replace(thread.episodes[0], headline=headline),)
        assert WORDING.was(replace(TOLD[3], thread=replace(thread, episodes=episodes))) == end


def test_labels_are_english_in_a_brief_of_another_language() -> None:
    """They are marked as English and keep their order from left to right."""
    page = render(replace(FOLLOWED, language="ar"), "html").decode()
    assert '<b><span lang="en" dir="ltr">Updated</span></b>' in page
    assert '<span lang="en" dir="ltr">Outlets differ:</span>' in page
    assert '<span lang="en" dir="ltr">Continuing</span></h2>' in page


def test_a_section_of_updates_alone_is_quiet_without_new_stories() -> None:
    """The sentence names what there is: updated ones alone are not called new."""
    quiet = SPECIMENS["quiet"]
    updates = replace(quiet, sections=(Section("", quiet.summaries[1:]),))
    assert Wording(updates).state == "A quiet morning: 1 updated since Wednesday 06:30."
