"""The thread of a way: it runs in a groove of the foam from stop to stop, and frays where nobody read the tag."""

from math import cos, hypot, pi

from pygame import Surface

from xlab_demo_follow_the_material.places import Spread
from xlab_demo_follow_the_material.ways import Way
from xlab_kiosk.stage import Theme, line

Point = tuple[float, float]

_STEPS = 36
"""Points of the thread from one stop to the next: no corner shows at 1920 pixels."""

_LOOSE = 0.24
"""Part of a leg that a loose end hangs out of its stop's cut-out."""

GROOVE, THREAD = 14, 7
"""Token pixels across."""


def leg_points(spread: Spread, leg: int) -> tuple[Point, ...]:
    """The thread from stop ``leg`` to the next: along the way it goes evenly, across it in a soft wave."""
    (ax, ay), (bx, by) = spread.holes[leg].center, spread.holes[leg + 1].center
    found: list[Point] = []
    for step in range(_STEPS + 1):
        t = step / _STEPS
        soft = (1 - cos(pi * t)) / 2
        x, y = (soft, t) if spread.standing else (t, soft)
        found.append((ax + (bx - ax) * x, ay + (by - ay) * y))
    return tuple(found)


def draw_grooves(screen: Surface, theme: Theme, spread: Spread, width: float = GROOVE) -> None:
    """The empty groove: where a thread could be."""
    wide = max(3, theme.px(width))
    for leg in range(len(spread.holes) - 1):
        points = leg_points(spread, leg)
        lower = [(x, y + max(1, theme.px(2))) for x, y in points]
        line(screen, lower, wide, theme.color("foam_edge").lerp(theme.color("foam"), 0.35))
        line(screen, points, wide, theme.color("foam_pressed"))


def draw_leg(
    screen: Surface, theme: Theme, spread: Spread, way: Way, leg: int, part: float, width: float = THREAD
) -> None:
    """The thread of one leg, told for a ``part`` of it; next to an unread stop only its loose end is there."""
    if part <= 0:
        return
    wide = max(2, theme.px(width))
    points = leg_points(spread, leg)
    if way.leg_read(leg):
        _draw(screen, theme, points[: max(2, round(part * _STEPS) + 1)], wide)
    elif way.readings[leg].day is not None:
        _fray(screen, theme, _loose(spread, leg, points), wide, min(1.0, part / _LOOSE))
    elif way.readings[leg + 1].day is not None:
        _fray(screen, theme, _loose(spread, leg + 1, points[::-1]), wide, max(0.0, (part - 1 + _LOOSE) / _LOOSE))


def _draw(screen: Surface, theme: Theme, points: tuple[Point, ...], wide: int) -> None:
    dark = theme.color("foam_pressed")
    line(screen, [(x, y + wide * 0.4) for x, y in points], wide, dark)
    line(screen, points, wide, theme.color("ink"))


def _loose(spread: Spread, stop: int, points: tuple[Point, ...]) -> tuple[Point, ...]:
    """The first points of a leg from the middle of a stop until a little out of its cut-out."""
    hole = spread.holes[stop]
    out = next(
        (i for i, (x, y) in enumerate(points) if hypot(x - hole.centerx, y - hole.centery) > hole.width / 2),
        _STEPS // 2,
    )
    return points[: min(_STEPS, out + 4)]


def _fray(screen: Surface, theme: Theme, points: tuple[Point, ...], wide: int, part: float) -> None:
    """A torn end: the thread opens into three thin strands."""
    shown = points[: max(2, round(part * len(points)))]
    _draw(screen, theme, shown, wide)
    if part < 1:
        return
    (ax, ay), (bx, by) = shown[-2], shown[-1]
    length = hypot(bx - ax, by - ay) or 1.0
    dx, dy = (bx - ax) / length, (by - ay) / length
    reach = wide * 3.2
    for bend in (-0.75, 0.1, 0.9):
        middle = bx + dx * reach * 0.5 - dy * bend * wide * 0.9, by + dy * reach * 0.5 + dx * bend * wide * 0.9
        tip = bx + dx * reach - dy * bend * wide * 2.4, by + dy * reach + dx * bend * wide * 2.4
        line(screen, [(bx, by), middle, tip], max(1.5, wide * 0.34), theme.color("ink"))
