"""One setting of a ``briefing.toml`` changed, and nothing else in it. Pure: text in, text out."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from briefing.errors import ConfigError


def with_setting(text: str, table: str, key: str, value: str) -> str:
    """The file with ``table.key = value``: where the setting stands behind a #, in that place, and the table's name too.

    A table that stands as its name alone, such as ``writer = "chat"``, is written out.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        wanted = tomllib.loads(text)
        if isinstance(wanted.get(table), str):
            written = tomlkit.inline_table()
            written.update({"name": wanted[table], key: value})
            document[table] = written
            return tomlkit.dumps(document)
        wanted.setdefault(table, {})[key] = value
        shown = tomlkit.item(value).as_string()
        behind = re.compile(rf"^#[ \t]*{re.escape(key)}[ \t]*=.*$", re.MULTILINE)
        opened = re.sub(rf"^#[ \t]*(?=\[{re.escape(table)}\])", "", text, flags=re.MULTILINE)
        for place in (text, opened):
            for match in behind.finditer(place):
                changed = f"{place[: match.start()]}{key} = {shown}{place[match.end() :]}"
                if _reads(changed, wanted):
                    return changed
        document.setdefault(table, tomlkit.table())[key] = value
    except (TOMLKitError, tomllib.TOMLDecodeError) as error:
        raise ConfigError("the settings cannot be read", str(error)) from error
    return tomlkit.dumps(document)


def _reads(text: str, wanted: dict[str, Any]) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        return False
