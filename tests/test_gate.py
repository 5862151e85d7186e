from __future__ import annotations

import json
import lzma
import re
import time
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.gate import (
    BROWSER,
    CONSENT_WALL,
    ERROR_PAGE,
    LINK_LIST,
    NO_TEXT,
    OBSTACLES,
    PAYWALL,
    ROBOT,
    is_cut,
    obstacle,
    shared_paragraphs,
    without_live_marks,
    without_paragraphs,
)
from briefing.types import Reading

REFUSED_BEGINNINGS = 0.01  # of their first fifty words: some pages begin with their menu
REFUSED_MOST = 0.005  # of the real articles: 0 of 10,399 were refused when this was measured
BRIDGE = """The council closed the bridge on Monday after the flood had washed away part of a pier, its engineers said.

Traffic will be led through the tunnel until May. Buses stop at the harbour and go back from there, every ten minutes.

The bridge was built in 1931. It was last repaired in 2008, when the council replaced two of its six piers.

Shopkeepers on the north bank fear for their trade. Half of their customers come over the bridge, says their association.

The mayor promised them an answer within the week. She did not say where the money for the repairs is to come from.

The last flood of this height came in 1954, when the river rose four meters in a night and took the old mill with it."""
STUB = "The council closed the bridge on Monday after the flood, and it is not going to open again before May."

WALL = """We value your privacy

We and our partners store and access personal data, such as cookies, on your device.

You can accept all cookies or manage your preferences and give consent for each partner.

Some partners process your personal data on the basis of legitimate interest, without consent.
"""
GERMAN_WALL = """Wir und unsere Partner brauchen Ihre Einwilligung für Cookies. Stimmen Sie der Nutzung von Cookies zu.

Näheres zu Einwilligung und Cookies steht in unserer Erklärung zum Datenschutz."""
PRIVACY_NEWS = """The parliament passed a privacy law on Monday that limits what companies may do with personal data.

The vote ended two years of talks. Members of four parties supported the bill, which takes effect in January.

Companies must ask before they set cookies, the minister said. Fines can reach four percent of revenue.

Small shops are exempt from most of the rules. A regulator with forty employees will oversee the others.

Consumer groups welcomed the law. The chamber of commerce said that it came too early for its members.

The opposition called for a review after three years. The government agreed to that shortly before the vote."""
SPANISH_WALL = """Nosotros y nuestros socios utilizamos cookies para mostrarle anuncios.

Puede aceptar las cookies o cambiar su consentimiento cuando quiera.
Más sobre sus datos personales y las cookies en nuestra página."""
DUTCH_WALL = """Wij gebruiken cookies met uw toestemming, ook van onze partners. U kunt uw toestemming voor cookies altijd intrekken."""
HEADLINES = """Council closes bridge after flood
Mayor promises answer within a week
Shopkeepers fear for their trade
Tunnel to open at night
Ferry company adds two boats
Old mill to become a museum
Harbour fair moved to June
School on the north bank gets a new roof
Swimmers asked to stay out of the river"""

