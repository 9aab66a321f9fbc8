"""``xlab demo``: what is on a kit is told, and a demo that was begun runs, passes its own test and can be tried."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from tests.running import RunningProcess
from tests.screen import Screen
from tests.waiting import PATIENCE
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
    # Authors write in their copy of a project, whose own settings for pytest are no demo's.
    (made.parent / "pyproject.toml").write_text('[tool.pytest.ini_options]\naddopts = "--not-for-demos"\n')
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    tested = subprocess.run(command, check=False, cwd=made, capture_output=True, text=True, timeout=2 * PATIENCE)
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
    assert "apple-core  Apple core 0.1.0  (put there by hand; waits for approval)" in told
    assert "xlab_demo_torn  (put there by hand; cannot be used)" in told


FOAM = "screen.blit(foam(screen.get_size()), (0, 0))"
COAL, MOSS, CLAY = (20, 20, 60), (20, 90, 40), (140, 50, 40)
CORNER = (3, 470)


def run(*arguments: object, env: dict[str, str] | None = None) -> RunningProcess:
    return RunningProcess("xlab.cli", "demo", "run", *map(str, arguments), env=env)


def rewrite(made: Path, old: str, new: str) -> None:
    code = made / "apple_core.py"
    assert old in code.read_text()
    code.write_text(code.read_text().replace(old, new))


def see(screen: Screen, colour: tuple[int, int, int], process: RunningProcess) -> None:
    """Wait until the demo shows ``colour`` in its corner."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if screen.picture().getpixel(CORNER) == colour:
            return
        time.sleep(0.1)
    raise AssertionError(f"{colour} was not shown, but {screen.picture().getpixel(CORNER)}:\n{process.output}")


def test_a_picture_of_a_demo_is_kept(made, tmp_path):
    rewrite(made, FOAM, f"screen.fill({MOSS})")
    picture = tmp_path / "picture.png"
    process = run(made, "--offscreen", "--screenshot", picture, "--size", "800x480", "--lang", "fr")
    assert process.process.wait(PATIENCE) == 0, process.output
    with Image.open(picture) as kept:
        assert kept.size == (800, 480)
        assert kept.getpixel(CORNER)[:3] == MOSS


def test_a_demo_that_fails_is_told_with_file_and_line(made, tmp_path):
    rewrite(made, "self.left_s = 0.0", "self.left_s = 1 / 0")
    process = run(made, "--offscreen", "--screenshot", tmp_path / "picture.png")
    assert process.process.wait(PATIENCE) == 1
    process.line(r"^ZeroDivisionError: division by zero \(apple_core.py, line \d+, in start\)$")
    assert not (tmp_path / "picture.png").exists()


@pytest.mark.parametrize("command", ["run", "check"])
def test_packages_that_this_python_lacks_are_named_before_it_plays(made, tmp_path, command):
    with (made / "demo.toml").open("a") as manifest:
        manifest.write('[python]\nrequires = ["surely-not-there>=2"]\n')
    refused = demo(command, made)
    assert refused.exit_code == 1
    assert "-m pip install 'surely-not-there>=2'" in " ".join(refused.output.split())


def test_a_folder_that_is_no_demo_is_refused(tmp_path):
    refused = demo("run", tmp_path)
    assert refused.exit_code == 1
    assert "demo.toml is missing" in refused.stderr


def test_a_window_has_badges_on_its_keys_and_follows_the_files(made):
    rewrite(made, FOAM, f"screen.fill({MOSS} if self.stage.badges else {COAL})")
    with Screen(800, 480) as screen:
        process = run(made, "--size", "800x480", env=screen.env)
        try:
            see(screen, COAL, process)
            screen.key("3")
            see(screen, MOSS, process)
            screen.key("3")
            see(screen, COAL, process)
            rewrite(made, str(COAL), str(CLAY))
            see(screen, CLAY, process)
            rewrite(made, "def update", "def update(")
            process.line("SyntaxError")
            rewrite(made, "def update((", "def update(")
            rewrite(made, str(CLAY), str(COAL))
            see(screen, COAL, process)
        finally:
            status, _ = process.stop(signal.SIGINT)
        assert status == 0
