"""The things on the map: pebbles in the shape of their group, the visitor's balloon, a wooden bridge."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import cos, hypot, pi, sin
from typing import Final, Literal

import pygame
from pygame import SRCALPHA, Color, Rect, Surface, transform

from xlab_kiosk.stage import Theme

Shape = Literal["disc", "square", "triangle", "diamond", "star"]
Place = tuple[float, float]

GROUPS: Final[tuple[tuple[str, Shape], ...]] = (
    ("sky", "disc"),
    ("coral", "square"),
    ("leaf", "triangle"),
    ("violet", "diamond"),
    ("ink_soft", "star"),
)
"""Colour and shape of each group: either alone tells them apart."""

_FINE = 4


def draw_pebble(surface: Surface, place: Place, size: int, shape: Shape, color: Color, *, hollow: bool = False) -> None:
    """A person: ``size`` pixels across."""
    picture = _pebble(size, shape, tuple(color), hollow)
    surface.blit(picture, (round(place[0] - picture.get_width() / 2), round(place[1] - picture.get_height() / 2)))


@lru_cache(maxsize=64)
def _pebble(size: int, shape: Shape, color: tuple[int, ...], hollow: bool) -> Surface:
    side = (size + 4) * _FINE
    middle, radius = side / 2, size * _FINE / 2
    points = _outline(shape, middle, radius)

    def paint(large: Surface) -> None:
        pygame.draw.polygon(large, Color(color), points)
        if hollow:
            inner = _outline(shape, middle, radius * 0.58)
            pygame.draw.polygon(large, (*color[:3], 0), inner)

    return _fine((size + 4, size + 4), Color(color), paint)


def _outline(shape: Shape, middle: float, radius: float) -> list[Place]:
    """Corners of a shape; each has about the same area as the disc."""
    if shape == "disc":
        return _around(middle, [radius * 0.92] * 40)
    if shape == "square":
        half = radius * 0.82
        return [(middle + x * half, middle + y * half) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    if shape == "triangle":
        return [(x, y + radius * 0.18) for x, y in _around(middle, [radius * 1.16] * 3)]
    if shape == "diamond":
        return _around(middle, [radius * 1.15, radius * 0.85] * 2)
    return _around(middle, [radius * 1.12, radius * 0.56] * 5)


def _around(middle: float, radii: Sequence[float]) -> list[Place]:
    step = 2 * pi / len(radii)
    return [(middle + r * sin(i * step), middle - r * cos(i * step)) for i, r in enumerate(radii)]


def draw_balloon(surface: Surface, theme: Theme, foot: Place, high: int, accent: str = "violet") -> Rect:
    """The visitor: a balloon ``high`` pixels high, tied to the place where one stands; returns where it is."""
    picture = _balloon(high, tuple(theme.color("ink")), tuple(theme.color(accent)), tuple(theme.color("foam_pressed")))
    place = picture.get_rect(midbottom=(round(foot[0]), round(foot[1]) + high // 16))
    surface.blit(picture, place)
    return place


@lru_cache(maxsize=16)
def _balloon(high: int, ink: tuple[int, ...], stripe: tuple[int, ...], dark: tuple[int, ...]) -> Surface:
    wide = high * 64 // 100

    def paint(large: Surface) -> None:
        unit = large.get_height() / 100
        x = large.get_width() / 2

        def envelope(part: float) -> list[Place]:
            """A gore of the balloon: its outline, narrowed to a part of its width."""
            bow = [(sin(t) * 30, 32 - cos(t) * 30) for t in (i * pi / 40 for i in range(29))]
            side = [(dx, dy) for dx, dy in bow] + [(6, 68)]
            right = [(x + dx * part * unit, dy * unit) for dx, dy in side]
            left = [(x - dx * part * unit, dy * unit) for dx, dy in reversed(side)]
            return right + left

        for dx in (-1, 1):
            pygame.draw.line(
                large, ink, (x + dx * 5 * unit, 67 * unit), (x + dx * 4 * unit, 77 * unit), round(1.6 * unit)
            )
        pygame.draw.polygon(large, ink, envelope(1.0))
        pygame.draw.polygon(large, stripe, envelope(0.74))
        pygame.draw.polygon(large, ink, envelope(0.30))
        basket = Rect(0, 0, round(12 * unit), round(9 * unit))
        basket.midtop = round(x), round(76 * unit)
        pygame.draw.rect(large, ink, basket, border_radius=round(2.5 * unit))
        pygame.draw.line(large, ink, (x, 84 * unit), (x, 94 * unit), round(1.4 * unit))
        pygame.draw.circle(large, dark, (x, 94 * unit), 6 * unit)
        pygame.draw.circle(large, ink, (x, 94 * unit), 4.4 * unit)

    return _fine((wide, high), Color(ink), paint)


def draw_bridge(surface: Surface, theme: Theme, start: Place, end: Place, built: float, *, whole: bool = True) -> None:
    """A bridge from shore to shore, ``built`` (0..1) from both its ends; one that is not ``whole`` is only posts."""
    length = hypot(end[0] - start[0], end[1] - start[1])
    if length < 2 or built <= 0:
        return
    fine = _FINE if built >= 1 else _FINE // 2  # what is still being built is not looked at closely
    rise, half = length * 0.10, theme.px(13)
    box = Rect(min(start[0], end[0]), min(start[1], end[1]), abs(end[0] - start[0]) + 1, abs(end[1] - start[1]) + 1)
    box.inflate_ip(6 * half, 6 * half + 2 * round(rise))
    box = box.clip(surface.get_rect())
    if not box.width or not box.height:
        return
    across = (-(end[1] - start[1]) / length, (end[0] - start[0]) / length)
    wood, edge, dark = theme.color("amber"), theme.color("amber").lerp(theme.color("ink"), 0.45), theme.color("foam")

    def at(part: float, off: float, down: float = 0.0) -> Place:
        lift = 4 * part * (1 - part) * rise
        x = start[0] + (end[0] - start[0]) * part + across[0] * off
        y = start[1] + (end[1] - start[1]) * part + across[1] * off - lift + down
        return (x - box.x) * fine, (y - box.y) * fine

    planks = max(3, round(length / theme.px(12)))
    parts = [(i + 0.5) / planks for i in range(planks)]
    done = [part for part in parts if min(part, 1 - part) <= built / 2]

    def paint(large: Surface) -> None:
        if not whole:
            for part in parts[:: max(1, planks // 6)]:
                for off in (-half, half):
                    pygame.draw.circle(large, edge, at(part, off), theme.px(4) * fine)
            return
        width = max(1, round(length / planks * 0.74)) * fine
        for part in done[1:-1]:
            pygame.draw.line(large, (*dark[:3], 120), at(part, -half, half), at(part, half, half), width)
        for part in done:
            pygame.draw.line(large, wood, at(part, -half), at(part, half), width)
        for off in (-half, half):
            for half_of in ([part for part in done if part <= 0.5], [part for part in done if part > 0.5]):
                rail = [at(part, off, -theme.px(3)) for part in half_of]
                if len(rail) > 1:
                    pygame.draw.lines(large, edge, False, rail, theme.px(4) * fine)

    surface.blit(_fine(box.size, wood, paint, fine), box)


def _fine(size: tuple[int, int], color: Color, paint: Callable[[Surface], None], fine: int = _FINE) -> Surface:
    """Painted some times as large and averaged; around it is its own colour, transparent, so that edges stay clean."""
    large = Surface((size[0] * fine, size[1] * fine), SRCALPHA, 32)
    large.fill((color.r, color.g, color.b, 0))
    paint(large)
    return transform.smoothscale(large, size)
