"""A slider."""

from collections.abc import Callable

from pygame import Color, Rect, Surface

from xlab_kiosk.stage.arrange import line_height
from xlab_kiosk.stage.inputs import Touch
from xlab_kiosk.stage.paint import cutout, rounded
from xlab_kiosk.stage.probe import tell_target
from xlab_kiosk.stage.text import draw_block, draw_text, layout
from xlab_kiosk.stage.theme import Theme
from xlab_kiosk.stage.widgets._knob import draw_knob
from xlab_kiosk.stage.widgets._press import reach
from xlab_kiosk.stage.widgets._range import Ranged, Show

_GROOVE = 28
_KNOB = 64
_MOST_MARKS = 12


class Slider(Ranged):
    """A slider along ``rect``, from ``low`` to ``high``, with its label and value above and the ends' names below.

    A finger sets it anywhere on its groove and keeps it until it is lifted, however far it strays. ``show`` makes the
    words for a value; a touch that is cancelled puts the value back. Raises ValueError if ``low`` is not below
    ``high``.

    >>> told = []
    >>> slider = Slider(theme, Rect(40, 200, 600, 150), "Patience", low=0, high=10, step=1, on_change=told.append)
    >>> slider.touch(Touch(1, "down", *slider.groove.midright))
    True
    >>> told, slider.value
    ([10.0], 10.0)
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
        ends: tuple[str, str] | None = None,
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
        self.ends = ends

    @property
    def groove(self) -> Rect:
        """The groove the knob runs in."""
        above, knob, below = self._heights()
        high = self.theme.px(_GROOVE)
        top = self.rect.y + (self.rect.height - above - knob - below) // 2 + above + (knob - high) // 2
        return Rect(self.rect.x, top, self.rect.width, high)

    @property
    def fits(self) -> bool:
        """Whether there is room for the label and the names of the ends; without it, the names are left out first."""
        return sum(self._heights(wanted=True)) <= self.rect.height

    @property
    def target(self) -> Rect:
        """The area that answers to a finger."""
        groove = self.groove
        return reach(self.theme, Rect(groove.x, groove.centery - 1, groove.width, 2))

    def touch(self, touch: Touch) -> bool:
        """Take a touch; True if it was for this widget."""
        if (touch.phase == "down" and not self.enabled) or not self._grip.take(touch, self.target):
            return False
        if touch.phase == "down":
            self._before, self._due = self._value, True
        if touch.phase == "cancel":
            self._set(self._before)
        else:
            left, run = self._run()
            self._set(self.low + (touch.x - left) / max(1, run) * (self.high - self.low))
        return True

    def draw(self, surface: Surface) -> None:
        """Draw it as it is now."""
        theme, groove = self.theme, self.groove
        left, run = self._run()
        at = left + run * self._shown.value
        cutout(surface, groove, groove.height // 2)
        edge = max(2, groove.height // 5)
        filled = groove.inflate(-2 * edge, -2 * edge)
        filled.width = max(filled.height, round(at) - filled.x)
        color = self.color if self.enabled else theme.color("foam_edge")
        rounded(surface, filled, filled.height // 2, color.lerp(theme.color("foam"), 0.12))
        self._draw_marks(surface, groove, at)
        draw_knob(surface, theme, (at, groove.centery), theme.px(_KNOB), self._core(), self.pressed, on=self.enabled)
        self._draw_words(surface, groove)
        if self.enabled:
            tell_target(self.target, self.name)

    def _heights(self, *, wanted: bool = False) -> tuple[int, int, int]:
        """Pixels of the words above, the knob, and the words below: those there is room for, or all that are wanted."""
        above = line_height(self.theme, "body") if self.label else 0
        knob = self.theme.px(_KNOB)
        below = line_height(self.theme, "caption") if self.ends else 0
        if not wanted and above + knob + below > self.rect.height:
            below = 0
        return above, knob, below

    def _core(self) -> Color:
        return self.color if self.color != self.theme.color("ink") else self.theme.color("foam")

    def _run(self) -> tuple[float, float]:
        """Where the knob's middle is at the lower end, and how far it goes from there, in pixels."""
        knob = self.theme.px(_KNOB)
        return self.rect.x + knob / 2, self.rect.width - knob

    def _draw_marks(self, surface: Surface, groove: Rect, at: float) -> None:
        """A dot for each step where they are few, dark on what is filled."""
        steps, (left, run) = self._steps(), self._run()
        if not 1 < steps <= _MOST_MARKS:
            return
        side = max(3, self.theme.px(6))
        for step in range(steps + 1):
            dot = Rect(0, 0, side, side)
            dot.center = round(left + run * step / steps), groove.centery
            rounded(surface, dot, side // 2, self.theme.color("foam" if dot.centerx < at else "ink_faint"))

    def _draw_words(self, surface: Surface, groove: Rect) -> None:
        theme, rect = self.theme, self.rect
        above_px, knob, below_px = self._heights()
        top = groove.centery - knob // 2
        ink, soft = ("ink", "ink_soft") if self.enabled else ("ink_faint", "ink_faint")
        if self.label:
            high = above_px
            value = layout(theme, self.show(self._value), "body", rect.width // 2, height=high, weight=700)
            above = Rect(rect.x, top - high, rect.width, high)
            draw_block(surface, theme, value, above, ink, "right", "middle")
            above.width -= value.width + theme.space(2)
            draw_text(surface, theme, self.label, above, "body", soft, "left", "middle")
        if self.ends and below_px:
            below = Rect(rect.x, top + knob, rect.width // 2 - theme.space(1), below_px)
            draw_text(surface, theme, self.ends[0], below, "caption", soft, "left", "bottom")
            below.right = rect.right
            draw_text(surface, theme, self.ends[1], below, "caption", soft, "right", "bottom")
