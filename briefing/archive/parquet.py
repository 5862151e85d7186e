"""Parquet files to rows and rows to Parquet files, a batch at a time; the one place that imports pyarrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, fields, is_dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self, get_args, get_origin, get_type_hints

from briefing.errors import InputError
from briefing.sources.corpus import KNOWN, Row, row_of
from briefing.text import one_line

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".parquet"
NEEDED = ("title", "text")
BATCH = 500  # rows that are taken out of a file at once: 3 MB of articles; chosen
ROW_GROUP = 5_000  # rows that are written together: 8 MB of summaries; chosen
NAMED = 8  # columns that a message names


def require() -> None:
    """InputError where Parquet files cannot be read or written here."""
    if find_spec("pyarrow") is None:
        raise InputError("Parquet files need pyarrow, which is not installed", 'run: pip install "briefing[parquet]"')


def read_rows(path: Path, see: Callable[[float], None]) -> Iterator[Row]:
    """The rows of a file, by the columns that an article has. A file that is none, or has others, is one row with the reason.

    ``see`` is told which share of the rows was taken.
    """
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    name = one_line(str(path))
    try:
        with ParquetFile(path) as file:
            has, number, total = file.schema_arrow.names, 0, max(1, file.metadata.num_rows)
            if missing := [column for column in NEEDED if column not in has]:
                yield Row(name, None, _lacks(missing, has))
                return
            wanted = [column for column in dict.fromkeys(has) if column in KNOWN]
            for batch in file.iter_batches(BATCH, columns=wanted, use_threads=False):
                for values in _values(batch):
                    number += 1
                    see(number / total)
                    yield row_of(values, f"{name}:{number}")
    except (pa.ArrowException, OSError) as error:
        what = getattr(error, "strerror", None) or one_line(str(error))
        yield Row(name, None, f"cannot be read: {what:.200}")


def _lacks(missing: Sequence[str], has: Sequence[str]) -> str:
    named = [one_line(column) for column in has[:NAMED]]
    more = [f"and {len(has) - NAMED} more"] if len(has) > NAMED else []
    return f"no {' and no '.join(missing)} among its columns: {', '.join([*named, *more]) or 'it has none'}"


def _values(batch: pa.RecordBatch) -> Iterator[dict[str, object]]:
    """The rows of a batch as a line of JSON would have them."""
    columns = [list(map(_value, _plain(column))) for column in batch.columns]
    for values in zip(*columns, strict=True):
        yield dict(zip(batch.schema.names, values, strict=True))


def _plain(column: pa.Array[Any]) -> pa.Array[Any]:
    """A column of times as text: Python has no years beyond 9999, and no nanoseconds. Those of a zone are told in UTC. Text as
    bytes, for a file may hold some that is not UTF-8.
    """
    import pyarrow as pa

    kind = column.type
    if pa.types.is_timestamp(kind):
        return column.view(pa.timestamp(kind.unit)).cast(pa.string())
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return column.cast(pa.large_binary())
    return column.cast(pa.string()) if pa.types.is_date(kind) else column


def _value(scalar: pa.Scalar[Any]) -> object:
    """What Python has for it. Where it has nothing, the error itself: no text, no date and no list of names."""
    try:
        value = scalar.as_py()
    except (ValueError, OverflowError) as error:
        return error
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


class Writer:
    """Writes rows of one kind of dataclass to an open file, in row groups of ROW_GROUP; their types are the schema."""

    def __init__(self, file: IO[bytes], kind: type) -> None:
        from pyarrow.parquet import ParquetWriter

        self._schema = schema(kind)
        self._writer = ParquetWriter(file, self._schema, compression="zstd")
        self._waiting: list[dict[str, object]] = []

    def write(self, row: Any) -> None:
        self._waiting.append(asdict(row))
        if len(self._waiting) == ROW_GROUP:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        self._writer.write_table(pa.Table.from_pylist(self._waiting, schema=self._schema))
        self._waiting = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None and self._waiting:
            self._flush()
        self._writer.close()


def schema(kind: type) -> pa.Schema:
    """The columns of a dataclass: text, whole numbers, fractions, yes or no, times in UTC, and lists and structures of these."""
    import pyarrow as pa

    return pa.schema(_fields(kind))


def _fields(kind: type) -> list[tuple[str, pa.DataType]]:
    hints = get_type_hints(kind)
    return [(each.name, _type(hints[each.name])) for each in fields(kind)]


def _type(hint: Any) -> pa.DataType:
    import pyarrow as pa

    if get_origin(hint) is tuple:
        return pa.list_(_type(get_args(hint)[0]))
    if is_dataclass(hint):
        return pa.struct(_fields(hint if isinstance(hint, type) else type(hint)))
    return {
        str: pa.string(),
        int: pa.int64(),
        float: pa.float64(),
        bool: pa.bool_(),
        datetime | None: pa.timestamp("us", tz="UTC"),
    }[hint]
