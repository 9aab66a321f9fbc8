"""Pressing: what a button and a card have in common."""

from collections.abc import Callable

from pygame import Rect

from xlab_kiosk.stage.inputs import Touch
from xlab_kiosk.stage.motion import Tween
from xlab_kiosk.stage.theme import Theme

_SHADES = 4


def shade(part: float) -> float:
    """A part from 0 to 1 in the few steps that colours and shadows take: each step is painted once and kept."""
    return round(part * _SHADES) / _SHADES


class Pressable:
    """Something in ``rect`` that is pressed by one finger at a time and calls ``on_tap`` when it is let go inside.

    A target smaller than 9 mm answers to touches around it as well. A press shows for 120 ms however short it was, and
    never delays what the tap does.
    """

    def __init__(self, theme: Theme, rect: Rect, on_tap: Callable[[], None], *, enabled: bool = True) -> None:
        self.theme = theme
        self.rect = rect
        self.on_tap = on_tap
        self.enabled = enabled
        self._pointer: int | None = None
        self._inside = False
        self._hold = 0.0
        self._due = False
        self._press = Tween(0.0, 0.0, 0.0)

    @property
    def pressed(self) -> float:
        """How far it is pressed, from 0 to 1."""
        return self._press.value

    def touch(self, touch: Touch) -> bool:
        """Take a touch; True if it was for this widget."""
        if touch.phase == "down":
            if self._pointer is not None or not self.enabled or not self._hits(touch):
                return False
            self._pointer, self._inside, self._due = touch.pointer, True, True
            self._hold = self.theme.seconds("press")
            self._press = Tween(1.0, 1.0, 0.0)
            return True
        if touch.pointer != self._pointer:
            return False
        self._inside = touch.phase != "cancel" and self._hits(touch)
        if touch.phase in {"up", "cancel"}:
            self._pointer = None
            if self._inside and self.enabled:
                self._inside = False
                self.on_tap()
        return True

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        self._hold = max(0.0, self._hold - dt)
        before = self._press.value
        down = (self._pointer is not None and self._inside) or self._hold > 0
        self._press.to(1.0 if down else 0.0, self.theme.seconds("press"))
        self._press.update(dt)
        due, self._due = self._due or self._press.value != before or not self._press.done, False
        return due

    def _hits(self, touch: Touch) -> bool:
        wide = max(self.rect.width, self.theme.target)
        high = max(self.rect.height, self.theme.target)
        target = Rect(0, 0, wide, high)
        target.center = self.rect.center
        return bool(target.collidepoint(touch.x, touch.y))
