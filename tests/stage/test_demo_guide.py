"""The guide for authors of demos: its demo runs, its test passes, and its commands and limits are the real ones."""

import re
from pathlib import Path

import pytest

from xlab.cli import main
from xlab_kiosk.host import overseer
from xlab_kiosk.host.limits import SILENCE_LIMIT

GUIDE = (Path(__file__).resolve().parents[2] / "demos" / "README.md").read_text("utf-8")
WORDS = {
    "en": ("Which do you like?", "Apple", "Pear"),
    "fr": ("Que préférez-vous ?", "Pomme", "Poire"),
    "de": ("Was mögen Sie?", "Apfel", "Birne"),
}
MANIFEST = """
api = 1
id = "fruit"
version = "1.0.0"
entry = "fruit:Fruit"
title = { en = "Fruit" }
summary = { en = "Choose one" }
[engagement]
question = { en = "Which?" }
pattern = "opinion"
stages = ["use"]
[evidence]
fruit = { type = "str", label = { en = "fruit" } }
"""


@pytest.fixture
def fruit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The guide's demo, in a folder beside which its test runs; the test's text."""
    demo, test = re.findall(r"```python\n(.*?)```", GUIDE, re.S)
    folder = tmp_path / "xlab_demo_fruit"
    (folder / "locale").mkdir(parents=True)
    (folder / "demo.toml").write_text(MANIFEST)
    (folder / "fruit.py").write_text(demo)
    for language, (ask, apple, pear) in WORDS.items():
        words = f'ask = "{ask}"\napple = "{apple}"\npear = "{pear}"\n'
        (folder / "locale" / f"{language}.toml").write_text(words, "utf-8")
    monkeypatch.chdir(tmp_path)
    return str(test)


def test_the_guides_demo_passes_the_guides_test(fruit: str) -> None:
    names: dict[str, object] = {}
    exec(fruit, names)
    names["test_a_pear_is_kept"]()  # type: ignore[operator]


def test_every_command_of_the_guide_is_there() -> None:
    demo = main.get_command(None, "demo")  # type: ignore[arg-type]
    named = set(re.findall(r"xlab demo (\w+)", GUIDE))
    assert named >= {"new", "run", "check", "pack", "install", "rollback", "key"}
    assert named <= set(demo.list_commands(None))  # type: ignore[union-attr, arg-type]


def test_the_limits_of_the_guide_are_the_kits() -> None:
    said = " ".join(GUIDE.split())
    assert f"{overseer.MEMORY >> 20} MB of memory, {overseer.PROCESSES} processes" in said
    assert f"and {overseer.DATA >> 20} MB of data" in said
    assert SILENCE_LIMIT == 2.0
