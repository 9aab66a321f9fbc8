"""Text that never overflows: it wraps, then shrinks one step, then says that it does not fit.

Text comes from translators, demos and the network, so anything may be in it; whatever it is, drawing it raises nothing
and touches nothing outside its rectangle.
"""

from functools import lru_cache
from typing import Literal

import msgspec
import pygame
from pygame import Rect, Surface

from xlab_kiosk.stage import probe
from xlab_kiosk.stage._wrap import Column
from xlab_kiosk.stage.fonts import LONGEST, Weight, clean, font, line_surface
from xlab_kiosk.stage.theme import Role, Theme

Align = Literal["left", "center", "right"]
Valign = Literal["top", "middle", "bottom"]

WEIGHTS: dict[Role, Weight] = {"title": 700, "lead": 600, "body": 400, "caption": 400}

_PITCH: dict[Role, float] = {"title": 1.2, "lead": 1.28, "body": 1.36, "caption": 1.36}
"""From one line to the next, in type sizes: large type wants less air."""

_BOX = 1.34
"""Height a line needs, in type sizes, from the accent of a capital to the end of a descender."""

_CAPITAL = 0.714
"""Height of Noto Sans' capitals in type sizes; a line is centred by it, as the eye does."""

_MOST_LINES = 200
_EVENED: tuple[Role, ...] = ("title", "lead")
_EVENED_LINES = 4


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """Text laid out: its lines as they are drawn, and the space they take in pixels.

    ``fits`` is False if lines are missing (the last one then ends in an ellipsis) or one is too high or too wide;
    ``broken`` is True if a word had to be cut in two, which a wider box would mend.

    >>> layout(theme, "Donaudampfschifffahrt", "body", 200).broken
    True
    """

    lines: tuple[str, ...]
    role: Role
    weight: Weight
    size: int
    pitch: int
    width: int
    height: int
    fits: bool
    broken: bool = False


def layout(
    theme: Theme,
    text: str,
    role: Role,
    width: int,
    *,
    max_lines: int | None = None,
    height: int | None = None,
    weight: Weight | None = None,
) -> Block:
    """Lay ``text`` out in ``width`` pixels, in at most ``max_lines`` lines or ``height`` pixels.

    It wraps at words. If it then is too high, or a word had to be broken, it is laid out one size smaller.

    >>> layout(Theme((1280, 720)), "Put your badge on the pad", "lead", 300).lines
    ('Put your badge', 'on the pad')
    """
    return _layout(theme, text, role, _Limits(width, height, max_lines, weight or WEIGHTS[role]))


class _Limits(msgspec.Struct, frozen=True):
    """What a layout may take: pixels and lines."""

    width: int
    height: int | None
    lines: int | None
    weight: Weight


@lru_cache(maxsize=256)
def _layout(theme: Theme, text: str, role: Role, limits: _Limits) -> Block:
    block = _try(theme, text, role, limits)
    if (block.broken or not block.fits) and theme.reduced(role) != role:
        block = _try(theme, text, theme.reduced(role), limits)
    return block


def _try(theme: Theme, text: str, role: Role, limits: _Limits) -> Block:
    """One attempt at one size."""
    size = theme.type_px(role)
    pitch, box = round(size * _PITCH[role]), round(size * _BOX)
    room = _MOST_LINES if limits.height is None else 1 + (limits.height - box) // pitch
    most = max(1, min(room, _MOST_LINES if limits.lines is None else limits.lines))
    shown = clean(text).strip()
    column = Column(limits.weight, size, limits.width)
    lines, broken = column.wrap(shown, most + 1) if shown and limits.width > 0 else ([], False)
    fits = len(lines) <= most and (room >= 1 or not lines) and len(text) <= LONGEST and bool(lines or not shown)
    if len(lines) > most:
        lines = [*lines[: most - 1], column.shortened(lines[most - 1])]
    elif not broken and 1 < len(lines) <= _EVENED_LINES and (role in _EVENED or column.lonely(lines[-1])):
        lines = column.evened(shown, lines)
    widest = max(map(column.measure, lines), default=0)
    return Block(
        lines=tuple(lines),
        role=role,
        weight=limits.weight,
        size=size,
        pitch=pitch,
        width=min(widest, limits.width),
        height=pitch * (len(lines) - 1) + box if lines else 0,
        fits=fits and widest <= limits.width,
        broken=broken,
    )


def draw_text(
    surface: Surface,
    theme: Theme,
    text: str,
    rect: Rect,
    role: Role = "body",
    color: str | pygame.Color = "ink",
    align: Align = "left",
    valign: Valign = "top",
    *,
    weight: Weight | None = None,
    alpha: int = 255,
) -> Rect:
    """Draw ``text`` inside ``rect`` and return the part of it that was used.

    ``color`` is a name of the theme or any colour; ``alpha`` 0 to 255 fades it.

    >>> draw_text(Surface((300, 80)), Theme((1280, 720)), "Hello", Rect(20, 10, 200, 60)).topleft
    (20, 10)
    """
    block = layout(theme, text, role, rect.width, height=rect.height, weight=weight)
    return draw_block(surface, theme, block, rect, color, align, valign, alpha=alpha)


def draw_block(
    surface: Surface,
    theme: Theme,
    block: Block,
    rect: Rect,
    color: str | pygame.Color = "ink",
    align: Align = "left",
    valign: Valign = "top",
    *,
    alpha: int = 255,
) -> Rect:
    """Draw a laid out block inside ``rect`` (what is outside is cut off) and return the part that was used.

    >>> block = layout(theme, text, "body", 400)
    >>> draw_block(screen, theme, block, Rect(40, 40, 400, block.height), "ink_soft")
    Rect(40, 40, 227, 38)
    """
    used = _placed(Rect(0, 0, block.width, block.height), rect, align, valign)
    ink = theme.color(color) if isinstance(color, str) else color
    before = surface.get_clip()
    if probe.listening() and block.lines and alpha > 0:
        fits = block.fits and rect.contains(used) and before.contains(used)
        _tell(surface, block, used.clip(before), ink, alpha, fits=fits)
    surface.set_clip(before.clip(rect))
    up = font(block.weight, "latin", block.size).get_ascent() - round((_BOX + _CAPITAL) / 2 * block.size)
    for index, line in enumerate(block.lines):
        if not line:
            continue
        picture = line_surface(line, block.weight, block.size, ink)
        x = _placed(picture.get_rect(), rect, align, "top").x
        picture.set_alpha(alpha)
        surface.blit(picture, (x, used.y + index * block.pitch - up))
    surface.set_clip(before)
    return used.clip(rect)


def _tell(surface: Surface, block: Block, seen: Rect, ink: pygame.Color, alpha: int, *, fits: bool) -> None:
    """Tell the probe of a text that is about to be drawn: the ground it will lie on is still to be seen."""
    ground = probe.ground(surface, seen, ink)
    shown = ground.lerp(ink, min(255, alpha) / 255)
    probe.tell_text(" ".join(block.lines), seen, block.size, (shown, ground), fits=fits)


def _placed(box: Rect, rect: Rect, align: Align, valign: Valign) -> Rect:
    x = {"left": rect.left, "center": rect.centerx - box.width // 2, "right": rect.right - box.width}[align]
    y = {"top": rect.top, "middle": rect.centery - box.height // 2, "bottom": rect.bottom - box.height}[valign]
    return Rect(x, y, box.width, box.height)
