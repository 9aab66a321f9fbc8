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
"""Token pixels between two walkers."""

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
        size = theme.px(60)
        groove = Rect(self.lane.x, self.lane.centery - theme.px(39), self.lane.width, theme.px(78))
        paint.cutout(surface, groove, groove.height // 2)
        before = surface.get_clip()
        surface.set_clip(groove.inflate(-theme.px(4), 0).clip(before))
        length = max(groove.width + 2 * size, len(self._badges) * theme.px(SPACING))
        for index, badge in enumerate(self._badges):
            along = (self._t * SPEED * theme.scale + index * theme.px(SPACING)) % length
            x = groove.left - size + along
            step = abs(sin(self._t * pi * 1.1 + index * 1.7)) * theme.px(5)
            if badge.beacon in self._here:
                paint.glow(surface, (x, groove.centery), theme.px(48), theme.color(badge.face.accent), 0.5)
            draw_badge(surface, (x, groove.centery + theme.px(2) - step), size, badge.face.animal, badge.face.accent)
        surface.set_clip(before)
