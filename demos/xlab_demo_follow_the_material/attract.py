"""The demo's own picture: a boll of cotton, its thread, and the shirt that it becomes; one stop stays dark."""

from pygame import Rect, Surface

from xlab_demo_follow_the_material.places import Spread
from xlab_demo_follow_the_material.things import draw_hole, draw_sample, draw_stop
from xlab_demo_follow_the_material.thread import draw_grooves, draw_leg
from xlab_demo_follow_the_material.ways import Reading, Way
from xlab_kiosk.stage import Badge, Theme, breathe, cutout, foam, glow

OWL = Badge("", "owl", "amber")
SHORT = Way(
    (
        Reading("field", "coral", 0, None),
        Reading("yarn", "coral", 6, 700),
        Reading("dye", "leaf", None, None),
        Reading("shelf", "sky", 41, 2200),
    )
)


def draw_still_life(screen: Surface, theme: Theme, t: float) -> None:
    """Draw it on the whole of ``screen``, after ``t`` seconds; lying or standing, its parts keep their proportions."""
    screen.blit(foam(screen.get_size()), (0, 0))
    width, height = screen.get_size()
    lying = width >= height
    unit = min(width, height, max(width, height) * 10 // 16)
    long = round(unit * 1.6)
    left, top = (width - (long if lying else unit)) // 2, (height - (unit if lying else long)) // 2

    def square(along: float, across: float, side: float) -> Rect:
        """A square around a point, in units along the picture's long side and across it."""
        x, y = (along, across) if lying else (across, along)
        rect = Rect(0, 0, round(unit * side), round(unit * side))
        rect.center = left + round(unit * x), top + round(unit * y)
        return rect

    small = 0.27
    large = square(1.18, 0.5, 0.76)
    spread = Spread(
        (square(0.15, 0.3, small), square(0.38, 0.74, small), square(0.62, 0.3, small), large), (), standing=not lying
    )
    token = unit / 360 / theme.scale
    draw_grooves(screen, theme, spread, 9 * token)
    for hole in spread.holes[:-1]:
        draw_hole(screen, theme, hole)
    cutout(screen, large, large.width // 5)
    glow(screen, large.center, large.width * 6 // 10, theme.color("sky"), 0.12 + 0.12 * breathe(t))
    for leg in range(len(spread.holes) - 1):
        draw_leg(screen, theme, spread, SHORT, leg, 1.0, 4.5 * token)
    for hole, reading in zip(spread.holes[:-1], SHORT.readings, strict=False):
        draw_stop(screen, theme, hole, reading)
    lift = 0 if theme.reduced_motion else round(large.height * 0.03 * breathe(t))
    draw_sample(screen, theme, large.inflate(-large.width // 9, -large.width // 9).move(0, -lift), 0, OWL)
