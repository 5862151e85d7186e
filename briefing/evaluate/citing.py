"""How well summaries cite: citation recall and precision (Gao et al. 2023, ALCE). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from briefing.evaluate.measures import Encode, mean
from briefing.ground import Claim, Grounding, ground
from briefing.types import Article, Citation, Story, Summary


@dataclass(frozen=True, slots=True)
class Citing:
    """How well a summary cites, each from 0 to 1; NaN where it has no sentences, or no citations."""

    recall: float
    precision: float


@dataclass(frozen=True, slots=True)
class _Test:
    """Whether these citations of a sentence support it; summary, sentence and citations are counted from 0."""

    summary: int
    sentence: int
    citations: frozenset[int]


def citing(summaries: Sequence[Summary], encode: Encode) -> list[Citing]:
    """Citation recall and precision of each summary.

    Recall is the share of sentences that their cited passages support together; precision the share of citations that are of use:
    their sentence is supported, and the passage supports it alone or the others do not without it. The paper asks an NLI model; here
    passages support a sentence that one of them says word for word, and one that :mod:`briefing.ground` finds no fault with where
    it knows these passages and their articles' titles alone. All are asked in one batch.
    """
    tests = [test for place, summary in enumerate(summaries) for test in _tests(place, summary)]
    found = ground([_claim(summaries[test.summary], test) for test in tests], encode)
    holds = {test: _supports(each) for test, each in zip(tests, found, strict=True)}
    return [_citing(place, summary, holds) for place, summary in enumerate(summaries)]


def _tests(place: int, summary: Summary) -> Iterator[_Test]:
    """What has to be asked: nothing of a sentence that cites nothing, or only itself."""
    for number, sentence in enumerate(summary.sentences):
        every = frozenset(range(len(sentence.citations)))
        if every and not (len(every) == 1 and sentence.verbatim):
            alone, others = ({each} for each in every), (every - {each} for each in every)
            yield from (_Test(place, number, some) for some in {every, *map(frozenset, alone), *others} if some)


def _claim(summary: Summary, test: _Test) -> Claim:
    """The sentence, and a story that has nothing but these passages under their titles."""
    sentence = summary.sentences[test.sentence]
    return Claim(Story(tuple(_alone(sentence.citations[each]) for each in sorted(test.citations))), sentence.text)


def _alone(citation: Citation) -> Article:
    return replace(citation.article, text=citation.quote)


def _supports(found: Grounding) -> bool:
    return found.support == 1 or not found.fault  # a page's furniture, too, is what the page says


def _citing(place: int, summary: Summary, holds: Mapping[_Test, bool]) -> Citing:
    recalled, useful = list[float](), list[float]()
    for number, sentence in enumerate(summary.sentences):
        every = frozenset(range(len(sentence.citations)))
        supported = bool(every) and holds.get(_Test(place, number, every), True)
        recalled.append(supported)
        for each in every:
            alone = holds.get(_Test(place, number, frozenset({each})), True)
            others = holds.get(_Test(place, number, every - {each}), False)
            useful.append(supported and (alone or not others))
    return Citing(mean(recalled), mean(useful))
