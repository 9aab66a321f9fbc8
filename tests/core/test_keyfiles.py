"""Secret files: nobody else may read them, and there is always the old one or the new one."""

import pytest

from xlab.keyfiles import remove_key, write_key


def test_a_key_is_for_its_owner_alone_even_where_the_folder_was_open(tmp_path):
    (tmp_path / "keys").mkdir(mode=0o755)
    write_key(tmp_path, "a.key", b"one")
    write_key(tmp_path, "a.key", b"two")
    path = tmp_path / "keys" / "a.key"
    assert path.read_bytes() == b"two"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_a_card_that_fails_leaves_the_old_one_and_no_rubbish(tmp_path, monkeypatch, step):
    write_key(tmp_path, "a.key", b"one")

    def fail(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(step, fail)
    with pytest.raises(OSError, match="No space"):
        write_key(tmp_path, "a.key", b"two")
    assert [(path.name, path.read_bytes()) for path in (tmp_path / "keys").iterdir()] == [("a.key", b"one")]


def test_removing_twice_is_harmless(tmp_path):
    write_key(tmp_path, "a.key", b"one")
    remove_key(tmp_path, "a.key")
    remove_key(tmp_path, "a.key")
    assert list((tmp_path / "keys").iterdir()) == []
