"""The shelf as a door: what was installed is a demo of the kit, and which of several of one id is the one."""

import os
import shutil
from pathlib import Path

import pytest

from tests.catalogue.bundles import pack, requiring
from tests.catalogue.conftest import MANIFEST, Install, write_demo
from xlab.catalogue import Entry, find_demos, fingerprints
from xlab.catalogue.digest import DigestError, digest_folder
from xlab.catalogue.fingerprints import fingerprint
from xlab.catalogue.shelf import demo_folder, install, rollback


def later() -> int:
    """A clock long after anything was written."""
    return 2**62


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def listed(home: Path) -> list[Entry]:
    return [entry for entry in find_demos(home) if entry.name == "test-one"]


def shelved(home: Path, parent: Path, version: str = "1.0.0") -> Path:
    """Install a version of the demo, with approval, and give its folder."""
    bundle = pack(parent, version, None)
    return demo_folder(home, install(home, bundle.path, bundle.seal))


def test_the_current_version_is_listed(home: Path, tmp_path: Path) -> None:
    shelved(home, tmp_path)
    folder = shelved(home, tmp_path, "2.0.0")
    (entry,) = listed(home)
    assert (entry.door, entry.status, entry.folder, entry.digest) == ("shelf", "ready", folder, digest_folder(folder))
    rollback(home, "test-one")
    assert [entry.manifest and entry.manifest.version for entry in listed(home)] == ["1.0.0"]


def test_a_file_that_was_changed_added_or_lost_makes_it_bad(home: Path, tmp_path: Path) -> None:
    folder = shelved(home, tmp_path)
    for change in (
        lambda: folder.joinpath("main.py").write_text("pass"),
        lambda: folder.joinpath("more.py").touch(),
        lambda: folder.joinpath("main.py").unlink(),
    ):
        assert [entry.status for entry in listed(home)] == ["ready"]
        kept = tmp_path / "kept"
        shutil.copytree(folder, kept)
        change()
        (entry,) = listed(home)
        assert entry.status == "bad"
        assert entry.reason == "Its files are not those that were installed; install its bundle again."
        shutil.rmtree(folder)
        kept.rename(folder)


def test_a_damaged_state_is_listed_with_the_reason_and_hides_no_other(home: Path, tmp_path: Path) -> None:
    shelved(home, tmp_path)
    broken = home / "demos" / ".shelf" / "broken"
    broken.mkdir()
    broken.joinpath("state.json").write_text("{")
    entries = {entry.name: entry for entry in find_demos(home)}
    assert (entries["broken"].door, entries["broken"].status) == ("shelf", "bad")
    assert "is damaged" in entries["broken"].reason
    assert entries["test-one"].status == entries["hello"].status == "ready"


def test_a_shelf_that_cannot_be_read_is_told(home: Path) -> None:
    home.joinpath("demos").mkdir(parents=True)
    home.joinpath("demos", ".shelf").touch()
    (entry,) = [entry for entry in find_demos(home) if entry.door == "shelf"]
    assert "cannot be read: Not a directory" in entry.reason


def test_a_bundle_is_an_update_of_the_demo_that_came_with_the_kit(home: Path, tmp_path: Path, install: Install) -> None:
    write_demo(tmp_path / "site")
    install("test-one", "xlab_demo_test_one")
    folder = shelved(home, tmp_path, "1.0.0")
    assert [(entry.door, entry.folder) for entry in listed(home)] == [("shelf", folder)]


def test_a_bundle_older_than_what_came_with_the_kit_wins_and_that_one_says_so(
    home: Path, tmp_path: Path, install: Install
) -> None:
    write_demo(tmp_path / "site", manifest=MANIFEST.replace("1.0.0", "1.10.0"))
    install("test-one", "xlab_demo_test_one")
    shelved(home, tmp_path, "1.9.0")
    ours, theirs = listed(home)
    assert (ours.door, ours.status, theirs.door, theirs.status) == ("shelf", "ready", "installed", "bad")
    assert "The kit came with version 1.10.0, but version 1.9.0 was installed" in theirs.reason


def test_a_damaged_bundle_gives_the_id_back(home: Path, tmp_path: Path, install: Install) -> None:
    write_demo(tmp_path / "site")
    install("test-one", "xlab_demo_test_one")
    shelved(home, tmp_path).joinpath("main.py").unlink()
    assert [(entry.door, entry.status) for entry in listed(home)] == [("shelf", "bad"), ("installed", "ready")]


def test_a_folder_put_there_by_hand_takes_no_id_from_the_shelf(home: Path, tmp_path: Path) -> None:
    folder = shelved(home, tmp_path)
    write_demo(home / "demos")
    first, second = listed(home)
    assert (first.door, first.status) == ("shelf", "ready")
    assert (second.door, second.reason) == ("dropped", f"Its id test-one is taken by {folder}.")


def test_a_dropped_folder_has_its_digest_and_loses_it_with_a_change(home: Path) -> None:
    folder = write_demo(home / "demos")
    assert [entry.digest for entry in listed(home)] == [digest_folder(folder)]
    folder.joinpath("main.py").write_text("other")
    assert [entry.digest for entry in listed(home)] == [digest_folder(folder)]


def test_a_dropped_folder_that_cannot_be_hashed_is_bad(home: Path) -> None:
    write_demo(home / "demos").joinpath("link").symlink_to("/etc/passwd")
    (entry,) = listed(home)
    assert (entry.status, entry.digest) == ("bad", "")
    assert "'link' is a link; a demo is made of files and folders only" in entry.reason


def test_a_dropped_folder_that_requires_packages_says_that_it_brings_none(home: Path) -> None:
    write_demo(home / "demos", manifest=requiring("both>=1"))
    (entry,) = listed(home)
    assert entry.status == "unapproved"
    assert "It requires both>=1, which only a packed demo brings along" in entry.reason


def test_a_folder_is_hashed_again_only_when_it_was_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, hashed = write_demo(tmp_path), []

    def counted(one: Path) -> str:
        hashed.append(one)
        return digest_folder(one)

    monkeypatch.setattr(fingerprints, "digest_folder", counted)
    first = fingerprint(folder, later)
    assert (fingerprint(folder, later), len(hashed)) == (first, 1)
    # The same size, and the old time put back by hand: the kernel still knows.
    file = folder / "main.py"
    before = file.stat()
    while file.stat().st_ctime_ns == before.st_ctime_ns:
        file.write_text("x" * before.st_size)
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert fingerprint(folder, later) != first
    assert len(hashed) == 2


def test_what_was_written_just_now_is_not_taken_for_known(tmp_path: Path) -> None:
    folder = write_demo(tmp_path)
    file = folder / "main.py"
    now = max(one.stat().st_ctime_ns for one in folder.iterdir()) + 1
    known = {fingerprint(folder, lambda: now)}
    file.write_text(file.read_text().replace("RAN", "ran"))
    known.add(fingerprint(folder, lambda: now))
    assert len(known) == 2


def test_what_cannot_be_hashed_is_not_tried_again_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def fails(folder: Path) -> str:
        tried.append(folder)
        raise DigestError("It is too large.")

    monkeypatch.setattr(fingerprints, "digest_folder", fails)
    folder = write_demo(tmp_path)
    for _ in range(2):
        with pytest.raises(DigestError, match="too large"):
            fingerprint(folder, later)
    assert len(tried) == 1
