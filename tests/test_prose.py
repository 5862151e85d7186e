from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.prose import is_furniture, leans, lines, without_dateline
from briefing.text import Span, sentences
from briefing.types import Reading


@pytest.mark.parametrize(
    "line",
    [
        "Photo: The bridge at dawn on the day it was closed to traffic.",
        "FILE PHOTO: The bridge is seen from the harbour in this picture taken last year.",
        "Image The yearbook photo of the doctor who was charged on Friday.",
        "Photo by Ann Lee of the county's own picture desk.",
        "In this Jan. 5, 2024, file photo, the mayor speaks to reporters.",
        "Ann Lee testifies before the committee in the capital, May 3, 2017.",
        "By Ann Lee and Tom Ray, our correspondents in the north.",
        "Reporting by Ann Lee; editing by Tom Ray and two others.",
        "Ann Lee contributed to this report from the capital on Monday.",
        "Read more about the bridge and its long history here.",
        "Related: Five bridges that were closed in the same week.",
        "MORE FROM Jane Poe Workers are not your props, she says.",
        "Sign up for our newsletter and never miss a story again.",
        "Subscribe now for as little as two dollars a month.",
        "Follow us on every network that you can think of.",
        "Follow Ann Lee on Twitter: @annlee_reports for more of this.",
        "Watch live as the minister announces that he is going home.",
        "Watch the video above to see the bridge fall down.",
        "Advertisement: the best mattresses of the year, tested.",
        "This story has been updated with additional developments on Monday.",
        "Correction: An earlier version of this text named the wrong river.",
        "Copyright © 2019 The Harbour Times, LLC, and its licensors.",
        "We use cookies and similar methods to recognize visitors and remember them.",
        "John KerryDemocrats debate rules at a long meeting MORE of the senators.",
        "The bridge was painted last year, as (Ann Lee/AP) shows in her pictures.",
        "The council closed the bridge; details are at www.harbour.example today.",
        "Ann Lee is a senior staff writer at a paper of the north coast.",
        "Ann Lee is the Harbour Times reporter for the north of the county.",
        "The opinions in this column are those of the one who wrote it.",
        "The council's note [reads](https here) as a link in a text of marks.",
        "Abonnez-vous pour lire la suite de cet article sur le pont.",
        "Lesen Sie auch: Wie die Brücke vor zehn Jahren gebaut wurde.",
        "Lea también: cinco puentes que se cerraron la misma semana.",
    ],
)
def test_furniture_is_told_from_the_article(line: str) -> None:
    """Captions, bylines, adverts, appeals, link lists and notes of the house do not belong to the article."""
    assert is_furniture(line)
    assert lines(f"The council closed the bridge on Monday after the flood.\n\n{line}")[-1].text.startswith(
        "The council"
    )


@pytest.mark.parametrize(
    "line",
    [
        "The storm killed more than 20 people along the coast on Monday.",
        "By late afternoon the fire had spread to the next valley.",
        "By the time police reached him, the driver had left the town.",
        "Videos of the chaotic scene were posted within minutes of the blast.",
        "Images from the scene showed people running from the square.",
        "Photographers gathered outside the court on Monday morning.",
        "Watchdogs warn that banks take too many risks with deposits.",
        "Credit markets froze on Monday after the bank had failed.",
        "Advertising revenue at the paper fell by a third last year.",
        "Corrections officers went on strike in six state prisons.",
        "Recommended doses were halved after the trial in May.",
        "Comments by the minister drew anger in three capitals.",
        "Disclosure of the documents was ordered by a judge in May.",
        "Close to 3,000 migrants took the country up on the offer.",
        "Copyright law will be rewritten next year, ministers said.",
        "Tweets that the software flags as poor are shown to fewer people.",
        "The privacy law takes effect in January, the regulator said.",
        "The columnist and the correspondent were freed on Monday, the ministry said.",
        "Ann Lee is a lawyer for the reporter who was held at the border.",
        "Prices rose by 3.5 percent and/or wages fell, more than had been feared.",
    ],
)
def test_news_that_begins_like_furniture_is_news(line: str) -> None:
    """A sentence is not struck for a word that furniture has too."""
    assert not is_furniture(line)
    assert [kept.text for kept in lines(line)] == [line]


