"""The last screen: what was chosen, what this pad read while it was, and what to take home."""

from pygame import Rect, Surface

from xlab_demo_follow_the_material.places import places
from xlab_demo_follow_the_material.story import CHOICES, Story
from xlab_demo_follow_the_material.things import (
    ACCENT,
    LETTERS,
    Still,
    draw_note,
    draw_pad,
    draw_sample,
    draw_unread,
    inside,
    paint_way,
)
from xlab_demo_follow_the_material.trace import Pad
from xlab_demo_follow_the_material.ways import KNOWN, NEAR
from xlab_kiosk.stage import (
    Align,
    Icon,
    Line,
    Stage,
    cutout,
    draw_badge,
    draw_lines,
    draw_text,
    foam,
    glow,
    outlined,
    rounded,
)

ASKED = 3
"""The dyer's stop: who asks, asks there."""

LEAST = 54
"""Token pixels a stay is long at least on the band, so that its tag has room."""


def draw_result(
    screen: Surface,
    stage: Stage,
    story: Story,
    pads: tuple[Pad, ...],
    samples: tuple[Rect, Rect],
    still: Still,
    alpha: int,
) -> None:
    """Draw all of it; the samples are on their way to their place."""
    theme, text, at = stage.theme, stage.text, places(stage.theme)
    choice = story.choice or "ask"
    holes = chosen_places(at.chosen, choice)
    way = KNOWN if choice == "known" else NEAR

    def paint(surface: Surface) -> None:
        surface.blit(foam(surface.get_size()), (0, 0))
        for rect in holes.values():
            cutout(surface, rect, theme.radius("cutout"))
        if choice != "ask":
            glow(surface, at.chosen.center, at.chosen.height * 55 // 100, theme.color("sky"), 0.22)
        cutout(surface, _band(stage), theme.radius("small"))
        paint_way(surface, theme, at.result_way, way, len(way.readings) - 1, new=False)
        if choice == "ask":
            # The one stop to ask: a pad there, lit.
            draw_pad(surface, theme, at.result_way.holes[ASKED], 0.0, 1.0)

    still.show(screen, ("result", choice), paint)
    for sample in holes:
        rect = samples[sample]
        draw_sample(screen, theme, inside(rect), sample, story.faces.get(sample))
    for stop, (hole, reading) in enumerate(zip(at.result_way.holes, way.readings, strict=True)):
        if reading.day is None and not (choice == "ask" and stop == ASKED):
            draw_unread(screen, theme, hole)
    said = [
        Line(text(f"result.{choice}"), "title"),
        Line(text(f"result.{choice}_note"), "body", "ink_soft", 6),
    ]
    align: Align = "center" if theme.portrait else "left"
    draw_lines(screen, theme, said, at.result_words, align=align, alpha=alpha)
    notes: tuple[tuple[Icon, str], ...] = (("tick", "works"), ("cross", "expect"))
    for room, (icon, key) in zip(at.notes, notes, strict=True):
        lines = [Line(text(f"result.{key}"), "caption", ACCENT, 0, 600), Line(text(f"result.{key}_note"), "caption")]
        draw_note(screen, theme, room, icon, lines, alpha)
    _trace(screen, stage, story, pads, alpha)
    _business(screen, stage, at.business, alpha)


def chosen_places(rect: Rect, choice: str) -> dict[int, Rect]:
    """Where the samples are that the choice leaves on the screen: one, or both if neither was taken."""
    if choice in CHOICES[:2]:
        side = min(rect.size)
        place = Rect(0, 0, side, side)
        place.center = rect.center
        return {CHOICES.index(choice): place}
    side = min(rect.height if rect.width > 2 * rect.height else rect.height * 64 // 100, rect.width * 62 // 100)
    gap = max(0, rect.width - 2 * side) // 3
    left = Rect(rect.left + gap, rect.top, side, side)
    right = Rect(rect.right - side - gap, rect.bottom - side, side, side)
    return {0: left, 1: right}


def _band(stage: Stage) -> Rect:
    """The groove in which the stays lie."""
    rect = places(stage.theme).trace
    high = stage.theme.px(50)
    return Rect(rect.left, rect.bottom - high, rect.width, high)


def _trace(screen: Surface, stage: Stage, story: Story, pads: tuple[Pad, ...], alpha: int) -> None:
    """The way of the samples through the visitor's own hands, as the pad read it: order and time."""
    theme, text, trace, band = stage.theme, stage.text, story.trace, _band(stage)
    rect = places(theme).trace
    head = Rect(rect.left, rect.top, rect.width, band.top - rect.top - theme.px(4))
    read = [stay.seconds for stay in trace.stays if stay.tagged]
    count, seconds = stage.number(len(read)), stage.number(sum(read) if read else trace.seconds)
    said = text("trace.read", count=count, seconds=seconds) if trace.tagged else text("trace.tapped", seconds=seconds)
    if pads:
        said = f"{said} {text('trace.before', places=', '.join(pad.name for pad in pads))}"
    draw_lines(screen, theme, [Line(said, "caption", "ink_soft")], head, alpha=alpha)
    inside = band.inflate(-theme.px(8), -theme.px(8))
    whole = max(trace.clock, 1.0)
    least = theme.px(LEAST)
    # Each stay has its least length; what is left of the band is time.
    room = max(0, inside.width - least * len(trace.stays))
    x = float(inside.left)
    clock = 0.0
    for stay in trace.stays:
        x += room * (stay.begin - clock) / whole
        clock = stay.end
        wide = least + room * stay.seconds / whole
        bar = Rect(round(x), inside.top, round(wide) - 2, inside.height)
        x += wide
        if bar.right > inside.right + 2 or bar.width < inside.height:
            break
        if stay.tagged:
            rounded(screen, bar, inside.height // 2, theme.color("foam_edge"))
        else:
            outlined(screen, bar, inside.height // 2, theme.color("ink_faint"), max(2, theme.px(2)))
        face = story.faces.get(stay.sample) if stay.tagged else None
        centre = bar.left + inside.height // 2, bar.centery
        if face is not None:
            draw_badge(screen, centre, inside.height, face.animal, face.accent)
        else:
            tag = Rect(bar.left, bar.top, inside.height, inside.height)
            draw_text(screen, theme, LETTERS[stay.sample], tag, "caption", "ink", "center", "middle", weight=700)
        length = Rect(bar.left + inside.height, bar.top, bar.width - inside.height - theme.px(8), bar.height)
        words = text("trace.seconds", seconds=stage.number(stay.seconds))
        if length.width >= theme.px(64):
            draw_text(screen, theme, words, length, "caption", "ink", "left", "middle")


def _business(screen: Surface, stage: Stage, rect: Rect, alpha: int) -> None:
    """What the pattern could do where the visitor works."""
    theme, text = stage.theme, stage.text
    uses: tuple[tuple[Icon, str], ...] = (("globe", "origin"), ("waves", "silence"), ("again", "recall"))
    head = Rect(rect.left, rect.top, rect.width, theme.px(34))
    draw_lines(screen, theme, [Line(text("result.business"), "caption", "ink_soft")], head, alpha=alpha)
    rest = Rect(rect.left, head.bottom, rect.width, rect.bottom - head.bottom)
    for number, (icon, key) in enumerate(uses):
        if theme.portrait:
            room = Rect(rest.left, rest.top + number * rest.height // 3, rest.width, rest.height // 3)
        else:
            room = Rect(rest.left + number * rest.width // 3, rest.top, rest.width // 3 - theme.px(24), rest.height)
        draw_note(screen, theme, room, icon, [Line(text(f"result.{key}"), "caption")], alpha)
