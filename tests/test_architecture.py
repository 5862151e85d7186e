"""The layout of the code: what imports what, who may print, and how large a file grows."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import briefing

PACKAGE = Path(briefing.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
FLOORS = (
    ("types", "errors"),
    (
        "config",
        "text",
        "prose",
        "charset",
        "gate",
        "secret",
        "process",
        "picture",
        "templating",
        "look",
        "message",
        "likeness",
        "pattern",
        "numerals",
        "hardware",
        "fence",
        "prompting",
        "jinja",
        "catalog",
        "loop",
        "patience",
        "plot",
        "parallel",
    ),
    ("fetch", "extract", "store", "embed", "models"),
    ("sources", "cluster", "threads", "rank", "compare", "ground", "summarize", "illustrate", "render", "deliver"),
    ("pipeline",),
    ("evaluate",),
    ("archive",),
    ("tune",),
    ("send", "doctor", "schedule"),
    ("cli", "demo", "__main__"),
)
FLOOR = {module: number for number, modules in enumerate(FLOORS) for module in modules}
SHARED_FLOORS = {0, 1, 9}  # types know errors, tools know tools, the command line knows the demo
HEAVY = {
    "torch", "transformers", "sentence_transformers", "trafilatura", "scipy", "feedparser",
    "httpx2", "lxml", "rich", "typst", "css_inline", "apprise", "PIL", "hishel", "pypdf", "courlan", "dateparser", "imap_tools", "tomlkit", "protego",
    "usearch", "psutil", "huggingface_hub", "safetensors", "matplotlib", "plotext", "rouge_score",
    "ray", "grpc", "pyarrow",
}  # fmt: skip
DRAWERS = {"utils", "util", "helpers", "common", "base", "manager", "misc", "constants"}
MOST_LINES = 300


@dataclass(frozen=True)
class Import:
    """One imported module of one file. ``early`` says that importing the file imports it too."""

    file: Path
    line: int
    name: str
    early: bool

    def __str__(self) -> str:
        return f"{self.file.relative_to(PACKAGE)}:{self.line} imports {self.name}"


def path_within(file: Path) -> str:
    return str(file.relative_to(PACKAGE))


def module_of(file: Path) -> str:
    """The part of the package that a file belongs to: ``cli`` for ``cli/run.py``; empty for the package's own file."""
    part = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if part == "__init__" else part


def imports_of(file: Path) -> Iterator[Import]:
    """Every import of a file, also those inside functions; not those that only a type checker sees."""
    yield from _imports(file, ast.parse(file.read_text(encoding="utf-8")), early=True)


