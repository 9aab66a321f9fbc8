"""A number between two ends that a finger sets: what a slider and a dial have in common."""

from collections.abc import Callable
from math import isclose

from pygame import Color, Rect

from xlab_kiosk.stage.motion import Tween
from xlab_kiosk.stage.theme import Theme
from xlab_kiosk.stage.widgets._press import Grip

Show = Callable[[float], str]
"""Makes the words for a value."""

_MOST_STEPS = 1000


class Ranged:
    """A value from ``low`` to ``high`` in steps of ``step`` (0 for any), told to ``on_change`` whenever it changes."""

    def __init__(
        self,
        theme: Theme,
        rect: Rect,
        label: str,
        *,
        value: float | None,
        low: float,
        high: float,
        step: float,
        show: Show | None,
        on_change: Callable[[float], None] | None,
        color: Color | None,
        enabled: bool,
    ) -> None:
        if not low < high:
            raise ValueError(f"{label or type(self).__name__} goes from {low} to {high}; low must be less than high.")
        if step < 0 or (step and (high - low) / step > _MOST_STEPS):
            raise ValueError(
                f"{label or type(self).__name__} has steps of {step}; use 0, or at most {_MOST_STEPS} steps."
            )
        self.theme = theme
        self.rect = rect
        self.label = label
        self.low = low
        self.high = high
        self.step = step
        self.show = show or _plain
        self.on_change = on_change
        self.color = color or theme.color("ink")
        self.enabled = enabled
        self._value = self._snapped((low + high) / 2 if value is None else value)
        self._shown = Tween(0.0, self._part(self._value), 0.0)
        self._grip = Grip()
        self._before = self._value
        self._press = Tween(0.0, 0.0, 0.0)
        self._due = False

    @property
    def value(self) -> float:
        """The value now; assigning moves it there without telling ``on_change``."""
        return self._value

    @value.setter
    def value(self, value: float) -> None:
        self._move(self._snapped(value), self.theme.seconds("move"))

    @property
    def name(self) -> str:
        """What a checker calls it."""
        return self.label or type(self).__name__.lower()

    @property
    def pressed(self) -> float:
        """How far it is pressed, from 0 to 1."""
        return self._press.value

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        self._press.to(1.0 if self._grip.held else 0.0, self.theme.seconds("press"))
        moved = [self._press.update(dt), self._shown.update(dt), self._due]
        self._due = False
        return any(moved)

    def _set(self, value: float) -> None:
        """A finger sets it."""
        value = self._snapped(value)
        if value == self._value:
            return
        self._move(value, self.theme.seconds("press") if self.step else 0.0)
        if self.on_change is not None:
            self.on_change(value)

    def _move(self, value: float, seconds: float) -> None:
        self._value, self._due = value, True
        self._shown.to(self._part(value), 0.0 if self.theme.reduced_motion else seconds)

    def _part(self, value: float) -> float:
        return (value - self.low) / (self.high - self.low)

    def _snapped(self, value: float) -> float:
        value = min(self.high, max(self.low, float(value)))
        if not self.step:
            return value
        near = float(self.low) + round((value - self.low) / self.step) * self.step
        return min(float(self.high), round(near, 9))

    def _steps(self) -> int:
        """How many steps there are; 0 if any value may be."""
        return round((self.high - self.low) / self.step) if self.step else 0


def _plain(value: float) -> str:
    whole = round(value)
    return str(whole) if isclose(value, whole, abs_tol=1e-9) else f"{value:.1f}"
