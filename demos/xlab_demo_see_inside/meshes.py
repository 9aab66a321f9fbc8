"""Plain solids: turned, boxed, toothed and halved, each a list of flat faces. Pure; lengths are millimetres."""

from collections.abc import Sequence
from math import cos, pi, sin

import msgspec
import numpy as np
from numpy.typing import NDArray

from xlab_demo_see_inside.lens import Floats

Index = NDArray[np.int64]


class Mesh(msgspec.Struct, frozen=True, eq=False):
    """Corners (n, 3), faces (m, 4) that name four of them (a triangle names its last one twice), and a paint for each.

    Seen from outside a face's corners go round against the clock.
    """

    points: Floats
    faces: Index
    paint: tuple[str, ...]

    def moved(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> "Mesh":
        """The same elsewhere."""
        return Mesh(self.points + np.array((x, y, z)), self.faces, self.paint)


def joined(*meshes: Mesh) -> Mesh:
    """Several as one."""
    starts = np.cumsum([0, *(len(one.points) for one in meshes)])
    faces = [one.faces + start for one, start in zip(meshes, starts, strict=False)]
    paint = tuple(name for one in meshes for name in one.paint)
    return Mesh(np.vstack([one.points for one in meshes]), np.vstack(faces), paint)


def turned(profile: Sequence[tuple[float, float]], paint: str, sides: int = 20) -> Mesh:
    """A solid turned on a lathe along x: ``profile`` gives (x, radius) with growing x; its ends are closed."""
    points: list[tuple[float, float, float]] = []
    faces: list[tuple[int, int, int, int]] = []
    for x, radius in profile:
        points += [(x, radius * cos(2 * pi * i / sides), radius * sin(2 * pi * i / sides)) for i in range(sides)]
    for ring in range(len(profile) - 1):
        a, b = ring * sides, (ring + 1) * sides
        for i in range(sides):
            j = (i + 1) % sides
            faces.append((a + i, a + j, b + j, b + i))
    faces += [face[::-1] for face in _fan(list(range(sides)))]
    faces += _fan(list(range((len(profile) - 1) * sides, len(profile) * sides)))
    return _mesh(points, faces, paint)


def box(x: tuple[float, float], y: tuple[float, float], z: tuple[float, float], paint: str) -> Mesh:
    """A box between these ends."""
    points = [(a, b, c) for a in x for b in y for c in z]
    faces = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    return _mesh(points, faces, paint)


def toothed(x: tuple[float, float], root: float, tip: float, teeth: int, paint: str) -> Mesh:
    """A gear along x: its teeth stand from radius ``root`` to ``tip``."""
    outline: list[tuple[float, float]] = []
    for tooth in range(teeth):
        for part, radius in ((0.0, root), (0.5, root), (0.62, tip), (0.88, tip)):
            turn = 2 * pi * (tooth + part) / teeth
            outline.append((radius * cos(turn), radius * sin(turn)))
    count = len(outline)
    points = [(end, y, z) for end in x for y, z in outline]
    faces = [(i, (i + 1) % count, count + (i + 1) % count, count + i) for i in range(count)]
    low = [i for i in range(count) if i % 4 in (0, 1)]
    crowns = [(i + 1, i + 2, i + 3, (i + 4) % count) for i in range(0, count, 4)]
    for start, out in ((0, False), (count, True)):
        caps = [tuple(start + i for i in face) for face in (*_fan(low), *crowns)]
        faces += [face if out else face[::-1] for face in caps]  # type: ignore[misc]
    return _mesh(points, faces, paint)


def half_tube(
    x: Sequence[float], inner: float, outer: float, paint: str, lining: str, *, above: bool, sides: int = 14
) -> Mesh:
    """One half of a tube along x, the one above or below the plane y = 0, cut across at each x given."""
    turns = [pi * i / sides - pi / 2 + (0 if above else pi) for i in range(sides + 1)]
    rings = [[(at, r * cos(t), r * sin(t)) for t in turns] for at in x for r in (outer, inner)]
    wide = sides + 1
    points = [point for ring in rings for point in ring]
    faces: list[tuple[int, int, int, int]] = []
    paints: list[str] = []
    for cut in range(len(x) - 1):
        o, i = 2 * cut * wide, (2 * cut + 1) * wide
        o2, i2 = o + 2 * wide, i + 2 * wide
        for k in range(sides):
            faces += [(o + k, o + k + 1, o2 + k + 1, o2 + k), (i + k + 1, i + k, i2 + k, i2 + k + 1)]
            paints += [paint, lining]
        faces += [(o, o2, i2, i), (i + sides, i2 + sides, o2 + sides, o + sides)]
        paints += [lining, lining]
    last = 2 * (len(x) - 1) * wide
    for k in range(sides):
        faces += [
            (wide + k, wide + k + 1, k + 1, k),
            (last + k, last + k + 1, last + wide + k + 1, last + wide + k),
        ]
        paints += [lining, lining]
    return Mesh(np.array(points), np.array(faces), tuple(paints))


def _fan(ring: list[int]) -> list[tuple[int, int, int, int]]:
    """A flat convex ring as strips of four corners."""
    faces = []
    low, high = 0, len(ring) - 1
    while high - low >= 2:
        far = ring[high - 1] if high - low > 2 else ring[high]
        faces.append((ring[low], ring[low + 1], far, ring[high]))
        low, high = low + 1, high - 1
    return faces


def _mesh(points: list[tuple[float, float, float]], faces: Sequence[tuple[int, ...]], paint: str) -> Mesh:
    return Mesh(np.array(points, float), np.array(faces), (paint,) * len(faces))
