"""The store: one file that is made, upgraded, shared, locked and never lost."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from briefing.errors import LockedError, StoreError
from briefing.store import CHUNK, MEMORY, MIGRATIONS, Store, located
from briefing.store.archive import Archive, Kept
from briefing.types import Article, Entry

NOW = datetime(2026, 11, 1, 6, tzinfo=UTC)
ENTRY = Entry("1", Article("https://a.example/1", "A harbour", "The harbour wall is rebuilt.", "Outlet"))

WRITER = """
import sys
from briefing.store import Store
with Store(sys.argv[1]) as store:
    for n in range(50):
        store.keep_vectors({f"{sys.argv[2]}{n}".encode(): b"v"})
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "briefing.db"


def test_what_was_kept_is_there_the_next_time(path: Path) -> None:
    """Vectors survive closing; the folder is made; keys that were never kept are absent, not errors."""
    with Store(path) as store:
        store.keep_vectors({b"a": b"\x00\x01", b"b": b"\x02"})
    with Store(path) as store:
        assert store.vectors([b"a", b"b", b"c"]) == {b"a": b"\x00\x01", b"b": b"\x02"}
        assert store.vectors([]) == {}


def test_keeping_again_replaces(path: Path) -> None:
    """The last vector of a key is the one that is given back."""
    with Store(path) as store:
        store.keep_vectors({b"a": b"old"})
        store.keep_vectors([(b"a", b"new")])
        assert store.vectors([b"a"]) == {b"a": b"new"}


def test_any_number_of_keys_can_be_asked_for(path: Path) -> None:
    """More keys than one query takes are asked for in several."""
    vectors = {str(n).encode(): str(n).encode() for n in range(2 * CHUNK + 1)}
    with Store(path) as store:
        store.keep_vectors(vectors)
        assert store.vectors(list(vectors)) == vectors


