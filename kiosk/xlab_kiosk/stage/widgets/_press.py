"""Pressing: what everything that is touched has in common."""

from collections.abc import Callable

from pygame import Rect

from xlab_kiosk.stage.inputs import Touch
from xlab_kiosk.stage.motion import Tween
from xlab_kiosk.stage.probe import tell_target
from xlab_kiosk.stage.theme import Theme

_SHADES = 4


def shade(part: float) -> float:
    """A part from 0 to 1 in the few steps that colours and shadows take: each step is painted once and kept."""
    return round(part * _SHADES) / _SHADES


def reach(theme: Theme, rect: Rect) -> Rect:
    """The area in which touches are for a thing at ``rect``: 9 mm at least, and on the panel if the thing is."""
    area = Rect(0, 0, max(rect.width, theme.target), max(rect.height, theme.target))
    area.center = rect.center
    panel = Rect((0, 0), theme.size)
    return area.clamp(panel) if panel.contains(rect) else area


def hits(area: Rect, touch: Touch) -> bool:
    """Whether a touch is in an area; its far edges count too: a finger at the panel's edge may be at its full width."""
    return area.left <= touch.x <= area.right and area.top <= touch.y <= area.bottom


class Grip:
    """The hold of one finger on a thing: the finger that pressed it owns it until it is lifted.

    >>> grip = Grip()
    >>> grip.take(Touch(1, "down", 5, 5), Rect(0, 0, 10, 10)), grip.take(Touch(2, "down", 5, 5), Rect(0, 0, 10, 10))
    (True, False)
    """

    def __init__(self) -> None:
        self.pointer: int | None = None

    @property
    def held(self) -> bool:
        """Whether a finger holds it."""
        return self.pointer is not None

    def take(self, touch: Touch, area: Rect) -> bool:
        """Whether this touch is for the thing: it comes down in ``area`` and nobody holds it, or its owner moves."""
        if touch.phase == "down":
            if touch.pointer == self.pointer:  # its end was never told, as when the screen changed under the finger
                self.pointer = None
            if self.held or not hits(area, touch):
                return False
            self.pointer = touch.pointer
            return True
        if touch.pointer != self.pointer:
            return False
        if touch.phase in {"up", "cancel"}:
            self.pointer = None
        return True


class Pressable:
    """Something in ``rect`` that is pressed by one finger at a time and calls ``on_tap`` when it is let go inside.

    A target smaller than 9 mm answers to touches around it as well. A press shows for 120 ms however short it was, and
    never delays what the tap does. A checker knows it by its ``name``.
    """

    def __init__(self, theme: Theme, rect: Rect, on_tap: Callable[[], None], *, enabled: bool = True) -> None:
        self.theme = theme
        self.rect = rect
        self.on_tap = on_tap
        self.enabled = enabled
        self._grip = Grip()
        self._inside = False
        self._hold = 0.0
        self._due = False
        self._press = Tween(0.0, 0.0, 0.0)

    @property
    def name(self) -> str:
        """What a checker calls it."""
        return type(self).__name__.lower()

    @property
    def target(self) -> Rect:
        """The area that answers to a finger."""
        return reach(self.theme, self.rect)

    @property
    def pressed(self) -> float:
        """How far it is pressed, from 0 to 1."""
        return self._press.value

    def touch(self, touch: Touch) -> bool:
        """Take a touch; True if it was for this widget."""
        if (touch.phase == "down" and not self.enabled) or not self._grip.take(touch, self.target):
            return False
        self._inside = touch.phase != "cancel" and hits(self.target, touch)
        if touch.phase == "down":
            self._due = True
            self._hold = self.theme.seconds("press")
            self._press = Tween(1.0, 1.0, 0.0)
        elif touch.phase == "up" and self._inside and self.enabled:
            self._inside = False
            self.on_tap()
        return True

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        self._hold = max(0.0, self._hold - dt)
        before = self._press.value
        down = (self._grip.held and self._inside) or self._hold > 0
        self._press.to(1.0 if down else 0.0, self.theme.seconds("press"))
        self._press.update(dt)
        due, self._due = self._due or self._press.value != before or not self._press.done, False
        return due

    def _tell(self) -> None:
        """Tell a checker where it is, as part of drawing it."""
        if self.enabled:
            tell_target(self.target, self.name)
