"""What a demo runs: its own sources, and what it brings for itself, which is there for it alone."""

import py_compile
import subprocess
import sys
from collections.abc import Callable
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from tests.catalogue.bundles import make_wheel, requiring
from tests.catalogue.conftest import write_demo
from tests.fakes.quiet_shell import QuietShell
from tests.waiting import PATIENCE
from xlab.catalogue import Entry, find_demos, read_manifest
from xlab.catalogue.bundle import write_bundle
from xlab.catalogue.index import TARGETS
from xlab.catalogue.shelf import install
from xlab_kiosk.host import Record
from xlab_kiosk.host.picture import render_attract

MAIN = """\
import fruit
from xlab_kiosk.stage import Demo

def found(name):
    try:
        __import__(name)
    except ModuleNotFoundError:
        return False
    return True

class Main(Demo):
    def start(self, stage):
        super().start(stage)
        stage.record(fruit=fruit.WHO, apple=found("apple"), pear=found("pear"))

    def draw(self, screen):
        screen.fill(fruit.COLOUR)

    def attract(self, screen, t):
        screen.fill(fruit.COLOUR)
"""

Play = Callable[..., QuietShell]


def installed(parent: Path, demo: str, version: str, other: str, colour: tuple[int, int, int]) -> None:
    """A demo on the shelf that brings this version of fruit, and another package."""
    folder = write_demo(parent, demo, requiring("fruit", other))
    folder.joinpath("__init__.py").unlink()
    folder.joinpath("main.py").write_text(MAIN)
    files = {"fruit/__init__.py": f"WHO = 'fruit {version}'\nCOLOUR = {colour}\n"}
    wheels = [make_wheel(parent / demo, "fruit", files, version), make_wheel(parent / demo, other)]
    bundle = write_bundle(folder, dict.fromkeys(TARGETS, wheels), None, parent / f"{demo}.xlabdemo")
    install(parent / "home", bundle.path, bundle.seal)


@pytest.fixture
def entries(tmp_path: Path) -> list[Entry]:
    installed(tmp_path, "test-one", "1.0", "apple", (200, 20, 20))
    installed(tmp_path, "test-two", "2.0", "pear", (20, 200, 20))
    return [entry for entry in find_demos(tmp_path / "home") if entry.door == "shelf"]


def test_two_demos_with_two_versions_of_one_package_each_see_their_own(entries: list[Entry], play: Play) -> None:
    assert [entry.status for entry in entries] == ["ready", "ready"]
    shells = [play(entry) for entry in entries]
    for shell in shells:
        shell.until(lambda shell=shell: shell.said and shell.shown)  # type: ignore[misc]
    told = [said.values for shell in shells for said in shell.said if isinstance(said, Record)]
    assert told == [
        {"fruit": "fruit 1.0", "apple": True, "pear": False},
        {"fruit": "fruit 2.0", "apple": False, "pear": True},
    ]


def test_the_attract_picture_has_them_too(entries: list[Entry]) -> None:
    picture = render_attract(entries[1], (80, 60))
    assert picture is not None
    assert picture.get_at((40, 30))[:3] == (20, 200, 20)


def test_the_kiosk_itself_sees_none_of_it(entries: list[Entry]) -> None:
    with pytest.raises(ModuleNotFoundError):
        __import__("fruit")


SCRIPT = "import sibling\nprint(sibling.VALUE)\n"

STARTS_PYTHON = """\
import subprocess
import sys
from pathlib import Path
from xlab_kiosk.stage import Demo

class Main(Demo):
    def start(self, stage):
        super().start(stage)
        script = Path(__file__).parent / "script.py"
        stage.record(said=subprocess.run([sys.executable, script], capture_output=True, text=True).stdout.strip())

    def draw(self, screen):
        screen.fill((0, 0, 0))
"""


def test_a_python_that_a_demo_starts_runs_no_planted_byte_code_either(tmp_path: Path, play: Play) -> None:
    folder = write_demo(tmp_path)
    folder.joinpath("__init__.py").unlink()
    files = {"main.py": STARTS_PYTHON, "script.py": SCRIPT, "sibling.py": "VALUE = 'source'\n"}
    for name, text in files.items():
        folder.joinpath(name).write_text(text)
    other = tmp_path / "other.py"
    other.write_text("VALUE = 'planted'\n")
    planted = cache_from_source(str(folder / "sibling.py"))
    py_compile.compile(str(other), planted, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    run = subprocess.run(
        [sys.executable, folder / "script.py"], capture_output=True, text=True, check=True, timeout=PATIENCE
    )
    assert run.stdout == "planted\n"
    shell = play(Entry(name="test-one", door="shelf", folder=folder, status="ready", manifest=read_manifest(folder)))
    shell.until(lambda: shell.said)
    assert [said.values for said in shell.said if isinstance(said, Record)] == [{"said": "source"}]
