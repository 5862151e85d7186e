"""The tables ``[writer]`` and ``[server]``: who writes the summaries, from what, and within which bounds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from briefing.config.table import Optional, OptionalCount, Table, Words
from briefing.text import has_password, is_web_address
from briefing.types import Secret


def _server(url: str) -> str:
    if url and not is_web_address(url):
        raise ValueError("a server is written with its scheme, such as http://localhost:8000/v1")
    if has_password(url):
        raise ValueError("the address has a password in it; name it by key_env or key_command")
    if "?" in url or "#" in url:
        raise ValueError("the address has a query or a fragment; paths are set behind it")
    return url.rstrip("/")


class WriterSettings(Table):
    name: str = Field(
        "extractive",
        description="Who writes: extractive (picks the articles' sentences), seq2seq, chat, server, or package.module:Name.",
    )
    model: str = Field(
        "",
        description='Of seq2seq and chat a name, a folder or a GGUF file; of a server, its model\'s name. Such as "smollm2".',
    )
    revision: str = Field("", description="Of a model by name: the version to use; empty for the newest one here.")
    language: str = Field("", description="ISO 639-1 code of what is written; empty for brief.language.")
    prompts: str = Field("", description="A folder with prompts of your own; they go before ours of the same name.")
    template: str = Field(
        "",
        description='What a seq2seq model reads, such as "summarize: {text}"; empty for what its configuration says.',
    )
    reads: int = Field(600, ge=50, description="Words of a story's articles that are read, shared out among them.")
    headlines: bool = Field(True, description="false keeps the outlets' headlines.")
    unsupported: Literal["replace", "drop"] = Field(
        "replace", description="A sentence that no article supports: replace it by one of theirs, or drop it."
    )
    judge: str = Field(
        "", description="A model for natural language inference, by name or folder, that has a say on each sentence."
    )
    temperature: float = Field(0.0, ge=0, le=2, description="0 writes the same each time.")
    thinking: int = Field(0, ge=0, description="Tokens that a reasoning model may think before it writes.")
    minutes: float = Field(
        15.0, gt=0, description="What is not written after so long is left to the extractive writer."
    )

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        if self.name in ("chat", "seq2seq") and not self.model:
            raise ValueError(f'the writer "{self.name}" needs a model, such as model = "smollm2"')
        if self.template and "{text}" not in self.template:
            raise ValueError("a template has {text} where the articles go")
        return self

    def own_prompts(self, folder: Path) -> Path | None:
        """The folder of the reader's own prompts, where there is one; its path counts from ``folder``."""
        return folder / Path(self.prompts).expanduser() if self.prompts else None


class ServerSettings(Table):
    url: Annotated[str, AfterValidator(_server)] = Field(
        "", description='Of an OpenAI-compatible server, such as "http://localhost:11434/v1".'
    )
    key_env: str = Field("", description="The environment variable that holds its key.")
    key_command: Words = Field((), description="A program that prints its key.")
    at_once: int = Field(8, ge=1, description="Requests at the same time.")
    attempts: int = Field(4, ge=1, description="How often a request is tried where the server is busy or fails.")
    timeout: float = Field(120.0, gt=0, description="Seconds that one answer may take.")
    tokens: OptionalCount = Field(
        None, ge=1, description="At most so many tokens a brief, read and written; no limit where it is not given."
    )
    budget: Annotated[float | None, Optional] = Field(
        None, gt=0, description="At most so much money a brief; needs the two prices."
    )
    input_price: float = Field(0.0, ge=0, description="Of a million tokens that are read.")
    output_price: float = Field(0.0, ge=0, description="Of a million tokens that are written.")

    @model_validator(mode="after")
    def _budget_has_prices(self) -> Self:
        if self.budget is not None and not (self.input_price and self.output_price):
            raise ValueError("budget needs input_price and output_price, of a million tokens each")
        return self

    def key(self, environment: Mapping[str, str]) -> Secret | None:
        """Where its key is; None where it needs none."""
        if not self.key_env and not self.key_command:
            return None
        return Secret(self.key_env, self.key_command, environment.get(self.key_env, ""))


def in_their_tables(values: Mapping[str, Any]) -> dict[str, Any]:
    """``writer = "chat"`` and ``model = "…"``, which stand alone, as the table ``[writer]`` has them."""
    told = dict(values)
    if isinstance(told.get("writer"), str):
        told["writer"] = {"name": told["writer"]}
    if isinstance(told.get("model"), str) and "model" in told.get("writer", {}):
        raise ValueError("writer.model and model both stand there; one of them is enough")
    if isinstance(told.get("model"), str) and isinstance(told.get("writer", {}), Mapping):
        told["writer"] = {**told.get("writer", {}), "model": told.pop("model")}
    return told
