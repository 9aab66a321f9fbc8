"""What a demo brings for itself is there for it alone, whatever another demo brings under the same name."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.catalogue.bundles import make_wheel, requiring
from tests.catalogue.conftest import write_demo
from tests.fakes.quiet_shell import QuietShell
from xlab.catalogue import Entry, find_demos
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
