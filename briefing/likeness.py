"""How alike articles are: by their vectors, rare words, names and titles. Pure: articles and vectors in, arrays out."""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from briefing.types import Article

Vectors = NDArray[np.float32]
Places = NDArray[np.int64] | Sequence[int]  # of articles among those that were measured

# Calibrated on the first half of stream.jsonl.xz by date, alone and with 3,000 articles of the archive in it:
# B-cubed F1 at the threshold that is best on both together, alone and mixed. Vectors, words and titles 0.4 : 0.4 : 0.2 with a
# penalty of 0.05 a day 0.931 and 0.928, of 0.08 0.938 and 0.937; with names as they are now 0.940 and 0.938. What gave nothing, and
# the second half, stand in docs/decisions.md.
GIST_WORDS = 80  # of an article that its vector speaks of
VECTOR_SHARE, WORDS_SHARE, NAMES_SHARE, TITLE_SHARE = 0.35, 0.25, 0.2, 0.2
ENCODER_LANGUAGE = "en"  # mean likeness of a text's own sentences: English 0.29, French 0.47, Chinese 0.62, Arabic 0.74
WORD = re.compile(r"\b\w{3,}\b")  # what TF-IDF counts
NAME = re.compile(r"\b[^\W\d_a-z]\w+(?: [^\W\d_a-z]\w+)*|\b\d[\d.,]*\d")  # capitalised words in a row, and numbers
NAME_CHARACTERS = 20_000  # of a text that is looked through for names; chosen
SKETCH = 384  # numbers of a sketch that stand for words and names; chosen, as many as the vectors have
CHUNK = 4096  # pairs measured at a time, to bound the memory; chosen


def gist(article: Article) -> str:
    """What an article's vector is made from: its title and the first words of its text."""
    return f"{article.title}\n{' '.join(article.text.split()[:GIST_WORDS])}"


