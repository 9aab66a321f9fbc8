"""A visitor who tries everything: taps what can be tapped and what cannot, drags, uses two fingers, lays badges down.

Seeded, so that what went wrong once goes wrong again.
"""

from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Protocol

from xlab.events import Proximity
from xlab_kiosk.stage.inputs import Phase
from xlab_kiosk.stage.testing import SeenTarget

Spot = tuple[float, float]

BADGES = 3
"""Badges that come and go."""

_SHORT, _LONG = 0.05, 1.2
_PROXIMITIES: tuple[Proximity | None, ...] = ("touch", "touch", "near", "far", None)


class Hands(Protocol):
    """What a visitor can do to a demo."""

    def touch(self, phase: Phase, x: float, y: float, pointer: int = 1) -> None:
        """A finger does something, in pixels of the demo's surface."""
        ...

    def wait(self, seconds: float) -> None:
        """Time passes."""
        ...

    def badge(self, number: int, proximity: Proximity | None) -> None:
        """A badge comes, moves or leaves."""
        ...


class Visitor:
    """Plays on a surface of ``size`` pixels; ``badges``: there are some to lay down."""

    def __init__(self, random: Random, size: tuple[int, int], *, badges: bool) -> None:
        self._random = random
        self._size = size
        self._badges = badges
        self._here: set[int] = set()
        self._tapped: Counter[str] = Counter()

    def begin(self) -> None:
        """A run begins: no badge is here yet."""
        self._here.clear()

    def act(self, hands: Hands, targets: Sequence[SeenTarget]) -> None:
        """Do one thing, with what can be touched now; no finger is down afterwards."""
        deeds = [self._tap_target] * 9 + [self._tap_anywhere] * 2 + [self._drag] * 3 + [self._two_fingers] * 2
        deeds += [self._lay] * (4 if self._badges else 0)
        self._random.choice(deeds)(hands, targets)
        # Some visitors hurry, and some read.
        hands.wait(self._random.choice((_SHORT, 0.3, 0.6, _LONG, 2.5)))

    def leave(self, hands: Hands) -> None:
        """Take all badges along."""
        for number in sorted(self._here):
            hands.badge(number, None)
        self._here.clear()

    def _tap_target(self, hands: Hands, targets: Sequence[SeenTarget]) -> None:
        """What was tapped least so far comes first: that is how one gets everywhere."""
        if not targets:
            self._tap_anywhere(hands, targets)
            return
        least = min(self._tapped[target.name] for target in targets)
        target = self._random.choice([one for one in targets if self._tapped[one.name] <= least + 1])
        self._tapped[target.name] += 1
        self._press(hands, self._inside(target))

    def _tap_anywhere(self, hands: Hands, _targets: Sequence[SeenTarget]) -> None:
        self._press(hands, self._anywhere())

    def _drag(self, hands: Hands, targets: Sequence[SeenTarget]) -> None:
        self._move(hands, [(1, self._somewhere(targets), self._somewhere(targets))])

    def _two_fingers(self, hands: Hands, targets: Sequence[SeenTarget]) -> None:
        self._move(hands, [(pointer, self._somewhere(targets), self._somewhere(targets)) for pointer in (1, 2)])

    def _lay(self, hands: Hands, _targets: Sequence[SeenTarget]) -> None:
        number = self._random.randint(1, BADGES)
        proximity = self._random.choice(_PROXIMITIES) if number in self._here else "touch"
        hands.badge(number, proximity)
        (self._here.discard if proximity is None else self._here.add)(number)

    def _press(self, hands: Hands, at: Spot) -> None:
        hands.touch("down", *at)
        hands.wait(self._random.choice((0.02, 0.1, 0.3)))
        hands.touch("up", *at)

    def _move(self, hands: Hands, ways: Sequence[tuple[int, Spot, Spot]]) -> None:
        for pointer, start, _ in ways:
            hands.touch("down", *start, pointer)
        steps = self._random.randint(3, 20)
        for step in range(1, steps + 1):
            hands.wait(1 / 60)
            for pointer, (ax, ay), (bx, by) in ways:
                part = step / steps
                hands.touch("move", ax + (bx - ax) * part, ay + (by - ay) * part, pointer)
        last: Phase = "cancel" if self._random.random() < 0.1 else "up"
        for pointer, _, end in ways:
            hands.touch(last, *end, pointer)

    def _somewhere(self, targets: Sequence[SeenTarget]) -> Spot:
        return (
            self._inside(self._random.choice(targets)) if targets and self._random.random() < 0.7 else self._anywhere()
        )

    def _anywhere(self) -> Spot:
        return self._random.uniform(0, self._size[0] - 1), self._random.uniform(0, self._size[1] - 1)

    def _inside(self, target: SeenTarget) -> Spot:
        rect = target.rect
        return rect.x + rect.width * self._random.uniform(0.2, 0.8), rect.y + rect.height * self._random.uniform(
            0.2, 0.8
        )
