"""A demo is its sources: byte code that somebody planted beside them is never run, however it is imported."""

import importlib.util
import py_compile
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from xlab_kiosk.stage.loading import load_demo

MAIN = """\
import sys
from pathlib import Path

from xlab_demo_planted import part
from xlab_demo_planted.sub import deeper
from xlab_kiosk.stage.demo import Demo

sys.path.insert(0, str(Path(__file__).parent))
import loose

class Main(Demo):
    values = (part.VALUE, deeper.VALUE, loose.VALUE)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A demo that imports in every way, with byte code of other sources beside each file of it."""
    before = set(sys.modules)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "path_hooks", list(sys.path_hooks))
    folder = tmp_path / "xlab_demo_planted"
    folder.joinpath("sub").mkdir(parents=True)
    names = ("__init__.py", "part.py", "sub/deeper.py", "loose.py")
    for name in names:
        folder.joinpath(name).write_text("VALUE = 'source'\n")
    folder.joinpath("main.py").write_text(MAIN)
    other = tmp_path / "other.py"
    other.write_text("raise SystemExit('planted byte code was run')\n")
    for name in (*names, "main.py"):
        cached = Path(importlib.util.cache_from_source(str(folder / name)))
        # Never compared with any source: what would be run without asking.
        py_compile.compile(str(other), str(cached), invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    py_compile.compile(str(other), str(folder / "compiled.pyc"))
    yield folder
    for name in set(sys.modules) - before:
        del sys.modules[name]


def test_the_plant_would_grow_elsewhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(folder.parent)
    with pytest.raises(SystemExit, match="planted"):
        importlib.import_module("xlab_demo_planted")


def test_planted_byte_code_is_not_run(folder: Path) -> None:
    found = load_demo(folder, "main:Main")
    assert found.values == ("source", "source", "source")  # type: ignore[attr-defined]


def test_nor_is_it_where_python_looked_into_the_folder_before(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(folder)
    assert importlib.util.find_spec("loose") is not None
    assert load_demo(folder, "main:Main").values == ("source",) * 3  # type: ignore[attr-defined]


def test_nor_through_a_link_to_the_folder(folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "linked" / folder.name
    link.parent.mkdir()
    link.symlink_to(folder)
    assert load_demo(link, "main:Main").values == ("source",) * 3  # type: ignore[attr-defined]


def test_byte_code_without_a_source_is_no_module(folder: Path) -> None:
    with pytest.raises(ModuleNotFoundError, match="compiled"):
        load_demo(folder, "compiled:Main")