OBSTRUCTED = [
    (NO_TEXT, ""),
    (NO_TEXT, " \n\n— … —\n"),
    (CONSENT_WALL, WALL),
    (CONSENT_WALL, GERMAN_WALL),
    (CONSENT_WALL, SPANISH_WALL),
    (CONSENT_WALL, DUTCH_WALL),
    (PAYWALL, f"{STUB}\n\nSubscribe to continue reading"),
    (PAYWALL, f"{STUB}\n\nAlready a subscriber? Sign in"),
    (PAYWALL, f"{STUB}\n\nTo continue reading this article, please log in or create an account."),
    (PAYWALL, f"{STUB}\n\nYou have reached your limit of free articles."),
    (PAYWALL, "Der Rat hat die Brücke gesperrt. Sie haben bereits ein Abo? Hier anmelden."),
    (PAYWALL, "Le conseil a fermé le pont lundi.\n\nCet article est réservé aux abonnés. Déjà abonné ? Connectez-vous"),
    (PAYWALL, "El ayuntamiento cerró el puente. Suscríbete para seguir leyendo"),
    (PAYWALL, "Il consiglio ha chiuso il ponte. Contenuto riservato agli abbonati."),
    (PAYWALL, "A câmara fechou a ponte. Conteúdo exclusivo para assinantes."),
    (PAYWALL, "De raad sloot de brug. Dit artikel is alleen voor abonnees."),
    (BROWSER, "Please enable JavaScript to view this page."),
    (BROWSER, "JavaScript is disabled in your browser.\n\nPlease turn on JavaScript and reload the page."),
    (BROWSER, "Bitte aktivieren Sie JavaScript, um diese Seite zu sehen."),
    (BROWSER, "Veuillez activer JavaScript pour continuer."),
    (BROWSER, "Debe habilitar JavaScript para ver esta página."),
    (ROBOT, "Checking your browser before you go on. This takes a few seconds. Ray ID: 8a7b6c"),
    (ROBOT, "Please verify you are human by completing the action below."),
    (ROBOT, "Access Denied\n\nYou don't have permission to access this page on this server."),
    (ROBOT, "Are you a robot? Please solve this captcha to go on."),
    (ROBOT, "Sind Sie ein Roboter? Bestätigen Sie, dass Sie ein Mensch sind."),
    (ERROR_PAGE, "404"),
    (ERROR_PAGE, "Error 404 - Page not found\n\nGo back to the front page or search for what you wanted."),
    (ERROR_PAGE, "Sorry, the page you are looking for does not exist. Try the search."),
    (ERROR_PAGE, "Oops! Something went wrong."),
    (ERROR_PAGE, "Seite nicht gefunden. Versuchen Sie es mit der Suche."),
    (ERROR_PAGE, "Página no encontrada"),
    (LINK_LIST, HEADLINES),
]


@pytest.mark.parametrize(("reason", "text"), OBSTRUCTED)
def test_what_stands_in_an_articles_place_is_named(reason: str, text: str) -> None:
    """Walls, errors and lists are told apart, in the languages of the word lists, and in any case and spacing."""
    assert obstacle(text) == reason
    assert obstacle(re.sub(r" ", "  ", f"\n{text} \n")) == reason
    if reason != CONSENT_WALL or text == WALL:
        assert obstacle(text.upper()) == reason


ABOUT = {
    "cookies": """The parliament wants to end the cookie banner. “We value your privacy”, “accept all cookies”: readers click on such lines a dozen times a day, the minister said.

Under the bill a browser would ask once for consent, and every site would have to heed what it is told. Partners of a site could no longer ask for cookies on their own.

A survey found that nine in ten visitors accept all cookies because the button to reject all of them is hidden.

The advertisers' association called the bill a threat to small publishers. It says that a third of their income hangs on personal data.

A vote is planned for the spring. The opposition will support the bill if schools and hospitals are exempt from its fines.""",
    "paywalls": """The Alder Times takes down its paywall for the time of the flood, its editor said on Monday.

Readers who were asked to subscribe to continue reading can now open every report on the river without an account.

“Already a subscriber? Sign in” will stand above the other pages as before. The paper has forty thousand subscribers.

Two other papers of the valley did the same last year, when a fire came near the town. Both of them won new subscribers within a month, according to a study of the university.

The editor hopes for the same. She says that the flood has cost the paper a tenth of its advertisements, and that she will decide in May whether the wall goes up again. Until then a small notice asks for gifts.""",
    "errors": """Error 404 turns thirty this week, and the museum of computing gives a party for it.

Page not found: the message is the one part of the web that everybody has seen, says its curator. It was never meant for readers, she adds, but for the engineers who wrote the first servers in a laboratory near Geneva.

Since then artists have made thousands of such pages. The museum shows forty of them, among them one that tells a story which goes on with each wrong address.

The exhibition opens on Friday and stays until the end of August. Schools get in free on weekdays.""",
    "robots": """Are you a robot? The question will soon be asked no more, if a group of engineers has its way.

Their proposal lets a telephone vouch for its owner, so that nobody has to solve this captcha or that one. Sites would learn nothing but that a person sits there.

Critics fear for readers with old devices. About a fifth of the telephones in use could not take part, the group admits, and neither could most of the computers in public libraries.

The first browsers are to support it in autumn. Two large shops said that they would try it on a tenth of their customers.""",
    "scripts": """The town has made its timetable readable without scripts. “Please enable JavaScript” was all that many passengers saw.

A page that requires JavaScript fails on old telephones, says the council's engineer, and out on the islands most telephones are old. The new page weighs a tenth of what the old one did.

It was written in three weeks by two pupils of the upper school. The council paid them with a season ticket each, and wants them to look at its other pages next.""",
}


