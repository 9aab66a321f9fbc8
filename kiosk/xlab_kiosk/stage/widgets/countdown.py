"""A ring that runs out."""

from collections.abc import Callable
from math import ceil, pi

from pygame import Color, Rect, Surface

from xlab_kiosk.stage.inputs import Touch
from xlab_kiosk.stage.paint import arc
from xlab_kiosk.stage.text import draw_text
from xlab_kiosk.stage.theme import Role, Theme


class Countdown:
    """A ring with the seconds left inside it; calls ``on_end`` once when they are over.

    With reduced motion the ring moves once a second.

    >>> countdown = Countdown(theme, Rect(560, 280, 160, 160), seconds=10, on_end=stage.finish)
    """

    def __init__(
        self,
        theme: Theme,
        rect: Rect,
        seconds: float,
        *,
        on_end: Callable[[], None] | None = None,
        color: Color | None = None,
    ) -> None:
        self.theme = theme
        self.rect = rect
        self.seconds = seconds
        self.left = seconds
        self.on_end = on_end
        self.color = color or theme.color("ink")

    def restart(self) -> None:
        """Begin again with all the seconds."""
        self.left = self.seconds

    def touch(self, touch: Touch) -> bool:
        """It is only to look at: no touch is for it."""
        return False

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        if self.left <= 0:
            return False
        before = self._shown()
        self.left = max(0.0, self.left - dt)
        if self.left == 0 and self.on_end is not None:
            self.on_end()
        return self._shown() != before

    def draw(self, surface: Surface) -> None:
        """Draw it as it is now."""
        theme = self.theme
        side = min(self.rect.size)
        width = max(3, round(side * 0.07))
        radius = (side - width) / 2 - 1
        arc(surface, self.rect.center, radius, 0.0, 1.0, width, theme.color("foam_edge"))
        arc(surface, self.rect.center, radius, 0.0, self._turns(), width, self.color)
        inner = Rect(0, 0, round(side * 0.72), round(side * 0.72))
        inner.center = self.rect.center
        role: Role = "title" if inner.height > 1.3 * theme.type_px("title") else "lead"
        draw_text(surface, theme, str(ceil(self.left)), inner, role, "ink", "center", "middle")

    def _turns(self) -> float:
        left = ceil(self.left) if self.theme.reduced_motion else self.left
        return min(1.0, left / self.seconds) if self.seconds > 0 else 0.0

    def _shown(self) -> tuple[int, int]:
        """What a picture shows: the number, and the ring's end in half pixels."""
        return ceil(self.left), round(self._turns() * 2 * pi * min(self.rect.size))
