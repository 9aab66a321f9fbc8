"""The facilitator wants all eyes elsewhere: nothing is to be seen, and nothing to be touched."""

from pygame import Surface

from xlab_kiosk.shell.screens.base import Screen
from xlab_kiosk.shell.view import Pressed

BLACK = (0, 0, 0)
"""No colour of the look: a panel that gives no light."""


class Dark(Screen):
    """A black screen."""

    def layout(self) -> None:
        """There is nothing to place."""
        self.boxes = {}

    def draw(self, surface: Surface, pressed: Pressed) -> None:
        """Black."""
        surface.fill(BLACK)
