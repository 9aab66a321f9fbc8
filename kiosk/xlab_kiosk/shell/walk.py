"""Badges in the room walk by along a groove at the bottom of the attract screen."""

from math import pi, sin
from typing import Final

from pygame import Rect, Surface

from xlab.link import BadgeHere
from xlab_kiosk.stage import paint
from xlab_kiosk.stage.badge import draw_badge
from xlab_kiosk.stage.theme import Theme

SPEED: Final = 34.0
"""Token pixels a second: a stroll."""

SPACING: Final = 132.0
"""Token pixels between two walkers at the least."""

MOST: Final = 12
"""Walkers; a whole conference would be a train."""


class Walk:
    """The walkers. Each keeps its place in the row for as long as it is in the room."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.lane = Rect(0, 0, 0, 0)
        self._badges: list[BadgeHere] = []
        self._here: set[str] = set()
        self._t = 0.0

    def layout(self, lane: Rect) -> None:
        """Where they walk."""
        self.lane = lane

    def show(self, room: tuple[BadgeHere, ...], here: tuple[BadgeHere, ...]) -> None:
        """Who is in the room, and who of them at this station."""
        now = {badge.beacon: badge for badge in (*room, *here)}
        stay = [now[badge.beacon] for badge in self._badges if badge.beacon in now]
        known = {badge.beacon for badge in stay}
        self._badges = (stay + [badge for badge in now.values() if badge.beacon not in known])[:MOST]
        self._here = {badge.beacon for badge in here}

    def update(self, dt: float) -> None:
        """``dt`` seconds passed."""
        self._t += 0.0 if self.theme.reduced_motion else dt

    def draw(self, surface: Surface) -> None:
        """The groove, and whoever is in it."""
        if not self._badges or not self.lane.width:
            return
        theme = self.theme
        size = theme.px(54)
        groove = Rect(self.lane.x, self.lane.centery - theme.px(34), self.lane.width, theme.px(68))
        paint.cutout(surface, groove, groove.height // 2)
        before = surface.get_clip()
        surface.set_clip(groove.inflate(-theme.px(4), 0).clip(before))
        # A few walkers spread over the whole groove; many walk closer, out of sight for a while.
        length = max(groove.width + 2 * size, len(self._badges) * theme.px(SPACING))
        spacing = length / len(self._badges)
        for index, badge in enumerate(self._badges):
            along = (self._t * SPEED * theme.scale + index * spacing) % length
            x = groove.left - size + along
            step = abs(sin(self._t * pi * 1.1 + index * 1.7)) * theme.px(5)
            # Who comes or goes does so softly, for the groove's round end would cut a badge in two.
            inside = min(x - groove.left, groove.right - x) - size / 2
            alpha = round(255 * min(1.0, max(0.0, inside / size)))
            middle = (x, groove.centery + theme.px(2) - step)
            if badge.beacon in self._here and alpha == 255:
                paint.glow(surface, middle, theme.px(44), theme.color(badge.face.accent), 0.5)
            draw_badge(surface, middle, size, badge.face.animal, badge.face.accent, alpha=alpha)
        surface.set_clip(before)
