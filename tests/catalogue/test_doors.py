"""What comes through the two doors: everything is listed, nothing is run, nothing is fatal."""

import os
import sys
from pathlib import Path

import msgspec
import pytest

from tests.catalogue.conftest import MANIFEST, Install, write_demo
from xlab.catalogue import Entry, find_demos


def listed(home: Path, *names: str) -> list[Entry]:
    """The entries called ``names``, or all that were dropped."""
    return [entry for entry in find_demos(home) if (entry.name in names if names else entry.door == "dropped")]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_the_bundled_demos_come_through_the_same_door_as_anyones(home: Path) -> None:
    hello, welcome = listed(home, "hello", "warm-welcome")
    assert (hello.door, hello.status, welcome.status) == ("installed", "ready", "ready")


def test_an_installed_demo_is_ready(home: Path, tmp_path: Path, install: Install) -> None:
    folder = write_demo(tmp_path / "site")
    install("test-one", "xlab_demo_test_one")
    (entry,) = listed(home, "test-one")
    assert (entry.door, entry.status, entry.reason, entry.folder) == ("installed", "ready", "", folder)
    assert entry.manifest
    assert entry.manifest.entry == "main:Main"


def test_an_entry_point_may_name_a_class_too(home: Path, tmp_path: Path, install: Install) -> None:
    write_demo(tmp_path / "site")
    install("test-one", "xlab_demo_test_one:Main")
    assert [entry.status for entry in listed(home, "test-one")] == ["ready"]


@pytest.mark.parametrize("value", ["xlab_demo_test_one", "no.such.package", "json:loads", "", "=", "os"])
def test_a_missing_package_is_listed_with_the_reason(home: Path, install: Install, value: str) -> None:
    install("test-one", value)
    (entry,) = listed(home, "test-one")
    assert (entry.status, entry.manifest) == ("bad", None)
    assert "is missing" in entry.reason


def test_metadata_that_cannot_be_read_hides_no_other_demo(home: Path, tmp_path: Path, install: Install) -> None:
    write_demo(tmp_path / "site")
    install("broken", "", text="[xlab.demos]\nno equals sign here\n")
    install("binary", "").joinpath("entry_points.txt").write_bytes(b"\xff\xfe\x00")
    install("test-one", "xlab_demo_test_one")
    statuses = {entry.name: entry.status for entry in find_demos(home)}
    assert statuses["broken"] == statuses["binary"] == "bad"
    assert statuses["test-one"] == statuses["hello"] == "ready"


def test_a_dropped_folder_waits_for_approval(home: Path) -> None:
    folder = write_demo(home / "demos")
    (entry,) = listed(home)
    assert (entry.name, entry.door, entry.status, entry.folder) == ("test-one", "dropped", "unapproved", folder)
    assert "waits for approval by IT" in entry.reason
    assert entry.manifest


def test_a_dropped_folder_without_a_usable_manifest_is_bad_not_waiting(home: Path) -> None:
    write_demo(home / "demos", manifest=MANIFEST.replace("api = 1", "api = 7"))
    write_demo(home / "demos", demo="test-two", folder="my_demo")
    (home / "demos" / "empty").mkdir()
    assert {entry.name: entry.status for entry in listed(home)} == {
        "xlab_demo_test_one": "bad",
        "my_demo": "bad",
        "empty": "bad",
    }
    reasons = " ".join(entry.reason for entry in listed(home))
    assert all(words in reasons for words in ("api = 7", "belongs in a folder", "is missing"))


def test_no_home_and_no_demos_folder_are_no_fault(home: Path) -> None:
    assert listed(home) == []
    home.mkdir()
    assert listed(home) == []


def test_a_demos_folder_that_cannot_be_read_is_told(home: Path) -> None:
    home.mkdir()
    (home / "demos").write_text("a file")
    (entry,) = listed(home)
    assert (entry.status, entry.reason) == (
        "bad",
        f"The demos folder {home / 'demos'} cannot be read: Not a directory.",
    )


