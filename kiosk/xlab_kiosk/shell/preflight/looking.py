"""Whether a camera sees anything: black and frozen pictures are found without a question. Pure but for pixels."""

from typing import Final, Literal

from pygame import Surface, transform

Look = Literal["waiting", "sees", "black", "frozen", "none"]

PATIENCE: Final = 8.0
"""Seconds until a camera that showed nothing counts as none: some take five to wake up."""

ENOUGH: Final = 1.5
"""Seconds of pictures until something is said of them: exposure settles first."""

STILL: Final = 2.0
"""Seconds without any change in any pixel after which a picture is frozen: a live sensor is never so quiet."""

DARK: Final = 14
"""Of 255: the brightest part of a picture that counts as black. A lens cap leaks less, a dim room shows more."""

GRID: Final = (32, 18)
"""A picture is looked at as so many averages: single hot pixels of a sensor are no light."""


class Looking:
    """Takes pictures in as they come. Times are seconds on any clock that only grows."""

    def __init__(self, now: float) -> None:
        self._began = now
        self._first: float | None = None
        self._changed = now
        self._last: bytes | None = None
        self._lightest = 0

    def take(self, picture: Surface, now: float) -> None:
        """The camera's newest picture."""
        pixels = picture.get_buffer().raw
        if self._first is None:
            self._first = self._changed = now
        elif pixels != self._last:
            self._changed = now
        self._last = pixels
        self._lightest = lightest(picture)

    def look(self, now: float) -> Look:
        """What can be said now."""
        if self._first is None:
            return "none" if now - self._began >= PATIENCE else "waiting"
        if now - self._first < ENOUGH:
            return "waiting"
        if self._lightest <= DARK:
            return "black"
        return "frozen" if now - self._changed >= STILL else "sees"


def lightest(picture: Surface) -> int:
    """The brightest of the averages of a picture, 0 to 255."""
    small = transform.smoothscale(picture.convert(24) if picture.get_bytesize() not in (3, 4) else picture, GRID)
    return max(max(small.get_at((x, y))[:3]) for x in range(GRID[0]) for y in range(GRID[1]))
