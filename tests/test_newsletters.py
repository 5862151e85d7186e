"""Newsletters as their usual builders lay them out, put together here, with a text of our own."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.sources.mail import read_mail
from briefing.sources.newsletters import items_of, online_address
from briefing.types import Article

SUBJECT = "Morning Alder: the bridge, the tunnel, the ferry"
STORIES = {
    "Council closes the old bridge": "The council closed the old bridge on Monday after engineers found cracks in two of its piers, "
    "and said that repairs would take at least three weeks and cost four million crowns.",
    "Tunnel opens a lane for lorries": "Lorries may use the eastern tunnel again from Tuesday, the road office said, because the detour "
    "through the villages had led to queues of more than an hour and to complaints by farmers.",
    "Ferry company adds two crossings": "The ferry company adds two crossings in the morning and one at night while the bridge is closed, "
    "its director said, and it has hired eleven sailors for the time until the end of March.",
    "Bakers fear for their deliveries": "Bakers on the western bank fear that bread will come late to the shops, for their vans now need "
    "forty minutes for a way that took them seven, and the oven times are fixed by contract.",
}
GREETING = (
    "Good morning! It is Monday, the sun is out over the harbour, and we have four pieces of news for you today, "
    "put together over a first cup of coffee by Jo and Kim of the Alder."
)
PREHEADER = "<div style='display:none;max-height:0'>All the news on the bridge \u034f \u034f</div>"
FOOTER = (
    "<p>You are receiving this email because you signed up on our website in the spring of last year, and we are glad that you did.</p>"
    "<p><b>Our mailing address is:</b><br>The Alder, 12 Quay Street, Alder</p>"
    "<p><a href='https://alder.example/leave'>Unsubscribe</a> or <a href='https://alder.example/p'>update your preferences</a></p>"
)
VIEW = "<p><a href='https://alder.example/letters/7'>View this email in your browser</a></p>"
ADVERT_TEXT = (
    "Acme makes the best umbrellas under the sun, and now you can have two of them for the price of one if you order "
    "before Friday with the code that we give to readers of this letter alone."
)


def link(number: int) -> str:
    return f"https://click.alder.example/t/{number}?u=abc"


def headings() -> str:
    """An h2 with a link, a text, a button."""
    return "".join(
        f"<tr><td><h2><a href='{link(n)}'>{title}</a></h2><p>{text}</p><a href='{link(n)}'>Read more &rarr;</a></td></tr>"
        for n, (title, text) in enumerate(STORIES.items())
    )


def buttons() -> str:
    """As Mailchimp's blocks have it: a heading without a link, a text, a button in a table of its own."""
    return "".join(
        f"<table><tr><td class='mcnTextContent'><h3>{title}</h3>{text}</td></tr></table>"
        f"<table><tr><td><a class='mcnButton' href='{link(n)}'>Continue reading</a></td></tr></table>"
        for n, (title, text) in enumerate(STORIES.items())
    )


def bold_links() -> str:
    """As beehiiv has it: spans in letters of a size, the title a bold link on a line of its own."""
    return "".join(
        f"<table><tr><td style='font-size:0px'><p style='font-size:16px'><a href='{link(n)}'><span style='font-weight: 700'>{title}</span></a></p>"
        f"</td></tr><tr><td><p style='font-size:16px'>{text}</p></td></tr></table>"
        for n, (title, text) in enumerate(STORIES.items())
    )


def leads() -> str:
    """A list in which each paragraph begins with its title in bold and ends with its source as a link."""
    return (
        "<ul>"
        + "".join(
            f"<li><strong>{title}:</strong> {text} <a href='{link(n)}'>Harbour Post</a></li>"
            for n, (title, text) in enumerate(STORIES.items())
        )
        + "</ul>"
    )


def large() -> str:
    """Titles that are only larger than the text, the link at its end."""
    return "".join(
        f"<tr><td style='font-size: 22px'>{title}</td></tr><tr><td style='font-size: 15px'>{text} "
        f"<a href='{link(n)}'>Read the full story</a></td></tr>"
        for n, (title, text) in enumerate(STORIES.items())
    )


