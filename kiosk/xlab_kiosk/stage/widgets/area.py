"""A place to tap that a demo draws itself."""

from collections.abc import Callable

from pygame import Rect, Surface

from xlab_kiosk.stage.theme import Theme
from xlab_kiosk.stage.widgets._press import Pressable


class Area(Pressable):
    """A place that calls ``on_tap`` and shows nothing: for what the demo draws itself, a spot on a map for one.

    ``name`` is what a checker and a test call it; ``pressed`` tells the demo how to draw it.

    >>> area = Area(theme, Rect(400, 200, 160, 160), "the north", on_tap=stage.finish)
    >>> area.touch(touch)  # in Demo.touch
    False
    >>> area.draw(screen)  # in Demo.draw: tells a checker that it is there
    """

    def __init__(
        self, theme: Theme, rect: Rect, name: str, on_tap: Callable[[], None], *, enabled: bool = True
    ) -> None:
        super().__init__(theme, rect, on_tap, enabled=enabled)
        self._name = name

    @property
    def name(self) -> str:
        """What a checker calls it."""
        return self._name

    def draw(self, surface: Surface) -> None:
        """Nothing to see; a checker is told that it is there."""
        self._tell()
