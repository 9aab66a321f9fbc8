"""Something that is only to look at, as a widget among others."""

from collections.abc import Callable

from pygame import Rect, Surface

from xlab_kiosk.stage import Touch


class Picture:
    """Drawn by a function in ``rect``; a picture is due when what it ``shows`` changes."""

    def __init__(self, rect: Rect, draw: Callable[[Surface, Rect], None], shows: Callable[[], object]) -> None:
        self.rect = rect
        self._draw = draw
        self._shows = shows
        self._shown = shows()

    def touch(self, touch: Touch) -> bool:
        """No touch is for it."""
        return False

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if it shows something else."""
        before, self._shown = self._shown, self._shows()
        return self._shown != before

    def draw(self, surface: Surface) -> None:
        """Draw it as it is now."""
        self._draw(surface, self.rect)
