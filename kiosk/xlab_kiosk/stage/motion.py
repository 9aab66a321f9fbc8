"""Motion that explains: where a thing comes from and where it goes. Time enters only as seconds that passed.

With reduced motion a thing is at its new place at once and fades in there.
"""

from math import cos, pi

from pygame import Rect

from xlab_kiosk.stage.theme import Duration, Theme


def ease_out(t: float) -> float:
    """From 0 to 1, quick at first and slow at the end; what is outside 0 to 1 counts as its nearest end.

    >>> ease_out(0.5)
    0.875
    """
    left = 1.0 - min(1.0, max(0.0, t))
    return 1.0 - left * left * left


def breathe(t: float, period: float = 4.0) -> float:
    """A slow swell from 0 to 1 and back, once in ``period`` seconds; 0 at time 0.

    >>> breathe(2.0, period=4.0)
    1.0
    """
    return (1.0 - cos(2.0 * pi * t / period)) / 2.0


def between(start: Rect, end: Rect, t: float) -> Rect:
    """The rectangle that is the part ``t`` of the way from one to another, in whole pixels.

    >>> between(Rect(0, 0, 10, 10), Rect(100, 0, 30, 10), 0.5)
    Rect(50, 0, 20, 10)
    """
    edges = zip((*start.topleft, *start.bottomright), (*end.topleft, *end.bottomright), strict=True)
    left, top, right, bottom = (round(a + (b - a) * t) for a, b in edges)
    return Rect(left, top, right - left, bottom - top)


class Tween:
    """A number on its way from ``start`` to ``end`` in ``seconds``, slowing down as it arrives.

    >>> tween = Tween(0.0, 100.0, seconds=1.0)
    >>> tween.update(0.5)
    True
    >>> tween.value, tween.done
    (87.5, False)
    """

    def __init__(self, start: float, end: float, seconds: float) -> None:
        self.start = start
        self.end = end
        self.seconds = seconds
        self.passed = 0.0

    @property
    def done(self) -> bool:
        """Whether it has arrived."""
        return self.passed >= self.seconds

    @property
    def value(self) -> float:
        """Where it is now; exactly ``end`` once it is done."""
        if self.done:
            return self.end
        return self.start + (self.end - self.start) * ease_out(self.passed / self.seconds)

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed. True if the value changed, so a picture is due."""
        if self.done:
            return False
        self.passed += max(0.0, dt)
        return self.start != self.end

    def to(self, end: float, seconds: float) -> None:
        """Turn towards another end from where it is now, without a jump. The same end again changes nothing."""
        if end != self.end:
            self.start, self.end, self.seconds, self.passed = self.value, end, seconds, 0.0


class Move:
    """A rectangle on its way to another place: what a card does that becomes the screen.

    ``rect`` is where it is and ``alpha`` how visible, 0 to 255. With reduced motion it is there at once and fades in.

    >>> move = Move(Theme((1280, 720)), Rect(40, 40, 300, 200), Rect(0, 0, 1280, 720), "place")
    >>> move.update(0.4)
    True
    >>> move.rect, move.alpha, move.done
    (Rect(0, 0, 1280, 720), 255, True)
    """

    def __init__(self, theme: Theme, start: Rect, end: Rect, duration: Duration = "move") -> None:
        self._start = start.copy()
        self._end = end.copy()
        self._fades = theme.reduced_motion
        self._tween = Tween(0.0, 1.0, theme.seconds(duration))

    @property
    def rect(self) -> Rect:
        """Where it is now."""
        return between(self._start, self._end, 1.0 if self._fades else self._tween.value)

    @property
    def alpha(self) -> int:
        """How visible it is now, 0 to 255."""
        return round(255 * self._tween.value) if self._fades else 255

    @property
    def done(self) -> bool:
        """Whether it has arrived."""
        return self._tween.done

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed. True if it changed."""
        return self._tween.update(dt)
