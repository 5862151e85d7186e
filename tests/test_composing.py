"""What a model is asked for stories: all in one batch, from the articles alone, to their lengths, in parts where they are long."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scripted import Failing, Scripted, said

from briefing.config import WriterSettings
from briefing.errors import ModelError, TooLongError
from briefing.summarize.composing import Composer
from briefing.summarize.material import language_name, material, split
from briefing.types import (
    Answer,
    Article,
    Episode,
    Length,
    Passage,
    Request,
    Sentence,
    Story,
    Summary,
    Thread,
    count_words,
)

WALL = (
    "The council voted on Tuesday to rebuild the harbour wall. The work will cost 4.2 million euros and take two years."
)
QUAY = "Shops on the quay close for six weeks. Read more at https://quay.example/wall or write to desk@quay.example."
DAY = datetime(2026, 10, 15, 6, tzinfo=UTC)


def article(text: str, title: str = "Harbour wall", outlet: str = "The Tide", language: str = "en") -> Article:
    return Article(f"https://{outlet.rsplit(maxsplit=1)[-1].lower()}.example/a", title, text, outlet, DAY, language)


def story(*texts: str) -> Story:
    return Story(tuple(article(text, outlet=f"Outlet{number}") for number, text in enumerate(texts)))


def composer(model: Scripted, language: str = "en", own: Path | None = None, **settings: object) -> Composer:
    options = WriterSettings.model_validate({"name": "chat", "model": "scripted", **settings})
    return Composer(model, options, language, own, lambda done, total: None)


def test_all_stories_are_asked_in_one_batch() -> None:
    """One call for twelve stories; each gets its own text."""
    model = Scripted(lambda request: f"Wall {said(request).count('harbour wall')} stands.")
    drafts = composer(model).summaries([story(WALL, QUAY)] * 12, [Length(45)] * 12)
    assert [len(batch) for batch in model.batches] == [12]
    assert all(draft.sentences for draft in drafts)


def test_a_model_reads_articles_by_number_and_no_address() -> None:
    """Numbers, titles and texts; no outlet, no address, no mailbox."""
    model = Scripted(lambda _: "It stands.")
    composer(model).summaries([story(WALL, QUAY)], [Length(45)])
    told = said(model.batches[0][0])
    assert "rebuild the harbour wall" in told
    assert "Shops on the quay" in told
    assert "Harbour wall" in told
    for hidden in ("Outlet", "example", "http", "@"):
        assert hidden not in told


@pytest.mark.parametrize(
    ("length", "words", "count"),
    [(Length(45), "45", "2"), (Length(3, "sentences"), "72", "3"), (Length(1, "minutes"), "238", "10")],
)
def test_the_length_is_told_and_bounds_the_answer(length: Length, words: str, count: str) -> None:
    """Words and sentences stand in the prompt; tokens and words bound what is written."""
    model = Scripted(lambda _: "It stands.")
    composer(model).summaries([story(WALL)], [length])
    (request,) = model.batches[0]
    assert words in said(request)
    assert count in said(request)
    assert request.enough == round(length.words)
    assert length.words < request.max_tokens < 3 * length.words + 50


def test_the_languages_are_told() -> None:
    """Of what is written and of what is read, by their English names."""
    model = Scripted(lambda _: "Sie steht.")
    german = Story((article("Der Rat hat am Dienstag beschlossen, die Mauer neu zu bauen.", language="de"),))
    composer(model, "fr").summaries([german], [Length(45)])
    assert "French" in said(model.batches[0][0])
    assert "German" in said(model.batches[0][0])
    assert [language_name(code) for code in ("de", "pt-BR", "", "zz")] == ["German", "Portuguese", "", ""]


def test_stories_that_begin_alike_have_a_prompt_that_begins_alike() -> None:
    """Of two stories of one length, all that stands before the articles is the same: it is read once."""
    model = Scripted(lambda _: "It stands.")
    composer(model).summaries([story(WALL), story(QUAY)], [Length(45)] * 2)
    first, second = (said(request) for request in model.batches[0])
    common = next(n for n, (one, other) in enumerate(zip(first, second, strict=False)) if one != other)
    assert common > 300


def limited(most: int) -> Callable[[Request], Answer | ModelError | str]:
    """A model that takes so many words and writes the first sentence of what it reads last."""

    def tell(request: Request) -> Answer | ModelError | str:
        words = count_words(said(request))
        if words > most:
            return TooLongError(f"{words} words", times=words / most)
        return f"Told from {words} words."

    return tell


def test_what_is_too_long_is_told_in_parts_which_are_combined() -> None:
    """Of two stories the long one: parts in a second batch, all of its text in them, and one combination in a third."""
    text = " ".join(f"In the year {1900 + number} the wall was mended by {number} men." for number in range(60))
    model = Scripted(limited(450))
    drafts = composer(model, reads=900).summaries([story(WALL), story(text)], [Length(45)] * 2)
    whole, parts, combined = model.batches
    assert (len(whole), len(combined)) == (2, 1)
    assert len(parts) >= 2
    assert all(str(1900 + number) in " ".join(map(said, parts)) for number in range(60))
    assert sum(said(combined[0]).count("Told from") for _ in "x") == len(parts)
    assert all(draft.sentences and not draft.failure for draft in drafts)
    assert drafts[1].prompt_tokens == 100 * (len(parts) + 1)


def test_a_model_that_takes_nothing_leaves_an_error_and_comes_to_an_end() -> None:
    """Also the parts are too long: no endless splitting."""
    model = Scripted(lambda _: TooLongError("too long", times=50.0))
    (draft,) = composer(model).summaries([story(WALL)], [Length(45)])
    assert draft.failure
    assert len(model.batches) <= 3


def test_a_model_without_instructions_reads_the_texts_alone() -> None:
    """A message for each article, and neither headlines nor a day at a glance are asked of it."""
    model = Scripted(lambda _: "It stands.", kind="seq2seq")
    made = composer(model)
    made.summaries([story(WALL, QUAY)], [Length(45)])
    contents = [message.content for message in model.batches[0][0].messages]
    assert contents[0] == WALL
    assert contents[1].startswith("Shops on the quay")
    summary = Summary(story(WALL), "Wall", (Sentence("It stands.", ()),), Length(45), "seq2seq")
    assert made.headlines([summary])[0].failure
    assert made.overview([summary])[0].failure
    assert len(model.batches) == 1


def test_of_a_story_that_was_told_only_the_news_is_read() -> None:
    """With what readers know, so that the model does not tell it again."""
    start = WALL.index("The work")
    told = Episode("morning", DAY, "id", "Wall", "new", ("The wall will be rebuilt.",), ())
    updated = replace(story(WALL), thread=Thread("id", (told,)), status="updated", news=(Passage(0, start, len(WALL)),))
    model = Scripted(lambda _: "It costs 4.2 million euros.")
    composer(model).summaries([updated], [Length(45)])
    asked = said(model.batches[0][0])
    assert "The wall will be rebuilt." in asked
    assert "4.2 million" in asked
    assert "voted on Tuesday" not in asked


@pytest.mark.parametrize(
    "model", [Failing(), Scripted(lambda _: ModelError("the device is on fire", "call the fire brigade"))]
)
def test_a_model_that_fails_in_any_way_is_a_reason_and_a_problem(model: Scripted) -> None:
    """An exception that no model may raise, an error in an answer's place: each story has its reason, the brief a problem."""
    made = composer(model)
    drafts = made.summaries([story(WALL), story(QUAY)], [Length(45)] * 2)
    assert all("on fire" in draft.failure for draft in drafts)
    assert len(made.met) == 1
    assert all("on fire" in problem.what for problem in made.met.values())


