"""The built-in newsroom: invented outlets, two days of news, and the settings of its brief."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

NEWSROOM = Path(__file__).parent / "newsroom.jsonl"
CONFIG = Path(__file__).parent / "briefing.toml"
NOW = datetime(2026, 10, 15, 6, 0, tzinfo=UTC)  # the morning after its two days
YESTERDAY = datetime(2026, 10, 14, 6, 0, tzinfo=UTC)  # the morning before, whose brief the reader has had
