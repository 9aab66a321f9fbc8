"""Painting the appliance: faces that look away are left out, the others are shaded and painted from far to near.

It is painted larger and averaged, which gives clean edges. Nothing here knows of scenes or words.
"""

from collections.abc import Callable
from functools import cache

import msgspec
import numpy as np
import pygame
from numpy.typing import NDArray
from pygame import BLEND_PREMULTIPLIED, SRCALPHA, Color, Rect, Surface

from xlab_demo_see_inside.lens import Floats, Pose
from xlab_demo_see_inside.product import BEFORE_MM, TILT, Name, Piece, open_by, pieces
from xlab_kiosk.stage import Theme

Onto = Callable[[Floats], Floats]
"""From points before the camera (n, 3) to pixels of the screen (n, 2)."""

_LIGHT = np.array([-0.45, -0.72, -0.53])
"""Towards the light, as the camera has directions: from above, the left and the front."""

_FILL = np.array([0.66, 0.45, -0.6])
"""Towards a weaker one, so that nothing is black: what a white sheet throws back."""

_SHINE = np.array([-0.26, -0.41, -0.87])
"""Between the light and the eye."""

_MOST_PIXELS = 1_100_000
"""Of the large painting: a large panel gets coarser edges rather than fewer pictures."""

_ASIDE = 0.62
"""How far parts that were not tapped go back into the dark."""


class Shot(msgspec.Struct, frozen=True, eq=False):
    """One painted picture: ``image`` (its colours multiplied by its opacity) at ``rect``, and what is seen where."""

    image: Surface
    rect: Rect
    names: tuple[Name, ...]
    """Of the faces, from far to near: whose part it is."""
    faces: Floats
    """Of the faces, in the same order: its four corners on the screen (m, 4, 2)."""

    def draw(self, screen: Surface, alpha: int = 255) -> None:
        """Put it on the screen."""
        if alpha >= 255:
            screen.blit(self.image, self.rect, special_flags=BLEND_PREMULTIPLIED)
        else:
            faded = self.image.copy()
            faded.fill((alpha,) * 4, special_flags=pygame.BLEND_RGBA_MULT)
            screen.blit(faded, self.rect, special_flags=BLEND_PREMULTIPLIED)

    def at(self, x: float, y: float, slop: float) -> Name | None:
        """The part that is seen at this place, or else one that is no farther than ``slop`` pixels from it."""
        inside = np.flatnonzero(_covers(self.faces, x, y))
        if len(inside):
            return self.names[int(inside[-1])]
        away = np.linalg.norm(self.faces - (x, y), axis=2).min(axis=1)
        nearest = int(away.argmin())
        return self.names[nearest] if away[nearest] <= slop else None

    def middle(self, name: Name) -> tuple[float, float] | None:
        """The middle of a part on the screen, or None if it is hidden."""
        faces = self.faces[[one == name for one in self.names]].reshape(-1, 2)
        if not len(faces):
            return None
        x, y = (faces.min(axis=0) + faces.max(axis=0)) / 2
        return float(x), float(y)


def paint(
    theme: Theme, pose: Pose, onto: Onto, clip: Rect, part: float, *, lit: Name | None = None, size: float = 1.0
) -> Shot | None:
    """Paint the appliance at its sheet, open by ``part``, inside ``clip``; None if nothing of it is there.

    ``lit`` is the part that was tapped, and ``size`` a factor, for its coming.
    """
    shown = [one for one in pieces() if part > 0.02 or not one.inside]
    colors = _paints(theme.size)
    corners: list[Floats] = []
    faces: list[NDArray[np.int64]] = []
    tones: list[Floats] = []
    owners: list[Name] = []
    start = 0
    for piece in shown:
        moved = (piece.mesh.points + open_by(piece, part)) * size @ TILT.T + (0.0, 0.0, BEFORE_MM)
        corners.append(pose.put(moved))
        faces.append(piece.mesh.faces + start)
        tones.append(_toned(colors, piece, lit))
        owners += [piece.part] * len(piece.mesh.faces)
        start += len(moved)
    points, index = np.vstack(corners), np.vstack(faces)
    if points[:, 2].min() < 30:  # nearer than the lens sees
        return None
    return _painted(points, index, np.vstack(tones), owners, onto(points), clip)