@dataclass(frozen=True, slots=True)
class Features:
    """What articles are compared by. ``gists`` and ``titles``: unit vectors, shape (articles, dimension); ``words`` and
    ``names``: TF-IDF vectors, sparse matrices of a row an article; ``understood``: whether the encoder knows the article's
    language; ``times``: seconds of the epoch, NaN for an undated article.
    """

    gists: Vectors
    titles: Vectors
    words: Any
    names: Any
    understood: NDArray[np.bool_]
    times: NDArray[np.float64]

    def between(self, rows: Places, columns: Places) -> Vectors:
        """Likeness of each article of ``rows`` to each of ``columns``, from 0 to 1, without a look at the time between them.

        The encoder was trained on English, and finds any two Chinese or Arabic texts alike: pairs that it cannot compare are
        compared by their words alone, which keeps them apart unless they share many.
        """
        words, names = ((part[rows] @ part[columns].T).toarray() for part in (self.words, self.names))
        gists, titles = self.gists[rows] @ self.gists[columns].T, self.titles[rows] @ self.titles[columns].T
        both = self.understood[rows][:, None] & self.understood[columns][None, :]
        likeness: Vectors = np.where(both, _mixed(gists, words, names, titles), words)
        return likeness

    def pairs(self, rows: Places, columns: Places) -> Vectors:
        """Likeness of the first of ``rows`` to the first of ``columns``, of the second to the second, and so on."""
        measured = [
            self._pairs(np.asarray(rows[start : start + CHUNK]), np.asarray(columns[start : start + CHUNK]))
            for start in range(0, len(rows), CHUNK)
        ]
        return np.concatenate(measured) if measured else np.zeros(0, dtype=np.float32)

    def _pairs(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Vectors:
        parts = (self.words, self.names)
        words, names = (np.asarray(part[rows].multiply(part[columns]).sum(axis=1)).ravel() for part in parts)
        gists, titles = (np.einsum("ij,ij->i", part[rows], part[columns]) for part in (self.gists, self.titles))
        both = self.understood[rows] & self.understood[columns]
        likeness: Vectors = np.where(both, _mixed(gists, words, names, titles), words)
        return likeness

    def sketches(self) -> Vectors:
        """Vectors, shape (articles, at most 2 × dimension + SKETCH), whose products are nearly the likenesses of their articles.

        Each word and each name is added to one number of a sketch or taken from it, by chance and always in the same way (Charikar,
        Chen and Farach-Colton 2002).
        """
        from scipy.sparse import diags, hstack

        known = self.understood.astype(np.float32)
        words = diags(np.where(self.understood, WORDS_SHARE**0.5, 1).astype(np.float32)) @ self.words
        together = hstack([words, diags(known * NAMES_SHARE**0.5) @ self.names]).tocsr()
        few = together.shape[1] <= SKETCH
        counted = together.toarray() if few else (together @ _places(together.shape[1])).toarray()
        vectors = (VECTOR_SHARE**0.5 * self.gists, TITLE_SHARE**0.5 * self.titles)
        sketches: Vectors = np.hstack([known[:, None] * part for part in vectors] + [counted]).astype(np.float32)
        return sketches

    def days(self, rows: Places, columns: Places) -> NDArray[np.float64]:
        """Days between each article of ``rows`` and each of ``columns``; an undated one is near to all."""
        apart = np.abs(self.times[rows][:, None] - self.times[columns][None, :])
        days: NDArray[np.float64] = np.nan_to_num(apart / 86_400)
        return days


def _mixed(gists: Vectors, words: Vectors, names: Vectors, titles: Vectors) -> Vectors:
    mixed: Vectors = VECTOR_SHARE * gists + WORDS_SHARE * words + NAMES_SHARE * names + TITLE_SHARE * titles
    return mixed


def features(articles: Sequence[Article], gists: Vectors, titles: Vectors) -> Features:
    """What these articles are compared by; ``gists`` are the vectors of :func:`gist`, ``titles`` those of their titles."""
    known = np.array([article.language in ("", ENCODER_LANGUAGE) for article in articles], dtype=bool)
    times = [article.published.timestamp() if article.published else np.nan for article in articles]
    whole = (f"{article.title}\n{article.title}\n{article.text}" for article in articles)  # titles twice
    words = weighted(WORD.findall(text.lower()) for text in whole)  # no stop words: rare ones decide, in any language
    names = weighted(named(article.text) for article in articles)
    return Features(gists, titles, words, names, known, np.array(times, dtype=np.float64))


def named(text: str) -> list[str]:
    """The names and numbers of a text, names in lower case: of several words each as a whole and by its last word.

    A headline is not to be asked: where it capitalises every word, every word would be a name.
    """
    found: list[str] = []
    for run in NAME.findall(text[:NAME_CHARACTERS]):
        words = [word.casefold() for word in run.split() if word[0].isupper() or word[0].isdigit()]
        found += {" ".join(words): None, words[-1]: None} if words else ()
    return found


def weighted(texts: Iterable[Iterable[str]]) -> Any:
    """TF-IDF vectors of texts that come as their words: a sparse matrix of a row a text and a column a word, in their order.

    1 + ln(count in the text), by 1 + ln((1 + texts) / (1 + texts with the word)), to unit length: what scikit-learn's
    TfidfVectorizer gives, which takes 0.4 s to be imported.
    """
    from scipy.sparse import csr_matrix

    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    columns, counts, ends = array("i"), array("f"), array("i", [0])
    for text in texts:
        counted = Counter(text)
        columns.extend(map(numbers.__getitem__, counted))
        counts.extend(counted.values())
        ends.append(len(columns))
    in_order = np.zeros(max(len(numbers), 1), dtype=np.int32)
    in_order[[numbers[word] for word in sorted(numbers)]] = np.arange(len(numbers))
    matrix = csr_matrix((counts, in_order[columns], ends), shape=(len(ends) - 1, len(in_order)), dtype=np.float32)
    matrix.sort_indices()
    return _to_unit_length(matrix)


def _to_unit_length(matrix: Any) -> Any:
    """Counts to weights, in their place."""
    rows, columns = matrix.shape
    rarity = np.log(np.float32(rows + 1) / (np.bincount(matrix.indices, minlength=columns) + 1).astype(np.float32)) + 1
    matrix.data = (np.log(matrix.data) + 1) * rarity[matrix.indices]
    each = np.repeat(np.arange(rows), np.diff(matrix.indptr))
    lengths = np.sqrt(np.bincount(each, matrix.data.astype(np.float64) ** 2, minlength=rows))
    matrix.data /= lengths[each].astype(np.float32)
    return matrix


def _places(columns: int) -> Any:
    """For each word and name the number of a sketch that it counts for, and whether it is added or taken away."""
    from scipy.sparse import csr_matrix

    chance = np.random.default_rng(0)
    signs = chance.choice(np.array([-1, 1], dtype=np.float32), columns)
    return csr_matrix((signs, chance.integers(SKETCH, size=columns), np.arange(columns + 1)), shape=(columns, SKETCH))
