"""``xlab demo``: what is on a kit is told, and a demo that was begun runs, passes its own test and can be tried."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from xlab.catalogue import read_manifest
from xlab.cli import main


def demo(*arguments: object):
    return CliRunner().invoke(main, ["demo", *map(str, arguments)])


@pytest.fixture
def made(tmp_path) -> Path:
    assert demo("new", "apple-core", tmp_path).exit_code == 0
    return tmp_path / "xlab_demo_apple_core"


def test_a_new_demo_passes_its_own_test(made):
    manifest = read_manifest(made)
    assert (manifest.id, manifest.entry) == ("apple-core", "apple_core:AppleCoreDemo")
    assert set(manifest.title) == {"en", "fr", "de"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
    tested = subprocess.run(command, check=False, cwd=made, capture_output=True, text=True, timeout=60)
    assert tested.returncode == 0, tested.stdout


@pytest.mark.parametrize("name", ["Apple", "apple_core", "1st", "../apple", "apple-", "a" * 41, ""])
def test_a_name_that_cannot_be_a_demos_is_refused(tmp_path, name):
    refused = demo("new", name, tmp_path)
    assert refused.exit_code == 2
    assert "cannot be a demo's name" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_words_of_python_make_good_names(tmp_path):
    assert demo("new", "none", tmp_path).exit_code == 0
    assert read_manifest(tmp_path / "xlab_demo_none").entry == "none:NoneDemo"


def test_a_folder_that_is_there_is_left_alone(made):
    (made / "demo.toml").write_text("mine")
    refused = demo("new", "apple-core", made.parent)
    assert (refused.exit_code, "is there already" in refused.stderr) == (2, True)
    assert (made / "demo.toml").read_text() == "mine"


def test_demos_are_listed_with_status_and_reason(tmp_path):
    demo("new", "apple-core", tmp_path / "demos")
    (tmp_path / "demos" / "xlab_demo_torn").mkdir()
    listed = {one["id"]: one for one in json.loads(demo("list", "--json", "--home", tmp_path).stdout)}
    assert listed["hello"]["status"] == "ready"
    assert listed["apple-core"]["status"] == "unapproved"
    assert listed["apple-core"]["door"] == "dropped"
    assert listed["apple-core"]["title"]["fr"] == "Apple core"
    assert "demo.toml is missing" in listed["xlab_demo_torn"]["reason"]
    told = demo("list", "--home", tmp_path).stdout
    assert "apple-core  Apple core 0.1.0  (dropped, waits for approval)" in told
    assert "xlab_demo_torn  (dropped, cannot be used)" in told
