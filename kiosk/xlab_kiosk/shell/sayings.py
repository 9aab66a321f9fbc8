"""What the open case says: one main thing with a smaller one beside it, and what to do."""

from collections.abc import Sequence
from math import cos, pi
from typing import Final

from pygame import Rect, Surface

from xlab_kiosk.stage import paint, text
from xlab_kiosk.stage.motion import ease_out
from xlab_kiosk.stage.theme import Role, Theme

Said = tuple[str, Role, str]
"""Words, their size, their colour."""

RING: Final = 2.4
"""Seconds in which the ring of the prompt spreads once."""

STILL: Final = 0.35
"""How far the ring is spread where nothing may move."""


def say(surface: Surface, theme: Theme, area: Rect, said: Sequence[Said], alpha: int = 255) -> None:
    """Draw words below each other in the middle of the height of ``area``. What the small ones leave is the title's."""
    gap = theme.space(1.5)
    small = {
        words: text.layout(theme, words, role, area.width, max_lines=2, weight=600)
        for words, role, _ in said
        if role != "title"
    }
    rest = area.height - sum(block.height + gap for block in small.values())
    blocks = [
        small[words] if words in small else text.layout(theme, words, role, area.width, height=rest)
        for words, role, _ in said
    ]
    high = sum(block.height for block in blocks) + gap * (len(blocks) - 1)
    y = area.y + max(0, area.height - high) // 2
    for block, (_, _, color) in zip(blocks, said, strict=True):
        text.draw_block(surface, theme, block, Rect(area.x, y, area.width, block.height), color, alpha=alpha)
        y += block.height + gap


def draw_prompt(surface: Surface, theme: Theme, box: Rect, words: str, t: float | None) -> None:
    """A finger's ring that spreads, and what to do; ``t`` in seconds, None where nothing may move."""
    centre = (box.x + theme.px(30), box.centery)
    ink, ground = theme.color("ink"), theme.color("foam")
    share = STILL if t is None else (t % RING) / RING
    radius = theme.px(9) + theme.px(19) * ease_out(share)
    fade = 0.5 * (1 + cos(pi * share))
    paint.arc(surface, centre, radius, 0.0, 1.0, max(2, theme.px(3)), ground.lerp(ink, fade))
    paint.disc(surface, centre, theme.px(9), ink)
    room = Rect(box.x + theme.px(76), box.y, box.width - theme.px(76), box.height)
    text.draw_text(surface, theme, words, room, "body", "ink", valign="middle", weight=600)
