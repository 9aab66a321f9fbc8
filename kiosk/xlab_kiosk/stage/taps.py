"""Taps made from touches. Pure: time comes in with each touch."""

import msgspec

from xlab_kiosk.stage.inputs import Tap, Touch

LONGEST_SECONDS = 0.8
"""A finger that rests longer is holding, not tapping; visitors who are unsure press longer than practised ones."""

SLOP = 24
"""How far a finger may roll, in token pixels: about 3 mm."""

_MOST_POINTERS = 32
"""No screen reports more fingers; a broken one must not fill the memory."""


class _Down(msgspec.Struct, frozen=True):
    x: float
    y: float
    at: float


class Taps:
    """Recognises taps, for each finger by itself. ``slop`` is in panel pixels, times in seconds of any one clock.

    >>> taps = Taps(slop=24)
    >>> taps.feed(Touch(1, "down", 100, 100), now=0.0)
    >>> taps.feed(Touch(1, "up", 103, 101), now=0.1)
    Tap(pointer=1, x=100, y=100)
    """

    def __init__(self, slop: float, longest: float = LONGEST_SECONDS) -> None:
        self._slop = slop
        self._longest = longest
        self._down: dict[int, _Down] = {}

    def feed(self, touch: Touch, now: float) -> Tap | None:
        """Take the next touch; the tap, where the finger came down, if this ended one."""
        if touch.phase == "down":
            if len(self._down) < _MOST_POINTERS or touch.pointer in self._down:
                self._down[touch.pointer] = _Down(touch.x, touch.y, now)
            return None
        start = self._down.get(touch.pointer)
        if start is None:
            return None
        strayed = abs(touch.x - start.x) > self._slop or abs(touch.y - start.y) > self._slop
        if strayed or touch.phase != "move":
            del self._down[touch.pointer]
        if touch.phase == "up" and not strayed and now - start.at <= self._longest:
            return Tap(touch.pointer, start.x, start.y)
        return None

    def clear(self) -> None:
        """Forget every finger that is down, as when the screen changed under it."""
        self._down.clear()
