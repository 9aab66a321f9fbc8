"""Discs, lines and arcs with clean edges, drawn anew each time: what moves or grows."""

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