def mail(body: str, subject: str = SUBJECT) -> bytes:
    """A mail of The Alder with an HTML body."""
    made = EmailMessage(policy=SMTP)
    made["Subject"] = subject
    made["From"] = "The Alder <news@alder.example>"
    made["Date"] = "Mon, 02 Mar 2026 06:00:00 +0100"
    made["Message-ID"] = "<7@alder.example>"
    made.set_content("See this mail in your browser.")
    made.add_alternative(f"<html><head><title>x</title></head><body>{body}</body></html>", subtype="html")
    return bytes(made)


def letter(items: str) -> bytes:
    """A whole newsletter around these items."""
    return mail(
        f"{PREHEADER}{VIEW}<h1>The Alder</h1><p>{GREETING}</p><table>{items}</table>{FOOTER}<p>&copy; 2026 The Alder</p>"
    )


def articles(content: bytes) -> list[Article]:
    return [entry.article for entry in read_mail(content, "mail")]


@pytest.mark.parametrize("items", [headings(), buttons(), bold_links(), leads(), large()])
def test_a_newsletter_becomes_its_items(items: str) -> None:
    """Each with its title, its text and its link as it stands; no greeting, no preheader, no footer."""
    found = articles(letter(items))
    assert [(article.title, article.text.removesuffix(" Harbour Post")) for article in found] == list(STORIES.items())
    assert [article.url for article in found] == [link(n) for n in range(4)]
    assert {article.source for article in found} == {"The Alder"}
    assert {article.published.isoformat() for article in found if article.published} == {"2026-03-02T06:00:00+01:00"}


def test_each_item_has_an_id_that_stays() -> None:
    """The mail's own, with the item's number."""
    ids = [entry.id for entry in read_mail(letter(headings()), "mail")]
    assert ids == [f"7@alder.example#{n}" for n in range(1, 5)]


@pytest.mark.parametrize(
    "advert",
    [
        f"<p>SPONSORED</p><h2><a href='https://acme.example'>Two umbrellas for one</a></h2><p>{ADVERT_TEXT}</p>",
        f"<p>Together with <a href='https://acme.example'>Acme</a></p><p><img src='x'></p><p>{ADVERT_TEXT}</p>",
        f"<h2><a href='https://acme.example'>Two umbrellas for one (Sponsor)</a></h2><p>{ADVERT_TEXT}</p>",
        f"<p>Anzeige</p><p><b>Two umbrellas for one</b></p><h3>And a hat</h3><p>{ADVERT_TEXT}</p>",
    ],
)
def test_adverts_are_left_out(advert: str) -> None:
    """Whatever labels them; the item after them stays."""
    cut = headings().index("<tr>", 10)
    found = articles(letter(f"{headings()[:cut]}<tr><td>{advert}</td></tr>{headings()[cut:]}"))
    assert [article.title for article in found] == list(STORIES)
    assert "umbrellas" not in " ".join(article.text for article in found)


def test_section_names_and_lists_of_links_are_no_items() -> None:
    """What has a title and no text is left out, and stands in no other item's text."""
    links = "".join(f"<p><a href='{link(n)}'>Another piece on the bridge {n}</a></p>" for n in range(5, 9))
    found = articles(
        letter(f"<tr><td><h1>TOP STORIES</h1></td></tr>{headings()}<tr><td><h2>More</h2>{links}</td></tr>")
    )
    assert [(article.title, article.text) for article in found] == list(STORIES.items())


ESSAY = {
    "How the bridge was built": "The old bridge was built by the harbour guild, whose masons quarried limestone on the western island and "
    "carried it over the river by barge. The guild paid for the masons, and the harbour council paid for the limestone.",
    "What the limestone does": "Limestone takes in river water, and in winter the water freezes. The masons of the guild knew that, and the "
    "old bridge had channels for the river water; the harbour council closed the channels ninety years ago, to save masons.",
    "Who could have known": "Any of the masons could have told the harbour council that limestone needs its channels. The guild wrote letters on "
    "the old bridge each winter, and the council has kept the letters of the guild in the cellar by the river.",
    "What is to be done": "The channels can be opened again by masons who know limestone, and the harbour council has the money. The guild is "
    "ready, it says in its letters, to mend the old bridge before winter freezes the river water in the channels.",
}


