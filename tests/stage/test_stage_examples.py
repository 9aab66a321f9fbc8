"""Every public name of the stage is documented by an example, and every example works as it is written."""

import doctest
import inspect
import pkgutil
import re
import sys
from pathlib import Path

import pygame
import pytest
from pygame import Rect, Surface

import xlab_kiosk.stage
from tests.fakes.outlet import ListeningOutlet
from xlab_kiosk import stage as public
from xlab_kiosk.stage import testing
from xlab_kiosk.stage.inputs import KnownFact

NAMES = [(public, name) for name in public.__all__] + [(testing, name) for name in testing.__all__]

DEMO = '''"""A demo for the examples."""

from xlab_kiosk.stage import Button, Demo, draw_text, foam, middle, page


class Tapped(Demo):
    def start(self, stage):
        self.stage = stage
        self.taps = 0
        self.button = Button(stage.theme, middle(page(stage.theme), 300, 72), stage.text("begin"), self.count)

    def count(self):
        self.taps += 1
        self.stage.record(taps=self.taps)

    def touch(self, touch):
        self.button.touch(touch)

    def draw(self, screen):
        screen.blit(foam(screen.get_size()), (0, 0))
        self.button.draw(screen)
        if self.taps:
            draw_text(screen, self.stage.theme, "You tapped once", page(self.stage.theme), "lead")
'''

MANIFEST = """
api = 1
id = "tapped"
version = "1.0.0"
entry = "tapped:Tapped"
uses = ["touch", "phones"]
title = { en = "Tapped" }
summary = { en = "Tap" }
[engagement]
question = { en = "Does it count?" }
pattern = "counting"
stages = ["use"]
"""


def with_example(thing):
    """The docstrings that belong to a name: its own and, for a class, those of its own methods."""
    parser = doctest.DocTestParser()
    found = [thing, *vars(thing).values()] if inspect.isclass(thing) else [thing]
    return any(parser.get_examples(inspect.getdoc(part) or "") for part in found)


def mentioned(module, name):
    examples = doctest.DocTestParser().get_examples(module.__doc__ or "")
    return any(re.search(rf"\b{name}\b", example.source) for example in examples)


@pytest.mark.parametrize(("module", "name"), NAMES, ids=lambda value: value if isinstance(value, str) else "")
def test_every_public_name_has_a_docstring_with_an_example(module, name):
    thing = getattr(module, name)
    if inspect.isclass(thing) or inspect.isfunction(thing):
        assert inspect.getdoc(thing)
        assert with_example(thing), f"{name} has no example in its docstring"
    else:  # a type or a list of names has no docstring of its own: the package's says how it is used
        assert mentioned(module, name), f"the docstring of {module.__name__} has no example with {name}"


def modules():
    path = xlab_kiosk.stage.__path__
    names = [found.name for found in pkgutil.walk_packages(path, "xlab_kiosk.stage.")]
    return ["xlab_kiosk.stage", *(name for name in names if ">>>" in source(name))]


def source(name):
    __import__(name)
    return Path(sys.modules[name].__file__ or "").read_text("utf-8")


@pytest.fixture
def names(tmp_path):
    """What an example may use without saying where it comes from."""
    folder = tmp_path / "xlab_demo_tapped"
    for part, text in (("tapped.py", DEMO), ("demo.toml", MANIFEST), ("locale/en.toml", WORDS)):
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        (folder / part).write_text(text, "utf-8")
    (folder / "pictures").mkdir()
    pygame.image.save(Surface((64, 32)), folder / "pictures" / "shoe.png")
    (folder / "sounds").mkdir()
    (folder / "sounds" / "knock.ogg").write_bytes(b"")
    stage = public.Stage(size=(1280, 720), language="en", folder=folder, outlet=ListeningOutlet())
    badge = public.Badge("beacon", "fox", "amber")
    control = public.StageControl(stage)
    change = public.Presence(kind="entered", badge=badge, proximity="touch")
    control.presence(change)
    control.known(badge.beacon, tuple(KnownFact(wall=at, what="entered", station="Station 1") for at in (1.0, 2.0)))
    return {name: getattr(public, name) for name in public.__all__} | {
        "Rect": Rect,
        "Surface": Surface,
        "Color": pygame.Color,
        "Play": testing.Play,
        "badge": badge,
        "change": change,
        "demo": public.Demo(),
        "demo_folder": folder,
        "folder": tmp_path,
        "screen": Surface(stage.size, 0, 32),
        "stage": stage,
        "text": "Words of a demo",
        "theme": stage.theme,
        "touch": public.Touch(1, "down", 5, 5),
    }


WORDS = """
begin = "Start"
hello = "Hello"
seen = "Seen {count} times"

[ask]
title = "Shall we?"
yes = "Yes"
no = "No"
"""


def test_the_demo_in_the_readme_runs_as_it_is_written(names):
    (code,) = re.findall(r"```python\n(.*?)```", Path(public.__file__).with_name("README.md").read_text("utf-8"), re.S)
    exec(code, names)
    demo, stage, screen = names["Hello"](), names["stage"], names["screen"]
    demo.start(stage)
    demo.draw(screen)
    for at in (demo.year.groove.midright, demo.pane.widgets[-1].rect.center):
        for phase in ("down", "up"):
            demo.touch(public.Touch(1, phase, *at))
    demo.update(1 / 60)
    assert stage._outlet.said == [("record", {"year": 10}, None), ("finish",)]


@pytest.mark.parametrize("name", modules())
def test_every_example_works_as_it_is_written(name, names):
    module = sys.modules[name]
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    runner = doctest.DocTestRunner(optionflags=flags, verbose=False)
    told = []
    own = {key: value for key, value in vars(module).items() if not key.startswith("__")}
    for test in doctest.DocTestFinder(recurse=True).find(module, name, globs={}):
        test.globs = own | names | ({"badge": testing.badge} if test.name.endswith("testing.badge") else {})
        runner.run(test, out=told.append)
    assert not runner.failures, "".join(told)