@pytest.mark.parametrize(
    ("dateline", "rest"),
    [
        ("LONDON (Reuters) - ", "The council closed the bridge on Monday after the flood."),
        ("WASHINGTON (AP) — ", "The senate passed the bill by a single vote on Monday."),
        ("(CNN) — ", "The senate passed the bill by a single vote on Monday."),
        ("(CNN)", "The senate passed the bill by a single vote on Monday."),
        ("NEW YORK, Jan 5 (Reuters) - ", "Stocks fell for a third day on Friday, led by banks."),
        ("PARIS — ", "The minister resigned on Monday over the cost of the bridge."),
        ("Harrow Quay, Averland – ", "The barrier failed to close on Monday night, officials said."),
    ],
)
def test_a_dateline_is_no_part_of_the_sentence(dateline: str, rest: str) -> None:
    """Place and agency go; the offsets select what is left, within the whole text."""
    text = f"An earlier paragraph of the same article stands here.\n\n{dateline}{rest}"
    last = lines(text)[-1]
    assert last.text == rest
    assert text[last.start : last.end] == rest


@pytest.mark.parametrize(
    "sentence",
    [
        "The council – which met on Monday – closed the bridge.",
        "A man who was there said that the bridge had moved.",
        "Twenty-one people were hurt when the bridge fell.",
    ],
)
def test_a_sentence_without_a_dateline_stays_whole(sentence: str) -> None:
    """Dashes within a sentence are not datelines."""
    assert without_dateline(Span(sentence, 7, 7 + len(sentence), 0)) == Span(sentence, 7, 7 + len(sentence), 0)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "He said that the bridge would stay closed for a week."),
        ("en", "But the council has not yet said who will pay."),
        ("en", "“That is not what we were promised,” the mayor said."),
        ("en", "For example, the bridge was painted in the wrong colour."),
        ("en", "The mayor, however, wants to open the bridge at once."),
        ("en", "Asked about the cost, he declined to answer."),
        ("fr", "Il a ajouté que le pont resterait fermé une semaine."),
        ("fr", "Cependant, personne ne sait qui paiera les travaux."),
        ("de", "Er sagte, die Brücke bleibe eine Woche lang gesperrt."),
        ("de", "Außerdem soll das Geländer erneuert werden."),
        ("es", "Sin embargo, nadie sabe quién pagará las obras."),
        ("it", "Inoltre, nessuno sa chi pagherà i lavori."),
        ("pt", "No entanto, ninguém sabe quem vai pagar as obras."),
        ("nl", "Hij zei dat de brug een week dicht blijft."),
    ],
)
def test_a_sentence_that_needs_the_one_before_leans(language: str, sentence: str) -> None:
    """Pronouns and connectives at the beginning point back."""
    assert leans(sentence, language)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The council closed the bridge on Monday after the flood."),
        ("en", "Ann Lee said that her office had warned of the flood."),
        ("en", "Hedge funds bought shares of the company on Monday."),
        ("fr", "Le conseil municipal a fermé le pont lundi."),
        ("de", "Die Stadt sperrte am Montag die Brücke über den Fluss."),
        ("es", "El ayuntamiento cerró el puente el lunes."),
        ("xx", "He said that the bridge would stay closed for a week."),
    ],
)
def test_a_sentence_that_stands_alone_does_not_lean(language: str, sentence: str) -> None:
    """Nothing points back; of a language without a word list nothing is claimed."""
    assert not leans(sentence, language)


@pytest.mark.parametrize(
    "fragment",
    [
        "Too short to stand alone.",
        "word " * 60 + "is the end of a list of words that lost its breaks.",
        "and so the sentence begins in the middle of things.",
        "A heading over the next part of the article",
        "“We were never told about any of this at all.",
        "We were never told about any of this at all.”",
        "The council (which met on Monday closed the bridge at noon.",
        "«On ne nous a jamais rien dit de tout cela.",
    ],
)
def test_fragments_do_not_stand_in_a_summary(fragment: str) -> None:
    """A sentence has six to sixty words, begins and ends like one, and closes the quotes and brackets it opens."""
    assert lines(fragment) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "“We were never told about this,” the mayor said on Monday.",
        '"We were never told about this," the mayor said on Monday.',
        "The mayor said on Monday: “We were never told about this.”",
        "The council (which met on Monday) closed the bridge at noon.",
        "«On ne nous a jamais rien dit», a déclaré le maire lundi.",
        "¿Quién pagará las obras del puente? preguntó el alcalde el lunes.",
    ],
)
def test_what_opens_and_closes_its_quotes_stands(sentence: str) -> None:
    """Whole quotations are kept, in the marks of several languages."""
    assert [line.text for line in lines(sentence, "fr" if "«" in sentence else "en")] == [sentence]


