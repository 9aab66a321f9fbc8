"""The files below ``keys/``: for the kit alone, whole or not there, and never the PIN itself."""

import stat
from pathlib import Path

import pytest

from xlab.dashboard.hashed import AlreadySet
from xlab.dashboard.keys import Keys


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_files_are_for_the_kit_alone(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir(mode=0o755)
    Keys(tmp_path).pin.set_first("246810")
    assert mode(tmp_path / "keys") == 0o700
    assert {path.name: mode(path) for path in (tmp_path / "keys").iterdir()} == {
        "pin.json": 0o600,
        "session.key": 0o600,
    }


def test_the_pin_is_kept_as_a_hash(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    keys.pin.set_first("246810")
    text = (tmp_path / "keys" / "pin.json").read_text()
    assert "246810" not in text
    assert "scrypt:" in text
    assert keys.pin.matches("246810")
    assert not keys.pin.matches("246811")


def test_keys_are_found_again(tmp_path: Path) -> None:
    first = Keys(tmp_path)
    first.pin.set_first("246810")
    again = Keys(tmp_path)
    assert again.pin.matches("246810")
    assert again.session_key == first.session_key
    assert again.pin.epoch == first.pin.epoch


def test_there_is_one_first_pin(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    keys.pin.set_first("246810")
    with pytest.raises(AlreadySet):
        keys.pin.set_first("135790")
    assert keys.pin.matches("246810")


def test_every_pin_has_its_own_epoch(tmp_path: Path) -> None:
    keys = Keys(tmp_path)
    keys.pin.set_first("246810")
    before = keys.pin.epoch
    keys.pin.change("246810")
    assert keys.pin.epoch != before


def test_a_cut_off_session_key_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "session.key").write_bytes(b"short")
    assert len(Keys(tmp_path).session_key) == 32
    assert len((tmp_path / "keys" / "session.key").read_bytes()) == 32


@pytest.mark.parametrize("left", [b"", b'{"hash":"\xff"}', b'{"x":' + b"[" * 5000])
def test_a_damaged_pin_is_said_and_stops_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture, left: bytes) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "pin.json").write_bytes(left)
    keys = Keys(tmp_path)
    assert keys.pin.damaged and not keys.pin.exists
    assert "delete it" in caplog.text


def test_a_pin_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = Keys(tmp_path)
    keys.pin.set_first("246810")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        keys.pin.change("135790")
    assert keys.pin.matches("246810")
    assert Keys(tmp_path).pin.matches("246810")


def test_a_home_that_takes_nothing_still_gives_a_session_key(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file where the folder should be")
    keys = Keys(tmp_path)
    assert len(keys.session_key) == 32
    assert not keys.pin.exists
