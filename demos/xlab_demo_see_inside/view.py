"""The window onto the room: a picture cut to its shape, and where on the panel something before the camera is seen."""

from functools import lru_cache

import pygame
from pygame import BLEND_RGBA_SUB, SRCALPHA, Color, Rect, Surface

from xlab_demo_see_inside.lens import Floats, Lens
from xlab_kiosk.stage import Theme, cutout, foam, outlined, rounded


class View:
    """Pictures in ``window``, as large as fill it; ``mirror``: left and right are exchanged, as people expect of
    themselves."""

    def __init__(self, window: Rect) -> None:
        self.window = window
        self.mirror = False
        self.picture: Surface | None = None
        self._zoom = 1.0
        self._left = self._top = 0.0

    def take(self, picture: Surface, *, mirror: bool) -> None:
        """Show this picture."""
        wide, high = picture.get_size()
        self._zoom = max(self.window.width / wide, self.window.height / high)
        shown = Rect(
            0, 0, min(wide, round(self.window.width / self._zoom)), min(high, round(self.window.height / self._zoom))
        )
        shown.center = wide // 2, high // 2
        self._left, self._top = shown.topleft
        part = pygame.transform.smoothscale(picture.subsurface(shown), self.window.size)
        self.mirror = mirror
        self.picture = pygame.transform.flip(part, True, False) if mirror else part

    def onto(self, points: Floats, lens: Lens) -> Floats:
        """Pixels of the panel (n, 2) for points before the camera (n, 3)."""
        flat = (lens.seen(points) + 0.5 - (self._left, self._top)) * self._zoom - 0.5
        if self.mirror:
            flat[:, 0] = self.window.width - 1 - flat[:, 0]
        found: Floats = flat + self.window.topleft
        return found

    def draw(self, screen: Surface, theme: Theme) -> None:
        """The window with its picture; dark while there is none."""
        radius = theme.radius("cutout")
        cutout(screen, self.window, radius)
        if self.picture is not None:
            screen.blit(self.picture, self.window)

    def draw_frame(self, screen: Surface, theme: Theme) -> None:
        """The frame around it, above whatever was drawn into it."""
        radius = theme.radius("cutout")
        for corner, place in _corners(screen.get_size(), tuple(self.window), radius):
            screen.blit(corner, place)
        outlined(screen, self.window, radius, theme.color("foam_edge"), max(2, theme.px(3)))


@lru_cache(maxsize=4)
def _corners(
    panel: tuple[int, int], window: tuple[int, int, int, int], radius: int
) -> tuple[tuple[Surface, tuple[int, int]], ...]:
    """What covers the picture's square corners: foam, with the window's round ones left open."""
    around, rect = Surface(panel, SRCALPHA), Rect(window)
    around.blit(foam(panel), (0, 0))
    hole = Surface(rect.size, SRCALPHA)
    rounded(hole, hole.get_rect(), radius, Color(255, 255, 255, 255))
    # Only its opacity counts: the foam's colours stay under the clean edge.
    hole.fill((0, 0, 0, 255), special_flags=pygame.BLEND_RGBA_MULT)
    around.blit(hole, rect, special_flags=BLEND_RGBA_SUB)
    side = radius + 1
    places = [(x, y) for x in (rect.left, rect.right - side) for y in (rect.top, rect.bottom - side)]
    return tuple((around.subsurface((*place, side, side)).copy(), place) for place in places)
