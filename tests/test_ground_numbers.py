"""Which numbers of a sentence its articles have: the same value of the same thing, however it is written."""

from __future__ import annotations

import pytest

from briefing.ground.cited import Cited
from briefing.ground.figures import figures
from briefing.ground.numbers import fault
from briefing.types import Article, Citation


def wrong(claim: str, text: str, language: str = "en") -> str:
    """The fault of a claim that cites an article with this text."""
    article = Article("https://wire.example/1", "The bridge", text, "Wire", language=language)
    return fault(claim, Cited((Citation(article, text, 0, len(text)),), language))


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("It cost 1.5bn euros.", "The price was 1,500 million euros."),
        ("It cost €1.5 billion.", "It cost €1.5bn."),
        ("It cost $1.5 billion.", "It cost 1,500,000,000 dollars."),
        ("It cost $5m.", "It cost five million dollars."),
        ("It cost $5m.", "It cost US$5 million."),
        ("It cost $5b.", "It cost 5 billion US dollars."),
        ("It cost £2.5m.", "It cost 2.5 million pounds."),
        ("It cost 5 million euros.", "It cost EUR 5 million."),
        ("Prices rose 5 %.", "Prices rose five per cent."),
        ("Prices rose 5 percent.", "Prices rose by 5%."),
        ("Prices rose 5.2 percent.", "Prices rose by 5.2%."),
        ("Twelve people died.", "The fire killed 12."),
        ("A dozen people died.", "The fire killed 12 people."),
        ("Two dozen people died.", "The fire killed 24 people."),
        ("It has 250 rooms.", "It has two hundred and fifty rooms."),
        ("It has 1,200 rooms.", "It has 1200 rooms."),
        ("It has 1200 rooms.", "It has twelve hundred rooms."),
        ("A million people came.", "It drew 1,000,000 people."),
        ("Half a million people came.", "It drew 500,000 people."),
        ("She was 21st.", "She came twenty-first."),
        ("It was the third fire.", "It was the 3rd fire."),
        ("Half of the voters stayed away.", "It says half of the voters stayed away."),
        ("Half of the voters stayed away.", "It says 50 percent stayed away."),
        ("A third of the voters stayed away.", "It says 33 percent stayed away."),
        ("Two-thirds stayed away.", "Two thirds of them stayed away."),
        ("One in five stayed away.", "It says 20 percent stayed away."),
        ("Taxes rise to between 5 and 7 percent.", "Taxes rise to 5 percent in May and 7 percent in June."),
        ("Taxes rise by 5 percent.", "Taxes rise by 5 to 7 percent."),
        ("It cost $4 million.", "It cost $4m to 5m."),
        ("It cost 4 million dollars.", "It cost 4 to 5 million dollars."),
        ("It happened in 2016.", "It happened in June 2016."),
        ("In the 1990s it closed.", "It closed in the '90s."),
        ("It began at 6:30 pm.", "It began at 18:30."),
        ("It began at 8 a.m.", "It began at 8am."),
        ("Hundreds came.", "There were hundreds of people."),
        ("Hundreds came.", "There were 740 people."),
        ("Tens of thousands came.", "There were 35,000 people."),
        ("A 12-year-old boy died.", "Tom, 12, died."),
        ("A two-day visit ended.", "The visit of two days ended."),
        ("It took three busy days.", "It took three days."),
        ("It took three days.", "It took three busy days."),
        ("It is 5km away.", "It is five kilometres away."),
        ("Rovers won 3-2.", "Rovers won by 3-2."),
        ("One of them died.", "A man died."),
        # hedged
        ("About 90 people died.", "The fire killed 88 people."),
        ("Nearly 90 people died.", "The fire killed 88 people."),
        ("More than 80 people died.", "The fire killed 88 people."),
        ("At least 88 people died.", "The fire killed 88 people."),
        ("Almost half stayed away.", "It says 48 percent stayed away."),
        ("It cost some $1.4 million.", "It cost $1.42 million."),
        # rounded to the digits that it shows
        ("It cost 1.5bn euros.", "It cost 1,503 million euros."),
        ("It cost $1.5 million.", "It cost $1,480,000."),
        # what the article does not say
        ("It cost $5m.", "It cost 5m."),
        ("It cost 5 million in all.", "It cost $5 million."),
    ],
)
def test_a_number_is_found_however_it_is_written(claim: str, text: str) -> None:
    """Digits, words, separators, magnitudes, fractions, ordinals, ranges, hedges and right rounding."""
    assert wrong(claim, text) == ""