def _imports(file: Path, node: ast.AST, early: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        if isinstance(child, ast.Import):
            yield from (Import(file, child.lineno, alias.name, early) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, f"{file}:{child.lineno}: imports are absolute here"
            for alias in child.names:
                yield Import(file, child.lineno, f"{child.module}.{alias.name}", early)
        else:
            function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _imports(file, child, early and not function)


def ours(found: Import) -> str:
    """The part of our package that an import names; empty for another library."""
    parts = found.name.split(".")
    return parts[1] if parts[0] == "briefing" and len(parts) > 1 and parts[1] in FLOOR else ""


EVERY_IMPORT = [found for file in FILES for found in imports_of(file)]
BETWEEN_PARTS = [
    (module_of(found.file), ours(found), found)
    for found in EVERY_IMPORT
    if ours(found) and module_of(found.file) not in ("", ours(found))
]


def names(found: Import) -> str:
    return found.name.split(".")[0]


def test_every_module_stands_on_a_floor() -> None:
    """A new module is put on a floor here before anything may import it."""
    assert {module_of(file) for file in FILES} - {""} == set(FLOOR)


def test_imports_go_down_the_floors() -> None:
    """No module imports one of a floor above its own, not even inside a function."""
    upward = [str(found) for own, other, found in BETWEEN_PARTS if FLOOR[other] > FLOOR[own]]
    assert not upward


def test_neighbours_do_not_import_each_other() -> None:
    """Stages do not know each other, nor do the modules of the rim: only the flow brings them together."""
    sideways = [
        str(found)
        for own, other, found in BETWEEN_PARTS
        if FLOOR[other] == FLOOR[own] and FLOOR[own] not in SHARED_FLOORS
    ]
    assert not sideways


def test_no_import_cycles() -> None:
    """The parts of the package can be put in an order in which each knows only those before it."""
    graph: dict[str, set[str]] = {}
    for own, other, _ in BETWEEN_PARTS:
        graph.setdefault(own, set()).add(other)
    TopologicalSorter(graph).prepare()  # raises CycleError


def test_heavy_libraries_are_imported_where_they_are_used() -> None:
    """Importing a module of ours imports none of the libraries that take long to load.

    The classes made for httpx2 and for transformers need them at once; their modules are themselves imported where they are used.
    """
    made_for_one = [("fetch", "guard"), ("fetch", "cache"), ("models", "cache")]
    files = {PACKAGE / folder / f"{name}.py" for folder, name in made_for_one}
    wrapped = [found for found in EVERY_IMPORT if tuple(found.name.split(".")[1:3]) in made_for_one]
    assert not [str(found) for found in wrapped if found.early]
    early = [str(found) for found in EVERY_IMPORT if found.early and names(found) in HEAVY and found.file not in files]
    assert not early


def test_the_heavy_libraries_are_found_at_all() -> None:
    """The check above sees the imports inside functions: all these libraries but one that is not ours are used."""
    used = {names(found) for found in EVERY_IMPORT}
    assert HEAVY - used <= {"sentence_transformers", "scipy"}


@pytest.mark.parametrize(
    "file", [file for file in FILES if module_of(file) not in ("cli", "__main__")], ids=path_within
)
def test_only_the_command_line_prints_exits_and_reads_the_environment(file: Path) -> None:
    """Everything else takes arguments and gives values back, so that it can be used from Python.

    What runs a program hands our environment on to it, with a variable more, and looks at none.
    """
    tree = ast.parse(file.read_text(encoding="utf-8"))
    spoken = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Name | ast.Attribute)}
    forbidden = {"print", "input", "exit", "quit", "SystemExit", "sys.exit", "os._exit", "os.environ", "os.getenv"}
    forbidden |= {"sys.stdout", "sys.stderr", "sys.argv", "environ", "getenv"}
    assert not spoken & forbidden - ({"os.environ"} if module_of(file) == "process" else set())
    assert not {found.name.split(".")[0] for found in imports_of(file)} & {"click", "argparse", "getpass"}


@pytest.mark.parametrize("file", FILES, ids=path_within)
def test_files_stay_short_and_have_a_name_that_says_something(file: Path) -> None:
    """A file that passes 300 lines becomes a folder, and none is a drawer for what has no home."""
    assert len(file.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
    assert file.stem not in DRAWERS
    assert file.parent.name not in DRAWERS


def loaded_by(*arguments: str) -> set[str]:
    """The libraries that a fresh process has loaded after a command, by what Python says of each import."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "briefing", *arguments], capture_output=True, text=True, check=True
    )
    lines = (line for line in done.stderr.splitlines() if line.startswith("import time:"))
    return {line.rsplit("|", 1)[1].strip().split(".")[0] for line in lines}


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("run", "--help")], ids=" ".join)
def test_help_answers_at_once(arguments: tuple[str, ...]) -> None:
    """Asking for help loads none of the heavy libraries, nor numpy, pydantic or Jinja."""
    loaded = loaded_by(*arguments)
    assert {"click", "briefing"} <= loaded
    assert not loaded & (HEAVY | {"numpy", "pydantic", "jinja2", "babel"})


def test_importing_the_package_loads_nothing() -> None:
    """``import briefing`` is free: each public name brings its module when it is first used."""
    code = "import sys, briefing; assert not {'torch', 'numpy', 'pydantic', 'click'} & set(sys.modules)"
    code += "; assert briefing.Length(45).amount == 45; assert 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_public_names_are_what_the_design_says() -> None:
    """The facade offers the nouns, the verbs and the root of our errors, and no name that is not there."""
    assert {name for name in briefing.__all__ if getattr(briefing, name)} == set(briefing.__all__)
    for verb in ("read_articles", "cluster", "summarize", "make", "render"):
        assert callable(getattr(briefing, verb))
    assert issubclass(briefing.BriefingError, Exception)
    with pytest.raises(AttributeError, match="nonsense"):
        briefing.nonsense  # noqa: B018


def test_a_verb_stays_a_function_after_its_module_was_imported() -> None:
    """``briefing.cluster`` is the function, whatever was imported before."""
    code = "import briefing.cluster, briefing.summarize, briefing; from briefing.cluster import collapse"
    code += "; assert callable(briefing.cluster) and callable(briefing.summarize) and callable(briefing.render)"
    subprocess.run([sys.executable, "-c", code], check=True)