def test_a_store_in_memory_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``:memory:`` works like any other and is gone afterwards."""
    monkeypatch.chdir(tmp_path)
    with Store(":memory:") as store:
        store.keep_vectors({b"a": b"b"})
        assert store.vectors([b"a"]) == {b"a": b"b"}
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_becomes_a_store(path: Path) -> None:
    """All migrations run on what has none yet, and the file then says its version."""
    path.parent.mkdir()
    path.touch()
    with Store(path) as store:
        assert store.vectors([b"a"]) == {}
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    connection.close()


def test_a_store_of_a_newer_version_is_refused(path: Path) -> None:
    """An older program leaves a newer file alone and says to upgrade."""
    with Store(path):
        pass
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.commit()
    with pytest.raises(StoreError, match="newer version") as caught:
        Store(path)
    assert "upgrade" in caught.value.remedy
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)
    connection.close()


def test_a_file_that_is_no_store_is_refused_and_kept(path: Path) -> None:
    """The error names the file and the way out; the file stays as it was."""
    path.parent.mkdir()
    path.write_bytes(b"this is no database " * 400)
    with pytest.raises(StoreError, match="not a database") as caught:
        Store(path)
    assert str(path) in caught.value.what
    assert "move this one away" in caught.value.remedy
    assert path.read_bytes() == b"this is no database " * 400


def test_damage_that_shows_later_is_our_error_too(path: Path) -> None:
    """A page that was overwritten fails when it is read, with the same message and remedy."""
    vectors = {str(n).encode(): bytes(200) for n in range(2000)}
    with Store(path) as store:
        store.keep_vectors(vectors)
    content = bytearray(path.read_bytes())
    half = len(content) // 2  # what is read first stays
    content[half:] = b"\xff" * (len(content) - half)
    path.write_bytes(content)
    with Store(path) as store, pytest.raises(StoreError, match="malformed"):
        store.vectors(list(vectors))


def test_a_folder_in_the_way_is_our_error(tmp_path: Path) -> None:
    """A path that cannot be a file, or lies below a file, is refused with a remedy."""
    (tmp_path / "file").touch()
    for path in (tmp_path, tmp_path / "file" / "briefing.db"):
        with pytest.raises(StoreError) as caught:
            Store(path)
        assert caught.value.remedy


def test_two_connections_see_each_others_writes(path: Path) -> None:
    """What one keeps, the other one has, while both are open."""
    with Store(path) as one, Store(path) as other:
        one.keep_vectors({b"a": b"1"})
        other.keep_vectors({b"b": b"2"})
        assert one.vectors([b"a", b"b"]) == other.vectors([b"a", b"b"]) == {b"a": b"1", b"b": b"2"}


def test_two_processes_write_at_once(path: Path) -> None:
    """Neither loses a write and neither fails, also where both make the file."""
    running = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), name]) for name in "xy"]
    assert [process.wait(timeout=60) for process in running] == [0, 0]
    with Store(path) as store:
        assert len(store.vectors([f"{name}{n}".encode() for name in "xy" for n in range(50)])) == 100


def test_many_threads_may_open_one_file_for_the_first_time(path: Path) -> None:
    """Migrations run once, whoever comes first."""
    failed: list[Exception] = []

    def open_it() -> None:
        try:
            with Store(path) as store:
                store.keep_vectors({b"a": b"b"})
        except Exception as error:  # noqa: BLE001 - whatever a thread fails with
            failed.append(error)

    threads = [Thread(target=open_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_a_store_of_every_earlier_version_is_brought_to_the_last(path: Path, version: int) -> None:
    """What an earlier version kept is there afterwards, and what a later one has works."""
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    for step in MIGRATIONS[:version]:
        for statement in step:
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.execute("INSERT INTO vectors VALUES (?, ?)", (b"a", b"1"))
    connection.commit()
    connection.close()
    with Store(path) as store:
        assert store.vectors([b"a"]) == {b"a": b"1"}
        store.keep_summaries({b"s": "told"}, NOW)
        assert store.summaries([b"s", b"t"]) == {b"s": "told"}
        archive = Archive(store)
        archive.keep("feed", [Kept(ENTRY, ENTRY.article)], NOW)
        assert [each.article.title for each in archive.search("harbour", 5)] == ["A harbour"]
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_a_step_that_fails_leaves_the_store_as_it_was(path: Path) -> None:
    """An upgrade is one transaction: a store that cannot be upgraded can still be used by the version that wrote it."""
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute(MIGRATIONS[0][0])
    connection.execute("CREATE TABLE health (in_the_way TEXT)")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    with pytest.raises(StoreError, match="already exists"):
        Store(path)
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables == {"vectors", "health"}
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    connection.close()


def test_two_runs_do_not_collide(path: Path) -> None:
    """The second says that another is at work, and leaves; when the first is done, it may."""
    with Store(path) as one, Store(path) as other:
        with one.alone(), pytest.raises(LockedError, match="another run is at work") as caught, other.alone():
            pass
        assert str(path) in str(caught.value)
        with other.alone():
            pass


def test_a_killed_run_leaves_no_lock(path: Path) -> None:
    """A process that dies with the lock in its hand does not keep the next one out."""
    code = "import sys, time; from briefing.store import Store\nwith Store(sys.argv[1]).alone(): print('in', flush=True); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"in\n"
    with Store(path) as store:
        with pytest.raises(LockedError), store.alone():
            pass
        process.kill()
        process.wait()
        process.stdout.close()
        with store.alone():
            pass


def test_a_store_in_memory_needs_no_lock() -> None:
    """Nobody else can have it."""
    with Store(":memory:") as one, Store(":memory:") as other, one.alone(), other.alone():
        assert one.is_memory


def test_a_setting_names_the_file() -> None:
    """``none`` is memory, nothing is the user's own folder, ``~`` is the home."""
    assert located("none") == Path(MEMORY)
    assert located("~/news.db") == Path.home() / "news.db"
    assert located("").name == "briefing.db"
    assert located("").is_absolute()


LIGHT = """
import sys
from briefing.config import Settings
from briefing.store import Store, located
from briefing.store.archive import Archive
with Store(located("none")) as store:
    assert Archive(store).search("harbour", 5) == []
assert Settings().store == ""
assert not {"numpy", "jinja2", "babel", "briefing.pipeline"} & set(sys.modules), sorted(sys.modules)
"""


def test_a_look_into_the_store_loads_nothing_that_it_does_not_need() -> None:
    """Settings, store and archive load neither numpy nor Jinja nor the flow: what only looks something up answers at once."""
    subprocess.run([sys.executable, "-c", LIGHT], check=True)