def test_a_prompt_of_the_readers_own_goes_before_ours_and_a_broken_one_costs_no_brief(tmp_path: Path) -> None:
    """A file of that name in the folder of the settings; one that is wrong is the reason why the model was not asked."""
    (tmp_path / "story.prompt").write_text(
        "{% block user %}Sing of {{ articles[0].title }} in {{ words }} words.{% endblock %}"
    )
    model = Scripted(lambda _: "It stands.")
    composer(model, own=tmp_path).summaries([story(WALL)], [Length(45)])
    assert said(model.batches[0][0]) == "Sing of Harbour wall in 45 words."
    (tmp_path / "story.prompt").write_text("{% block user %}{{ nothing_of_this_name }}{% endblock %}")
    (draft,) = composer(Scripted(lambda _: "It stands."), own=tmp_path).summaries([story(WALL)], [Length(45)])
    assert "nothing_of_this_name" in draft.failure


def test_words_are_shared_out_among_the_articles_in_whole_sentences() -> None:
    """What a short one leaves, the next ones have; no sentence is cut; of very many articles the first are read."""
    long = " ".join(f"Sentence number {number} of the article has nine words here." for number in range(100))
    read = material(story(WALL, long, long), 300)
    assert [each.number for each in read] == [1, 2, 3]
    assert read[0].text == WALL
    assert 250 < sum(count_words(each.text) for each in read) <= 300
    assert all(each.text.endswith(".") for each in read)
    assert len(material(story(*[long] * 40), 300)) == 6


def test_splitting_loses_and_doubles_nothing() -> None:
    """All sentences in their order, in as many parts, each with the number of its article."""
    long = " ".join(f"Sentence number {number} of the article has nine words here." for number in range(30))
    read = material(story(long, WALL), 600)
    for parts in (1, 2, 5):
        groups = split(read, parts)
        assert len(groups) == parts
        again = " ".join(each.text for group in groups for each in group)
        assert again == " ".join(each.text for each in read)
    assert len(split(material(story(WALL), 600), 9)) == 2
