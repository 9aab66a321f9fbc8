"""Two gestures of the shell: a tap on a target, and the facilitator's hold in the corner. Pure; time is an argument."""

from collections.abc import Hashable
from typing import Final, Generic, TypeVar

from xlab_kiosk.stage.inputs import Touch

HOLD_SECONDS: Final = 3.0
"""Long enough that nobody locks a station by leaning on it, short enough to do while talking."""

HOLD_SLIP: Final = 0.6
"""A finger held for seconds drifts: it may leave the corner by this share of the corner's size."""

T = TypeVar("T", bound=Hashable)


class CornerHold:
    """Holding the top left corner of the screen for three seconds. It looks like nothing, on purpose."""

    def __init__(self, size: int) -> None:
        """``size``: the corner's side in pixels."""
        self.size = size
        self._pointer: int | None = None
        self._since = 0.0

    def touch(self, touch: Touch, now: float) -> None:
        """Take in every touch on the display."""
        slip = 1.0 if touch.phase == "down" else 1.0 + HOLD_SLIP
        inside = touch.x < self.size * slip and touch.y < self.size * slip
        if touch.phase == "down" and inside and self._pointer is None:
            self._pointer, self._since = touch.pointer, now
        elif touch.pointer == self._pointer and (touch.phase in ("up", "cancel") or not inside):
            self._pointer = None

    def fired(self, now: float) -> bool:
        """True once, when the corner has been held long enough."""
        if self._pointer is None or now - self._since < HOLD_SECONDS:
            return False
        self._pointer = None
        return True

    def due(self) -> float | None:
        """When :meth:`fired` may become true; None while nobody holds the corner."""
        return None if self._pointer is None else self._since + HOLD_SECONDS


class Presses(Generic[T]):
    """Which targets are pressed, by any number of fingers, and which were tapped.

    A tap counts when the finger that went down on a target comes up on it; sliding off takes it back.
    """

    def __init__(self) -> None:
        self._on: dict[int, T] = {}
        self._off: set[int] = set()

    def touch(self, touch: Touch, target: T | None) -> T | None:
        """``target`` is what lies under the touch. Returns it when this touch completes a tap on it."""
        if touch.phase == "down":
            if target is not None:
                self._on[touch.pointer] = target
                self._off.discard(touch.pointer)
            return None
        held = self._on.get(touch.pointer)
        if held is None:
            return None
        if touch.phase == "move":
            (self._off.discard if held == target else self._off.add)(touch.pointer)
            return None
        del self._on[touch.pointer]
        self._off.discard(touch.pointer)
        return held if touch.phase == "up" and held == target else None

    def pressed(self, target: T) -> bool:
        """Is a finger on this target now?"""
        return any(held == target and pointer not in self._off for pointer, held in self._on.items())

    @property
    def any(self) -> bool:
        """Is anything pressed at all?"""
        return bool(self._on)

    def clear(self) -> None:
        """Forget all fingers."""
        self._on.clear()
        self._off.clear()
