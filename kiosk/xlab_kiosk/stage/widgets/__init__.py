"""Things to touch and to look at, each with a ``rect``, ``touch``, ``update`` and ``draw``."""

from typing import Protocol

from pygame import Rect, Surface

from xlab_kiosk.stage.inputs import Touch
from xlab_kiosk.stage.widgets.button import Button
from xlab_kiosk.stage.widgets.card import Card
from xlab_kiosk.stage.widgets.countdown import Countdown
from xlab_kiosk.stage.widgets.progress import Progress

__all__ = ["Button", "Card", "Countdown", "Progress", "Widget"]


class Widget(Protocol):
    """What every widget can do.

    >>> for widget in widgets:
    ...     if widget.touch(touch):
    ...         break
    """

    rect: Rect

    def touch(self, touch: Touch) -> bool:
        """Take a touch; True if it was for this widget, so that none below it should have it."""
        ...

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        ...

    def draw(self, surface: Surface) -> None:
        """Draw it as it is now; changes nothing."""
        ...
