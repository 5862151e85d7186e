"""The judge: how likely a passage supports a sentence, by a real model that is small enough to know its outcome."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from briefing.errors import ModelError
from briefing.models.judge import Judge

ROUNDING = 0.01  # of bfloat16, where the machine computes in it
CUE = 3.0  # how far the two words that the model knows lie apart
THREE = ("contradiction", "neutral", "entailment")


def tokenizer(folder: Path) -> None:
    """A tokenizer of a few words, saved."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "yes", "no", "word"]
    tokens = Tokenizer(models.WordLevel({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))
    tokens.pre_tokenizer = pre_tokenizers.Whitespace()
    tokens.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    made: Any = PreTrainedTokenizerFast
    made(tokenizer_object=tokens, pad_token="[PAD]", unk_token="[UNK]", model_max_length=64).save_pretrained(folder)


def network(labels: tuple[str, ...], **settings: Any) -> Any:
    """A BERT that says yes where "yes" stands more often in a pair than "no": every token looks at all others alike, and
    the sum of what they say decides. The label that stands last is the yes, all others share the no.
    """
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    shape = BertConfig(
        vocab_size=7,
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
        max_position_embeddings=64,
        id2label=dict(enumerate(labels)),
        label2id={label: number for number, label in enumerate(labels)},
        **settings,
    )
    model = BertForSequenceClassification(shape)
    cue = torch.zeros(8)
    cue[0], cue[1] = CUE, -CUE
    with torch.no_grad():
        for name, weights in model.named_parameters():
            kept = any(
                part in name for part in ("value.weight", "attention.output.dense.weight", "pooler.dense.weight")
            )
            if "LayerNorm" not in name:
                weights.copy_(torch.eye(8) if kept else torch.zeros_like(weights))
        words = model.bert.embeddings.word_embeddings.weight
        words[4], words[5] = cue, -cue
        model.classifier.weight.copy_(-cue.expand(len(labels), 8))
        model.classifier.weight[-1] = cue
    return model


def saved(folder: Path, labels: tuple[str, ...] = THREE, **settings: Any) -> str:
    """The folder of a model with these labels."""
    tokenizer(folder)
    network(labels, **settings).save_pretrained(folder)
    return str(folder)


@pytest.fixture(scope="session")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    """A judge with the three usual labels."""
    return Judge(saved(tmp_path_factory.mktemp("judge")))


def test_what_a_passage_supports_is_likely(judge: Judge) -> None:
    """One number for each pair, from 0 to 1, float32; where nothing speaks for or against, each label is as likely."""
    likely = judge.entails([("yes", "word"), ("word", "yes"), ("no", "word"), ("word word", "no"), ("word", "word")])
    assert likely.shape == (5,)
    assert likely.dtype == np.float32
    assert likely.min() >= 0.0
    assert likely.max() <= 1.0
    assert np.abs(likely - [1, 1, 0, 0, 1 / 3]).max() < ROUNDING


def test_a_pair_does_not_depend_on_its_company(judge: Judge) -> None:
    """In batches of like length, in the order in which they were given."""
    pairs = [("word " * (number % 40) + ("yes", "no", "")[number % 3], "word") for number in range(300)]
    likely = judge.entails(pairs)
    alone = np.concatenate([judge.entails([pair]) for pair in pairs[::23]])
    assert np.abs(likely[::23] - alone).max() < ROUNDING
    assert np.abs(likely - [(1, 0, 1 / 3)[number % 3] for number in range(300)]).max() < ROUNDING


def test_a_long_passage_is_cut_and_the_sentence_is_not(judge: Judge) -> None:
    """The model takes 64 tokens; what stands behind them in the passage is not read, the sentence is."""
    long = "word " * 3000
    likely = judge.entails([(long, "yes"), (long + "no", "yes"), ("yes " * 3000, "no " * 3000)])
    assert np.abs(likely[:2] - 1).max() < ROUNDING


def test_odd_texts_are_judged_too(judge: Judge) -> None:
    """Empty ones, half characters, words that the model does not know."""
    likely = judge.entails([("", ""), ("\ud83d yes", "北约 \x00"), ("yes", "")])
    assert np.abs(likely - [1 / 3, 1, 1]).max() < ROUNDING


def test_no_pairs_load_nothing() -> None:
    """An empty batch is an empty array, also of a model that is not there."""
    assert Judge("no/such-model").entails([]).shape == (0,)


@pytest.mark.parametrize(
    ("labels", "settings"),
    [
        (("not_entailment", "ENTAILMENT"), {}),
        (("REFUTES", "NOT ENOUGH INFO", "SUPPORTS"), {}),
        (("inconsistent", "consistent"), {}),
        (("hallucinated", "Factual"), {}),
        (("unsupported", "supported"), {"problem_type": "multi_label_classification"}),
        (("LABEL_0",), {}),
        (("entailment",), {}),
    ],
)
def test_the_label_that_says_yes_is_found(tmp_path: Path, labels: tuple[str, ...], settings: dict[str, Any]) -> None:
    """Whatever a model calls it; also where there are two labels, one alone, or each for itself."""
    likely = Judge(saved(tmp_path, labels, **settings)).entails([("yes", "word"), ("no", "word"), ("word", "word")])
    assert np.abs(likely - [1, 0, 1 / 3 if len(labels) == 3 else 1 / 2]).max() < ROUNDING


@pytest.mark.parametrize(
    "labels",
    [
        ("LABEL_0", "LABEL_1"),
        ("negative", "positive"),
        ("toxic",),
        ("not_entailment", "unsupported"),
        ("entailment", "supported"),
    ],
)
def test_a_model_for_something_else_is_refused(tmp_path: Path, labels: tuple[str, ...]) -> None:
    """The error names its labels."""
    with pytest.raises(ModelError, match="answers another question") as caught:
        Judge(saved(tmp_path, labels)).entails([("yes", "word")])
    assert labels[0] in caught.value.what
    assert "writer.judge" in caught.value.remedy


def test_a_model_that_cannot_judge_is_refused(tmp_path: Path) -> None:
    """transformers gives an encoder a head of random weights; it would judge by chance."""
    tokenizer(tmp_path)
    network(THREE).bert.save_pretrained(tmp_path)
    with pytest.raises(ModelError, match=r"has no weights for classifier\.bias"):
        Judge(str(tmp_path)).entails([("yes", "word")])


def without_weights(folder: Path) -> None:
    (folder / "model.safetensors").unlink()


def with_broken_weights(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"no weights")


def with_broken_configuration(folder: Path) -> None:
    (folder / "config.json").write_text("{", encoding="utf-8")


def without_a_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()


def with_code_of_its_own(folder: Path) -> None:
    """A folder that asks for its own program to be run."""
    (folder / "config.json").write_text(
        '{"model_type": "own", "auto_map": {"AutoConfig": "own.Own", "AutoModelForSequenceClassification": "own.Own"}}',
        encoding="utf-8",
    )
    (folder / "own.py").write_text("raise SystemExit('it was run')", encoding="utf-8")


@pytest.mark.parametrize(
    "damage",
    [without_weights, with_broken_weights, with_broken_configuration, without_a_tokenizer, with_code_of_its_own],
)
def test_a_folder_that_is_no_judge_is_an_error_with_a_remedy(
    judge: Judge, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """Whatever is wrong with it, it is named, and what to give instead; no code of it is run."""
    folder = tmp_path / "judge"
    shutil.copytree(judge.model, folder)
    damage(folder)
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        Judge(str(folder)).entails([("yes", "word")])
    assert str(folder) in caught.value.what
    assert "hf download" in caught.value.remedy


def test_a_name_that_was_not_downloaded_fails_at_once_and_asks_nobody() -> None:
    """Nothing is fetched at run time: an unknown name is an error that says how to get it."""
    with pytest.raises(ModelError, match="nobody/no-such-judge") as caught:
        Judge("nobody/no-such-judge").entails([("yes", "word")])
    assert "hf download nobody/no-such-judge" in caught.value.remedy
