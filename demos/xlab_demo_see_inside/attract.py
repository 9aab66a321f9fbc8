"""The demo's own picture: the appliance breathes apart over its marker."""

from functools import lru_cache

from pygame import Surface

from xlab_demo_see_inside.clip import draw_sheet
from xlab_demo_see_inside.lens import Lens, Pose, facing
from xlab_demo_see_inside.render import paint
from xlab_kiosk.stage import Theme, breathe, foam, glow

BREATH_S = 7.0


def draw_still_life(screen: Surface, theme: Theme, t: float) -> None:
    """Draw it on the whole of ``screen``, after ``t`` seconds."""
    size = screen.get_size()
    screen.blit(_ground(theme, size), (0, 0))
    pose, lens = _held(size)
    part = 0.62 if theme.reduced_motion else breathe(t + 1.0, BREATH_S)
    shot = paint(theme, pose, lens.seen, screen.get_rect(), part)
    if shot is not None:
        shot.draw(screen)


def _held(size: tuple[int, int]) -> tuple[Pose, Lens]:
    """The sheet, far enough away that the open appliance fits across."""
    lens = Lens.of(size, 46.0 if size[0] >= size[1] else 34.0)
    tall = size[1] / size[0]
    far = 430.0 if tall < 1 else 600.0
    return facing((0.0, 8.0, far), yaw=-6, pitch=-8, roll=5), lens


@lru_cache(maxsize=3)
def _ground(theme: Theme, size: tuple[int, int]) -> Surface:
    """What stands still: foam, light, and the sheet."""
    ground = foam(size).copy()
    middle = size[0] // 2, size[1] // 2
    glow(ground, middle, round(min(size) * 0.9), theme.color("leaf"), 0.2)
    pose, lens = _held(size)
    draw_sheet(ground, pose, lens, theme.color("paper"), theme.color("paper_ink"))
    return ground
