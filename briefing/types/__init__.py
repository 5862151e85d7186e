"""The nouns of a brief, from source to finished document: frozen values that every stage takes and gives back."""

from briefing.types.brief import Brief, Citation, Section, Sentence, Summary
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
    "READING_SPEED",
    "TOLERANCE",
    "UNITS",
    "UNSPACED",
    "WORDS_PER_SENTENCE",
    "Article",
    "Body",
    "Brief",
    "Citation",
    "Copy",
    "Entry",
    "Health",
    "Kind",
    "Length",
    "Listing",
    "Problem",
    "Reading",
    "Secret",
    "Section",
    "Sentence",
    "Source",
    "Story",
    "Summary",
    "Unit",
    "count_words",
    "reading_minutes",
]
