"""A bar that shows how far something is."""

from pygame import Color, Rect, Surface

from xlab_kiosk.stage.inputs import Touch
from xlab_kiosk.stage.motion import Tween
from xlab_kiosk.stage.paint import cutout, rounded
from xlab_kiosk.stage.theme import Theme


class Progress:
    """A bar along the middle of ``rect``, filled from the left by a value from 0 to 1.

    >>> progress = Progress(theme, Rect(40, 640, 400, 24))
    >>> progress.to(0.5)
    """

    def __init__(self, theme: Theme, rect: Rect, value: float = 0.0, *, color: Color | None = None) -> None:
        self.theme = theme
        self.rect = rect
        self.color = color or theme.color("ink")
        self._value = Tween(0.0, _part(value), 0.0)

    @property
    def value(self) -> float:
        """How far it shows to be now."""
        return self._value.value

    def to(self, value: float) -> None:
        """Move to a new value."""
        self._value.to(_part(value), 0.0 if self.theme.reduced_motion else self.theme.seconds("move"))

    def touch(self, touch: Touch) -> bool:
        """It is only to look at: no touch is for it."""
        return False

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        return self._value.update(dt)

    def draw(self, surface: Surface) -> None:
        """Draw it as it is now."""
        high = min(self.rect.height, self.theme.px(20))
        groove = Rect(self.rect.x, self.rect.centery - high // 2, self.rect.width, high)
        cutout(surface, groove, high // 2)
        edge = max(1, high // 5)
        inside = groove.inflate(-2 * edge, -2 * edge)
        if self.value > 0:
            inside.width = max(inside.height, round(inside.width * self.value))
            rounded(surface, inside, inside.height // 2, self.color)


def _part(value: float) -> float:
    return min(1.0, max(0.0, value))
