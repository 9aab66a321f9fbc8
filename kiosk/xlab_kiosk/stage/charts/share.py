"""Shares of a whole."""

from collections.abc import Sequence
from functools import lru_cache
from math import cos, pi, sin

import pygame
from pygame import BLEND_RGBA_MULT, SRCALPHA, Color, Rect, Surface

from xlab_kiosk.stage.arrange import line_height, square
from xlab_kiosk.stage.charts._frame import Chart
from xlab_kiosk.stage.paint import cutout, rounded
from xlab_kiosk.stage.text import Block, draw_block, draw_text, layout
from xlab_kiosk.stage.theme import Theme

_RING = 0.17
"""Width of the ring in its diameters."""

_WIDE = 1.35
"""Width in heights from which the parts are named beside the ring instead of below it."""

_BESIDE = 42
"""Percent of the width that the ring takes then."""


class Share(Chart):
    """A ring cut into shares of a whole, with the largest in its middle and what each part is beside it or below.

    Parts without a colour get the accents in turn. Values are counts or weights; they need not add up to anything.

    >>> share = Share(theme, Rect(40, 120, 600, 300), ["keep", "forget"], [9, 4], n=13, title="What they chose")
    >>> share.to([9, 5], n=14)
    >>> share.draw(screen)
    """

    def __init__(
        self,
        theme: Theme,
        rect: Rect,
        labels: Sequence[str],
        values: Sequence[float],
        *,
        n: int,
        title: str = "",
        colors: Sequence[Color] = (),
    ) -> None:
        if len(labels) != len(values):
            raise ValueError(f"There are {len(labels)} labels for {len(values)} shares; each share needs one.")
        super().__init__(theme, rect, values, n=n, title=title)
        self.labels = tuple(labels)
        self.colors = tuple(colors)

    def to(self, values: Sequence[float], n: int | None = None) -> None:
        """Move to new values, one for each label."""
        if len(values) != len(self.labels):
            raise ValueError(f"There are {len(values)} values for {len(self.labels)} shares; each share needs one.")
        self._to(values, n)

    def draw(self, surface: Surface) -> None:
        """Draw it as it is now."""
        self._draw_head(surface)
        body = self._body
        ring = square(Rect(body.x, body.y, min(body.height, body.width * _BESIDE // 100), body.height))
        words = Rect(ring.right, body.y, body.right - ring.right, body.height)
        words = Rect(words.x + self.theme.space(4), words.y, max(1, words.width - self.theme.space(4)), words.height)
        if body.width <= _WIDE * body.height:
            high = min(body.height * 2 // 3, self._legend_height(body.width))
            ring = square(Rect(body.x, body.y, body.width, max(0, body.height - high - self.theme.space(2))))
            words = Rect(body.x, body.bottom - high, body.width, high)
        self._draw_ring(surface, ring)
        self._draw_legend(surface, words)

    def _draw_ring(self, surface: Surface, place: Rect) -> None:
        side = place.width
        if side < 8:
            return
        edge = max(3, side // 40)
        cutout(surface, place, side // 2)
        ring = place.inflate(-2 * edge, -2 * edge)
        parts = [max(0.0, value) for value in self._numbers.now]
        whole = sum(parts)
        if whole > 0:
            surface.blit(self._painted(ring.width, [part / whole for part in parts]), ring)
        hole = ring.inflate(-round(2 * _RING * ring.width), -round(2 * _RING * ring.width))
        inside = hole.inflate(-hole.width // 5, -hole.height // 5)
        if whole > 0:
            largest = self._shares()[max(range(len(parts)), key=self._numbers.ends.__getitem__)]
            draw_text(surface, self.theme, largest, inside, "lead", "ink", "center", "middle", weight=700)

    def _painted(self, side: int, parts: list[float]) -> Surface:
        """The ring: rough wedges, cut to a ring by a clean mask, with clean gaps laid over their borders."""
        picture = Surface((side, side), SRCALPHA, 32)
        middle, at = side / 2, 0.0
        borders = []
        for number, part in enumerate(parts):
            if part > 0:
                pygame.draw.polygon(picture, self._color_of(number), _wedge(middle, at, at + part))
                borders.append(at)
                at += part
        picture.blit(_mask(side), (0, 0), special_flags=BLEND_RGBA_MULT)
        if len(borders) > 1:
            width = max(3, side // 60)
            floor = self.theme.color("foam_pressed")
            for border in borders:
                turn = 2 * pi * border
                end = middle + middle * sin(turn), middle - middle * cos(turn)
                begin = middle + middle * 0.6 * sin(turn), middle - middle * 0.6 * cos(turn)
                pygame.draw.aaline(picture, floor, begin, end, width)
        return picture

    def _draw_legend(self, surface: Surface, words: Rect) -> None:
        theme = self.theme
        y = words.y + max(0, words.height - self._legend_height(words.width)) // 2
        left, figure = self._legend_left()
        line = line_height(theme, "caption")
        for number, (block, share) in enumerate(zip(self._legend(words.width), self._shares(), strict=True)):
            chip = Rect(words.x, y + (line - theme.px(20)) // 2, theme.px(20), theme.px(20))
            rounded(surface, chip, chip.width // 3, self._color_of(number))
            value = Rect(words.x + left - figure - theme.space(1.5), y, figure, line)
            draw_text(surface, theme, share, value, "caption", "ink", "right", "middle", weight=600)
            draw_block(
                surface, theme, block, Rect(words.x + left, y, max(1, words.width - left), block.height), "ink_soft"
            )
            y += max(line, block.height) + theme.space(1)

    def _legend(self, width: int) -> list[Block]:
        left, _ = self._legend_left()
        return [layout(self.theme, label, "caption", max(1, width - left), max_lines=3) for label in self.labels]

    def _legend_left(self) -> tuple[int, int]:
        """Pixels before the labels, and those of them for the figures."""
        theme = self.theme
        figure = layout(theme, "100\u00a0%", "caption", self.rect.width, weight=600).width
        return theme.px(20) + figure + theme.space(3), figure

    def _legend_height(self, width: int) -> int:
        line, gap = line_height(self.theme, "caption"), self.theme.space(1)
        return sum(max(line, block.height) + gap for block in self._legend(width)) - gap

    def _shares(self) -> list[str]:
        whole = sum(max(0.0, end) for end in self._numbers.ends) or 1.0
        return [f"{round(100 * max(0.0, end) / whole)}\u00a0%" for end in self._numbers.ends]

    def _color_of(self, number: int) -> Color:
        return self._color(number, self.colors[number] if number < len(self.colors) else None)


def _wedge(middle: float, start: float, end: float) -> list[tuple[float, float]]:
    steps = max(2, round((end - start) * 72))
    turns = [2 * pi * (start + (end - start) * step / steps) for step in range(steps + 1)]
    outer = [(middle + 1.1 * middle * sin(turn), middle - 1.1 * middle * cos(turn)) for turn in turns]
    return [(middle, middle), *outer]


@lru_cache(maxsize=8)
def _mask(side: int) -> Surface:
    """A white ring with clean edges."""
    large = Surface((4 * side, 4 * side), SRCALPHA, 32)
    large.fill((255, 255, 255, 0))
    pygame.draw.circle(large, (255, 255, 255, 255), (2 * side, 2 * side), 2 * side - 2, round(_RING * 4 * side))
    return pygame.transform.smoothscale(large, (side, side))
