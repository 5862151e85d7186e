"""Which names of a sentence its articles have, by the same name or another one of the same."""

from __future__ import annotations

import pytest

from briefing.ground.cited import Cited
from briefing.ground.names import fault
from briefing.types import Article, Citation


def wrong(claim: str, text: str, language: str = "en") -> str:
    """The fault of a claim that cites an article with this text."""
    article = Article("https://wire.example/1", "The bridge", text, "Wire", language=language)
    return fault(claim, Cited((Citation(article, text, 0, len(text)),), language))


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("Later Kudlow resigned.", "Larry Kudlow has resigned."),
        ("Larry Kudlow resigned.", "Larry Kudlow has resigned."),
        ("Kudlow's aide resigned.", "An aide to Larry Kudlow has resigned."),
        ("John Kennedy spoke.", "John F. Kennedy spoke."),
        ("President Macron spoke.", "Emmanuel Macron, the president, spoke."),
        ("Mr Macron spoke.", "Emmanuel Macron spoke."),
        ("French President Emmanuel Macron spoke.", "President Emmanuel Macron spoke in France."),
        ("The French government fell.", "The government of France fell."),
        ("The government of France fell.", "The French government fell."),
        ("The Iranian and Israeli ministers met.", "Ministers of Iran and Israel met."),
        ("Germans voted.", "Germany voted."),
        ("The Dutch voted.", "The Netherlands voted."),
        ("In the U.S. taxes rise.", "In the United States taxes rise."),
        ("In the US taxes rise.", "In the U.S. taxes rise."),
        ("The United States voted.", "The U.S. voted."),
        ("Americans voted.", "Voters in the US went to the polls."),
        ("Britain voted.", "The UK voted."),
        ("The United Nations met.", "The UN met."),
        ("NATO met.", "The North Atlantic Treaty Organization met."),
        ("The ECB met.", "The European Central Bank met."),
        ("The BoE met.", "The BoE met."),
        ("Democrats voted.", "A Democrat voted."),
        ("The Franco-German talks ended.", "The Franco-German talks ended."),
        ("The US-led talks ended.", "The talks, led by the US, ended."),
        ("Erdogan spoke.", "Erdoğan spoke."),
        ("Erdoğan spoke.", "Erdogan spoke."),
        ("The strike at Al-Shifa ended.", "The strike at al-Shifa ended."),
        ("An A380 landed.", "An A-380 landed."),
        ("Covid-19 cases rose.", "COVID-19 cases rose."),
        ("Sales rose in Q3.", "Sales rose in the third quarter."),
        ("The iPhone sold well.", "Apple's iPhone sold well."),
        ("He said: The bridge fell.", "The bridge fell, he said."),
        ("Officials closed the bridge.", "The bridge was closed."),
        ("Investigators closed the bridge.", "The bridge was closed."),
        ("Closing the bridge took a day.", "The bridge was closed."),
        ("Bridge repairs took a day.", "The bridge was repaired."),
        ("On Monday and in October it fell.", "It fell."),
        ("The Hague ruled.", "The court in The Hague ruled."),
        ("“We” and “It” were said.", "He said we and it."),
        ("Sen. Collins and Gov. Baker met.", "Senator Susan Collins met Charlie Baker, the governor."),
        ("Defense Secretary Jim Mattis spoke.", "The secretary of defense, Jim Mattis, spoke."),
        ("Smith, Brown and Jones met.", "Peter Smith, Ann Brown and Tom Jones met."),
        ("Bank Opens Bridge Over River", "A bank has opened a bridge over a river."),
    ],
)
def test_a_name_is_found_by_what_it_is_also_called(claim: str, text: str) -> None:
    """Surnames, peoples and their countries, acronyms, other marks on letters; ordinary words that begin a sentence."""
    assert wrong(claim, text) == ""


@pytest.mark.parametrize(
    ("claim", "text", "name"),
    [
        ("Then Larry Kudlov resigned.", "Larry Kudlow has resigned.", "Kudlov"),
        ("Later Harry Kudlow resigned.", "Larry Kudlow has resigned.", "Harry"),
        ("Later John Smith resigned.", "John Brown and Peter Smith have resigned.", "John Smith"),
        ("John Smith resigned.", "John Brown left. He was not alone. The other who did so was Smith.", "John Smith"),
        ("The German government fell.", "The government of France fell.", "German"),
        ("Australia voted.", "Austria voted.", "Australia"),
        ("In the US taxes rise.", "They let us pay taxes.", "US"),
        ("The EU met.", "The UN met.", "EU"),
        ("The ECB met.", "The Bank of England met.", "ECB"),
        ("An A320 landed.", "An A380 landed.", "A320"),
        ("A Boeing landed.", "A plane landed.", "Boeing"),
        ("Zorlanda said that it fell.", "It fell.", "Zorlanda"),
        ("Google closed the bridge.", "The bridge was closed.", "Google"),
        ("It fell in Paris.", "It fell in London.", "Paris"),
        ("Sales rose in Q3.", "Sales rose in the second quarter.", "Q3"),
        ("The XFL begins.", "The league begins.", "XFL"),
        ("He met Ann Lee.", "He met Ann.", "Lee"),
        ("Bank Opens Bridge In Zurich", "A bank has opened a bridge.", "Zurich"),
    ],
)
def test_another_name_fails(claim: str, text: str, name: str) -> None:
    """A misspelled name, one of somebody else, a first name with another's surname: the name is told."""
    assert wrong(claim, text) == f'the name "{name}" is in no article it cites'


@pytest.mark.parametrize(
    ("claim", "text", "language", "holds"),
    [
        ("Die Regierung trat zurück.", "Das Kabinett trat zurück.", "de", True),  # every noun has a capital
        ("Gestern trat Angela Merkel zurück.", "Angela Merkel trat zurück.", "de", True),
        ("Gestern trat Angela Merkl zurück.", "Angela Merkel trat zurück.", "de", False),
        ("Gestern sprach die NATO.", "Gestern sprach die OPEC.", "de", False),
        ("Le président Macron a parlé.", "Emmanuel Macron a parlé.", "fr", True),
        ("Le président Hollande a parlé.", "Emmanuel Macron a parlé.", "fr", False),
        ("Hier Macron a parlé.", "Emmanuel Macron a parlé.", "fr", True),
        ("Вчера говорили о Путине.", "Путин выступил.", "ru", True),
        ("Вчера говорили о Зеленском.", "Путин выступил.", "ru", False),
        ("Χθες μίλησε ο Μητσοτάκης.", "Ο πρωθυπουργός Μητσοτάκης μίλησε.", "el", True),
        ("Χθες μίλησε ο Τσίπρας.", "Ο πρωθυπουργός Μητσοτάκης μίλησε.", "el", False),
        ("普京昨天讲话。", "昨天讲话。", "zh", True),  # no capitals: words decide there
        ("تحدث بوتين أمس.", "تحدث أمس.", "ar", True),
    ],
)
def test_capitals_tell_names_as_far_as_a_language_has_them(claim: str, text: str, language: str, holds: bool) -> None:
    """In German two words in a row; in languages that decline names by what their forms share; not without capitals."""
    assert (wrong(claim, text, language) == "") is holds