def _painted(
    points: Floats, index: NDArray[np.int64], tones: Floats, owners: list[Name], flat: Floats, clip: Rect
) -> Shot | None:
    low, high = flat.min(axis=0), flat.max(axis=0)
    rect = Rect(int(low[0]) - 1, int(low[1]) - 1, int(high[0] - low[0]) + 3, int(high[1] - low[1]) + 3).clip(clip)
    if rect.width < 2 or rect.height < 2:
        return None
    quads = points[index]
    normals = np.cross(quads[:, 2] - quads[:, 0], quads[:, 3] - quads[:, 1])
    middles = quads.mean(axis=1)
    front = np.flatnonzero((normals * middles).sum(axis=1) < 0)
    normals = normals[front] / np.maximum(np.linalg.norm(normals[front], axis=1, keepdims=True), 1e-9)
    light = 0.42 + 0.58 * np.clip(normals @ _LIGHT, 0, 1) + 0.14 * np.clip(normals @ _FILL, 0, 1)
    shine = 0.30 * np.clip(normals @ _SHINE, 0, 1) ** 24
    shaded = np.clip(tones[front] * light[:, None] + 255 * shine[:, None], 0, 255).astype(int)
    order = np.argsort(-np.linalg.norm(middles[front], axis=1), kind="stable")
    chosen = front[order]
    on_screen = flat[index[chosen]]
    scale = min(2.0, max(1.0, (_MOST_PIXELS / (rect.width * rect.height)) ** 0.5))
    large = Surface((round(rect.width * scale), round(rect.height * scale)), SRCALPHA)
    fills = shaded[order].tolist()
    for face, color in zip(((on_screen - rect.topleft) * scale).tolist(), fills, strict=True):
        pygame.draw.polygon(large, color, face)
    image = large if scale == 1 else pygame.transform.smoothscale(large, rect.size)
    return Shot(image, rect, tuple(owners[i] for i in chosen), on_screen)


def _toned(colors: dict[str, Color], piece: Piece, lit: Name | None) -> Floats:
    aside = lit is not None and piece.part != lit
    return _tones(tuple(sorted((name, tuple(color)[:3]) for name, color in colors.items())), piece, aside)


@cache
def _tones(colors: tuple[tuple[str, tuple[int, int, int]], ...], piece: Piece, aside: bool) -> Floats:
    known = {name: np.array(color, float) for name, color in colors}
    tones = np.array([known[name] for name in piece.mesh.paint])
    return tones + (known["aside"] - tones) * _ASIDE if aside else tones


@cache
def _paints(panel: tuple[int, int]) -> dict[str, Color]:
    """Paints by name: accents, the same in shadow, and metal."""
    theme = Theme(panel)
    dark = theme.color("foam")
    found = {name: theme.color(name) for name in ("amber", "coral", "leaf", "sky", "violet", "paper")}
    found |= {f"{name} dark": found[name].lerp(dark, 0.42) for name in ("amber", "coral", "leaf", "sky")}
    metal = theme.color("ink_soft")
    return found | {
        "metal": metal,
        "metal dark": metal.lerp(dark, 0.55),
        "foam": dark,
        "aside": theme.color("foam_edge"),
    }


def _covers(faces: Floats, x: float, y: float) -> NDArray[np.bool_]:
    """Which of the faces (m, 4, 2) cover this place: a ray to the right crosses their sides an odd number of times."""
    ax, ay = faces[:, :, 0], faces[:, :, 1]
    bx, by = np.roll(ax, -1, axis=1), np.roll(ay, -1, axis=1)
    rise = np.where(by == ay, 1.0, by - ay)
    crosses = ((ay > y) != (by > y)) & (x < (bx - ax) * (y - ay) / rise + ax)
    odd: NDArray[np.bool_] = crosses.sum(axis=1) % 2 == 1
    return odd