@pytest.mark.parametrize("subject", ABOUT)
def test_an_article_about_an_obstacle_is_an_article(subject: str) -> None:
    """News of cookie banners, paywalls, error pages, captchas and scripts passes, though it speaks their words."""
    assert obstacle(ABOUT[subject], f"The end of {subject}") == ""


@pytest.mark.parametrize(
    "text", [PRIVACY_NEWS, BRIDGE, STUB, "The council closed the bridge on Monday.", "Brücke gesperrt", "桥梁关闭"]
)
def test_prose_passes_however_short(text: str) -> None:
    """A short text is an excerpt, and no obstacle."""
    assert obstacle(text, "Bridge closed") == ""


@pytest.mark.parametrize(
    "hint",
    [
        "Subscribe to our newsletter.",
        "Sign in",
        "Cookies",
        "Log in to comment on this article.",
        "Become a member and support us.",
        "Page 404 of the report",
        "JavaScript",
        "We use cookies.",
    ],
)
def test_one_feeble_hint_refuses_nothing(hint: str) -> None:
    """A line that stands on every page of a site says nothing about this one."""
    assert obstacle(f"{STUB}\n\n{hint}") == ""


@pytest.mark.parametrize(
    ("reason", "line"), [(reason, text) for reason, text in OBSTRUCTED if text and len(text) < 130]
)
def test_a_wall_beside_a_whole_article_refuses_nothing(reason: str, line: str) -> None:
    """What is left over of a banner on a page whose article was found costs the reader nothing."""
    assert obstacle(f"{BRIDGE}\n\n{BRIDGE}\n\n{line}") == "", reason


def test_a_note_with_a_list_is_no_list_of_links() -> None:
    """A few sentences of prose above a long list make it an article: release notes, results, line-ups."""
    lead = "These roads and places stay as they are until then, the council's engineer said on Monday. All others wait for May, or for a later month of the year."
    assert obstacle(f"{lead}\n\n{HEADLINES}") == ""


PAID = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>'


def test_a_page_says_why_its_text_is_missing() -> None:
    """What the HTML says of payment, scripts and robots names the reason where no text was found."""
    assert obstacle("", page=PAID) == PAYWALL
    assert obstacle("", page="<noscript><p>You need to enable JavaScript to run this app.</p></noscript>") == BROWSER
    assert obstacle("", page="<title>Just a moment...</title><p>Checking your browser</p>") == ROBOT
    assert obstacle("", page="<html><body></body></html>") == NO_TEXT


def test_a_page_that_costs_money_is_refused_only_where_its_text_is_cut() -> None:
    """Publishers mark whole articles as paid too: their beginning is a paywall, their text is a text."""
    assert obstacle(STUB, page=PAID) == PAYWALL
    assert obstacle(BRIDGE, page=PAID) == ""
    assert obstacle(STUB, page="") == ""


@given(st.text(), st.text(max_size=50), st.text(max_size=200))
def test_no_text_stops_the_gate(text: str, title: str, page: str) -> None:
    """Whatever comes, the answer is one of a closed set."""
    assert obstacle(text, title, page) in {"", *OBSTACLES}
    assert is_cut(text) in (True, False)


FRAGMENTS = st.sampled_from([*(text for _, text in OBSTRUCTED), *BRIDGE.split("\n\n"), "“", "cookies", "404"])


@given(st.lists(FRAGMENTS, max_size=6))
def test_a_whole_article_passes_whatever_hostile_lines_stand_in_it(hostile: list[str]) -> None:
    """With four times the prose that any wall may have beside it, only a consent banner at length can refuse a text."""
    text = "\n\n".join([BRIDGE, *hostile, *[BRIDGE] * 4])
    assert obstacle(text) in {"", CONSENT_WALL}
    assert obstacle(text) == obstacle(text.replace("\n\n", "\n \n\n")) == obstacle(text.lower())


