"""The rules of making: two sides share or hold, turn by turn, while a rival's clock runs. No time, no picture.

A turn is one of the repeated prisoner's dilemma and pays what Axelrod's tournaments paid (:mod:`xlab.methods.games`).
What both earn by sharing goes into one pie; what one side earns by itself goes home with it and is its walk-away value.
So the Shapley split of a game, each side's walk-away value and half of the pie, is its score in Axelrod's sense.
"""

from collections.abc import Sequence
from random import Random
from typing import Final, Literal

import msgspec

from xlab.methods.games import AXELROD, STRATEGIES, Deal, pay

Side = Literal[0, 1]
"""0 is the supplier, 1 the customer."""

Move = Literal["share", "contract", "hold"]
"""A contract is sharing made safe: a side that holds against it takes nothing home, but it costs time."""

SIDES: Final[tuple[Side, Side]] = (0, 1)

WHOLE: Final = 8
"""Slices of a whole pie."""

SLICE: Final = round(2 * AXELROD.reward)
"""Points of a slice: what sharing pays to both, which is to be split later."""

START: Final = 4
"""Walk-away value of each side at the start."""

MOST: Final = WHOLE * SLICE + 2 * START
"""What two sides have who share every turn: the whole pie and what they came with.

Who is fast enough to hold a card in between has more."""

CONTRACTS: Final = 2
"""Contracts of each side."""

CLOCK: Final = 64.0
"""Seconds until the rival ships."""

TURN_S: Final = 6.0
"""Seconds on the rival's clock that a turn takes: two who decide in two seconds make a whole pie in time."""

CONTRACT_S: Final = 8.0
"""Seconds on the rival's clock that a contract takes."""


class Outcome(msgspec.Struct, frozen=True):
    """What a turn brought: the moves, what each side took home, whether the pie grew, and what it cost in seconds."""

    moves: tuple[Move, Move]
    home: tuple[int, int]
    grew: bool
    seconds: float


def outcome(moves: tuple[Move, Move]) -> Outcome:
    """What two moves bring."""
    opened = [move != "hold" for move in moves]
    if "contract" in moves and "hold" in moves:
        opened = [False, False]  # nobody shows a card to one who does not sign
    grew = all(opened)
    home = (0, 0) if grew else (_home(opened[0], opened[1]), _home(opened[1], opened[0]))
    return Outcome(moves, home, grew, TURN_S + CONTRACT_S * moves.count("contract"))


def _home(own: bool, other: bool) -> int:
    return round(pay(own, other, AXELROD))


class Making:
    """What two sides have made so far."""

    def __init__(self) -> None:
        self.turns: list[Outcome] = []
        self.clock = 0.0
        """Seconds the rival has been on the road."""

    def play(self, moves: tuple[Move, Move]) -> Outcome:
        """One more turn; its time is the caller's to pass."""
        self.turns.append(outcome(moves))
        return self.turns[-1]

    @property
    def slices(self) -> int:
        """Slices in the pie."""
        return sum(turn.grew for turn in self.turns)

    @property
    def pie(self) -> int:
        """Points in the pie."""
        return self.slices * SLICE

    @property
    def alone(self) -> tuple[int, int]:
        """Each side's walk-away value now."""
        one, other = (START + sum(turn.home[side] for turn in self.turns) for side in SIDES)
        return one, other

    @property
    def contracts(self) -> int:
        """Contracts used by both."""
        return sum(turn.moves.count("contract") for turn in self.turns)

    def contracts_left(self, side: Side) -> int:
        """Contracts a side can still use."""
        return CONTRACTS - sum(turn.moves[side] == "contract" for turn in self.turns)

    @property
    def over(self) -> bool:
        """Whether the pie is whole, or the rival was first."""
        return self.slices >= WHOLE or self.clock >= CLOCK

    @property
    def deal(self) -> Deal:
        """What is to be shared, for the Shapley split."""
        one, other = self.alone
        return Deal(together=float(one + other + self.pie), alone=(float(one), float(other)))

    def fair(self, side: Side) -> int:
        """A side's Shapley share."""
        return round(self.deal.split[side])

    def machine(self, side: Side, strategy: str, rng: Random) -> Move:
        """What a machine on this side does, by a strategy of the field; a contract counts as sharing."""
        own, other = self._shared(side), self._shared(1 if side == 0 else 0)
        return "share" if STRATEGIES[strategy](own, other, rng) else "hold"

    def _shared(self, side: Side) -> Sequence[bool]:
        return [turn.moves[side] != "hold" for turn in self.turns]


def served(making: Making, claims: tuple[int, int], *, agreed: bool) -> tuple[int, int]:
    """What each side has in the end; ``claims`` are its parts of the pie in percent. Without a deal the pie is lost."""
    one, other = making.alone
    if not agreed or sum(claims) > 100:
        return one, other
    first = round(making.pie * claims[0] / 100)
    return one + first, other + min(round(making.pie * claims[1] / 100), making.pie - first)
