"""The living ladder below the cards: the best on the left, each as high as its score, and every tap moves them."""

from collections.abc import Collection, Sequence
from math import ceil

import msgspec
from pygame import Rect, Surface

from xlab_demo_this_or_that.ladder import Rung
from xlab_demo_this_or_that.objects import OWN, accent_of, painting_of
from xlab_kiosk.stage import Theme, Tween, cutout, draw_sketch, draw_text, glow, line, outlined, rounded

_SLOT = 60
"""Token pixels that a thing takes along the rail at least; what finds no room is counted at its end."""

_WIDEST = 108
_SURE = 8
"""Votes after which the peg below a thing has its full colour: until then it says how little it knows."""

_LIT_S = 1.4


class _Peg(msgspec.Struct):
    """One need on the rail, on its way to where it belongs."""

    x: Tween
    y: Tween
    n: int = 0


class Rail:
    """Follows a ladder; ``spot`` tells where a thing is, so that a card can fly there."""

    def __init__(self, theme: Theme, rect: Rect) -> None:
        self.theme = theme
        self.rect = rect
        self._pegs: dict[str, _Peg] = {}
        self._own: frozenset[str] = frozenset()
        self._beyond = 0
        self._side = theme.px(54)
        self._latest = ""
        self._held = 0.0
        self._light = Tween(0.0, 0.0, 0.0)

    def follow(self, rungs: Sequence[Rung], own: Collection[str]) -> None:
        """What the ladder is now; ``own`` are the needs that visitors brought."""
        theme, rect = self.theme, self.rect
        most = max(2, rect.width // theme.px(_SLOT))
        shown = rungs if len(rungs) <= most else rungs[: most - 1]
        self._beyond = len(rungs) - len(shown)
        slot = min(theme.px(_WIDEST), rect.width / max(1, len(shown) + bool(self._beyond)))
        self._side = min(theme.px(62), round(slot) - theme.px(6))
        left = rect.left + (rect.width - slot * (len(shown) + bool(self._beyond))) / 2
        seconds = 0.0 if theme.reduced_motion else theme.seconds("place")
        travel = rect.height - self._side - theme.px(10)
        pegs: dict[str, _Peg] = {}
        for number, rung in enumerate(shown):
            x = left + slot * (number + 0.5)
            y = rect.top + self._side / 2 + travel * (1 - rung.score / 100)
            peg = self._pegs.get(rung.id) or _Peg(Tween(x, x, 0.0), Tween(y, y, 0.0))
            peg.x.to(x, seconds)
            peg.y.to(y, seconds)
            peg.n = rung.n
            pegs[rung.id] = peg
        self._pegs, self._own = pegs, frozenset(own)

    def light(self, one: str) -> None:
        """This one was chosen, or is new: it shines for a while."""
        self._latest = one
        self._light = Tween(1.0, 0.0, _LIT_S)

    def hold(self, seconds: float) -> None:
        """Let nothing move for so long: a card is on its way here, and what it changes is seen once it has landed."""
        self._held = 0.0 if self.theme.reduced_motion else seconds

    def spot(self, one: str) -> Rect:
        """Where a thing lies now; what is beyond the end of the rail is there."""
        peg = self._pegs.get(one)
        place = Rect(0, 0, self._side, self._side)
        end = self.rect.right, self.rect.bottom - self._side
        place.center = (round(peg.x.value), round(peg.y.value)) if peg else end
        return place

    def update(self, dt: float) -> bool:
        """``dt`` seconds passed; True if a picture is due."""
        self._held -= dt
        if self._held > 0:
            return self._light.update(dt)
        moved = [tween.update(dt) for peg in self._pegs.values() for tween in (peg.x, peg.y)]
        return any([self._light.update(dt), *moved])

    def draw(self, screen: Surface, without: str = "") -> None:
        """Draw it; ``without`` is still on its way here."""
        theme, rect = self.theme, self.rect
        base = rect.bottom - theme.px(4)
        rounded(
            screen, Rect(rect.left, base - theme.px(2), rect.width, theme.px(5)), theme.px(2), theme.color("foam_edge")
        )
        # The one that moves passes above those that make room.
        for one, peg in sorted(self._pegs.items(), key=lambda item: item[0] == self._latest):
            self._draw(screen, one, peg, base, hidden=one == without)
        if self._beyond:
            room = Rect(0, rect.top, theme.px(_SLOT), rect.height - theme.px(10))
            room.right = rect.right
            draw_text(screen, theme, f"+{self._beyond}", room, "caption", "ink_soft", "center", "bottom")

    def _draw(self, screen: Surface, one: str, peg: _Peg, base: int, *, hidden: bool) -> None:
        theme, own = self.theme, one in self._own
        accent = theme.color(accent_of(one, own=own))
        sure = min(1.0, peg.n / _SURE)
        hole = Rect(0, 0, self._side, self._side)
        hole.center = round(peg.x.value), round(peg.y.value)
        if hole.bottom < base:
            tone = theme.color("foam_edge").lerp(accent, 0.25 + 0.75 * sure if peg.n else 0.0)
            line(screen, [(hole.centerx, hole.bottom - 2), (hole.centerx, base)], theme.px(6), tone)
        if one == self._latest and self._light.value > 0:
            # In few steps: each strength of a light is made once, which takes longer than a picture may.
            glow(screen, hole.center, self._side, accent, 0.25 * ceil(3 * self._light.value))
        cutout(screen, hole, hole.width // 2)
        if own:
            outlined(screen, hole, hole.width // 2, theme.color(OWN), max(2, theme.px(3)))
        if not hidden:
            inside = hole.inflate(-hole.width * 3 // 10, -hole.width * 3 // 10)
            draw_sketch(screen, painting_of(one, own=own), inside)
