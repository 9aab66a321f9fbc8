"""What is shown where no camera is: two hands hold the sheet before a dim room. Drawn, second by second, from a known
pose; whoever looks at it must find the marker as in any other picture."""

from functools import cache
from math import sin

import numpy as np
import pygame
from pygame import Color, Rect, Surface

from xlab.methods.markers import ACROSS, LARGE, dark
from xlab_demo_see_inside.lens import Floats, Lens, Pose, facing
from xlab_kiosk.stage import Theme, ease_out, glow, line

SIZE = (960, 540)
"""Pixels of the clip's pictures."""

FRAME_S = 1 / 20
"""Seconds from one picture to the next."""

ACROSS_DEGREES = 60.0

LENS = Lens.of(SIZE, ACROSS_DEGREES)

COMES_S = 1.3
"""Seconds until the sheet is up."""

_SHEET = (-86.0, -112.0, 86.0, 72.0)
"""Left, bottom, right and top of the sheet around its marker's middle, in mm."""

_FINE = 4


def clip_pose(t: float) -> Pose:
    """Where the sheet is held after ``t`` seconds: it comes from below, and then is never quite still."""
    up = 1 - ease_out(t / COMES_S)
    return facing(
        (14 * sin(0.61 * t) - 8, 6 + 8 * sin(0.83 * t + 1) + 330 * up, 395 + 34 * sin(0.37 * t + 4)),
        yaw=17 * sin(0.53 * t + 0.4),
        pitch=9 * sin(0.71 * t + 2) - 4,
        roll=4 * sin(0.47 * t + 3),
    )


def draw_clip(theme: Theme, t: float) -> Surface:
    """The picture after ``t`` seconds."""
    picture = _room(theme.size).copy()
    pose = clip_pose(t)
    _draw_hands(picture, theme, pose, behind=True)
    draw_sheet(picture, pose, LENS, theme.color("paper"), theme.color("paper_ink"))
    _draw_hands(picture, theme, pose, behind=False)
    return picture


def draw_sheet(picture: Surface, pose: Pose, lens: Lens, paper: Color, ink: Color) -> None:
    """The sheet with its marker, seen through a lens, with clean edges."""
    left, bottom, right, top = _SHEET
    corners = lens.seen(pose.put(_flat([(left, top), (right, top), (right, bottom), (left, bottom)])))
    low, high = corners.min(axis=0), corners.max(axis=0)
    bounds = Rect(int(low[0]) - 1, int(low[1]) - 1, int(high[0] - low[0]) + 3, int(high[1] - low[1]) + 3)
    bounds = bounds.clip(picture.get_rect())
    if not bounds.width or not bounds.height:
        return
    scale = 2
    large = pygame.transform.scale(picture.subsurface(bounds), (bounds.width * scale, bounds.height * scale))
    pygame.draw.polygon(large, paper, _placed(corners, bounds, scale))
    soft = ink.lerp(paper, 0.72)
    for row, width in ((-62.0, 54.0), (-76.0, 62.0), (-90.0, 40.0)):
        bar = [(-width, row + 2.5), (width, row + 2.5), (width, row - 2.5), (-width, row - 2.5)]
        pygame.draw.polygon(large, soft, _placed(lens.seen(pose.put(_flat(bar))), bounds, scale))
    picture.blit(pygame.transform.smoothscale(large, bounds.size), bounds)
    _draw_marker(picture, pose, lens, paper, ink)


