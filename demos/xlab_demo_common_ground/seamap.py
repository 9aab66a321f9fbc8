"""The map of a room: islands in a cut-out of the foam, a pebble for each person, the visitor's balloon, the bridge."""

from itertools import pairwise
from math import cos, hypot, pi, sqrt

import numpy as np
from numpy.typing import NDArray
from pygame import Rect, Surface, transform

from xlab.methods.opinion_groups import Voter
from xlab_demo_common_ground.opinions import Sight
from xlab_demo_common_ground.placing import placed
from xlab_demo_common_ground.shapes import GROUPS, draw_balloon, draw_bridge, draw_pebble
from xlab_demo_common_ground.tags import draw_tag
from xlab_demo_common_ground.terrain import Terrain, ramp
from xlab_kiosk.stage import Theme, Tween, cutout, foam, line

ME: Voter = 0
"""Who sits at the screen now."""

CROWD = 120
"""People from whom on a map jumps to what is new: moving them all would cost more than it tells."""

MOVE_S, BUILD_S = 0.7, 1.2

REACH = 0.165
"""How far land reaches beyond where people stand, in sides of the map."""


class SeaMap:
    """A map in ``rect``, the visitor being called ``you``; ``sketch`` draws a made-up room: outlines and hatching."""

    def __init__(self, theme: Theme, rect: Rect, you: str) -> None:
        self.theme, self.rect, self.you = theme, rect, you
        self.sketch = False
        self.sight = Sight()
        self.whole_bridge = False
        self.crossed = False
        """Whether a bridge is on this map, as a small one has none."""
        self._voters: list[Voter] = []
        self._from: NDArray[np.float64] = np.zeros((0, 2))
        self._to: NDArray[np.float64] = np.zeros((0, 2))
        self._way = Tween(1.0, 1.0, 0.0)
        self._built = Tween(0.0, 0.0, 0.0)
        self._reach = min(REACH * sqrt(rect.width * rect.height), rect.height * 0.2)
        # Land on the move is seen for a moment, and drawn sixty times a second; land at rest is looked at.
        self._moving_land = Terrain(rect.size, max(2, theme.px(4)))
        self._land = Terrain(rect.size, 2)
        self._terrain = self._land
        self._ground: Surface | None = None
        self._base: Surface | None = None
        self._sea = self._draw_sea()

    @property
    def pebble(self) -> int:
        """Pixels across a person."""
        people = max(1, self.sight.people)
        fitting = 0.2 * sqrt(self.rect.width * self.rect.height / people)
        return round(min(self.theme.px(24), max(self.theme.px(7), fitting)))

    def show(self, sight: Sight, *, at_once: bool = False) -> None:
        """The room is this now: everybody goes where they stand."""
        old = dict(zip(self._voters, self._now(), strict=True))
        self.sight = sight
        edge = round(self._reach)
        places = placed(sight, self.rect.size, edge, self.pebble * 1.16)
        middle = (self.rect.width / 2, self.rect.height / 2)
        if ME not in places:
            places = {ME: middle, **places}
        at_once = at_once or len(places) > CROWD or self.theme.reduced_motion
        self._voters = list(places)
        self._to = np.array([places[voter] for voter in self._voters], dtype=float).reshape(-1, 2)
        start = [places[voter] if at_once else old.get(voter, places[voter]) for voter in self._voters]
        self._from = np.array(start, dtype=float).reshape(-1, 2)
        self._way = Tween(0.0, 1.0, 0.0 if at_once else MOVE_S)
        self._ground = self._base = None

    def build(self, *, whole: bool, at_once: bool = False) -> None:
        """Build a bridge from island to island; not ``whole``: only its posts, since nothing joins them yet."""
        changed = not self.crossed or self.whole_bridge != whole
        self.crossed, self.whole_bridge = True, whole
        if changed:
            self._built = Tween(0.0, 1.0, 0.0 if at_once or self.theme.reduced_motion else BUILD_S)
            self._base = None

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        moved, built = self._way.update(dt), self._built.update(dt)
        if moved:
            self._ground = None
        if moved or built:
            self._base = None
        return moved or built

    def draw(self, screen: Surface, rect: Rect | None = None) -> None:
        """Draw the map, at ``rect`` if it is on its way, and the visitor's balloon above it."""
        if self._base is None:
            self._base = self._draw_base()
        if rect is not None and rect != self.rect:
            # For a moment and in motion, what is quick looks as good as what is smooth.
            screen.blit(transform.scale(self._base, rect.size), rect)
            return
        screen.blit(self._base, self.rect)
        self._draw_me(screen, self.rect.topleft)

    @property
    def me(self) -> tuple[float, float]:
        """Where the visitor stands, in panel pixels."""
        x, y = self._now()[self._voters.index(ME)] if self._voters else (self.rect.width / 2, self.rect.height / 2)
        return self.rect.left + float(x), self.rect.top + float(y)

    def middles(self) -> list[tuple[float, float]]:
        """The middle of each island's people, in panel pixels, at the end of their way."""
        ends = dict(zip(self._voters, self._to.tolist(), strict=True))
        found = []
        for group in range(len(self.sight.sizes)):
            inside = [ends[voter] for voter, number in self.sight.groups.items() if number == group]
            x, y = np.array(inside or [(self.rect.width / 2, self.rect.height / 2)]).mean(axis=0)
            found.append((self.rect.left + float(x), self.rect.top + float(y)))
        return found

    def _now(self) -> NDArray[np.float64]:
        return self._from + (self._to - self._from) * self._way.value

    def _draw_sea(self) -> Surface:
        """The water: a cut-out of the foam with a few waves."""
        theme = self.theme
        sea = Surface(self.rect.size, 0, 32)
        sea.blit(foam(theme.size), (0, 0), self.rect)
        cutout(sea, Rect((0, 0), self.rect.size), theme.radius("cutout"))
        step, color = theme.px(132), theme.color("foam_raised")
        for row, y in enumerate(range(step // 2, self.rect.height - theme.px(24), step * 2 // 3)):
            for x in range(step // 2 + (row % 2) * step // 2, self.rect.width - theme.px(48), step):
                bow = [(x + theme.px(5 * i), y + theme.px(3) * cos(i * pi / 2)) for i in range(9)]
                line(sea, bow, theme.px(3), color)
        return sea

    def _draw_base(self) -> Surface:
        """Land and people, and the bridges above them: while one is built, the rest of the map stays as it is."""
        if self._ground is None:
            self._ground = self._draw_ground()
        base = self._ground.copy()
        if self.crossed and self.sight.sizes:
            self._draw_bridges(base)
        return base

    def _draw_ground(self) -> Surface:
        ground, theme, now = self._sea.copy(), self.theme, self._now()
        group_of = [self.sight.groups.get(voter, -1) for voter in self._voters]
        if self.sight.sizes:
            number = np.array(group_of)
            self._terrain = self._land if self._way.done else self._moving_land
            self._terrain.rise([now[number == group] for group in range(len(self.sight.sizes))], self._reach)
            ground.blit(self._terrain.picture(self._ramps(), theme.px(9), hatched=self.sketch), (0, 0))
        for voter, place, group in zip(self._voters, now.tolist(), group_of, strict=True):
            if voter == ME:
                continue
            if group < 0:
                draw_pebble(ground, place, self.pebble * 3 // 4, "disc", theme.color("ink_faint"), hollow=self.sketch)
            else:
                color, shape = GROUPS[group]
                bright = theme.color(color).lerp(theme.color("ink"), 0.25)
                draw_pebble(ground, place, self.pebble, shape, bright, hollow=self.sketch)
        return ground

    def _ramps(self) -> NDArray[np.uint8]:
        theme = self.theme
        ramps = []
        for name, _ in GROUPS[: len(self.sight.sizes)]:
            accent, ground = theme.color(name), theme.color("foam_raised")
            ramps.append(ramp(accent, ground.lerp(accent, 0.34), ground.lerp(accent, 0.58)))
        return np.stack(ramps)

    def _draw_bridges(self, base: Surface) -> None:
        """From each island to the next one along the shortest way through all."""
        middles = [(x - self.rect.left, y - self.rect.top) for x, y in self.middles()]
        order = [min(range(len(middles)), key=lambda one: middles[one][0])]
        while len(order) < len(middles):
            x, y = middles[order[-1]]
            rest = [one for one in range(len(middles)) if one not in order]
            order.append(min(rest, key=lambda one: hypot(middles[one][0] - x, middles[one][1] - y)))
        for one, other in pairwise(order):
            start, end = self._shores(middles[one], middles[other], one, other)
            draw_bridge(base, self.theme, start, end, self._built.value, whole=self.whole_bridge)

    def _shores(
        self, start: tuple[float, float], end: tuple[float, float], one: int, other: int
    ) -> tuple[tuple[float, float], tuple[float, float]]:
        """Where a bridge stands on two islands: a little inland of both shores."""
        parts = [i / 60 for i in range(61)]
        places = [(start[0] + (end[0] - start[0]) * p, start[1] + (end[1] - start[1]) * p) for p in parts]
        land = [self._terrain.group_at(place) for place in places]
        last = max((i for i, group in enumerate(land) if group == one), default=12)
        first = min((i for i, group in enumerate(land) if group == other and i > last), default=48)
        return places[max(0, min(last, 29) - 6)], places[min(60, max(first, 31) + 6)]

    def _draw_me(self, screen: Surface, offset: tuple[int, int]) -> None:
        x, y = self._now()[self._voters.index(ME)] if self._voters else (self.rect.width / 2, self.rect.height / 2)
        theme, map_at = self.theme, Rect(offset, self.rect.size)
        balloon = draw_balloon(screen, theme, (offset[0] + float(x), offset[1] + float(y)), theme.px(112))
        # Its name lies beside it, clear of what lies in the map's corners.
        high = theme.px(72)
        left = balloon.right + theme.px(2)
        if left + theme.px(96) > map_at.right:
            left = balloon.left - theme.px(78)
        top = min(map_at.bottom - theme.px(24) - high * 2, max(map_at.top + high, balloon.top + theme.px(18)))
        draw_tag(screen, theme, (left, top), self.you, "ink", theme.px(140))
