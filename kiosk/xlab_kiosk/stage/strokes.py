"""Discs, lines, arcs and filled shapes with clean edges, drawn anew each time: what moves or grows."""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, cos, hypot, pi, sin

import pygame
from pygame import Color, Rect, Surface

from xlab_kiosk.stage._smooth import Place, Point, smoothed


def disc(surface: Surface, centre: Point, radius: float, color: Color) -> None:
    """A filled circle; neither its centre nor its radius need be whole pixels.

    >>> disc(screen, (100, 100), 12.5, theme.color("amber"))
    """

    def draw(large: Surface, place: Place, scale: int) -> None:
        pygame.draw.circle(large, color, place(centre), radius * scale)

    if radius > 0:
        smoothed(surface, _around([centre], radius), color, draw)


def line(surface: Surface, points: Sequence[Point], width: float, color: Color) -> None:
    """A line through points, with round ends and bends.

    >>> line(screen, [(40, 200), (120, 160), (200, 180)], 6, theme.color("leaf"))
    """

    def draw(large: Surface, place: Place, scale: int) -> None:
        stroke(large, [place(point) for point in points], width * scale, color)

    if points and width > 0:
        smoothed(surface, _around(points, width / 2), color, draw)


def arc(surface: Surface, centre: Point, radius: float, start: float, end: float, width: float, color: Color) -> None:
    """A part of a ring with round ends, from ``start`` to ``end`` turns, clockwise from the top.

    ``radius`` is to the middle of the ring.

    >>> arc(screen, (100, 100), 60, 0.0, 0.75, 8, theme.color("violet"))
    """
    if end <= start or radius <= 0 or width <= 0:
        return
    end = min(end, start + 1)
    steps = max(8, ceil((end - start) * radius * 2))
    turns = [2 * pi * (start + (end - start) * step / steps) for step in range(steps + 1)]

    def ring(distance: float) -> list[Point]:
        return [(centre[0] + distance * sin(turn), centre[1] - distance * cos(turn)) for turn in turns]

    middle = ring(radius)
    outline = ring(radius + width / 2) + ring(max(0.0, radius - width / 2))[::-1]

    def draw(large: Surface, place: Place, scale: int) -> None:
        pygame.draw.polygon(large, color, [place(point) for point in outline])
        if end - start < 1:
            for tip in (middle[0], middle[-1]):
                pygame.draw.circle(large, color, place(tip), width * scale / 2)

    smoothed(surface, _around(middle, width / 2), color, draw)


def polygon(surface: Surface, points: Sequence[Point], color: Color) -> None:
    """A filled shape through points, at least three; where its outline crosses itself, every other part is empty.

    >>> polygon(screen, [(100, 40), (160, 140), (40, 140)], theme.color("amber"))
    """

    def draw(large: Surface, place: Place, scale: int) -> None:
        pygame.draw.polygon(large, color, [place(point) for point in points])

    if len(points) > 2:
        smoothed(surface, _around(points, 0), color, draw)


def sector(
    surface: Surface, centre: Point, radius: float, start: float, end: float, color: Color, inner: float = 0.0
) -> None:
    """A slice of a pie from ``start`` to ``end`` turns, clockwise from the top; with ``inner``, of a ring.

    ``inner`` is the radius of the hole. A whole turn or more is a whole disc.

    >>> sector(screen, (200, 200), 120, -0.1, 0.25, theme.color("leaf"))
    >>> sector(screen, (200, 200), 120, 0.25, 0.9, theme.color("coral"), inner=80)
    """
    if end <= start or radius <= max(0.0, inner):
        return
    end = min(end, start + 1)
    steps = max(3, ceil((end - start) * max(24, radius)))
    turns = [2 * pi * (start + (end - start) * step / steps) for step in range(steps + 1)]

    def ring(distance: float) -> list[Point]:
        return [(centre[0] + distance * sin(turn), centre[1] - distance * cos(turn)) for turn in turns]

    outer = ring(radius)
    if end - start < 1 or inner > 0:
        # A whole ring goes out and comes back along one line, which is too thin to be seen.
        outer += ring(inner)[::-1] if inner > 0 else [centre]
    polygon(surface, outer, color)


def stroke(surface: Surface, points: Sequence[Point], width: float, color: Color) -> None:
    """A line with round ends and bends, with steps at its edges: for drawings that are averaged afterwards."""
    for x, y in points:
        pygame.draw.circle(surface, color, (x, y), width / 2)
    for (ax, ay), (bx, by) in pairwise(points):
        length = hypot(bx - ax, by - ay)
        if length:
            sx, sy = -(by - ay) / length * width / 2, (bx - ax) / length * width / 2
            corners = [(ax + sx, ay + sy), (bx + sx, by + sy), (bx - sx, by - sy), (ax - sx, ay - sy)]
            pygame.draw.polygon(surface, color, corners)


def _around(points: Sequence[Point], reach: float) -> Rect:
    """The whole pixels that strokes reaching this far around the points may touch."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top = int(min(xs) - reach) - 2, int(min(ys) - reach) - 2
    return Rect(left, top, ceil(max(xs) + reach) + 2 - left, ceil(max(ys) + reach) + 2 - top)