@pytest.mark.parametrize(
    "end",
    [
        "…",
        "...",
        " […]",
        " [...]",
        " (…)",
        ".\n\nRead more",
        ". Continue reading the story of the bridge",
        ". Read the full story »",
        ".\n\nWeiterlesen",
        ".\n\nLire la suite",
        ". Leer más",
        ". Leggi tutto",
        ". Leia mais",
        ". Lees verder",
        " [+2417 chars]",
    ],
)
def test_a_text_that_breaks_off_is_an_excerpt(end: str) -> None:
    """Ellipses and links to the rest, in several languages."""
    assert is_cut(f"{BRIDGE} And the council{end}")


@pytest.mark.parametrize(
    "text", ["", "Bridge closed", STUB, f"{STUB} The post Bridge closed appeared first on The Alder."]
)
def test_a_line_or_two_are_an_excerpt(text: str) -> None:
    """A text of one sentence is what a feed tells of an article, not the article."""
    assert is_cut(text)


@pytest.mark.parametrize(
    "text",
    [
        BRIDGE,
        f"{BRIDGE} He told them to read more.",
        f"{BRIDGE} Bread, wine and many more.",
        f"{BRIDGE}\n\n{BRIDGE}\n\nThe post Bridge closed appeared first on The Alder.",
        f"{BRIDGE}\n\n{BRIDGE}\n\n{BRIDGE}\n\nRead more",
    ],
)
def test_a_whole_text_is_no_excerpt(text: str) -> None:
    """Neither the words at the end of a sentence nor a blog's closing line make one of a long text."""
    assert not is_cut(text)


LIVE = """Key events
10.42 GMT
The council has closed the bridge. It will not open before May, the mayor has told reporters at the town hall.
Share
Updated at 10.55 GMT
Block time published time 09.30 GMT
The river stands at four meters. At 9.15 it was still a hand below the mark.
14:05 Uhr
Mis à jour à 14h05
3h ago
10.42 GMT 14 March 2024
Show key events only
Facebook Twitter WhatsApp
Copy link
Share on Facebook"""


def test_a_live_blog_keeps_its_prose_alone() -> None:
    """Times, labels and share buttons that stand in lines of their own go; times within sentences stay."""
    assert without_live_marks(LIVE).split("\n\n") == [LIVE.split("\n")[2], LIVE.split("\n")[6]]


@pytest.mark.parametrize(
    "text",
    [
        BRIDGE,
        "At 10.42 the bridge fell.",
        "10.42 GMT was when it fell",
        "Share prices fell.",
        "May 5 was warm",
        "  odd \n spacing  ",
        "1931",
    ],
)
def test_a_text_without_such_lines_stays_as_it_is(text: str) -> None:
    """Not a character changes."""
    assert without_live_marks(text) == text


LINES = st.lists(st.sampled_from([*LIVE.split("\n"), *BRIDGE.split("\n\n"), " ", "x\u2028y", "\x1c"]), max_size=12).map(
    "\n".join
)


@given(st.one_of(st.text(), LINES))
def test_striking_twice_strikes_nothing_more(text: str) -> None:
    """Both strikes are done once and for all, and add nothing."""
    once = without_live_marks(text)
    assert without_live_marks(once) == once
    shared = frozenset(line.lower() for line in text.split("\n")[::2])
    struck = without_paragraphs(text, shared)
    assert without_paragraphs(struck, shared) == struck
    assert set(struck.split()) <= set(text.split())


ABOUT_US = "The Alder is a paper of the valley, founded in 1902. Write to us at the old mill."


def article(number: int, *more: str) -> str:
    """An article of its own words, with more paragraphs below it."""
    own = [
        f"Report number {number} tells of house {number * 7} in street {line}, which stands by the river."
        for line in range(6)
    ]
    return "\n\n".join([*own, *more])


