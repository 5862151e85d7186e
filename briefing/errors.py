"""Every error of ours, in one small tree. Each names what it concerns and what to do about it.

BriefingError
├── ConfigError      a setting that is not understood: briefing.toml, the environment, a flag
├── LengthError      a length that is none: zero, negative, an unknown unit
├── InputError       nothing to make a brief of, or an input that cannot be read
│   ├── FetchError   an address that does not answer as it should
│   └── PasswordError  a password that a source needs and nobody gives
├── ModelError       a model that is missing, altered, not loadable, or did not write what it was asked
│   └── TooLongError  a text that is longer than a model can take
├── StoreError       the file of what is remembered cannot be used
│   └── LockedError  another run is at work with it
├── TemplateError    a template that is missing or fails
├── EngineError      a cluster that cannot be reached, or that loses the work it was given
├── OutputError      a place that cannot be written, or a format that nobody knows
├── DeliveryError    a recipient that the brief did not reach
└── ScheduleError    a timer of this computer that cannot be read or set
"""

from __future__ import annotations


class BriefingError(Exception):
    """``what`` it concerns and what happened to it; ``remedy`` is the next step, as a sentence without its full stop."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what}: {self.remedy}" if self.remedy else self.what


class ConfigError(BriefingError): ...


class LengthError(BriefingError): ...


class InputError(BriefingError): ...


class FetchError(InputError):
    """``status`` is the HTTP status that was answered, or 0; ``temporary`` says that asking again later may help, and
    ``after`` how many seconds later, where the server said so. ``unreachable``: nobody was there; ``asked``: whether the
    host was asked at all, and not left alone after earlier answers.
    """

    def __init__(self, what: str, remedy: str = "", status: int = 0, temporary: bool = False) -> None:
        super().__init__(what, remedy)
        self.status = status
        self.temporary = temporary
        self.after: float | None = None
        self.unreachable = False
        self.asked = True


class ModelError(BriefingError): ...


class TooLongError(ModelError):
    """``times`` says how many times longer the text is than what the model can take, above 1."""

    def __init__(self, what: str, remedy: str = "", times: float = 2.0) -> None:
        super().__init__(what, remedy)
        self.times = times


class PasswordError(InputError): ...


class StoreError(BriefingError): ...


class LockedError(StoreError): ...


class TemplateError(BriefingError): ...


class EngineError(BriefingError): ...


class OutputError(BriefingError): ...


class DeliveryError(BriefingError):
    """``temporary`` says that the same may work later: a busy server, a connection that broke."""

    def __init__(self, what: str, remedy: str = "", temporary: bool = False) -> None:
        super().__init__(what, remedy)
        self.temporary = temporary


class ScheduleError(BriefingError): ...
