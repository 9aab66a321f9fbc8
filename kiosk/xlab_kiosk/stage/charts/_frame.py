"""What every chart has: a title, the number of answers behind it, and values on their way to new ones."""

from collections.abc import Callable, Iterable, Sequence
from math import isfinite

from pygame import Color, Rect, Surface

from xlab_kiosk.stage.inputs import Touch
from xlab_kiosk.stage.motion import Tween
from xlab_kiosk.stage.text import Block, draw_block, layout
from xlab_kiosk.stage.theme import Theme

Show = Callable[[float], str]
"""Makes the words for a value."""

PALETTE = ("sky", "amber", "coral", "leaf", "violet")
"""Accents in the order in which they are told apart best, for parts that are given no colour."""


class Numbers:
    """Values that move to new ones together; new ones that were not there before grow from 0."""

    def __init__(self, theme: Theme, values: Sequence[float]) -> None:
        self._theme = theme
        self._tweens = [Tween(0.0, 0.0, 0.0) for _ in values]
        self.ends: tuple[float, ...] = ()
        self.to(values)

    @property
    def now(self) -> list[float]:
        """The values now."""
        return [tween.value for tween in self._tweens]

    def to(self, values: Sequence[float]) -> None:
        """Move to these values. Raises ValueError for one that is not finite."""
        for value in values:
            if not isfinite(value):
                raise ValueError(f"{value} cannot be drawn; a chart takes finite numbers.")
        self.ends = tuple(float(value) for value in values)
        del self._tweens[len(values) :]
        self._tweens += [Tween(0.0, 0.0, 0.0) for _ in range(len(values) - len(self._tweens))]
        seconds = 0.0 if self._theme.reduced_motion else self._theme.seconds("place")
        for tween, value in zip(self._tweens, values, strict=True):
            tween.to(float(value), seconds)

    def start_at(self, values: Iterable[float], first: int) -> None:
        """From number ``first`` on, be at these values at once; those before stay on their way."""
        self._tweens = self._tweens[:first] + [Tween(0.0, float(value), 0.0) for value in values][first:]
        self.ends = tuple(tween.end for tween in self._tweens)

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if any moved."""
        return any([tween.update(dt) for tween in self._tweens])


class Chart:
    """A chart in ``rect``: its title and ``n``, the number of answers, above; below them what it draws."""

    def __init__(self, theme: Theme, rect: Rect, values: Sequence[float], *, n: int, title: str) -> None:
        self.theme = theme
        self.rect = rect
        self.n = n
        self.title = title
        self._numbers = Numbers(theme, values)
        self._due = False

    def touch(self, touch: Touch) -> bool:
        """It is only to look at: no touch is for it."""
        return False

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        due, self._due = self._due, False
        return self._numbers.update(dt) or due

    def _to(self, values: Sequence[float], n: int | None) -> None:
        if n is not None and n != self.n:
            self.n, self._due = n, True
        self._numbers.to(values)

    @property
    def _body(self) -> Rect:
        """What is left of ``rect`` below the title."""
        title, count = self._head()
        top = max(title.height, count.height) + self.theme.space(1.5)
        return Rect(self.rect.x, self.rect.y + top, self.rect.width, max(0, self.rect.height - top))

    def _head(self) -> tuple[Block, Block]:
        count = layout(self.theme, f"n\u00a0=\u00a0{self.n}", "caption", self.rect.width, max_lines=1)
        room = max(1, self.rect.width - count.width - self.theme.space(2))
        return layout(self.theme, self.title, "body", room, max_lines=2, weight=600), count

    def _draw_head(self, surface: Surface) -> None:
        title, count = self._head()
        rect = self.rect
        draw_block(surface, self.theme, title, Rect(rect.x, rect.y, title.width, title.height), "ink")
        # On one line with the title's first, although it is smaller.
        drop = round((title.size - count.size) * 0.9) if title.lines else 0
        draw_block(
            surface,
            self.theme,
            count,
            Rect(rect.right - count.width, rect.y + drop, count.width, count.height),
            "ink_soft",
        )

    def _color(self, number: int, given: Color | None) -> Color:
        return given or self.theme.color(PALETTE[number % len(PALETTE)])


def plain(value: float) -> str:
    """A value as few words as it takes: whole, or with one decimal."""
    return str(round(value)) if abs(value - round(value)) < 0.05 else f"{value:.1f}"
