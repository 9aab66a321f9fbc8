"""The choice: both ways side by side, each a card to tap, with what was counted of it."""

from math import floor

from pygame import Rect, Surface

from xlab_demo_follow_the_material.places import Lane, places
from xlab_demo_follow_the_material.story import Story
from xlab_demo_follow_the_material.things import ACCENT, Still, draw_sample, draw_unread, inside, paint_way
from xlab_demo_follow_the_material.ways import WAYS, Way
from xlab_kiosk.stage import Line, Stage, columns, draw_lines, foam, lifted

STEPS = 4
"""Shades of a card under a finger; each is painted once."""


def draw_choosing(
    screen: Surface,
    stage: Stage,
    story: Story,
    samples: tuple[Rect, Rect],
    pressed: tuple[float, ...],
    still: Still,
    alpha: int,
) -> None:
    """Draw all of it; the samples are on their way to their cards, ``pressed`` is how far a finger presses each."""
    theme, text, at = stage.theme, stage.text, places(stage.theme)
    presses = tuple(round(press * STEPS) / STEPS for press in pressed)

    def paint(surface: Surface) -> None:
        surface.blit(foam(surface.get_size()), (0, 0))
        for lane, way, press in zip(at.lanes, WAYS, presses, strict=True):
            face = theme.color("foam_raised").lerp(theme.color("foam_edge"), 0.6 * press)
            lifted(surface, lane.card, theme.radius("card"), face, 0.5 + 0.5 * press)
            paint_way(surface, theme, lane.spread, way, len(way.readings) - 1, new=False)

    still.show(screen, ("choosing", presses), paint)
    lines = [Line(text("choose.title"), "title"), Line(text("choose.hint"), "body", "ink_soft", 4)]
    if theme.portrait:
        draw_lines(screen, theme, lines, at.choose_title, alpha=alpha)
    else:
        title, hint = columns(theme, at.choose_title, 66, 34, gap=3)
        draw_lines(screen, theme, lines[:1], title, alpha=alpha)
        draw_lines(screen, theme, lines[1:], hint, align="right", alpha=alpha)
    for sample, (lane, way) in enumerate(zip(at.lanes, WAYS, strict=True)):
        draw_sample(screen, theme, inside(samples[sample]), sample, story.faces.get(sample))
        for hole, reading in zip(lane.spread.holes, way.readings, strict=True):
            if reading.day is None:
                draw_unread(screen, theme, hole)
        _counted(screen, stage, lane, way, alpha)


def _counted(screen: Surface, stage: Stage, lane: Lane, way: Way, alpha: int) -> None:
    (km, km_unit), (days, days_unit), (read, read_unit) = figures(stage, way, way.end)
    lines = [
        Line(f"{km} {km_unit}", "body", "ink", 0, 600),
        Line(f"{days} {days_unit}", "caption", "ink_soft", 4),
        Line(f"{read} {read_unit}", "caption", ACCENT if way.dark else "ink_soft"),
    ]
    draw_lines(screen, stage.theme, lines, lane.figures, alpha=alpha)


def figures(stage: Stage, way: Way, reached: float) -> tuple[tuple[str, str], tuple[str, str], tuple[str, str]]:
    """Distance, days and stops read so far, each as a value and its unit."""
    come = way.readings[: floor(reached) + 1]
    read = sum(reading.day is not None for reading in come)
    km = stage.number(way.km(reached))
    if read < len(come):
        km += " + ?"
    return (
        (km, stage.text("figure.km")),
        (stage.number(way.days(reached)), stage.text("figure.days")),
        (stage.text("figure.of", read=read, all=len(come)), stage.text("figure.read")),
    )
