"""The best five as objects on steps, or in rows on a panel that stands upright."""

from pygame import Rect, Surface

from xlab_demo_this_or_that.cards import Face
from xlab_demo_this_or_that.ladder import Rung
from xlab_demo_this_or_that.objects import OWN, accent_of, painting_of
from xlab_demo_this_or_that.words import draw_name
from xlab_kiosk.stage import Role, Stage, cutout, draw_sketch, draw_text, ease_out, glow, lifted, outlined, rounded

_THING = 92
"""Token pixels of a thing on its step."""

_TAIL = 12
"""Steps in which a bar fades over the range its score may have."""


def draw_step(screen: Surface, stage: Stage, rect: Rect, rung: Rung, face: Face, number: int, risen: float) -> None:
    """A step with its thing, words, score and n. ``number`` counts from 0; ``risen`` is how far it came up, 0 to 1."""
    theme = stage.theme
    up = 1.0 if theme.reduced_motion else ease_out(risen)
    accent = theme.color(accent_of(face.one, own=face.own))
    if theme.portrait:
        thing = Rect(rect.left, rect.top, rect.height, rect.height)
        block = rect
    else:
        side = min(theme.px(_THING), rect.height * 4 // 10)
        sunk = round((1 - up) * (rect.height - side) * 0.5)
        thing = Rect(rect.centerx - side // 2, rect.top + sunk, side, side)
        top = thing.bottom - side * 2 // 10
        block = Rect(rect.left, top, rect.width, rect.bottom - top)
    lifted(screen, block, theme.radius("card"), theme.color("foam_raised"), 0.7)
    if face.own:
        outlined(screen, block, theme.radius("card"), theme.color(OWN), max(2, theme.px(3)))
    if number == 0 and up >= 1.0:
        glow(screen, thing.center, thing.width, accent, 0.35)
    hole = thing.inflate(-thing.width // 10, -thing.width // 10)
    cutout(screen, hole, hole.width // 2)
    if face.own:
        outlined(screen, hole, hole.width // 2, theme.color(OWN), max(2, theme.px(3)))
    draw_sketch(screen, painting_of(face.one, own=face.own), hole.inflate(-hole.width // 4, -hole.width // 4))
    if theme.portrait:
        left = thing.right + theme.px(12)
        _row(screen, stage, Rect(left, rect.top, rect.right - left - theme.px(16), rect.height), rung, face)
    else:
        room = Rect(block.left, thing.bottom, block.width, block.bottom - thing.bottom).inflate(-theme.px(28), 0)
        if up >= 1.0:
            _front(screen, stage, room, rung, face, ("body", "caption") if number == 0 else ("caption",))


def _front(screen: Surface, stage: Stage, room: Rect, rung: Rung, face: Face, roles: tuple[Role, ...]) -> None:
    """Words and figures on the front of a step."""
    theme, px = stage.theme, stage.theme.px
    head = Rect(room.left, room.top + px(2), room.width, px(40))
    _figures(screen, stage, head, rung)
    bar = Rect(room.left, room.bottom - px(24), room.width, px(10))
    draw_bar(screen, stage, bar, rung, face)
    words = Rect(room.left, head.bottom, room.width, bar.top - px(2) - head.bottom)
    draw_name(screen, theme, face.words, words, roles)


def _row(screen: Surface, stage: Stage, room: Rect, rung: Rung, face: Face) -> None:
    """Words and figures beside a thing."""
    theme, px = stage.theme, stage.theme.px
    figures = Rect(room.right - px(190), room.top, px(190), room.height)
    if figures.left - room.left < px(190):
        figures = Rect(room.right - px(150), room.top, px(150), room.height)
    _figures(screen, stage, Rect(figures.left, room.top + px(4), figures.width, px(44)), rung)
    draw_bar(screen, stage, Rect(figures.left, room.bottom - px(24), figures.width, px(10)), rung, face)
    words = Rect(room.left, room.top, figures.left - px(14) - room.left, room.height)
    draw_name(screen, theme, face.words, words, ("caption",), centred=False)


def _figures(screen: Surface, stage: Stage, room: Rect, rung: Rung) -> None:
    """The place on the left, the score and its n on the right."""
    theme = stage.theme
    place = f"{rung.place}."
    draw_text(screen, theme, place, room, "lead", "ink", "left", "middle", weight=700)
    told = stage.text("result.votes", n=stage.number(rung.n))
    used = draw_text(screen, theme, told, room, "caption", "ink_soft", "right", "middle")
    left = Rect(room.left, room.top, used.left - theme.px(10) - room.left, room.height)
    draw_text(screen, theme, stage.number(rung.score), left, "lead", "ink", "right", "middle")


def draw_bar(screen: Surface, stage: Stage, rect: Rect, rung: Rung, face: Face) -> None:
    """The score in a groove from 0 to 100: full up to where it surely reaches, then fading over its range."""
    theme = stage.theme
    accent, ground = theme.color(accent_of(face.one, own=face.own)), theme.color("foam_pressed")
    rounded(screen, rect, rect.height // 2, ground)
    sure = Rect(rect.left, rect.top, max(rect.height, round(rect.width * rung.low / 100)), rect.height)
    span = rect.width * (rung.high - rung.low) / 100
    for step in range(_TAIL):
        start, end = (round(sure.right + span * part / _TAIL) for part in (step, step + 1))
        tone = accent.lerp(ground, (step + 1) / (_TAIL + 1))
        screen.fill(tone, Rect(start, rect.top, end - start, rect.height).clip(rect.inflate(-rect.height // 2, 0)))
    rounded(screen, sure.clip(rect), rect.height // 2, accent)
    mark = Rect(0, 0, max(2, theme.px(4)), rect.height + theme.px(8))
    mark.center = rect.left + round(rect.width * rung.score / 100), rect.centery
    rounded(screen, mark, mark.width // 2, theme.color("ink"))
