"""A small map of points."""

from collections.abc import Sequence

import msgspec
from pygame import Color, Rect, Surface

from xlab_kiosk.stage.arrange import inset
from xlab_kiosk.stage.charts._frame import Chart
from xlab_kiosk.stage.paint import cutout, rounded
from xlab_kiosk.stage.text import Block, draw_block, layout
from xlab_kiosk.stage.theme import Theme

_DOT = 22
_LARGE = 30


class Point(msgspec.Struct, frozen=True):
    """A point of a map: ``x`` from 0 (left) to 1, ``y`` from 0 (top) to 1, perhaps with words and a colour.

    >>> Point(0.2, 0.8, "Supplier").label
    'Supplier'
    """

    x: float
    y: float
    label: str = ""
    color: Color | None = None


class PointMap(Chart):
    """Points in a cut-out, near to each other if they are alike; labels stand where they cover nothing.

    A label for which there is no room is left out, the last first. Points move to new places.

    >>> chart = PointMap(theme, Rect(40, 120, 400, 300), [Point(0.2, 0.3, "Users"), Point(0.8, 0.6)], n=2)
    >>> chart.to([Point(0.3, 0.3, "Users"), Point(0.7, 0.6), Point(0.5, 0.5)], n=3)
    >>> chart.update(0.1)
    True
    >>> chart.draw(screen)
    """

    def __init__(self, theme: Theme, rect: Rect, points: Sequence[Point], *, n: int, title: str = "") -> None:
        super().__init__(theme, rect, _flat(points), n=n, title=title)
        self.points = tuple(points)

    def to(self, points: Sequence[Point], n: int | None = None) -> None:
        """Move to new points; those with the same number move from where they were."""
        before = len(self.points)
        self.points = tuple(points)
        if len(points) > before:  # new ones appear in their place instead of crossing the map
            self._numbers.start_at(_flat(points), 2 * before)
        self._to(_flat(points), n)
        self._due = True

    def draw(self, surface: Surface) -> None:
        """Draw it as it is now."""
        self._draw_head(surface)
        theme, body = self.theme, self._body
        cutout(surface, body, theme.radius("cutout"))
        room = inset(theme, body, 3)
        values = self._numbers.now
        dots = [self._dot(room, point, *values[2 * at : 2 * at + 2]) for at, point in enumerate(self.points)]
        taken = list(dots)
        for point, dot in zip(self.points, dots, strict=True):
            rounded(surface, dot, dot.width // 2, point.color or theme.color("ink_soft"))
        for point, dot in zip(self.points, dots, strict=True):
            if point.label:
                block = layout(theme, point.label, "caption", room.width * 2 // 5, max_lines=2)
                place = self._label_place(block, dot, body, taken)
                if place is not None:
                    taken.append(place)
                    draw_block(surface, theme, block, place, "ink", "center")

    def _dot(self, room: Rect, point: Point, x: float, y: float) -> Rect:
        side = self.theme.px(_LARGE if point.label else _DOT)
        dot = Rect(0, 0, side, side)
        dot.center = (
            round(room.x + min(1.0, max(0.0, x)) * room.width),
            round(room.y + min(1.0, max(0.0, y)) * room.height),
        )
        return dot

    def _label_place(self, block: Block, dot: Rect, body: Rect, taken: list[Rect]) -> Rect | None:
        """Right of its dot, or left, above or below: the first that covers nothing."""
        gap, inside = self.theme.space(1), inset(self.theme, body, 1)
        size = Rect(0, 0, block.width, block.height)
        places = (
            size.move(dot.right + gap, dot.centery - size.height // 2),
            size.move(dot.left - gap - size.width, dot.centery - size.height // 2),
            size.move(dot.centerx - size.width // 2, dot.top - size.height),
            size.move(dot.centerx - size.width // 2, dot.bottom),
        )
        free = (place for place in places if inside.contains(place) and place.collidelist(taken) < 0)
        return next(free, None)


def _flat(points: Sequence[Point]) -> list[float]:
    return [part for point in points for part in (point.x, point.y)]
