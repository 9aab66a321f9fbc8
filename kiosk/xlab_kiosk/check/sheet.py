"""The contact sheet: what a check saw, on one picture to look through."""

from collections.abc import Sequence
from math import ceil, cos, pi, sin
from pathlib import Path

import pygame
from pygame import Color, Rect, Surface

from xlab.catalogue.checking import Checked
from xlab_kiosk.check.checking import Pictured
from xlab_kiosk.stage._smooth import Place, Point, smoothed
from xlab_kiosk.stage.paint import outlined
from xlab_kiosk.stage.text import draw_text
from xlab_kiosk.stage.theme import Role, Theme

_THEME = Theme((1280, 720))
_EDGE, _GAP, _LABEL, _HEAD = 56, 20, 150, 108
_NAMES = {"en": "English", "fr": "Français", "de": "Deutsch"}


def save_sheet(path: Path, title: str, checked: Checked, pictures: Sequence[Pictured]) -> None:
    """Write it as PNG. Raises OSError where that cannot be."""
    sheet = draw_sheet(title, checked, pictures)
    try:
        pygame.image.save(sheet, str(path))
    except pygame.error as error:
        raise OSError(f"{path} cannot be written: {error}") from None


def draw_sheet(title: str, checked: Checked, pictures: Sequence[Pictured]) -> Surface:
    """A row for each panel and language, under what the demo is called and how it was rated."""
    rows = [one for one in pictures if one.pictures]
    wide = max((_row_width(one) for one in rows), default=0)
    width = max(1100, 2 * _EDGE + _LABEL + wide)
    height = _EDGE + _HEAD + sum(one.pictures[0].get_height() + _GAP for one in rows) + _EDGE - _GAP
    sheet = Surface((width, height), 0, 32)
    sheet.fill(_THEME.color("foam"))
    _draw_head(sheet, title, checked)
    top = _EDGE + _HEAD
    for before, one in zip([None, *rows], rows, strict=False):
        if before is not None and before.panel != one.panel:
            sheet.fill(_THEME.color("foam_edge"), Rect(_EDGE, top - _GAP // 2, width - 2 * _EDGE, 1))
        top += _draw_row(sheet, one, top) + _GAP
    return sheet


def _row_width(one: Pictured) -> int:
    return sum(picture.get_width() + _GAP for picture in one.pictures) - _GAP


def _draw_head(sheet: Surface, title: str, checked: Checked) -> None:
    room = Rect(_EDGE, _EDGE - 14, sheet.get_width() - 2 * _EDGE, 84)
    used = _say(sheet, title, room, "title")
    _say(sheet, f"{checked.demo} {checked.version}", Rect(used.right + 24, room.y + 8, 700, 84), "body", "ink_soft")
    for star in range(5):
        middle = sheet.get_width() - _EDGE - 22 - (4 - star) * 52, room.centery + 2
        _draw_star(sheet, middle, 22, _THEME.color("amber" if star < checked.stars else "foam_edge"))


def _draw_row(sheet: Surface, one: Pictured, top: int) -> int:
    high = one.pictures[0].get_height()
    width, height = one.panel
    label = Rect(_EDGE, top, _LABEL, high)
    _say(sheet, f"{width}×{height}", label.move(0, 4), "caption", "ink")
    _say(sheet, _NAMES[one.language], label.move(0, 38), "caption", "ink_soft")
    left = _EDGE + _LABEL
    for picture in one.pictures:
        sheet.blit(picture, (left, top))
        outlined(sheet, picture.get_rect(topleft=(left, top)), 0, _THEME.color("foam_edge"), 1)
        left += picture.get_width() + _GAP
    return high


def _say(sheet: Surface, words: str, room: Rect, role: Role, color: str = "ink") -> Rect:
    return draw_text(sheet, _THEME, words, room, role, color, "left", "top")


def _draw_star(sheet: Surface, middle: Point, radius: float, color: Color) -> None:
    points = []
    for corner in range(10):
        away = radius if corner % 2 == 0 else radius * 0.45
        turn = corner * pi / 5 - pi / 2
        points.append((middle[0] + away * cos(turn), middle[1] + away * sin(turn)))
    bounds = Rect(0, 0, ceil(2 * radius) + 2, ceil(2 * radius) + 2)
    bounds.center = round(middle[0]), round(middle[1])

    def draw(large: Surface, place: Place, scale: int) -> None:
        pygame.draw.polygon(large, color, [place(point) for point in points])

    smoothed(sheet, bounds, color, draw)
