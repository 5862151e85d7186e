"""The table ``[run]``: where the work is done."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from briefing.config.table import OptionalCount, Table


def _place(on: str) -> str:
    parts = urlsplit(on)
    try:
        is_address = parts.scheme == "ray" and parts.hostname and parts.port and not parts.path
    except ValueError:  # a port that is no number
        is_address = False
    if on not in ("", "ray") and not is_address:
        raise ValueError(
            'leave it empty for this process, or write "ray", or an address such as ray://head.example:10001'
        )
    return on


class RunSettings(Table):
    on: Annotated[str, AfterValidator(_place)] = Field(
        "",
        description='Empty: this process. "ray": the cluster that RAY_ADDRESS names, else a Ray of this computer\'s own cores.'
        ' Or a cluster elsewhere: "ray://head.example:10001".',
    )
    workers: OptionalCount = Field(
        None, ge=1, description="Processes of Ray that work; as many as the cluster has room for where it is not given."
    )
    threads: int = Field(1, ge=1, description="Cores for each of them.")
    gpus: float = Field(0.0, ge=0, description="GPUs for each of them; 0.5 has two of them share one.")
    ahead: int = Field(
        3,
        ge=1,
        description="Batches that are given out for each worker: what bounds the memory, whatever there is to do.",
    )
    batch: int = Field(16, ge=1, description="Stories that a model writes together; more are quicker on a GPU.")
