"""The demo's own picture: a pie that two cards made, and the rival's van on its way around it."""

from pygame import Surface

from xlab_demo_grow_the_pie.cards import draw_card, on_rim
from xlab_demo_grow_the_pie.game import SIDES
from xlab_demo_grow_the_pie.pie import draw_pie, grown, radius
from xlab_demo_grow_the_pie.places import Table
from xlab_demo_grow_the_pie.track import draw_table
from xlab_kiosk.stage import Theme, breathe

SLICES = 6
LAP_S = 48.0


def draw_still_life(screen: Surface, theme: Theme, t: float) -> None:
    """Draw it on the whole of ``screen``, after ``t`` seconds."""
    width, height = screen.get_size()
    at = Table((width, height), min(width, height) * 90 // 100)
    draw_table(screen, theme, at, (0.12 + t / LAP_S) % 1.0)
    size = radius(at.well.width, SLICES - 1 + breathe(t, 5.0) * 0.999)
    draw_pie(screen, theme, at.well.center, size, grown(SLICES))
    for side in SIDES:
        draw_card(screen, theme, at, side, "share", on_rim(at, side, 0.46 + 0.03 * breathe(t, 5.0)), 1.0)
