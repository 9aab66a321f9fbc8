"""The touch step: five spots are tapped in turn."""

from collections.abc import Callable
from typing import Final

from xlab_kiosk.shell.pointers import MOUSE, REMOTE, Kind
from xlab_kiosk.shell.preflight.doing import Doing, with_
from xlab_kiosk.shell.preflight.seen import Seen, SpotSeen, TouchSeen
from xlab_kiosk.shell.preflight.taps import Dead, Meaning
from xlab_kiosk.shell.preflight.touching import (
    ORDER,
    STRAIGHT,
    STRAYS,
    Place,
    Tap,
    Turn,
    away,
    beside,
    judge,
    spots,
    telling,
)
from xlab_kiosk.stage.inputs import Touch

INSET: Final = 1.0
"""From the middle of a corner's spot to the edges, in smallest targets: as far out as any button is."""

ALLOWED: Final = 0.62
"""How far a tap may be off, in smallest targets (9 mm): beyond that it misses the button it was meant for."""

REACH: Final = 1.7
"""How far from a spot a tap still is one on it, in smallest targets."""


class Touching(Doing):
    """The test. ``righted`` is told how touches of a kind are turned, when that is beyond doubt."""

    step = "touch"
    read = 2.2

    def __init__(self, size: tuple[int, int], target: int, righted: Callable[[Kind, Turn], None]) -> None:
        """``size`` of the display and the ``target``, both in pixels."""
        super().__init__()
        self._size, self._righted = size, righted
        self._allowed, self._reach = ALLOWED * target, REACH * target
        self._places = spots(size, INSET * target)
        self._taps: list[Tap] = []
        self._strays = 0
        self._stray: Place | None = None
        self._kind: Kind = "finger"

    def touch(self, touch: Touch, now: float) -> None:
        """A touch anywhere but on a button. One that was made on the dashboard says nothing of this screen."""
        if touch.phase != "down" or touch.pointer == REMOTE or self.found:
            return
        at = touch.x / self._size[0], touch.y / self._size[1]
        if self._strays < STRAYS and beside(at, self._places, self._size) > self._reach:
            self._strays, self._stray = self._strays + 1, at
            return
        self._kind = "mouse" if touch.pointer == MOUSE else "finger"
        self._take(at, now)

    def mean(self, meaning: Meaning, now: float) -> None:
        """A spot that does not answer is passed by."""
        if isinstance(meaning, Dead) and not self.found:
            self._take(None, now)

    def look(self, seen: Seen) -> Seen:
        """The spots, and where the taps came down."""
        tapped = {tap.spot: self._seen(tap) for tap in self._taps}
        asked = ORDER[len(self._taps)] if len(self._taps) < len(ORDER) else None
        return with_(seen, touch=TouchSeen(self._places, tapped, asked, self._stray))

    def _take(self, at: Place | None, now: float) -> None:
        self._taps.append(Tap(ORDER[len(self._taps)], at))
        self._strays, self._stray = 0, None
        if len(self._taps) == len(ORDER):
            self._judge(now)

    def _judge(self, now: float) -> None:
        verdict = judge(self._taps, self._places, self._size)
        if len(verdict.dead) == len(ORDER):
            return self._find(now, self._check(False, "touch_none"))
        found = []
        wide = verdict.wide(self._allowed)
        if verdict.turn != STRAIGHT:
            sure = telling(self._taps) and not verdict.wide(2 * self._allowed)
            found.append(self._check(None if sure else False, f"touch_{verdict.name}" if sure else "touch_wrong"))
            if sure:
                self._righted(self._kind, verdict.turn)
        found += [self._check(False, f"touch_dead_{spot}") for spot in verdict.dead]
        if wide and not any(check.ok is False for check in found):
            found.append(self._check(False, "touch_off"))
        return self._find(now, *(found or [self._check(True, "touch_fine")]))

    def _seen(self, tap: Tap) -> SpotSeen:
        if tap.at is None:
            return SpotSeen("dead")
        missed = away(tap.at, self._places[tap.spot], self._size)
        far = missed > max(self._reach, 2 * self._allowed)
        return SpotSeen("wrong" if far else "off" if missed > self._allowed else "good", tap.at)
