"""The hash that IT approves: the same for the same demo, another for any other, and no folder that it cannot name."""

import os
from pathlib import Path

import pytest

from tests.catalogue.conftest import write_demo
from xlab.catalogue.digest import MAX_BYTES, MAX_FILES, DigestError, digest_folder


def refused(folder: Path) -> str:
    with pytest.raises(DigestError) as caught:
        digest_folder(folder)
    return str(caught.value)


def test_the_same_files_give_the_same_digest_wherever_and_in_whatever_order_they_were_made(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder, names in ((one, "abc"), (two, "cab")):
        folder.mkdir()
        for name in names:
            folder.joinpath(name).write_text(name)
    assert digest_folder(one) == digest_folder(two)
    assert len(digest_folder(one)) == 64


def test_content_name_and_place_of_a_file_each_change_it(tmp_path: Path) -> None:
    folder = write_demo(tmp_path)
    seen = [digest_folder(folder)]
    folder.joinpath("main.py").write_text("pass")
    seen.append(digest_folder(folder))
    folder.joinpath("main.py").rename(folder / "other.py")
    seen.append(digest_folder(folder))
    folder.joinpath("sub").mkdir()
    folder.joinpath("other.py").rename(folder / "sub" / "other.py")
    seen.append(digest_folder(folder))
    folder.joinpath("sub", "empty").touch()
    seen.append(digest_folder(folder))
    assert len(set(seen)) == 5


def test_what_python_and_tools_leave_behind_does_not_change_it(tmp_path: Path) -> None:
    folder = write_demo(tmp_path)
    before = digest_folder(folder)
    folder.joinpath("__pycache__").mkdir()
    folder.joinpath("__pycache__", "main.cpython-311.pyc").write_bytes(b"x")
    folder.joinpath(".git").symlink_to("/")
    assert digest_folder(folder) == before


def test_a_link(tmp_path: Path) -> None:
    folder = write_demo(tmp_path)
    folder.joinpath("more.py").symlink_to("/etc/passwd")
    assert "'more.py' is a link" in refused(folder)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    folder = write_demo(tmp_path)
    os.mkfifo(folder / "pipe")
    assert "'pipe' is a device, a pipe or a socket" in refused(folder)


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    folder = write_demo(tmp_path)
    os.close(os.open(os.fsencode(folder) + b"/\xff", os.O_CREAT | os.O_WRONLY))
    assert "cannot be written as text" in refused(folder)


def test_names_that_differ_only_by_case(tmp_path: Path) -> None:
    folder = write_demo(tmp_path)
    folder.joinpath("MAIN.py").touch()
    assert "differ only by case" in refused(folder)


def test_folders_without_end_and_too_many_files(tmp_path: Path) -> None:
    folder = write_demo(tmp_path)
    deep = folder.joinpath(*"abcdefghijklmnop")
    deep.mkdir(parents=True)
    assert "a folder too deep down" in refused(folder)
    many = tmp_path / "many"
    many.mkdir()
    for number in range(MAX_FILES + 1):
        many.joinpath(str(number)).touch()
    assert f"more than {MAX_FILES} files" in refused(many)


def test_files_of_nothing_but_room_are_refused_before_any_is_read(tmp_path: Path) -> None:
    for number in range(1000):
        with tmp_path.joinpath(f"{number}.bin").open("wb") as file:
            file.truncate(MAX_BYTES - 1)
    assert "larger than 512 MB together" in refused(tmp_path)
