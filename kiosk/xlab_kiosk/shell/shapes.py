"""The shell's own small drawings, and the figure on an object that has no picture."""

from math import cos, pi, sin
from zlib import crc32

from pygame import Color, Rect, Surface

from xlab_kiosk.stage import paint


def pause(surface: Surface, centre: tuple[float, float], size: float, color: Color) -> None:
    """Two upright bars."""
    for side in (-1, 1):
        x = centre[0] + side * size * 0.2
        paint.line(surface, [(x, centre[1] - size * 0.3), (x, centre[1] + size * 0.3)], size * 0.16, color)


def dotted_ring(surface: Surface, centre: tuple[float, float], radius: float, dot: float, color: Color) -> None:
    """A circle of dots: the outline of something that is not really there."""
    number = max(8, round(2 * pi * radius / (dot * 3.2)))
    for index in range(number):
        turn = 2 * pi * index / number
        paint.disc(surface, (centre[0] + radius * cos(turn), centre[1] + radius * sin(turn)), dot / 2, color)


def figure(size: tuple[int, int], demo: str, color: Color, ground: Color) -> Surface:
    """A composition of plain forms, the same every time for the same demo: better than an empty window."""
    surface = Surface(size, 0, 32)
    surface.fill(ground)
    seed = crc32(demo.encode())
    unit = min(size) / 2
    cx, cy = size[0] / 2, size[1] / 2
    soft, faint = ground.lerp(color, 0.45), ground.lerp(color, 0.2)
    match seed % 4:
        case 0:  # rings around an off-centre dot
            for step, ring in enumerate((0.86, 0.62, 0.38)):
                start = (seed >> step) % 8 / 8
                paint.arc(surface, (cx, cy), unit * ring, start, start + 0.72, unit * 0.11, (faint, soft, color)[step])
            paint.disc(surface, (cx, cy), unit * 0.16, color)
        case 1:  # two discs that share something
            for side, shade in ((-1, soft), (1, faint)):
                paint.disc(surface, (cx + side * unit * 0.34, cy), unit * 0.56, shade)
            paint.arc(surface, (cx, cy), unit * 0.3, 0, 1, unit * 0.1, color)
        case 2:  # a path from here to there
            points = [
                (cx + unit * x, cy + unit * y) for x, y in ((-0.9, 0.5), (-0.35, -0.4), (0.25, 0.35), (0.9, -0.5))
            ]
            paint.line(surface, points, unit * 0.1, soft)
            for index, point in enumerate(points):
                paint.disc(surface, point, unit * (0.24 if index == 3 else 0.15), color if index == 3 else soft)
        case _:  # bars that grow
            for index, high in enumerate((0.35, 0.6, 0.45, 0.95)):
                box = Rect(0, 0, round(unit * 0.3), round(unit * 1.3 * high))
                box.midbottom = (round(cx + (index - 1.5) * unit * 0.42), round(cy + unit * 0.65))
                paint.rounded(surface, box, round(unit * 0.08), color if index == 3 else soft)
    return surface
