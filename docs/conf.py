# ruff: noqa: INP001 - Sphinx reads this file by its path
"""How Sphinx builds this documentation: Markdown by MyST, and a reference that is made from the code while it builds.

``make docs`` builds it with every warning as an error and every reference that leads nowhere as a warning, then follows
each link of the built pages (``links.py``). Nothing on the network is asked: addresses outside are listed, and asked by
hand, with a network, by ``sphinx-build -b linkcheck docs docs/_build/linkcheck``, which looks for their anchors too.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent))

import generated

import briefing

if TYPE_CHECKING:
    from click import Context
    from sphinx.application import Sphinx

project = "briefing"
author = "the briefing contributors"
copyright = "the briefing contributors, Apache-2.0"  # noqa: A001 - Sphinx asks for this name
release = briefing.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx_click"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["attrs_inline", "deflist"]
myst_heading_anchors = 4  # levels of headings that links may lead to
default_role = "code"  # one pair of backticks, as help texts have it
nitpicky = True
smartquotes = False  # -- is two hyphens in a command
nitpick_ignore_regex = [("py:class", ".*")]  # types in signatures, most of them of other projects, documented elsewhere
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_maximum_signature_line_length = 80  # longer ones take a line for each parameter
linkcheck_anchors = True
linkcheck_ignore = [r"http://(localhost|127\.0\.0\.1)[:/]", r"https?://([\w-]+\.)*example(\.\w+)?(/|$)"]

html_theme = "furo"
html_title = "briefing"
html_show_sphinx = False
html_copy_source = False

PLACE = re.compile(r"^<!-- generated: (\w+) -->$", re.MULTILINE)
PAGES: dict[str, Callable[[], str]] = {
    "errors": generated.errors,
    "python": generated.python,
    "schema": generated.schema,
    "settings": generated.settings,
    "variables": generated.variables,
}


def setup(app: Sphinx) -> None:
    """Put what the code says of itself into the pages, each at its ``<!-- generated: … -->``, before they are read.

    The examples of a command stand as they are typed. A default that a dataclass makes anew has a form that Sphinx can read.
    """

    def fill(_: Sphinx, __: str, source: list[str]) -> None:
        source[0] = PLACE.sub(lambda place: PAGES[place[1]](), source[0])

    def keep_columns(_: Sphinx, context: Context, lines: list[str]) -> None:
        shown = cleandoc(context.command.epilog or "").replace("\b\n", "").splitlines()
        lines[:] = [".. code-block:: text", "", *(f"   {line}" for line in shown), ""] if shown else []

    def parsable(*found: Any) -> tuple[str | None, str | None]:
        signature, returned = found[-2:]
        return signature and signature.replace("<factory>", "..."), returned

    app.connect("source-read", fill)
    app.connect("autodoc-process-signature", parsable)
    app.connect("sphinx-click-process-epilog", keep_columns)
