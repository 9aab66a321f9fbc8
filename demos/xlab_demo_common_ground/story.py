"""What happens in Common Ground, apart from how it looks: cards, the map, the end. Pure.

    voting --seven cards, or none left--> map --go on--> result
       ^                                   |  ^
       +--------------more cards-----------+  +--done-- writing (a statement of one's own)

A round that the facilitator closes takes no more cards; the map and the end stay.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from xlab.methods.opinion_groups import ENOUGH_VOTES

Scene = Literal["voting", "map", "writing", "result"]
View = Literal["here", "example"]
Vote = Literal[-1, 0, 1]

SAME_FOR_ALL = 4
"""Cards that begin every play, in the order of the facilitator; after them, those that the fewest have answered."""

SETTLE_S = 0.25
"""Before a finger can have meant what a new card or scene shows."""

LINGER_S = 1.1
"""After the last card one still sees where it takes one; then the map comes to the front."""


class Story:
    """One play of one visitor. Feed it cards, votes and time; read ``scene`` and what belongs to it."""

    def __init__(self) -> None:
        self.scene: Scene = "voting"
        self.seconds = 0.0
        """Since the scene began."""
        self.since_vote = 1.0
        """Seconds since the card was answered that lay there before."""
        self.items: tuple[str, ...] = ()
        self.mine: dict[str, Vote] = {}
        self.card: str | None = None
        """The statement that is asked for now; None when there is none left."""
        self.goal = ENOUGH_VOTES
        """Answers after which the map comes to the front."""
        self.open = True
        self.island: int | None = None
        """The group that is looked at."""
        self.looked = False
        self.added = 0
        self.first: str | None = None
        self.view: View | None = None
        """Which room is looked at, once the visitor chose."""

    def room(self, items: Sequence[str], answered: Mapping[str, int], *, is_open: bool) -> None:
        """The statements there are now, how many people answered each, and whether answers are taken."""
        self.items = tuple(items)
        self.open = is_open
        if self.card is None or self.card not in self.items:
            self.card = self._next(answered)
        if not is_open and self.scene in ("voting", "writing"):
            self._go("map")

    def vote(self, vote: Vote, answered: Mapping[str, int]) -> str | None:
        """The card is answered; the statement that it was, or None if none was meant."""
        card = self.card
        if self.scene != "voting" or card is None or not self.open or not self.ready:
            return None
        self.mine[card] = vote
        self.since_vote = 0.0
        self.card = self._next(answered)
        return card

    def update(self, dt: float) -> None:
        """``dt`` seconds passed."""
        self.seconds += dt
        self.since_vote += dt
        done = len(self.mine) >= self.goal or self.card is None
        if self.scene == "voting" and done and self.mine and self.since_vote >= LINGER_S:
            self._go("map")

    @property
    def ready(self) -> bool:
        """Whether a finger can have meant what it touches."""
        return (
            self.seconds >= SETTLE_S
            and self.since_vote >= SETTLE_S
            and (self.scene != "voting" or len(self.mine) < self.goal)
        )

    @property
    def left(self) -> int:
        """Cards that are left to answer."""
        return sum(1 for item in self.items if item not in self.mine) if self.open else 0

    def more(self) -> None:
        """The cards that are left."""
        if self.scene == "map" and self.left:
            self.goal = len(self.items)
            self._go("voting")

    def write(self) -> None:
        """A statement of one's own."""
        if self.scene == "map" and self.open:
            self._go("writing")

    def written(self, *, told: bool) -> None:
        """Back to the map; ``told``: something was written."""
        self.added += told
        self._go("map")

    def look(self, island: int | None, own: int | None) -> None:
        """Look at an island, or at the whole map again; ``own`` is the island that the visitor stands on."""
        self.island = None if island == self.island else island
        self.looked = self.looked or (self.island is not None and self.island != own)

    def finish(self) -> None:
        """To the last screen."""
        if self.scene == "map":
            self._go("result")

    def _next(self, answered: Mapping[str, int]) -> str | None:
        """The same four for all, so that people can be compared; then what the fewest have answered."""
        rest = [item for item in self.items if item not in self.mine]
        fixed = [item for item in self.items[:SAME_FOR_ALL] if item in rest]
        if fixed:
            return fixed[0]
        return min(rest, key=lambda item: (answered.get(item, 0), self.items.index(item)), default=None)

    def _go(self, scene: Scene) -> None:
        self.scene = scene
        self.seconds = 0.0
        self.island = None
