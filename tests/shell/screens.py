"""What the tests of screens share: sizes, languages, a view as full as it can be, and what tidy means."""

import itertools

import pytest
from pygame import Rect

from xlab.link import BadgeHere, Face
from xlab_kiosk.shell.objects import Objects
from xlab_kiosk.shell.screens.base import Screen
from xlab_kiosk.shell.screens.change import Change
from xlab_kiosk.shell.screens.menu import Menu
from xlab_kiosk.shell.view import Item, View
from xlab_kiosk.stage.theme import Theme

SIZES = [(800, 480), (1280, 720), (1920, 1080), (720, 1280)]
LANGUAGES = ["en", "fr", "de"]
everywhere = pytest.mark.parametrize(("size", "language"), list(itertools.product(SIZES, LANGUAGES)), ids=str)

TITLES = {
    "en": ("One Ballot, Five Winners", "Do we create value before we share it?"),
    "fr": ("Entrer dans le magasin", "Que ressent un acheteur quand le taux monte de 1 % ?"),
    "de": ("Den Kuchen vergrößern", "Wie fühlt sich ein Prozent mehr Zins für Käufer an?"),
}
BADGES = tuple(
    BadgeHere(beacon=f"u/1/{n}", face=Face("fox", "coral"), station="st-1", proximity="near", source="recorded")
    for n in range(6)
)

TO_TAKE = "http://192.168.178.145:8080/take/3f9a12c077de.jpg"


def not_pressed(target: object) -> bool:
    return False


def full_view(language: str, demos: int = 6, **more: object) -> View:
    """As much as can be on a screen at once."""
    title, question = TITLES[language]
    items = tuple(
        Item(demo=f"demo-{n}", title=title, question=question, minutes=2, tone="leaf" if n else "paper")
        for n in range(demos)
    )
    values: dict[str, object] = {
        "language": language,
        "kit": "Lab kit of the innovation department, no. 2",
        "urls": ("http://lab-kit-berlin-brandenburg.local:8080", "http://192.168.178.145:8080"),
        "source": "recorded",
        "here": BADGES,
        "room": BADGES,
        "items": items,
        "demo": items[0] if items else None,
        "offered": Face("bear", "leaf"),
        "takes": True,
    }
    return View(**(values | more))  # type: ignore[arg-type]


def shown(kind: type[Screen], size: tuple[int, int], view: View) -> Screen:
    theme = Theme(size)
    objects = Objects(theme, lambda demo, size: None)
    if kind is Change:
        menu = Menu(theme, objects)
        menu.show(view)
        screen: Screen = Change(theme, objects, menu)
    else:
        screen = kind(theme, objects)
    screen.show(view)
    return screen


def assert_tidy(boxes: dict[str, Rect], size: tuple[int, int], theme: Theme) -> None:
    whole = Rect(0, 0, *size)
    for name, box in boxes.items():
        assert whole.contains(box), f"{name} at {box} leaves the screen of {size}"
    for (one, a), (two, b) in itertools.combinations(boxes.items(), 2):
        assert not a.colliderect(b), f"{one} at {a} overlaps {two} at {b}"


VIEWS = {
    "usual": {},
    "setup": {"setup_code": "482 913"},
    "alone": {"alone": True, "source": "live", "urls": (), "placed": True},
    "left out": {"left_out": (TITLES["de"][0], TITLES["fr"][0])},
    "left out, alone": {"left_out": (TITLES["de"][0],), "alone": True, "urls": ()},
    "pinned": {"pinned": True},
    "visit": {"mark": "3f9a12c077de", "group": 12, "practice": True},
}
