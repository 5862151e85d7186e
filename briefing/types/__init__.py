"""The nouns of a brief, from source to finished document: frozen values that every stage takes and gives back."""

from briefing.types.brief import Brief, Citation, Image, Section, Sentence, Summary
from briefing.types.delivery import PORTS, Account, Attachment, Channel, Delivery, Handed, Parcel, Recipient, Security
from briefing.types.length import (
    READING_SPEED,
    TOLERANCE,
    UNITS,
    UNSPACED,
    WORDS_PER_SENTENCE,
    Length,
    Unit,
    count_words,
    reading_minutes,
)
from briefing.types.source import ELSEWHERE, Body, Entry, Health, Kind, Listing, Problem, Reading, Secret, Source
from briefing.types.story import LATEST, Article, Copy, Story

__all__ = [
    "ELSEWHERE",
    "LATEST",
    "PORTS",
    "READING_SPEED",
    "TOLERANCE",
    "UNITS",
    "UNSPACED",
    "WORDS_PER_SENTENCE",
    "Account",
    "Article",
    "Attachment",
    "Body",
    "Brief",
    "Channel",
    "Citation",
    "Copy",
    "Delivery",
    "Entry",
    "Handed",
    "Health",
    "Image",
    "Kind",
    "Length",
    "Listing",
    "Parcel",
    "Problem",
    "Reading",
    "Recipient",
    "Secret",
    "Section",
    "Security",
    "Sentence",
    "Source",
    "Story",
    "Summary",
    "Unit",
    "count_words",
    "reading_minutes",
]
