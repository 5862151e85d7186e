from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from briefing.errors import StoreError
from briefing.store import CHUNK, MIGRATIONS, Store

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
    content[4096:] = b"\xff" * (len(content) - 4096)
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
