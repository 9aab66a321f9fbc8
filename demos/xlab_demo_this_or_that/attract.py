"""The demo's own picture: two needs face each other, and the ladder below them breathes."""

from pygame import Rect, Surface

from xlab_demo_this_or_that.objects import OWN, accent_of, painting_of
from xlab_kiosk.stage import Theme, breathe, cutout, draw_sketch, ease_out, foam, glow, lifted, line, outlined

_FACING = ("needs.repair", "needs.origin")
_RUNGS = ("needs.weight", "", "needs.packaging", "needs.energy", "needs.waste")
"""On the rail; the one without a name is a visitor's."""

_HEIGHTS = (0.9, 0.66, 0.52, 0.34, 0.12)
_TURN_S = 6.0
"""Seconds in which the visitor's need takes the first place and loses it again."""


def draw_still_life(screen: Surface, theme: Theme, t: float) -> None:
    """Draw it on the whole of ``screen``, after ``t`` seconds; lying or standing, its parts keep their proportions."""
    screen.blit(foam(screen.get_size()), (0, 0))
    width, height = screen.get_size()
    unit = min(width / 1.6, height) if width >= height else min(width, height / 1.5)
    wide, high = (1.6 * unit, unit) if width >= height else (unit, 1.4 * unit)
    left, top = (width - wide) / 2, (height - high) / 2
    side = min(wide * 0.44, high * 0.6)
    raised = breathe(0.0 if theme.reduced_motion else t, _TURN_S)
    for number, one in enumerate(_FACING):
        rect = Rect(0, 0, round(side), round(side))
        rect.center = round(left + wide * (0.26 + 0.48 * number)), round(top + high * 0.34)
        cutout(screen, rect, round(side * 0.16))
        lift = raised if number == 0 else 1 - raised
        body = rect.inflate(*(round(-side * (0.14 - 0.08 * lift)) for _ in range(2)))
        lifted(screen, body, round(side * 0.13), theme.color("foam_raised"), 0.3 + 0.6 * lift)
        glow(screen, body.center, round(side * 0.6), theme.color(accent_of(one, own=False)), 0.05 + 0.2 * lift)
        draw_sketch(screen, painting_of(one, own=False), Rect(body).inflate(*(round(-side * 0.22),) * 2))
    _rail(screen, theme, Rect(round(left), round(top + high * 0.68), round(wide), round(high * 0.3)), raised)


def _rail(screen: Surface, theme: Theme, room: Rect, raised: float) -> None:
    """Five rungs, the second of which climbs above the first and comes back."""
    slot = room.width / 5
    side = min(slot * 0.78, room.height * 0.68)
    climb = ease_out(raised)
    base = room.bottom - side * 0.04
    line(
        screen, [(room.left + side * 0.2, base), (room.right - side * 0.2, base)], side * 0.07, theme.color("foam_edge")
    )
    spots = [(number + 0.5, _HEIGHTS[number]) for number in range(5)]
    spots[0] = 0.5 + climb, _HEIGHTS[0] + (_HEIGHTS[1] - _HEIGHTS[0]) * climb
    spots[1] = 1.5 - climb, _HEIGHTS[1] + (1.0 - _HEIGHTS[1]) * climb
    for number in (0, 2, 3, 4, 1):
        one, (x, y) = _RUNGS[number], spots[number]
        own = not one
        accent = theme.color(accent_of(one, own=own))
        hole = Rect(0, 0, round(side), round(side))
        hole.center = round(room.left + slot * x), round(room.top + side / 2 + (room.height - side) * (1 - y))
        line(screen, [hole.center, (hole.centerx, base)], side * 0.09, accent)
        cutout(screen, hole, hole.width // 2)
        if own:
            glow(screen, hole.center, hole.width, theme.color(OWN), 0.15 + 0.3 * climb)
            outlined(screen, hole, hole.width // 2, theme.color(OWN), max(2, round(side * 0.05)))
        draw_sketch(screen, painting_of(one, own=own), hole.inflate(-hole.width // 4, -hole.width // 4))
