"""The two cards that face each other, and what becomes of them: the chosen one lands on the rail, the other leaves."""

from pygame import Rect, Surface

from xlab_demo_this_or_that.objects import OWN, accent_of, painting_of
from xlab_demo_this_or_that.story import ARRIVE_S, LEAVE_S, Story
from xlab_demo_this_or_that.words import draw_name
from xlab_kiosk.stage import Stage, between, cutout, draw_sketch, ease_out, lifted, outlined

GROW = 0.3
"""Part of the leaving in which the chosen card grows; then it flies."""


class Face:
    """What is on a card: the words of a need, its thing, and whether a visitor brought it."""

    def __init__(self, one: str, words: str, *, own: bool) -> None:
        self.one = one
        self.words = words
        self.own = own


def draw_holes(screen: Surface, stage: Stage, rects: tuple[Rect, Rect]) -> None:
    """The two cut-outs the cards lie in."""
    for rect in rects:
        cutout(screen, rect, stage.theme.radius("cutout"))


def draw_waiting(screen: Surface, stage: Stage, rect: Rect, face: Face, story: Story, pressed: float) -> None:
    """A card to choose; it comes up from its cut-out."""
    theme = stage.theme
    come = 1.0 if theme.reduced_motion else ease_out(story.since / ARRIVE_S)
    small = theme.px(8 + 14 * (1 - come) + 4 * pressed)
    body = rect.inflate(-2 * small, -2 * small)
    lifted(screen, body, theme.radius("card"), theme.color("foam_raised"), (0.3 + 0.4 * come) * (1 - 0.7 * pressed))
    hole, words = _parts(stage, rect)
    _draw_thing(screen, stage, hole, face)
    draw_name(screen, theme, face.words, words, ("lead", "body", "caption"))
    accent = theme.color(accent_of(face.one, own=face.own))
    width = max(2, theme.px(4 if face.own else 3))
    outlined(screen, body, theme.radius("card"), accent if pressed or face.own else theme.color("foam_edge"), width)


def draw_leaving(
    screen: Surface, stage: Stage, rects: tuple[Rect, Rect], faces: tuple[Face, Face], story: Story
) -> None:
    """The one that was not chosen slides out of the panel; after "can't decide" both sink back into their places."""
    theme, gone = stage.theme, min(1.0, story.since / LEAVE_S)
    for side, (rect, face) in enumerate(zip(rects, faces, strict=True)):
        if story.side == side:
            continue
        away = 0 if theme.reduced_motion or story.side is None else round(rect.width * 1.3 * gone * gone)
        body = rect.move(-away if side == 0 else away, 0).inflate(-theme.px(16), -theme.px(16))
        if story.side is None or theme.reduced_motion:
            body = body.inflate(-round(body.width * 0.06 * gone), -round(body.height * 0.06 * gone))
        lifted(screen, body, theme.radius("card"), theme.color("foam_raised"), 0.3 * (1 - gone))
        hole, _ = _parts(stage, rect)
        hole = hole.move(body.centerx - rect.centerx, 0)
        draw_sketch(screen, painting_of(face.one, own=face.own), _inside(hole), round(255 * (1 - gone)))


def draw_flying(screen: Surface, stage: Stage, rect: Rect, face: Face, story: Story, spot: Rect) -> None:
    """The chosen card grows, then shrinks to its thing and comes down on its rung."""
    theme, gone = stage.theme, min(1.0, story.since / LEAVE_S)
    accent = theme.color(accent_of(face.one, own=face.own))
    hole, words = _parts(stage, rect)
    fly = 0.0 if theme.reduced_motion else max(0.0, (gone - GROW) / (1 - GROW))
    part = fly * fly * (3 - 2 * fly)
    grown = rect.inflate(*(round(theme.px(18) * ease_out(gone / GROW) - theme.px(16)) for _ in range(2)))
    body = between(grown, spot, part)
    radius = round(theme.radius("card") * (1 - part) + spot.width / 2 * part)
    lifted(screen, body, radius, theme.color("foam_raised"), 1.0 - 0.6 * part)
    outlined(screen, body, radius, accent, max(2, theme.px(4)))
    thing = between(_inside(hole), _inside(spot), part)
    draw_sketch(screen, painting_of(face.one, own=face.own), thing)
    if fly == 0.0:
        draw_name(screen, theme, face.words, words, ("lead", "body", "caption"))


def _parts(stage: Stage, rect: Rect) -> tuple[Rect, Rect]:
    """The round hole of the thing, and the room for words: below it, or beside it on a flat card."""
    px = stage.theme.px
    inner = rect.inflate(-px(48), -px(52))
    if rect.width > 2 * rect.height:
        hole = Rect(inner.left, inner.top, inner.height, inner.height)
        words = Rect(hole.right + px(20), inner.top, inner.right - hole.right - px(20), inner.height)
        return hole, words
    side = min(inner.height * 60 // 100, inner.width)
    hole = Rect(inner.centerx - side // 2, inner.top, side, side)
    return hole, Rect(inner.left, hole.bottom + px(8), inner.width, inner.bottom - hole.bottom - px(8))


def _draw_thing(screen: Surface, stage: Stage, hole: Rect, face: Face) -> None:
    cutout(screen, hole, hole.width // 2)
    if face.own:
        outlined(screen, hole, hole.width // 2, stage.theme.color(OWN), max(2, stage.theme.px(3)))
    draw_sketch(screen, painting_of(face.one, own=face.own), _inside(hole))


def _inside(hole: Rect) -> Rect:
    """Where a thing lies in its round hole."""
    return hole.inflate(-hole.width // 4, -hole.width // 4)
