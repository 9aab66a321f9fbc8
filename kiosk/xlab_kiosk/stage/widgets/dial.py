"""A dial."""

from collections.abc import Callable
from math import atan2, cos, hypot, pi, sin

from pygame import Color, Rect, Surface

from xlab_kiosk.stage.arrange import line_height, square
from xlab_kiosk.stage.inputs import Touch
from xlab_kiosk.stage.paint import cutout, lifted, rounded
from xlab_kiosk.stage.probe import tell_target
from xlab_kiosk.stage.text import draw_block, draw_text, layout
from xlab_kiosk.stage.theme import Role, Theme
from xlab_kiosk.stage.widgets._press import reach, shade
from xlab_kiosk.stage.widgets._range import Ranged, Show

_SWEEP = 0.75
"""Turns from one end to the other; what is left open is at the bottom."""

_DOTS = 30
_STILL = 0.12
"""Radii around the middle in which a finger turns nothing: there, a millimetre would be half a turn."""


class Dial(Ranged):
    """A knob to turn, in its round cut-out, with its value in the middle and its label below.

    A finger turns it from wherever it took hold, so nothing jumps. A ring of dots shows how far it is. A touch that is
    cancelled puts the value back. Raises ValueError if ``low`` is not below ``high``.

    >>> dial = Dial(theme, Rect(100, 100, 300, 340), "Rate", value=3, low=0, high=6, show=lambda rate: f"{rate:.1f} %")
    >>> dial.touch(Touch(1, "down", dial.knob.centerx, dial.knob.top + 10))
    True
    >>> dial.touch(Touch(1, "move", dial.knob.right - 10, dial.knob.centery))  # a quarter turn
    True
    >>> dial.value
    5.0
    """

    def __init__(
        self,
        theme: Theme,
        rect: Rect,
        label: str = "",
        *,
        value: float | None = None,
        low: float = 0.0,
        high: float = 1.0,
        step: float = 0.0,
        show: Show | None = None,
        on_change: Callable[[float], None] | None = None,
        color: Color | None = None,
        enabled: bool = True,
    ) -> None:
        super().__init__(
            theme,
            rect,
            label,
            value=value,
            low=low,
            high=high,
            step=step,
            show=show,
            on_change=on_change,
            color=color,
            enabled=enabled,
        )
        self._raw = self._value
        self._turn = 0.0

    @property
    def ring(self) -> Rect:
        """The square the whole dial lies in, without its label."""
        below = line_height(self.theme, "body") if self.label else 0
        ring = square(Rect(self.rect.x, self.rect.y, self.rect.width, max(0, self.rect.height - below)))
        ring.y = self.rect.y + (self.rect.height - ring.height - below) // 2
        return ring

    @property
    def knob(self) -> Rect:
        """The square the knob lies in."""
        ring = self.ring
        return ring.inflate(-ring.width * 26 // 100, -ring.width * 26 // 100)

    def touch(self, touch: Touch) -> bool:
        """Take a touch; True if it was for this widget."""
        area = reach(self.theme, self.ring)
        if (touch.phase == "down" and not self.enabled) or not self._grip.take(touch, area):
            return False
        turn = self._turn_of(touch)
        if touch.phase == "down":
            self._before, self._raw, self._due = self._value, self._value, True
        elif touch.phase == "cancel":
            self._set(self._before)
        elif turn is not None:
            moved = (turn - self._turn + 0.5) % 1.0 - 0.5
            raw = self._raw + moved / _SWEEP * (self.high - self.low)
            self._raw = min(self.high, max(self.low, raw))  # at an end it stops, and turns back at once
            self._set(self._raw)
        self._turn = self._turn if turn is None else turn
        return True

    def draw(self, surface: Surface) -> None:
        """Draw it as it is now."""
        theme, ring, knob = self.theme, self.ring, self.knob
        if not ring.width:
            return
        self._draw_dots(surface, ring)
        hole = knob.inflate(theme.px(16), theme.px(16))
        cutout(surface, hole, hole.width // 2)
        face = theme.color("ink").lerp(theme.color("foam"), 0.14 * shade(self.pressed))
        face = face if self.enabled else theme.color("foam")
        lifted(surface, knob, knob.width // 2, face, 0.7 - 0.4 * shade(self.pressed) if self.enabled else 0.0)
        dimple = Rect(0, 0, max(8, knob.width // 9), max(8, knob.width // 9))
        dimple.center = self._at(knob, self._shown.value, 0.40)
        rounded(surface, dimple, dimple.width // 2, theme.color("foam" if self.enabled else "foam_raised"))
        core = dimple.inflate(-dimple.width * 4 // 10, -dimple.width * 4 // 10)
        rounded(surface, core, core.width // 2, self.color if self.enabled else theme.color("ink_faint"))
        self._draw_value(surface, knob)
        if self.label:
            high = line_height(theme, "body")
            below = Rect(self.rect.x, ring.bottom, self.rect.width, high)
            soft = "ink_soft" if self.enabled else "ink_faint"
            draw_text(surface, theme, self.label, below, "body", soft, "center", "middle")
        if self.enabled:
            tell_target(reach(theme, ring), self.name)

    def _draw_value(self, surface: Surface, knob: Rect) -> None:
        """The value on the knob, as large as it and both ends' fit on one line: its size stays while it is turned."""
        theme, ink = self.theme, "foam" if self.enabled else "ink_faint"
        inside = knob.inflate(-knob.width * 36 // 100, -knob.width * 36 // 100)
        roles: tuple[Role, ...] = ("title", "lead", "body")
        for role in roles:
            words = [self.show(value) for value in (self._value, self.low, self.high)]
            blocks = [layout(theme, text, role, inside.width, max_lines=1, weight=700) for text in words]
            if role == "body" or all(block.role == role and block.fits and not block.broken for block in blocks):
                draw_block(surface, theme, blocks[0], inside, ink, "center", "middle")
                return

    def _draw_dots(self, surface: Surface, ring: Rect) -> None:
        steps = self._steps()
        dots = steps if 3 <= steps <= _DOTS else _DOTS
        lit = self.color if self.enabled else self.theme.color("ink_faint")
        side = max(4, min(ring.width // 28, round(ring.width * 1.6 / dots)))
        for number in range(dots + 1):
            part = number / dots
            dot = Rect(0, 0, side, side)
            dot.center = self._at(ring, part, 0.5 - side / ring.width / 2)
            on = part <= self._shown.value + 1e-6
            rounded(surface, dot, side // 2, lit if on else self.theme.color("foam_edge"))

    def _at(self, place: Rect, part: float, radius: float) -> tuple[int, int]:
        """The point for a part of the way, so many widths of ``place`` from its middle."""
        turn = 2 * pi * (0.5 + (1 - _SWEEP) / 2 + part * _SWEEP)
        reach = radius * place.width
        return round(place.x + place.width / 2 + reach * sin(turn)), round(
            place.y + place.height / 2 - reach * cos(turn)
        )

    def _turn_of(self, touch: Touch) -> float | None:
        """Where around the middle a finger is, in turns from the top; None if it is too near to tell."""
        ring = self.ring
        x, y = touch.x - ring.centerx, touch.y - ring.centery
        return atan2(x, -y) / (2 * pi) if hypot(x, y) > _STILL * ring.width / 2 else None