def test_what_every_page_of_an_outlet_says_is_boilerplate() -> None:
    """A paragraph of three different articles is struck from each, whatever its case and spacing; the rest stays."""
    texts = [article(1, ABOUT_US), article(2, ABOUT_US.upper()), article(3, ABOUT_US.replace(" ", "  ")), article(4)]
    shared = shared_paragraphs(texts)
    assert len(shared) == 1
    assert [without_paragraphs(text, shared) for text in texts] == [article(number) for number in (1, 2, 3, 4)]


def test_versions_of_one_article_are_not_each_others_boilerplate() -> None:
    """Three versions of an article and one other hold two different articles: nothing is shared by three."""
    versions = [
        article(1, ABOUT_US, *(f"Update {n}: the water falls by {n} hands." for n in range(count)))
        for count in range(4)
    ]
    assert shared_paragraphs([*versions, article(2, ABOUT_US)]) == frozenset()
    assert shared_paragraphs([BRIDGE] * 9) == frozenset()


def test_a_long_paragraph_is_no_boilerplate() -> None:
    """What tells something at length is kept, though three reports repeat it."""
    long = " ".join([ABOUT_US] * 6)
    assert shared_paragraphs([article(number, long) for number in range(3)]) == frozenset()


def test_background_that_few_of_many_articles_repeat_is_kept() -> None:
    """Of a hundred articles, three with the same paragraph are a running story; ten are a habit of the house."""
    assert shared_paragraphs([article(n, *[ABOUT_US] * (n < 3)) for n in range(100)]) == frozenset()
    assert len(shared_paragraphs([article(n, *[ABOUT_US] * (n < 10)) for n in range(100)])) == 1


def test_never_more_than_half_of_an_article_is_struck() -> None:
    """An article that is mostly what others say too stays whole."""
    text = f"The bridge is closed.\n\n{ABOUT_US}"
    assert without_paragraphs(text, shared_paragraphs([article(n, ABOUT_US) for n in range(3)])) == text


@given(st.lists(st.text(max_size=100), max_size=8))
def test_any_texts_can_be_compared(texts: list[str]) -> None:
    """Nothing raises, and less than half of each is struck."""
    shared = shared_paragraphs(texts)
    for text in texts:
        assert 2 * len(without_paragraphs(text, shared).split()) >= len(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "“" * 50_000,
        "cookies " * 50_000,
        "a-" * 50_000,
        "Read more " * 9_000,
        "the post " * 9_000,
        "[" * 50_000,
        "10.42 " * 20_000,
    ],
)
def test_no_text_keeps_the_gate_busy(text: str) -> None:
    """Hostile texts take no longer than others."""
    start = time.perf_counter()
    obstacle(text, text, text)
    is_cut(text)
    without_live_marks(text)
    assert time.perf_counter() - start < 5


def test_the_newsroom_passes(newsroom: Reading) -> None:
    """Every article that was read is prose to the gate."""
    assert [article.title for article in newsroom if obstacle(article.text, article.title)] == []


@pytest.mark.parametrize(("corpus", "every"), [("archive", 17), ("stream", 7), ("multilingual", 2)])
def test_real_articles_pass(shared: Path, corpus: str, every: int) -> None:
    """Of every so-many-th real article at most one in two hundred is refused, and hardly more of their beginnings."""
    with lzma.open(shared / f"{corpus}.jsonl.xz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in islice(file, 0, None, every)]
    refused = [row["title"] for row in rows if obstacle(row["text"], row["title"])]
    cut = [row["title"] for row in rows if obstacle(" ".join(row["text"].split(" ")[:50]), row["title"])]
    assert len(refused) <= REFUSED_MOST * len(rows), refused
    assert len(cut) <= REFUSED_BEGINNINGS * len(rows), cut


@pytest.mark.parametrize("page", ["<noscript " * 200_000, "<noscript>" * 200_000, '"isAccessibleForFree": ' * 100_000])
def test_no_page_costs_much(page: str) -> None:
    """What a page says of itself is looked for in no more time than its length asks for."""
    start = time.monotonic()
    obstacle("", "", page)
    obstacle("The council voted. " * 20, "", page)
    assert time.monotonic() - start < 5
