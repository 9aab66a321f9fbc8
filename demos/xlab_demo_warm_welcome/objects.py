"""The things of the demo: the pad, a badge in its cut-out, a known fact in its own, a note."""

from collections.abc import Sequence

from pygame import SRCALPHA, Rect, Surface

from xlab_kiosk.stage import (
    Badge,
    Icon,
    Line,
    Role,
    Theme,
    breathe,
    cutout,
    disc,
    draw_badge,
    draw_icon,
    draw_lines,
    ease_out,
    glow,
    layout,
    lifted,
    line,
    outlined,
)

ACCENT = "violet"
"""The colour of the stage ``use``."""

LIFT = 0.5
"""How high the pad stands."""

NOTE_LEFT = 80
"""Token pixels from the left end of a note's picture to its words."""

GHOST = 34
"""Opacity (of 255) of a badge that is forgotten: an outline one may remember, no colour that speaks."""


def pad_light(t: float, lit: float) -> float:
    """How strongly the pad shines, in the steps that can be seen."""
    return round((0.15 + 0.15 * breathe(t) + 0.2 * lit) * 20) / 20


def draw_pad(screen: Surface, theme: Theme, rect: Rect, t: float, *, lit: float = 0.0) -> None:
    """The pad from above, breathing as it waits; ``lit`` (0..1) is how much it answers to a badge."""
    outer, ring = rect, rect.inflate(-rect.width // 5, -rect.width // 5)
    lifted(screen, outer, outer.width // 2, theme.color("foam_raised"), LIFT)
    cutout(screen, ring, ring.width // 2)
    glow(screen, ring.center, ring.width * 45 // 100, theme.color(ACCENT), pad_light(t, lit))
    outlined(screen, ring, ring.width // 2, theme.color(ACCENT), max(2, rect.width // 60))


def draw_in_cutout(screen: Surface, hole: Rect, rect: Rect, badge: Badge, gone: float) -> None:
    """A badge at ``rect``, on its way to its round cut-out; as it goes (``gone`` 0..1) only a ghost is left."""
    cutout(screen, hole, hole.width // 2)
    side = rect.width - rect.width // 8
    left = 1.0 - gone
    if gone > 0:
        draw_badge(screen, rect.center, side, badge.animal, badge.accent, alpha=round(GHOST * gone), background=False)
    place = rect.centerx, rect.centery - rect.height * gone * 0.15
    draw_badge(screen, place, side, badge.animal, badge.accent, alpha=round(255 * left))


def draw_fact(screen: Surface, theme: Theme, rect: Rect, thing: Icon | Badge, gone: float, *, alpha: int = 255) -> None:
    """One known thing in its cut-out; as it is erased it lifts out and a small mark stays."""
    cutout(screen, rect, rect.width // 2)
    mark = theme.color("ink_faint")
    if gone >= 1:
        half = rect.width // 9
        line(screen, [(rect.centerx - half, rect.centery), (rect.centerx + half, rect.centery)], theme.px(4), mark)
        return
    side = rect.width - rect.width // 6
    lift = ease_out(gone) * rect.height * 0.4
    visible = round(alpha * (1 - gone))
    if isinstance(thing, Badge):
        draw_badge(screen, (rect.centerx, rect.centery - lift), side, thing.animal, thing.accent, alpha=visible)
        return
    picture = Surface((side, side), SRCALPHA)
    disc(picture, (side / 2, side / 2), side / 2 - 1, theme.color(ACCENT))
    draw_icon(picture, thing, (side / 2, side / 2), side // 2, theme.color("foam_pressed"))
    picture.set_alpha(visible)
    screen.blit(picture, (rect.centerx - side // 2, rect.centery - side // 2 - round(lift)))


def one_size(theme: Theme, notes: Sequence[str], width: int) -> Role:
    """The size for notes that belong together: one alone in smaller type would look like a footnote to the other.

    ``width`` is that of a whole note in pixels, its picture included.
    """
    lines = [layout(theme, note, "body", width - theme.px(NOTE_LEFT)) for note in notes]
    return "body" if all(line.role == "body" and len(line.lines) == 1 for line in lines) else "caption"


def draw_note(screen: Surface, theme: Theme, rect: Rect, icon: Icon, lines: Sequence[Line], *, alpha: int) -> Rect:
    """Words beside an icon in a small cut-out; returns what they took."""
    hole = Rect(rect.left, 0, theme.px(60), theme.px(60))
    left = rect.left + theme.px(NOTE_LEFT)
    words = Rect(left, rect.top, rect.right - left, rect.height)
    used = draw_lines(screen, theme, lines, words, alpha=alpha)
    hole.centery = used.centery
    cutout(screen, hole, hole.width // 2)
    draw_icon(screen, icon, hole.center, theme.px(34), theme.color(ACCENT))
    return used.union(hole)


def draw_next(screen: Surface, theme: Theme, rect: Rect, queue: Sequence[Badge], words: str, *, ready: bool) -> None:
    """The badge that is next, and how many wait behind it; ``ready``: it lies on a card that can be tapped."""
    if ready:
        lifted(screen, rect, theme.radius("card"), theme.color("foam_raised"), 0.6)
    else:
        cutout(screen, rect, theme.radius("card"))
    badge, *others = queue
    side = rect.height - theme.px(20)
    draw_badge(screen, (rect.left + theme.px(12) + side / 2, rect.centery), side, badge.animal, badge.accent)
    left = rect.left + side + theme.px(22)
    lines = [Line(words, "caption", "ink" if ready else "ink_soft", 0, 600)]
    lines += [Line(f"+{len(others)}", "caption", "ink_soft")] if others else []
    draw_lines(screen, theme, lines, Rect(left, rect.top, rect.right - left - theme.px(8), rect.height))