def _draw_marker(picture: Surface, pose: Pose, lens: Lens, paper: Color, ink: Color) -> None:
    half, rim = LARGE.mm / 2, LARGE.mm / ACROSS
    edge = half + rim / 2
    quad = lens.seen(pose.put(_flat([(-edge, edge), (edge, edge), (edge, -edge), (-edge, -edge)])))
    low, high = quad.min(axis=0), quad.max(axis=0)
    bounds = Rect(int(low[0]), int(low[1]), int(high[0] - low[0]) + 2, int(high[1] - low[1]) + 2)
    bounds = bounds.clip(picture.get_rect())
    if not bounds.width or not bounds.height:
        return
    large = pygame.transform.scale(picture.subsurface(bounds), (bounds.width * _FINE, bounds.height * _FINE))
    outline = lens.seen(pose.put(_flat([(-half, half), (half, half), (half, -half), (-half, -half)])))
    pygame.draw.polygon(large, ink, _placed(outline, bounds, _FINE))
    for cell in _light_cells():
        pygame.draw.polygon(large, paper, _placed(lens.seen(pose.put(cell)), bounds, _FINE))
    picture.blit(pygame.transform.smoothscale(large, bounds.size), bounds)


@cache
def _light_cells() -> tuple[Floats, ...]:
    """Runs of white cells, each with its four corners on the sheet."""
    cell, half = LARGE.mm / ACROSS, LARGE.mm / 2
    found = []
    for row, cells in enumerate(dark(LARGE.id)):
        column = 0
        while column < ACROSS:
            end = column
            while end < ACROSS and not cells[end]:
                end += 1
            if end > column:
                left, right, top = column * cell - half, end * cell - half, half - row * cell
                found.append(_flat([(left, top), (right, top), (right, top - cell), (left, top - cell)]))
            column = max(end, column + 1)
    return tuple(found)


def _draw_hands(picture: Surface, theme: Theme, pose: Pose, *, behind: bool) -> None:
    """Arms and palms behind the sheet, thumbs before it."""
    skin = theme.color("amber").lerp(theme.color("paper"), 0.3).lerp(theme.color("coral"), 0.25)
    left, bottom, right, _ = _SHEET
    for side, edge in ((-1.0, left), (1.0, right)):
        if behind:
            sleeve = _flat([(edge + side * 78, bottom - 120), (edge + side * 40, bottom - 14)])
            _stroke(picture, pose, sleeve, 66, theme.color("foam_edge").lerp(theme.color("sky"), 0.3))
            palm = _flat([(edge + side * 36, bottom + 4), (edge + side * 6, bottom + 44)])
            _stroke(picture, pose, palm, 46, skin.lerp(theme.color("foam"), 0.3))
        else:
            thumb = _flat(
                [(edge + side * 16, bottom + 38), (edge - side * 2, bottom + 52), (edge - side * 12, bottom + 54)]
            )
            _stroke(picture, pose, thumb, 20, skin)


def _stroke(picture: Surface, pose: Pose, points: Floats, mm: float, color: Color) -> None:
    width = mm * LENS.focal / max(1.0, float(pose.place[2]))
    spots = [(float(x), float(y)) for x, y in LENS.seen(pose.put(points))]
    line(picture, spots, width, color)


@cache
def _room(panel: tuple[int, int]) -> Surface:
    """A dim room behind, out of focus."""
    theme = Theme(panel)
    room = Surface(SIZE, 0, 32)
    above, below = theme.color("foam_edge"), theme.color("foam_pressed")
    for y in range(SIZE[1]):
        room.fill(above.lerp(below, y / SIZE[1]), (0, y, SIZE[0], 1))
    lights = (
        (0.08, 0.2, 150, "ink_soft"),
        (0.3, 0.1, 90, "amber"),
        (0.72, 0.16, 170, "ink_soft"),
        (0.93, 0.36, 110, "sky"),
    )
    for across, down, radius, name in lights:
        glow(room, (round(across * SIZE[0]), round(down * SIZE[1])), radius, theme.color(name), 0.25)
    return room


def _flat(points: list[tuple[float, float]]) -> Floats:
    return np.array([(x, y, 0.0) for x, y in points])


def _placed(points: Floats, bounds: Rect, scale: int) -> list[tuple[float, float]]:
    """Pixels of the large drawing; the middle of a pixel is at whole numbers in both."""
    return [
        (float((x - bounds.left + 0.5) * scale - 0.5), float((y - bounds.top + 0.5) * scale - 0.5)) for x, y in points
    ]
