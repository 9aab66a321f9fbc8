"""What a demo keeps outlives the run, whole or not at all, and never more than a little."""

import logging

import pytest

from xlab_kiosk.stage.keep import FILE, MOST_BYTES, SAVE_EVERY, Keep


def test_it_is_there_in_the_next_run(tmp_path):
    keep = Keep(tmp_path)
    keep["best"] = {"score": 7, "names": ["fox", None, True, 0.5]}
    keep.save()
    assert dict(Keep(tmp_path)) == {"best": {"score": 7, "names": ["fox", None, True, 0.5]}}


def test_what_was_deleted_stays_gone(tmp_path):
    keep = Keep(tmp_path)
    keep["one"], keep["two"] = 1, 2
    keep.save()
    del keep["one"]
    keep.save()
    assert dict(Keep(tmp_path)) == {"two": 2}


def test_without_a_folder_it_lasts_as_long_as_the_run():
    keep = Keep(None)
    keep["one"] = 1
    keep.save()
    assert keep["one"] == 1
    assert dict(Keep(None)) == {}


def test_what_is_read_is_a_copy():
    keep = Keep()
    keep["list"] = [1]
    keep["list"].append(2)
    assert keep["list"] == [1]


@pytest.mark.parametrize("value", [object(), {1, 2}.__iter__(), lambda: 0, "\ud800"])
def test_what_json_cannot_say_is_refused_by_name(value):
    keep = Keep()
    with pytest.raises(TypeError, match="best"):
        keep["best"] = value
    assert "best" not in keep


def test_too_much_is_refused_and_what_was_there_stays():
    keep = Keep()
    keep["text"] = "small"
    with pytest.raises(ValueError, match="65536 in all"):
        keep["text"] = "x" * MOST_BYTES
    for number in range(100):
        keep[f"n{number}"] = "x" * 500
    with pytest.raises(ValueError, match="65536 in all"):
        for number in range(100, 200):
            keep[f"n{number}"] = "x" * 500
    assert keep["text"] == "small"
    del keep["n0"]
    keep["n0"] = "y" * 500


def test_a_full_one_is_read_again(tmp_path):
    keep = Keep(tmp_path)
    keep["text"] = "ü" * (MOST_BYTES // 2 - 40)
    keep.save()
    assert Keep(tmp_path)["text"] == keep["text"]


@pytest.mark.parametrize(
    "found", [b"", b"{", b"[1]", b'{"a": 1', b"\xff\xfe", b"[" * 200_000, b'{"a": ' + b"1" * 200_000]
)
def test_a_file_that_cannot_be_read_begins_anew_and_is_reported(tmp_path, caplog, found):
    (tmp_path / FILE).write_bytes(found)
    with caplog.at_level(logging.WARNING):
        keep = Keep(tmp_path)
    assert dict(keep) == {}
    assert "begins anew" in caplog.text
    keep["one"] = 1
    keep.save()
    assert dict(Keep(tmp_path)) == {"one": 1}


def test_it_is_saved_at_most_once_a_second_and_only_when_it_changed(tmp_path):
    keep, path = Keep(tmp_path), tmp_path / FILE
    keep.update_file(5.0)
    assert not path.exists()
    keep["one"] = 1
    keep.update_file(0.016)
    assert dict(Keep(tmp_path)) == {"one": 1}
    keep["one"] = 2
    keep.update_file(SAVE_EVERY / 2)
    assert dict(Keep(tmp_path)) == {"one": 1}
    keep.update_file(SAVE_EVERY / 2)
    assert dict(Keep(tmp_path)) == {"one": 2}
    path.unlink()
    keep["one"] = 2
    keep.update_file(SAVE_EVERY)
    assert not path.exists()


def test_a_folder_that_cannot_be_written_ends_no_run_and_the_old_state_stays(tmp_path, caplog):
    keep = Keep(tmp_path)
    keep["one"] = 1
    keep.save()
    (tmp_path / "keep.new").mkdir()  # stands for a card that is full or write-protected
    keep["one"] = 2
    with caplog.at_level(logging.WARNING):
        keep.save()
    assert "could not be saved" in caplog.text
    assert dict(Keep(tmp_path)) == {"one": 1}
    (tmp_path / "keep.new").rmdir()
    keep.save()
    assert dict(Keep(tmp_path)) == {"one": 2}
