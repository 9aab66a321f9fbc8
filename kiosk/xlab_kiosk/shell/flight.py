"""Objects on their way from where they lay on one screen to where they lie on the next."""

from pygame import Rect

from xlab_kiosk.stage.motion import Tween, between
from xlab_kiosk.stage.theme import Theme


class Flight:
    """All objects of a screen move together; whoever was not on the screen before is at its place at once."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._from: dict[str, Rect] = {}
        self._share = Tween(1.0, 1.0, 0.0)

    def start(self, places: dict[str, Rect]) -> None:
        """Begin where the objects were. With reduced motion nobody flies."""
        self._from = {} if self.theme.reduced_motion else dict(places)
        self._share = Tween(0.0, 1.0, self.theme.seconds("place"))

    @property
    def moving(self) -> bool:
        """Is anything still on its way?"""
        return bool(self._from) and not self._share.done

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed. True if something moved."""
        return self._share.update(dt) and bool(self._from)

    def rect(self, demo: str, place: Rect) -> Rect:
        """Where the object is that belongs at ``place``."""
        start = self._from.get(demo)
        return place if start is None or not self.moving else between(start, place, self._share.value)
