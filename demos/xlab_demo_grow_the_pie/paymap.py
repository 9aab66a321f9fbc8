"""The map of pairs: what the customer took home to the right, what the supplier took home upwards."""

from collections.abc import Sequence
from functools import lru_cache

from pygame import SRCALPHA, Rect, Surface

from xlab_demo_grow_the_pie.game import MOST
from xlab_demo_grow_the_pie.pie import FRUIT, draw_pie, grown
from xlab_demo_grow_the_pie.record import Pair
from xlab_kiosk.stage import Theme, cutout, disc, line, rounded

MARKER = 0.068
"""Radius of this pair's pie in widths of the map."""

BAND = 46
"""Token pixels from the map's edge to its axes: room for their names."""


def draw_map(screen: Surface, theme: Theme, rect: Rect, this: Pair, others: Sequence[Pair], slices: int) -> None:
    """Draw the map in a square ``rect``: pairs of today as dots, this one as its pie."""
    cutout(screen, rect, theme.radius("card"))
    room = _room(theme, rect)
    axis = max(2, theme.px(5))
    line(screen, [room.bottomleft, room.topleft], axis, theme.color(FRUIT[0]))
    line(screen, [room.bottomleft, room.bottomright], axis, theme.color(FRUIT[1]))
    screen.blit(_frontier(theme, room.width), room)
    for x, y in places(theme, rect, others):
        disc(screen, (x, y), theme.px(8), theme.color("ink_soft"))
    (middle,) = places(theme, rect, [this])
    draw_pie(screen, theme, (round(middle[0]), round(middle[1])), rect.width * MARKER, grown(max(1, slices)))


def places(theme: Theme, rect: Rect, pairs: Sequence[Pair]) -> list[tuple[float, float]]:
    """Where pairs lie on the map; those with the same points lie beside each other."""
    room, seen = _room(theme, rect), dict[Pair, int]()
    found = []
    for supplier, customer in pairs:
        same = seen.get((supplier, customer), 0)
        seen[supplier, customer] = same + 1
        x = room.left + room.width * min(1.0, customer / MOST) + same * theme.px(5)
        y = room.bottom - room.height * min(1.0, supplier / MOST) - same * theme.px(5)
        found.append((x, y))
    return found


def _room(theme: Theme, rect: Rect) -> Rect:
    edge = theme.px(BAND)
    side = min(rect.size) - 2 * edge
    room = Rect(0, 0, side, side)
    room.center = rect.center
    return room


@lru_cache(maxsize=2)
def _frontier(theme: Theme, side: int) -> Surface:
    """The whole pie: every way of sharing it lies on this line; and the way on which both take the same."""
    picture = Surface((side, side), SRCALPHA, 32)
    ink = theme.color("ink_faint")
    picture.fill((ink.r, ink.g, ink.b, 0))
    steps = 14
    for index in range(steps):
        start, end = (index + 0.2) / steps * side, (index + 0.7) / steps * side
        line(picture, [(start, start), (end, end)], max(2, theme.px(3)), ink)
    dot = max(2, theme.px(4))
    for index in range(1, 2 * steps):
        at = side * index / 2 / steps / 2
        rounded(picture, Rect(round(at), round(side - at), dot, dot), dot // 2, theme.color("foam_edge"))
    return picture
