"""How settings are saved: in the file that is meant, as that file is."""

from __future__ import annotations

from pathlib import Path

from briefing.cli.options import Choices

SETTINGS = '# mine\n[brief]\ntitle = "The Harbour Brief"\n'


def test_a_linked_file_stays_a_link(tmp_path: Path) -> None:
    """A briefing.toml that is a link to one elsewhere is written there."""
    there, here = tmp_path / "dotfiles.toml", tmp_path / "briefing.toml"
    there.write_text(SETTINGS)
    here.symlink_to(there)
    Choices(here, {}).save(SETTINGS.replace("Harbour", "Quay"))
    assert here.is_symlink()
    assert "Quay" in there.read_text()


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    """A file with the line ends of Windows keeps them, one without gets none."""
    for ends in (b"\r\n", b"\n"):
        file = tmp_path / "briefing.toml"
        file.write_bytes(SETTINGS.encode().replace(b"\n", ends))
        choices = Choices(file, {})
        choices.save(choices.text.replace("Harbour", "Quay"))
        assert file.read_bytes() == SETTINGS.replace("Harbour", "Quay").encode().replace(b"\n", ends)
