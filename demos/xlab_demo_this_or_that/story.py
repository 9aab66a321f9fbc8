"""What happens in one play, without a picture: pairs, an own need, the ranking. Time comes in as seconds."""

from collections import Counter
from collections.abc import Hashable, Sequence
from random import Random
from typing import Final, Literal

from xlab.methods.pairwise import Pairs, next_pair
from xlab_demo_this_or_that.ladder import Vote

Scene = Literal["voting", "writing", "result"]

GOAL: Final = 10
"""Pairs after which a visitor has an order of their own: half a minute of tapping."""

MOST: Final = 16
"""Pairs shown until it goes on even to one who cannot decide."""

MORE: Final = 5
"""Pairs of a second helping."""

LEAVE_S: Final = 0.42
"""From the tap until the next pair comes: long enough to see where the chosen one goes."""

ARRIVE_S: Final = 0.24
"""A pair takes so long to come; it can be tapped at once."""

SETTLE_S: Final = 0.4
"""Until a touch can be meant for the targets of a new scene."""


class Story:
    """One play. Tell it what is there (:meth:`hear`), what people do, and time; read ``scene``, ``pair``, ``picks``."""

    def __init__(self, rng: Random) -> None:
        self.scene: Scene = "voting"
        self.seconds = 0.0
        """Since the scene began."""
        self.pair: tuple[str, str] | None = None
        """The two on the screen, left and right."""
        self.side: int | None = None
        """Which of them was chosen just now, 0 or 1; None while there is a choice, or nothing was chosen."""
        self.since = 0.0
        """Since the pair came, or since it was answered."""
        self.leaving = False
        """Whether the pair was answered and goes."""
        self.picks: list[tuple[str, str]] = []
        """(better, other) as this visitor said."""
        self.shown: set[frozenset[str]] = set()
        self.goal = GOAL
        self.most = MOST
        self.wrote = ""
        """The visitor's own need."""
        self.asked_to_write = False
        self.open = True
        self._ids: tuple[str, ...] = ()
        self._judged: dict[frozenset[Hashable], int] = {}
        self._rng = rng

    def hear(self, ids: Sequence[str], votes: Sequence[Vote], *, still_open: bool) -> None:
        """What can be compared now, and what everybody said of it."""
        self._ids = tuple(ids)
        self._judged = dict(Counter(frozenset[Hashable]((vote.winner, vote.loser)) for vote in votes))
        self.open = still_open
        if self.scene == "voting" and not self.leaving and (self.pair is None or not set(self.pair) <= set(ids)):
            self._next()
        if not still_open and self.scene != "result" and not self.leaving:
            self._go("result")

    def choose(self, side: int) -> tuple[str, str] | None:
        """One of the two is better: (better, other), or None if there is nothing to choose now."""
        if self.scene != "voting" or self.pair is None or self.leaving:
            return None
        pick = self.pair[side], self.pair[1 - side]
        self.picks.append(pick)
        self.side = side
        self._leave()
        return pick

    def skip(self) -> None:
        """Cannot decide: it does not count, and the pair does not come again."""
        if self.scene == "voting" and self.pair is not None and not self.leaving:
            self.side = None
            self._leave()

    def write(self) -> None:
        """The visitor wants to write a need now."""
        if self.scene == "voting" and not self.wrote:
            self._go("writing")

    def written(self, text: str) -> None:
        """The visitor wrote one; without words, none."""
        if self.scene == "writing":
            self.wrote = " ".join(text.split())
            self._go("result" if self._enough else "voting")

    def more(self) -> None:
        """A few more pairs, from the ranking."""
        if self.scene == "result" and self.open:
            self.goal, self.most = len(self.picks) + MORE, len(self.shown) + MORE + 3
            self._go("voting")

    def update(self, dt: float) -> None:
        """``dt`` seconds passed."""
        self.seconds += dt
        self.since += dt
        if self.leaving and self.since >= LEAVE_S:
            self._next()

    @property
    def moving(self) -> bool:
        """Whether cards are on their way."""
        return self.scene == "voting" and self.since <= (LEAVE_S if self.leaving else ARRIVE_S)

    @property
    def ready(self) -> bool:
        """Whether the scene has been there long enough for a touch to be meant for it."""
        return self.seconds >= SETTLE_S

    @property
    def again(self) -> bool:
        """Whether this visitor has pairs left to judge."""
        count = len(self._ids)
        known = set(self._ids)
        return self.open and sum(pair <= known for pair in self.shown) < count * (count - 1) // 2

    @property
    def _enough(self) -> bool:
        return len(self.picks) >= self.goal or len(self.shown) >= self.most or not self.open or not self.again

    def _leave(self) -> None:
        assert self.pair is not None, "a pair is on the screen"
        self.shown.add(frozenset(self.pair))
        self.since, self.leaving = 0.0, True

    def _next(self) -> None:
        """The next pair, or what comes after the last."""
        self.leaving, self.side, self.since = False, None, 0.0
        if self._enough:
            self.pair = None
            if self._ids:
                self._go("writing" if self.open and not self.asked_to_write and self.picks else "result")
            return
        state = Pairs(ideas=self._ids, judged=self._judged, mine=frozenset(self.shown))
        found = next_pair(state, self._rng)
        self.pair = (str(found[0]), str(found[1])) if found else None

    def _go(self, scene: Scene) -> None:
        self.scene = scene
        self.seconds = 0.0
        if scene == "writing":
            self.asked_to_write = True
        if scene == "voting" and self.pair is None:
            self._next()
