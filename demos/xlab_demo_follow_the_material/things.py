"""What lies in the foam: a sample with its tag, the pad, a stop in its cut-out, a note."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import pygame
from pygame import SRCALPHA, Rect, Surface

from xlab_demo_follow_the_material.objects import THINGS, shirt
from xlab_demo_follow_the_material.places import Spread
from xlab_demo_follow_the_material.thread import GROOVE, THREAD, draw_grooves, draw_leg
from xlab_demo_follow_the_material.ways import Reading, Way
from xlab_kiosk.stage import (
    Badge,
    Icon,
    Line,
    Role,
    Theme,
    arc,
    breathe,
    cutout,
    disc,
    draw_badge,
    draw_icon,
    draw_lines,
    draw_sketch,
    draw_text,
    ease_out,
    glow,
    lifted,
    line,
    outlined,
)

ACCENT = "coral"
"""The colour of the stage ``sourcing``."""

LETTERS = ("A", "B")
"""What is written on the tag of a sample that is only drawn."""

NOTE_LEFT = 76
"""Token pixels from the left end of a note's picture to its words."""

_LETTER_FROM = 40
"""Token pixels a tag must be across before a letter on it can be read."""


def draw_sample(screen: Surface, theme: Theme, rect: Rect, sample: int, tag: Badge | None, alpha: int = 255) -> None:
    """A shirt and, on a cord, its tag: the animal of the tag that was read, or a letter for one that is drawn."""
    if alpha <= 0:
        return
    draw_sketch(screen, shirt, rect, alpha)
    side = min(rect.size)
    x, y, across = rect.centerx + side * 0.13, rect.centery + side * 0.15, max(8, round(side * 0.4))
    if alpha < 255:
        return  # on its way in or out the tag comes last and goes first
    screen.blit(_tag(side, theme, tag), (rect.centerx - side // 2, rect.centery - side // 2))
    if tag is None and across >= theme.px(_LETTER_FROM):
        hole = Rect(0, 0, across, across)
        hole.center = round(x), round(y)
        role: Role = "title" if across >= theme.px(100) else "lead" if across >= theme.px(56) else "body"
        draw_text(screen, theme, LETTERS[sample], hole, role, "ink", "center", "middle", weight=700)


@lru_cache(maxsize=24)
def _tag(side: int, theme: Theme, tag: Badge | None) -> Surface:
    """The tag on its cord for a sample ``side`` pixels across: its smooth edges take longer to draw than to copy."""
    picture = Surface((side, side), SRCALPHA, 32)
    cord = theme.color(ACCENT)
    middle = side // 2
    x, y, across = middle + side * 0.13, middle + side * 0.15, max(8, round(side * 0.4))
    neck = middle + side * 0.1, middle - side * 0.22
    line(picture, [neck, (x + across * 0.1, y - across * 0.42)], max(2, side / 60), cord)
    disc(picture, (x, y), across / 2, theme.color("foam"))
    if tag is not None:
        draw_badge(picture, (x, y), across * 0.92, tag.animal, tag.accent)
    arc(picture, (x, y), across / 2, 0.0, 1.0, max(2, side / 70), cord)
    return picture


def inside(rect: Rect) -> Rect:
    """A sample in its place, with air around it."""
    return rect.inflate(-rect.width // 8, -rect.height // 8)


def draw_pad(screen: Surface, theme: Theme, rect: Rect, t: float, lit: float) -> None:
    """The pad from above: it breathes as it waits, and shines (``lit`` 0..1) while it reads."""
    lifted(screen, rect, rect.width // 2, theme.color("foam_raised"), 0.5)
    ring = rect.inflate(-rect.width // 6, -rect.width // 6)
    cutout(screen, ring, ring.width // 2)
    strength = 0.12 + 0.13 * breathe(t) + 0.3 * lit
    glow(screen, ring.center, ring.width * 46 // 100, theme.color(ACCENT), strength)
    outlined(screen, ring, ring.width // 2, theme.color(ACCENT), max(2, rect.width // 60))


def draw_hole(screen: Surface, theme: Theme, hole: Rect) -> None:
    """A stop of which nothing is known yet."""
    cutout(screen, hole, hole.width // 2)


def draw_stop(screen: Surface, theme: Theme, hole: Rect, reading: Reading, pop: float = 1.0) -> None:
    """A stop that was read: its thing, ringed in its accent; ``pop`` 0..1 is how far it has come up."""
    if reading.day is None or pop <= 0:
        return
    grown = ease_out(pop)
    side = round(hole.width * (0.5 + 0.18 * grown))
    place = Rect(0, 0, side, side)
    place.center = hole.center
    accent = theme.color(reading.accent)
    if pop < 1:
        glow(screen, hole.center, round(hole.width * 0.8), accent, 0.5 * (1 - pop))
    arc(screen, hole.center, hole.width / 2 - theme.px(3), 0.0, grown, max(2, hole.width / 32), accent)
    draw_sketch(screen, THINGS[reading.stop], place, round(255 * min(1.0, pop * 2)))


def draw_unread(screen: Surface, theme: Theme, hole: Rect) -> None:
    """A stop where nobody read the tag: the cut-out stays dark."""
    role: Role = "title" if hole.width > theme.px(84) else "lead"
    draw_text(screen, theme, "?", hole, role, "ink_faint", "center", "middle")


def paint_way(surface: Surface, theme: Theme, spread: Spread, way: Way, come: int, *, new: bool) -> None:
    """A way told up to stop ``come``; if that one is ``new``, it is left out: it is still coming up."""
    slim = 1.0 if spread.words else 0.7
    draw_grooves(surface, theme, spread, GROOVE * slim)
    for hole in spread.holes:
        draw_hole(surface, theme, hole)
    for leg in range(come):
        draw_leg(surface, theme, spread, way, leg, 1.0, THREAD * slim)
    for stop in range(come + (not new)):
        draw_stop(surface, theme, spread.holes[stop], way.readings[stop])


def draw_note(screen: Surface, theme: Theme, rect: Rect, icon: Icon, lines: Sequence[Line], alpha: int) -> None:
    """Words beside an icon in a small cut-out, both in the middle of ``rect``'s height."""
    side = min(theme.px(58), rect.height - theme.px(4))
    hole = Rect(rect.left, 0, side, side)
    left = rect.left + theme.px(NOTE_LEFT)
    used = draw_lines(screen, theme, lines, Rect(left, rect.top, rect.right - left, rect.height), alpha=alpha)
    hole.centery = used.centery
    cutout(screen, hole, hole.width // 2)
    draw_icon(screen, icon, hole.center, side * 55 // 100, theme.color(ACCENT))


class Still:
    """One picture of what stands still, painted anew only when its key changes; no words, for a checker hears them."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._surface = pygame.Surface(size, 0, 32)
        self._key: object = None

    def show(self, screen: Surface, key: object, paint: Callable[[Surface], None]) -> None:
        """Copy it to the screen, after painting it if it shows something else."""
        if key != self._key:
            paint(self._surface)
            self._key = key
        screen.blit(self._surface, (0, 0))
