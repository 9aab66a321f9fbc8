"""Dots on a line."""

from collections.abc import Sequence

from pygame import Color, Rect, Surface

from xlab_kiosk.stage.arrange import line_height
from xlab_kiosk.stage.charts._frame import Chart
from xlab_kiosk.stage.paint import outlined, rounded
from xlab_kiosk.stage.text import draw_text
from xlab_kiosk.stage.theme import Theme

_DOT = 34
_SMALLEST_DOT = 6


class Dots(Chart):
    """One dot for each answer on a line from ``low`` to ``high``; where several fall together they pile up.

    ``ends`` names the two ends, ``mine`` is the number of the dot that stands out, the visitor's own for one.

    >>> dots = Dots(theme, Rect(40, 120, 600, 200), [1, 2, 2, 5], low=0, high=6, ends=("never", "always"), mine=3)
    >>> dots.n
    4
    >>> dots.to([1, 2, 2, 5, 2])
    >>> dots.draw(screen)
    """

    def __init__(
        self,
        theme: Theme,
        rect: Rect,
        values: Sequence[float],
        *,
        low: float,
        high: float,
        ends: tuple[str, str],
        title: str = "",
        mine: int | None = None,
        color: Color | None = None,
    ) -> None:
        if not low < high:
            raise ValueError(f"The line goes from {low} to {high}; low must be less than high.")
        super().__init__(theme, rect, values, n=len(values), title=title)
        self.low = low
        self.high = high
        self.ends = ends
        self.mine = mine
        self.color = color or theme.color("ink_soft")

    def to(self, values: Sequence[float]) -> None:
        """Move to new values; there may be more or fewer than before."""
        self._to(values, len(values))

    def draw(self, surface: Surface) -> None:
        """Draw it as it is now."""
        self._draw_head(surface)
        theme, body = self.theme, self._body
        words = line_height(theme, "caption")
        floor = body.bottom - words - theme.space(2)
        floor_line = Rect(body.x, floor, body.width, max(2, theme.px(4)))
        rounded(surface, floor_line, floor_line.height // 2, theme.color("foam_edge"))
        below = Rect(body.x, body.bottom - words, body.width // 2 - theme.space(1), words)
        draw_text(surface, theme, self.ends[0], below, "caption", "ink_soft", "left", "bottom")
        below.right = body.right
        draw_text(surface, theme, self.ends[1], below, "caption", "ink_soft", "right", "bottom")
        if self._numbers.ends:
            self._draw_dots(surface, Rect(body.x, body.y, body.width, max(1, floor - body.y - theme.space(0.5))))

    def _draw_dots(self, surface: Surface, room: Rect) -> None:
        side = self.theme.px(_DOT)
        while side > _SMALLEST_DOT and max(self._piles(room, side).values()) * (side + 2) > room.height:
            side -= 2
        # Where even the smallest are too many, they lie closer than side by side: none is left out.
        most = max(self._piles(room, side).values())
        pitch = min(side + 2.0, (room.height - side) / max(1, most - 1))
        heights: dict[int, int] = {}
        places: list[tuple[int, Rect]] = []
        for number, (value, end) in enumerate(zip(self._numbers.now, self._numbers.ends, strict=True)):
            column = self._column(room, side, end)
            heights[column] = heights.get(column, 0) + 1
            dot = Rect(0, 0, side, side)
            dot.centerx = round(room.x + side / 2 + self._part(value) * (room.width - side))
            dot.bottom = room.bottom - round((heights[column] - 1) * pitch)
            places.append((number, dot))
        for number, dot in places:
            rounded(surface, dot, side // 2, self.theme.color("ink") if number == self.mine else self.color)
            if number == self.mine:
                halo = dot.inflate(max(6, side // 2), max(6, side // 2))
                outlined(surface, halo, halo.width // 2, self.theme.color("ink"), max(2, self.theme.px(3)))

    def _piles(self, room: Rect, side: int) -> dict[int, int]:
        piles: dict[int, int] = {}
        for end in self._numbers.ends:
            column = self._column(room, side, end)
            piles[column] = piles.get(column, 0) + 1
        return piles

    def _column(self, room: Rect, side: int, value: float) -> int:
        return round(self._part(value) * (room.width - side) / (side + 2))

    def _part(self, value: float) -> float:
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))