def test_files_and_what_tools_leave_behind_are_no_demos(home: Path) -> None:
    write_demo(home / "demos")
    for name in (".git", "__pycache__"):
        (home / "demos" / name).mkdir()
    (home / "demos" / "README.md").touch()
    (home / "demos" / "notes").symlink_to("README.md")
    assert [entry.name for entry in listed(home)] == ["test-one"]


def test_links_in_a_circle_and_to_nowhere_are_listed_and_hide_no_other(home: Path) -> None:
    write_demo(home / "demos")
    (home / "demos" / "circle").symlink_to("circle")
    (home / "demos" / "here").symlink_to(".")
    (home / "demos" / "nowhere").symlink_to("gone")
    entries = {entry.name: entry for entry in listed(home)}
    assert {name: entry.status for name, entry in entries.items()} == {
        "circle": "bad",
        "here": "bad",
        "nowhere": "bad",
        "test-one": "unapproved",
    }
    assert "cannot be read" in entries["circle"].reason


def test_a_link_to_a_demo_elsewhere_is_a_demo(home: Path, tmp_path: Path) -> None:
    elsewhere = write_demo(tmp_path / "elsewhere")
    (home / "demos").mkdir(parents=True)
    (home / "demos" / elsewhere.name).symlink_to(elsewhere)
    assert [entry.status for entry in listed(home)] == ["unapproved"]


def test_a_name_that_is_no_text_can_be_shown_all_the_same(home: Path) -> None:
    Path(os.fsdecode(os.fsencode(home / "demos") + b"/caf\xe9")).mkdir(parents=True)
    (entry,) = listed(home)
    assert entry.name == "caf\\udce9"
    assert msgspec.json.encode((entry.name, entry.reason))


def test_of_two_with_one_id_the_installed_one_wins(home: Path, tmp_path: Path, install: Install) -> None:
    installed = write_demo(tmp_path / "site")
    install("test-one", "xlab_demo_test_one")
    write_demo(home / "demos")
    first, second = listed(home, "test-one")
    assert (first.status, first.folder) == ("ready", installed)
    assert (second.status, second.reason) == ("bad", f"Its id test-one is taken by {installed}.")


def test_a_bad_demo_takes_no_id_from_a_good_one(home: Path, install: Install) -> None:
    install("test-one", "xlab_demo_test_one")
    write_demo(home / "demos")
    missing, dropped = listed(home, "test-one")
    assert (missing.status, dropped.status) == ("bad", "unapproved")
    assert "is missing" in missing.reason


def test_the_order_is_by_id(home: Path) -> None:
    for demo in ("zebra", "ant", "bee"):
        write_demo(home / "demos", demo)
    assert [entry.name for entry in listed(home)] == ["ant", "bee", "zebra"]


def test_no_line_of_a_demo_runs_while_listing(home: Path, tmp_path: Path, install: Install) -> None:
    installed = write_demo(tmp_path / "site")
    install("test-one", "xlab_demo_test_one")
    dropped = write_demo(home / "demos", "test-two")
    before = set(sys.modules)
    assert [entry.status for entry in listed(home, "test-one", "test-two")] == ["ready", "unapproved"]
    for folder in (installed, dropped):
        assert sorted(path.name for path in folder.iterdir()) == ["__init__.py", "demo.toml", "main.py"]
    assert not [name for name in set(sys.modules) - before if name.startswith("xlab_demo")]


def test_the_trace_of_a_run_would_be_seen(tmp_path: Path, install: Install) -> None:
    installed = write_demo(tmp_path / "site")
    install("test-one", "xlab_demo_test_one")
    __import__("xlab_demo_test_one")
    # Left there, it would be what Python finds in the next test.
    del sys.modules["xlab_demo_test_one"]
    assert (installed / "RAN").exists()


def test_a_folder_whose_name_steers_a_terminal_is_told_of_harmlessly(tmp_path: Path) -> None:
    tmp_path.joinpath("demos", "xlab_demo_\u202eone\x1b[2J").mkdir(parents=True)
    (entry,) = [entry for entry in find_demos(tmp_path) if entry.door == "dropped"]
    assert entry.name == "xlab_demo_\\u202eone\\x1b[2J"
    assert entry.reason.isprintable()