@pytest.mark.parametrize(
    ("claim", "text", "number"),
    [
        ("It killed 13 people.", "It killed 12 people.", "13"),
        ("It killed 1,600 people.", "It killed 1,500 people.", "1,600"),
        ("It killed thirteen people.", "It killed twelve people.", "thirteen"),
        ("It cost 1.5bn euros.", "It cost 1.5 million euros.", "1.5bn"),
        ("It cost $1.5bn.", "It cost €1.5bn.", "$1.5bn"),
        ("It cost $5m.", "It cost 5m euros.", "$5m"),
        ("Prices rose 5 %.", "It cost 5 million.", "5"),
        ("Prices rose 5%.", "There were 5 of them.", "5%"),
        ("It killed 5 million people.", "It cost $5 million.", "5 million"),
        ("It rose by 5 percentage points.", "It rose by 5 percent.", "5"),
        ("It rose by 5 percent.", "It rose by 5 percentage points.", "5"),
        ("It took five weeks.", "It took five days.", "five"),
        ("It is five miles away.", "It is five kilometers away.", "five"),
        ("It killed 90 people.", "It killed 88 people.", "90"),
        ("It rose by 5 percent.", "It rose by 5.2 percent.", "5"),
        ("About 90 people died.", "It killed 140 people.", "90"),
        ("More than 90 people died.", "It killed 5,000 people.", "90"),
        ("More than 90 people died.", "It killed 88 people.", "90"),
        ("It cost 2 million euros.", "It cost 1.6 million euros.", "2 million"),
        ("It cost 1,503 million euros.", "It cost 1.5bn euros.", "1,503 million"),
        ("It was the fourth fire.", "It was the third fire.", "fourth"),
        ("It was the first fire.", "It was the second fire.", "first"),
        ("Half of them stayed away.", "A third of them stayed away.", "Half"),
        ("Hundreds came.", "There were twelve people.", "Hundreds"),
        ("Thousands came.", "Hundreds came.", "Thousands"),
        ("It happened in 2017.", "It happened in 2016.", "2017"),
        ("It closed in the 1980s.", "It closed in the 1990s.", "1980s"),
        ("It began at 7 pm.", "It began at 6 pm.", "7 pm"),
        ("It began at 8 a.m.", "It began at 8 p.m.", "8 a.m."),
        ("A 13-year-old boy died.", "Tom, 12, died.", "13"),
        ("It has 25.5 rooms a floor.", "It has 25.6 rooms a floor.", "25.5"),
        ("Rovers won 4-2.", "Rovers won 3-2.", "4"),
        ("It killed five people.", "An A5 poster hung on the A-5.", "five"),
    ],
)
def test_another_number_or_another_thing_fails(claim: str, text: str, number: str) -> None:
    """A digit, a magnitude, a currency, a unit, a rounding that nobody hedges: each is told as it stands."""
    assert wrong(claim, text) == f'the number "{number}" is in no article it cites'


@pytest.mark.parametrize(
    ("claim", "text", "language", "holds"),
    [
        ("Es kostet 1,5 Milliarden Euro.", "Es kostet 1.500 Millionen Euro.", "de", True),
        ("Es kostet 1,5 Millionen Euro.", "Es kostet 1.500 Millionen Euro.", "de", False),
        ("Rund 90 Menschen starben.", "Es starben 88 Menschen.", "de", True),
        ("90 Menschen starben.", "Es starben 88 Menschen.", "de", False),
        ("Zwölf Menschen starben.", "Es starben 12 Menschen.", "de", True),
        ("Cela coûte 1 500 euros.", "Cela coûte 1500 euros.", "fr", True),
        ("Les prix montent de 5 %.", "Les prix montent de 5 pour cent.", "fr", True),
        ("Les prix montent de 6 %.", "Les prix montent de 5 pour cent.", "fr", False),
        ("Hay doce muertos.", "Hay 12 muertos.", "es", True),
        ("Cuesta 2 mil millones.", "Cuesta 2.000 millones.", "es", True),
        ("Стоит 1,5 млрд рублей.", "Стоит 1,5 миллиарда рублей.", "ru", True),
        ("共有15人。", "共有12人。", "zh", False),
        ("耗资1.5亿元。", "耗资1.5亿元，共有12人。", "zh", True),
        ("قتل ١٢ شخصا.", "قتل 12 شخصا.", "ar", True),
        ("قتل ١٣ شخصا.", "قتل 12 شخصا.", "ar", False),
    ],
)
def test_numbers_are_read_as_the_language_writes_them(claim: str, text: str, language: str, holds: bool) -> None:
    """Points and commas change places, words multiply, and digits are not always Arabic ones."""
    assert (wrong(claim, text, language) == "") is holds


def test_digits_in_names_are_no_numbers() -> None:
    """A380, COVID-19 and 5G count nothing; mid-2016 has a year in it."""
    text = "The A380 and the F-16 fly over COVID-19 and 5G in mid-2016."
    assert [text[number.start : number.end] for number in figures(text)] == ["2016"]


def test_the_title_of_a_cited_article_counts() -> None:
    """What only the title says is said by the article."""
    article = Article("", "Fire kills 12", "A fire broke out.", "Wire")
    assert fault("It killed 12 people.", Cited((Citation(article, article.text, 0, 17),))) == ""
