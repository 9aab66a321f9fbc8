"""Plain shapes as data, and the one outline each of them has.

Every shape becomes cubic Bézier curves, so that the browser (as a path) and the kiosk (flattened to a polygon) draw the
same thing. Coordinates are -1..1 with y downwards, angles are degrees.
"""

import math
from itertools import pairwise
from typing import Literal

import msgspec

Role = Literal["accent", "shade", "tint", "dark", "light"]
"""What a shape is filled with: the accent, darker, lighter, almost black, almost white."""

Point = tuple[float, float]
Cubic = tuple[Point, Point, Point, Point]
"""Start, two control points, end."""

_KAPPA = 0.5522847498
"""Length of the handles that make four cubics a circle: 4/3 (sqrt(2) - 1)."""


class Ellipse(msgspec.Struct, frozen=True):
    """An ellipse around ``x``, ``y``, turned clockwise by ``turn`` degrees."""

    role: Role
    x: float
    y: float
    rx: float
    ry: float
    turn: float = 0.0


class Polygon(msgspec.Struct, frozen=True):
    """A polygon whose corners are rounded off by ``corner`` (a length along each side)."""

    role: Role
    points: tuple[Point, ...]
    corner: float = 0.0


class Curve(msgspec.Struct, frozen=True):
    """A smooth closed curve through the points (a closed Catmull-Rom spline)."""

    role: Role
    points: tuple[Point, ...]


class Stroke(msgspec.Struct, frozen=True):
    """A smooth open line through the points, ``width`` thick, with round ends."""

    role: Role
    points: tuple[Point, ...]
    width: float


Shape = Ellipse | Polygon | Curve | Stroke


def mirrored(shape: Shape) -> Shape:
    """The same shape on the other side of the vertical axis."""
    if isinstance(shape, Ellipse):
        return msgspec.structs.replace(shape, x=-shape.x, turn=-shape.turn)
    return msgspec.structs.replace(shape, points=tuple((-x, y) for x, y in shape.points))


def both(*shapes: Shape) -> tuple[Shape, ...]:
    """Each shape and its mirror image."""
    return tuple(one for shape in shapes for one in (shape, mirrored(shape)))


def cubics(shape: Shape) -> tuple[Cubic, ...]:
    """The outline of a shape (for a :class:`Stroke`: its middle line) as joined cubic curves."""
    match shape:
        case Ellipse():
            return _ellipse(shape)
        case Polygon(points=points, corner=corner):
            return _rounded(points, corner)
        case Curve(points=points):
            around = (points[-1], *points, points[0], points[1])
        case Stroke(points=points):
            around = (points[0], *points, points[-1])
    return tuple(_between(*around[i : i + 4]) for i in range(len(around) - 3))


def flatten(curves: tuple[Cubic, ...], steps: int) -> list[Point]:
    """Points along joined curves, ``steps`` for each curve that is bent and one for each that is straight."""
    points = [curves[0][0]]
    for curve in curves:
        count = 1 if curve[0] == curve[1] and curve[2] == curve[3] else steps
        points += [_at(curve, step / count) for step in range(1, count + 1)]
    return points


def _at(curve: Cubic, t: float) -> Point:
    u = 1 - t
    a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve
    return a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3


def _between(before: Point, start: Point, end: Point, after: Point) -> Cubic:
    """One piece of a uniform Catmull-Rom spline as a Bézier curve: handles are a sixth of the neighbours' chord."""
    first = start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6
    second = end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6
    return start, first, second, end


def _ellipse(shape: Ellipse) -> tuple[Cubic, ...]:
    k, angle = _KAPPA, math.radians(shape.turn)
    cos, sin = math.cos(angle), math.sin(angle)

    def put(u: float, v: float) -> Point:
        u, v = u * shape.rx, v * shape.ry
        return shape.x + u * cos - v * sin, shape.y + u * sin + v * cos

    corners = ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 0))
    return tuple(
        (put(ax, ay), put(ax + k * bx, ay + k * by), put(bx + k * ax, by + k * ay), put(bx, by))
        for (ax, ay), (bx, by) in pairwise(corners)
    )


def _rounded(points: tuple[Point, ...], corner: float) -> tuple[Cubic, ...]:
    """Straight sides joined by curves that start and end ``corner`` (at most half a side) before each corner."""
    pieces: list[Cubic] = []
    last: Point | None = None
    first: Point | None = None
    for i, here in enumerate(points):
        enter = _towards(here, points[i - 1], corner)
        leave = _towards(here, points[(i + 1) % len(points)], corner)
        if last is None:
            first = enter
        else:
            pieces.append((last, last, enter, enter))
        # Two thirds of the way to the corner makes the cubic a quadratic curve with the corner as its control point.
        pieces.append((enter, _mix(enter, here, 2 / 3), _mix(leave, here, 2 / 3), leave))
        last = leave
    assert first is not None and last is not None, "a polygon has points"
    return (*pieces, (last, last, first, first))


def _towards(here: Point, there: Point, length: float) -> Point:
    distance = math.dist(here, there)
    return _mix(here, there, min(length / distance, 0.5) if distance else 0.0)


def _mix(a: Point, b: Point, t: float) -> Point:
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t
