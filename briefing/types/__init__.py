"""The nouns of a brief, from source to finished document: frozen values that every stage takes and gives back."""

from briefing.types.article import LATEST, Article, Citation, Copy
from briefing.types.brief import Brief, Image, Section, Sentence, Summary
from briefing.types.choice import Interest, Place, Topic, Verdict, Wishes
from briefing.types.delivery import PORTS, Account, Attachment, Channel, Delivery, Handed, Parcel, Recipient, Security
from briefing.types.edition import Edition, Window, due
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
from briefing.types.story import Disagreement, Figure, Passage, Reason, Story
from briefing.types.thread import Episode, Status, Thread
from briefing.types.week import EVERY_DAY, clock_time, told_days, weekdays

__all__ = [
    "ELSEWHERE",
    "EVERY_DAY",
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
    "Disagreement",
    "Edition",
    "Entry",
    "Episode",
    "Figure",
    "Handed",
    "Health",
    "Image",
    "Interest",
    "Kind",
    "Length",
    "Listing",
    "Parcel",
    "Passage",
    "Place",
    "Problem",
    "Reading",
    "Reason",
    "Recipient",
    "Secret",
    "Section",
    "Security",
    "Sentence",
    "Source",
    "Status",
    "Story",
    "Summary",
    "Thread",
    "Topic",
    "Unit",
    "Verdict",
    "Window",
    "Wishes",
    "clock_time",
    "count_words",
    "due",
    "reading_minutes",
    "told_days",
    "weekdays",
]
