"""Something that a demo draws itself, as a widget among others."""

from collections.abc import Callable

from pygame import Rect, Surface

from xlab_kiosk.stage.inputs import Touch


class Picture:
    """What ``draw(surface, rect)`` draws in ``rect``: an illustration in a :class:`Pane`, turned with it.

    ``shows()`` says what is on it, in any words or values that can be compared: a picture is due when they change, and
    only then. Without it the picture stands still. It takes no touches: lay an :class:`Area` on it.

    >>> tree = Picture(Rect(40, 40, 300, 300), lambda s, r: disc(s, r.center, r.width / 2, theme.color("leaf")))
    >>> apples = ["one"]
    >>> counted = Picture(Rect(400, 40, 300, 300), lambda s, r: None, shows=lambda: len(apples))
    >>> apples.append("another")
    >>> tree.update(1 / 60), counted.update(1 / 60), counted.update(1 / 60)
    (False, True, False)
    """

    def __init__(
        self, rect: Rect, draw: Callable[[Surface, Rect], object], shows: Callable[[], object] = lambda: None
    ) -> None:
        self.rect = rect
        self._draw = draw
        self._shows = shows
        self._shown = shows()

    def touch(self, touch: Touch) -> bool:
        """It is only to look at: no touch is for it."""
        return False

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if it shows something else."""
        before, self._shown = self._shown, self._shows()
        return self._shown != before

    def draw(self, surface: Surface) -> None:
        """Draw it as it is now."""
        self._draw(surface, self.rect)
