"""What all screens share."""

from abc import ABC, abstractmethod
from typing import Final

from pygame import Rect, Surface

from xlab.look.words import Words
from xlab_kiosk.shell.bar import Bar
from xlab_kiosk.shell.flight import Flight
from xlab_kiosk.shell.objects import Objects
from xlab_kiosk.shell.view import Pressed, Target, View
from xlab_kiosk.stage.theme import Theme

STILL: Final = 0
SLOW: Final = 30
"""Pictures a second for what breathes: half of the panel's, which a slow movement does not show and a Pi feels."""
SMOOTH: Final = 60
"""Pictures a second for what moves with a purpose."""


class Screen(ABC):
    """One place of the flow. :meth:`show` before anything else."""

    def __init__(self, theme: Theme, objects: Objects) -> None:
        self.theme = theme
        self.objects = objects
        self.view = View()
        self.words = Words(self.view.language)
        self.flight = Flight(theme)
        self.bar = Bar(theme, self.view, "")
        self.boxes: dict[str, Rect] = {}
        """Everything laid out, by name, in panel pixels: what a test looks at."""
        self.up: object = None
        """What is up of a screen that turns pages by itself: one gives way to the next as places do."""

    def show(self, view: View) -> None:
        """Take in a new view, and lay it out anew if it looks different."""
        self.view = view
        self.words = Words(view.language)
        self.layout()

    @abstractmethod
    def layout(self) -> None:
        """Find a place for everything in the view, for this panel."""

    @abstractmethod
    def draw(self, surface: Surface, pressed: Pressed) -> None:
        """Draw everything as it is now; changes nothing."""

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed. True if a picture is due."""
        return False

    def enter(self, places: dict[str, Rect]) -> None:
        """The screen comes up; ``places`` is where the objects were on the one before."""
        self.flight.start(places)

    def places(self) -> dict[str, Rect]:
        """Where the objects are now, by demo."""
        return {}

    def target(self, x: float, y: float) -> Target | None:
        """What a tap there means; None if nothing."""
        return None

    @property
    def rate(self) -> int:
        """Pictures a second the screen would like now."""
        return STILL