def test_a_surname_alone_assumes_whom_the_article_named() -> None:
    """A line knows whom it calls by surname alone after the article gave the full name; the naming line assumes nobody."""
    first, second, third = lines(
        "Larry Kudlow said on Monday that growth would return soon. "
        "Critics of the plan, among them economists, said Kudlow was too hopeful. "
        "Economists elsewhere expected a much longer recession than that."
    )
    assert first.assumes == frozenset()
    assert second.assumes == {"Kudlow"}
    assert third.assumes == frozenset()


def test_positions_count_what_is_kept_and_know_their_neighbours() -> None:
    """A line says whether the sentence right before it in the article is kept too."""
    kept = lines(
        "The council closed the bridge on Monday after the flood. Engineers found cracks in two of its piers.\n\n"
        "Photo: The bridge at dawn, seen from the old harbour.\n\nTraffic will be led through the tunnel until May."
    )
    assert [line.position for line in kept] == [0, 1, 2]
    assert [line.follows for line in kept] == [False, True, False]


@given(st.text(alphabet=st.sampled_from("AbC deé.!?\"“”()—-\n'’1«»")), st.sampled_from(["en", "fr", "xx", ""]))
def test_every_line_is_exactly_the_text_between_its_offsets(text: str, language: str) -> None:
    """Whatever the text, a line can be cited: its offsets select it."""
    for position, line in enumerate(lines(text, language)):
        assert text[line.start : line.end] == line.text
        assert line.position == position


def test_every_line_of_the_newsroom_can_be_cited(newsroom: Reading) -> None:
    """Offsets hold over whole articles, and most sentences of good prose are kept."""
    kept = found = 0
    for article in newsroom:
        found += len(sentences(article.text, article.language))
        for line in lines(article.text, article.language):
            assert article.text[line.start : line.end] == line.text
            kept += 1
    assert kept > 0.7 * found


@pytest.mark.parametrize(
    "text",
    [
        "INDEX A. B. C. D. E. F. G. H. I. J. K. L. M. N. O. P. Q. R. S. T. U. V. W. X. Y. Z. is the list of letters.",
        "A-" * 50_000,
        "«" * 50_000,
        "x" + "aB" * 25_000 + " is one word of this sentence here.",
    ],
)
def test_no_text_keeps_a_pattern_busy(text: str) -> None:
    """Hostile texts take no longer than others: nothing is tried on more than a sentence can be."""
    start = time.perf_counter()
    lines(text)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The council will rebuild the harbour wall in spring", 1),
        ("The council voted on the wall on Tuesday. The mayor called it “a day to remember”", 2),
        ("The council will rebuild the harbour wall in spring …", 0),
        ("What will become of the harbour wall after the storm?", 0),
        ("The council will rebuild the harbour wall, and", 1),
        ("Harbour wall", 0),
    ],
)
def test_the_last_sentence_of_a_teaser_may_lack_its_stop(text: str, told: int) -> None:
    """Many feeds leave it out; of a whole article such a line is a label."""
    assert len(lines(text, teaser=True)) == told
    assert len(lines(text)) == text.count(". ")


@pytest.mark.parametrize("most", [0, 1, 3, 99, 100, 101, 150])
def test_fewer_lines_are_the_first_of_all(most: int) -> None:
    """However many a stage asks for, it gets the same first ones, and what it does to its list changes no other's."""
    text = " ".join(f"The council of the town voted {number} times on the wall." for number in range(130))
    found = lines(text, most=most)
    assert found == lines(text)[:most]
    found.clear()
    assert len(lines(text, most=most)) == min(most, 130)
