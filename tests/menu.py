"""Where a demo lies in the open case of a kiosk: for whoever taps a real panel as a visitor does."""

from pathlib import Path

from xlab.catalogue import find_demos
from xlab_kiosk.shell.gallery import ready
from xlab_kiosk.shell.objects import Objects
from xlab_kiosk.shell.screens.menu import Menu
from xlab_kiosk.shell.view import View, item
from xlab_kiosk.stage.theme import Theme


def place_of(demo: str, size: tuple[int, int] = (1280, 720)) -> tuple[float, float]:
    """The middle of a bundled demo's object, each 0..1 of a panel of ``size``; all bundled demos are in the case."""
    theme = Theme(size)
    menu = Menu(theme, Objects(theme, lambda demo, size: None))
    entries = ready(find_demos(Path("/nonexistent")))
    menu.show(View(items=tuple(item(entry, "en") for entry in entries)))
    x, y = menu.places()[demo].center
    return x / size[0], y / size[1]
