"""A second opinion on a sentence: whether a passage supports it, by a model for natural language inference or consistency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from briefing.errors import ModelError
from briefing.hardware import by_padded_tokens, device, fast_type, inference, quiet_transformers
from briefing.models.weights import place

# How models call what we ask for, in small letters; all else, such as "not_entailment" or "unsupported", is its opposite
SUPPORTS = frozenset({
    "entailment", "entail", "entails", "entailed", "supported", "supports", "support", "consistent", "factual", "faithful",
    "factually consistent", "grounded",
})  # fmt: skip
UNNAMED = "label_0"  # what transformers calls the only label of a model that names none
# Of a passage with its sentence; the passage is cut first; chosen: what most such models were trained for
MAX_TOKENS = 512
PADDED_TOKENS = 2048  # of a batch, as for the encoder, which is of the same kind
PADDED_TOKENS_GPU = 65_536


class Judge:
    """A model by its folder or its name. Weights are read at the first pair."""

    def __init__(self, model: str) -> None:
        self.model = model

    def entails(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """How likely it is that the passage (first) supports the sentence (second) of each pair, from 0 to 1.

        ModelError where the model is not here, cannot be loaded, or answers another question.
        """
        found = np.zeros(len(pairs), dtype=np.float32)
        for batch, likely in self._network.batches(pairs) if pairs else ():
            found[batch] = likely
        return found

    @cached_property
    def _network(self) -> _Network:
        return _Network(self.model)


class _Network:
    """The loaded model; the only place of this module that imports transformers."""

    def __init__(self, name: str) -> None:
        import transformers
        from safetensors import SafetensorError

        where = place(name)
        quiet_transformers()
        try:
            self._tokenizer: Any = transformers.AutoTokenizer.from_pretrained(where.folder, **where.arguments)
            model, told = transformers.AutoModelForSequenceClassification.from_pretrained(
                where.folder, dtype=fast_type(), output_loading_info=True, **where.arguments
            )
        except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as error:
            said = str(error).strip().splitlines() or [type(error).__name__]
            raise _unfit(name, f"cannot be loaded: {said[0]}") from error
        if told["missing_keys"]:  # transformers makes them up
            raise _unfit(name, f"has no weights for {', '.join(sorted(told['missing_keys'])[:2])}")
        self._supports = _place_of_support(name, model.config.id2label)
        self._apart = model.config.problem_type == "multi_label_classification" or model.config.num_labels == 1
        self._device = device()
        self._model: Any = model.to(self._device).eval()
        room = getattr(model.config, "max_position_embeddings", None) or MAX_TOKENS
        self._max_tokens = min(self._tokenizer.model_max_length, room, MAX_TOKENS)

    def batches(self, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
        """Places of pairs of like length together with how likely they hold, longest first."""
        passages, sentences = ([_whole(text) for text in texts] for texts in zip(*pairs, strict=True))
        read = self._tokenizer(passages, sentences, truncation="longest_first", max_length=self._max_tokens)
        budget = PADDED_TOKENS_GPU if self._device == "cuda" else PADDED_TOKENS
        for batch in by_padded_tokens([len(each) for each in read["input_ids"]], budget):
            yield batch, self._likely({name: [values[i] for i in batch] for name, values in read.items()})

    def _likely(self, read: Mapping[str, list[list[int]]]) -> NDArray[np.float32]:
        padded = self._tokenizer.pad(read, return_tensors="pt").to(self._device)
        with inference():
            logits = self._model(**padded).logits.float()
        likely = logits.sigmoid() if self._apart else logits.softmax(1)
        found: NDArray[np.float32] = likely[:, self._supports].cpu().numpy()
        return found


def _place_of_support(name: str, labels: Mapping[int, str]) -> int:
    """The place of the label that says yes; a model with a single nameless one is taken to mean that."""
    words = {place: label.casefold().replace("_", " ").strip() for place, label in labels.items()}
    found = [place for place, word in words.items() if word in SUPPORTS]
    if not found and [label.casefold() for label in labels.values()] == [UNNAMED]:
        found = [0]
    if len(found) != 1:
        known = ", ".join(str(label) for label in labels.values())
        raise _unfit(name, f"answers another question: its labels are {known[:200]}")
    return found[0]


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()  # the tokenizer takes no half characters


def _unfit(name: str, what: str) -> ModelError:
    return ModelError(
        f"the judge {name} {what}",
        "give writer.judge the folder of a model for natural language inference, or a name that `hf download NAME` has fetched",
    )