@pytest.mark.parametrize("heading", ["h2", "b"])
def test_a_letter_with_one_long_text_stays_one_article(heading: str) -> None:
    """Its parts have headings and links too, but they do not lead away, and tell of the same things."""
    body = "".join(
        f"<p><{heading}>{title}</{heading}></p><p>{text} See <a href='{link(number)}'>this</a> too.</p>"
        for number, (title, text) in enumerate(ESSAY.items())
    )
    (article,) = articles(mail(f"{VIEW}{body}{FOOTER}"))
    assert article.title == SUBJECT
    assert all(text in article.text for text in ESSAY.values())
    assert "Unsubscribe" not in article.text
    assert "browser" not in article.text
    assert article.url == "https://alder.example/letters/7"


def test_items_without_links_of_their_own_are_told_by_what_they_tell() -> None:
    """Their words are different ones; bold words that divide an item are no title of another."""
    body = "".join(
        f"<p style='font-size:30px'>{title}</p><p style='font-size:16px'>{text}</p>"
        f"<p style='font-size:16px'><b>Why it is so:</b> {text} <a href='{link(number)}'>One</a> and more.</p>"
        for number, (title, text) in enumerate(STORIES.items())
    )
    found = articles(letter(body))
    assert [(article.title, article.url) for article in found] == [(t, link(n)) for n, t in enumerate(STORIES)]
    assert all("Why it is so: " in article.text for article in found)


def test_what_looks_like_furniture_in_a_text_is_text() -> None:
    """A sentence on browsers stays, and a row of stars divides nothing."""
    told = "The council shows its maps in the browser now, without a program."
    body = headings().replace("</p><a", f"</p><p>* * *</p><p>{told}</p><a")
    assert [article.text for article in articles(letter(body))] == [f"{text}\n\n{told}" for text in STORIES.values()]
    assert told in articles(mail(f"<p>{told}</p>"))[0].text


def test_the_link_to_the_letter_on_the_web_is_found_among_others() -> None:
    """Also where it stands in a row of links."""
    row = "<p><a href='https://a.example/join'>Sign up</a> | <a href='https://a.example/7'>View online</a></p>"
    assert online_address(row) == "https://a.example/7"
    assert (
        online_address("<p>Trouble? <a href='https://a.example/7'>Click</a> to view in your browser</p>")
        == "https://a.example/7"
    )
    assert online_address("<p><a href='https://a.example/7'>Retailers open online stores</a></p>") == ""


def test_two_items_are_no_newsletter() -> None:
    """A letter with two headings is read as one text."""
    cut = headings().index("<tr>", headings().index("<tr>", 10) + 1)
    assert len(articles(mail(headings()[:cut]))) == 1


def test_only_web_addresses_become_links() -> None:
    """An item whose title leads elsewhere takes the next good link of its text."""
    bad = headings().replace(link(0), "javascript:alert(1)").replace(link(1), "mailto:x@alder.example")
    found = articles(letter(bad))
    assert [article.title for article in found] == list(STORIES)
    assert [article.url for article in found] == ["", "", link(2), link(3)]


@pytest.mark.parametrize(
    "text", ["Retailers open online stores", "Sponsors leave the games", "Meta changes its privacy policy for children"]
)
def test_news_on_furniture_is_news(text: str) -> None:
    """A headline may speak of browsers, sponsors and policies."""
    found = articles(letter(headings().replace("Council closes the old bridge", text)))
    assert found[0].title == text


def test_deep_tables_do_no_harm() -> None:
    """They are read as far as they go, and nothing is raised."""
    deep = "<table><tr><td>" * 5000 + headings() + "</td></tr></table>" * 5000
    assert articles(mail(deep))


@given(st.text(alphabet="<>ahbtdr/p1 23=\"'&;\x00é:", max_size=200))
def test_any_html_is_read(html: str) -> None:
    """Nothing is raised, and every item can be written as UTF-8."""
    for item in items_of(html + headings(), set()):
        assert f"{item.title}{item.text}{item.url}".encode()
