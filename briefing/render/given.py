"""What every template of a brief may use, whatever its form: docs/how-to/templates.md tells of each."""

from __future__ import annotations

from briefing.look import Look
from briefing.render.wording import Wording
from briefing.types import TOLERANCE, Brief


def given(brief: Brief, look: Look) -> dict[str, object]:
    """The brief, its look, its wording and what it may miss its length by, under the names that templates know."""
    return {"brief": brief, "look": look, "theme": look.theme, "tolerance": TOLERANCE, "wording": Wording(brief)}
