import sys

import pytest

from tests.fakes.quiet_shell import DEMOS
from xlab_kiosk.host.load import fault_of, load_demo
from xlab_kiosk.host.wire import MAX_FROM_DEMO, encode


@pytest.fixture(autouse=True)
def imports_undone(monkeypatch):
    before = set(sys.modules)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield
    for name in set(sys.modules) - before:
        del sys.modules[name]


def folder_with(tmp_path, **files):
    folder = tmp_path / "xlab_demo_made"
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    return folder


DEMO = "from xlab_kiosk.stage.demo import Demo\nclass Made(Demo):\n    "


def test_modules_of_the_folder_import_each_other(tmp_path):
    folder = folder_with(
        tmp_path, made="from xlab_demo_made import part\n" + DEMO + "value = part.VALUE", part="VALUE = 7"
    )
    assert load_demo(folder, "made:Made").value == 7


def test_relative_imports_and_an_init_work(tmp_path):
    folder = folder_with(tmp_path, __init__="VALUE = 8", made="from . import VALUE\n" + DEMO + "value = VALUE")
    assert load_demo(folder, "made:Made").value == 8


def test_the_folder_counts_and_not_what_else_has_its_name(tmp_path, monkeypatch):
    other = tmp_path / "other"
    other.mkdir()
    folder_with(other, made=DEMO + "value = 'wrong'")
    monkeypatch.syspath_prepend(other)
    folder = folder_with(tmp_path, made=DEMO + "value = 'right'")
    assert load_demo(folder, "made:Made").value == "right"


def test_neighbours_of_the_folder_can_not_be_imported(tmp_path):
    (tmp_path / "neighbour.py").write_text("")
    with pytest.raises(ModuleNotFoundError, match="neighbour"):
        load_demo(folder_with(tmp_path, made="import neighbour"), "made:Made")


def test_the_folder_is_not_written_to(tmp_path):
    folder = folder_with(tmp_path, made=DEMO + "pass")
    load_demo(folder, "made:Made")
    assert [path.name for path in folder.iterdir()] == ["made.py"]


def test_a_missing_class_is_named(tmp_path):
    with pytest.raises(AttributeError, match="Other"):
        load_demo(folder_with(tmp_path, made=DEMO + "pass"), "made:Other")


def fault_in(tmp_path, text):
    folder = folder_with(tmp_path, made=text)
    with pytest.raises(BaseException) as caught:
        load_demo(folder, "made:Made")
    return fault_of(caught.value, folder)


def test_a_fault_names_the_place_in_the_demo_and_not_in_the_library(tmp_path):
    fault = fault_in(tmp_path, "import json\n\ndef read():\n    json.loads('{')\n\nread()\n")
    assert fault.line.startswith("json.decoder.JSONDecodeError: ")
    assert fault.where == "made.py, line 4, in read"
    assert fault.traceback.endswith(fault.line + "\n")


def test_a_syntax_error_names_its_line(tmp_path):
    assert fault_in(tmp_path, "x = 1\nclass\n").where == "made.py, line 2, in the text"


@pytest.mark.parametrize("letter", ["x", "ü", "\U0001f600", "\\ud800"])
def test_a_fault_always_fits_a_packet(tmp_path, letter):
    fault = fault_in(tmp_path, f"raise ValueError('{letter}' * 100_000)")
    assert len(encode(fault)) <= MAX_FROM_DEMO


def test_an_error_that_can_not_be_shown_is_told_all_the_same(tmp_path):
    text = "class Odd(Exception):\n    def __str__(self):\n        raise ValueError\nraise Odd"
    assert "Odd" in fault_in(tmp_path, text).line


def test_the_trial_demos_are_all_readable():
    from tests.fakes.quiet_shell import trial

    names = {folder.name.removeprefix("xlab_demo_try_") for folder in DEMOS.iterdir() if folder.is_dir()}
    assert len(names) > 20
    assert all(trial(name).status == "ready" for name in names - {"api_99"})
