"""The demo's own picture: a badge above the pad, and what is known of it in the foam, one place already empty."""

from pygame import Rect, Surface

from xlab_demo_warm_welcome.objects import draw_fact, draw_pad
from xlab_kiosk.stage import Badge, Icon, Theme, breathe, draw_badge, foam, line

FOX = Badge("", "fox", "amber")


def draw_still_life(screen: Surface, theme: Theme, t: float) -> None:
    """Draw it on the whole of ``screen``, after ``t`` seconds; lying or standing, its parts keep their proportions."""
    screen.blit(foam(screen.get_size()), (0, 0))
    width, height = screen.get_size()
    lying = width >= height
    unit = min(width, height, max(width, height) * 10 // 16)
    long, wide = round(unit * 1.6), unit * 24 // 100
    left, top = (width - (long if lying else unit)) // 2, (height - (unit if lying else long)) // 2

    def square(along: float, across: float, side: int) -> Rect:
        """A square around a point, in units along the picture's long side and across it."""
        x, y = (along, across) if lying else (across, along)
        return Rect(left + round(unit * x) - side // 2, top + round(unit * y) - side // 2, side, side)

    pad = square(0.58, 0.5, unit * 84 // 100)
    holes = [square(1.32, across, wide) for across in (0.19, 0.5, 0.81)]
    draw_pad(screen, theme, pad, t, lit=0.6)
    lift = pad.height * (0.02 + 0.03 * breathe(t))
    draw_badge(screen, (pad.centerx, pad.centery - lift), pad.width * 0.62, FOX.animal, FOX.accent)
    line(screen, [holes[0].center, holes[-1].center], max(2, unit // 150), theme.color("foam_edge"))
    things: tuple[tuple[Icon | Badge, float], ...] = ((FOX, 0.0), ("pad", 0.0), ("tick", 1.0))
    for hole, (thing, gone) in zip(holes, things, strict=True):
        draw_fact(screen, theme, hole, thing, gone)
