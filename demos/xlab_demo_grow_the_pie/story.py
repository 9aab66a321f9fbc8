"""What happens in one play, without a picture: two seats, turns, the split, what each goes home with.

Time comes in as seconds that passed. Whatever people do or leave undone, the play comes to its end by itself.
"""

from random import Random
from typing import Final, Literal

from xlab_demo_grow_the_pie.game import CLOCK, SIDES, WHOLE, Making, Move, Outcome, Side, served
from xlab_demo_grow_the_pie.pace import (
    ALONE_S,
    ARRIVE_S,
    DECIDE_S,
    DESERTED_S,
    ENDED_S,
    FIRST_S,
    FLIP_S,
    PASSIVE,
    REVEAL_S,
    SETTLE_S,
    SPLIT_S,
    THINK_S,
    UNTOUCHED_S,
)

Scene = Literal["seats", "choosing", "revealing", "ended", "splitting", "served", "result"]

Ending = Literal["whole", "part", "lost", "nothing"]
"""All of the pie was made and shared, some of it was, it was lost without a deal, or there was none."""

STRATEGIES: Final = ("tit_for_tat", "generous_tit_for_tat", "grudger")
"""What a machine plays: all begin by sharing and answer in kind, so how it went was up to the visitor."""

HALF: Final = 50


class Story:
    """One play. Feed it what people do and time; read ``scene`` and what belongs to it."""

    def __init__(self, rng: Random) -> None:
        self.scene: Scene = "seats"
        self.seconds = 0.0
        """Since the scene began."""
        self.making = Making()
        self.seated = [False, False]
        self.machine: Side | None = None
        """The side that a machine plays; None while two people do."""
        self.strategy = ""
        self.chosen: list[Move | None] = [None, None]
        self.last: Outcome | None = None
        """What the turn before brought."""
        self.claims = [HALF, HALF]
        """Each side's part of the pie in percent, as it wishes."""
        self.agreed = [False, False]
        self.deal = False
        self._rng = rng
        self._waited = 0.0
        self._untouched = 0.0
        self._passive = 0
        self._clock_from = 0.0

    def sit(self, side: Side) -> None:
        """Somebody sits down at a side."""
        if self.scene == "seats" and not self.seated[side]:
            self.seated[side] = True
            self._waited = 0.0
            if all(self.seated):
                self._go("choosing")

    def play_machine(self) -> None:
        """Whoever sits there alone plays a machine."""
        if self.scene == "seats" and any(self.seated):
            self.machine = SIDES[self.seated.index(False)]
            self.strategy = self._rng.choice(STRATEGIES)
            self.seated = [True, True]
            self._go("choosing")

    def choose(self, side: Side, move: Move) -> None:
        """A side's move of this turn; it cannot be taken back."""
        if self.scene != "choosing" or self.chosen[side] is not None:
            return
        if move == "contract" and not self.making.contracts_left(side):
            return
        self.chosen[side] = move
        if side != self.machine:
            self._passive = 0
        if None not in self.chosen:
            self._reveal()

    def claim(self, side: Side, percent: int) -> None:
        """A side wants so much of the pie; its agreement is gone until it agrees again."""
        if self.scene == "splitting" and percent != self.claims[side]:
            self.claims[side] = percent
            self.agreed[side] = False
            self._untouched = 0.0
            self._passive = 0

    def agree(self, side: Side) -> None:
        """A side would take what it claims now."""
        if self.scene == "splitting":
            self.agreed[side] = True
            self._untouched = 0.0
            if side != self.machine:
                self._passive = 0
            self._close(forced=False)

    def go_on(self) -> None:
        """From what each takes home to what it means."""
        if self.scene == "served":
            self._go("result")

    def update(self, dt: float) -> None:
        """``dt`` seconds passed."""
        self.seconds += dt
        match self.scene:
            case "seats" if any(self.seated):
                self._waited += dt
                if self._waited >= ALONE_S:
                    self.play_machine()
            case "choosing":
                self._choosing(dt)
            case "revealing":
                self._revealing()
            case "ended" if self.seconds >= ENDED_S:
                self._go("splitting" if self.making.slices else "served")
            case "splitting":
                self._splitting(dt)

    @property
    def waits(self) -> float:
        """Seconds until the machine sits down, or until the split closes."""
        if self.scene == "seats":
            return max(0.0, ALONE_S - self._waited)
        patience = UNTOUCHED_S if self.attended else DESERTED_S
        return max(0.0, min(SPLIT_S - self.seconds, patience - self._untouched))

    @property
    def ready(self) -> bool:
        """Whether a new scene has been there long enough for a touch to be meant for it."""
        return self.seconds >= SETTLE_S or self.scene == "choosing"

    @property
    def alone(self) -> tuple[int, int]:
        """Walk-away values as they are shown: what a turn brings is there when its cards are."""
        one, other = self.making.alone
        if self.scene == "revealing" and self.seconds < ARRIVE_S and self.last is not None:
            return one - self.last.home[0], other - self.last.home[1]
        return one, other

    @property
    def attended(self) -> bool:
        """Whether a person chose in the turn that is played: nobody needs to hear what goes on by itself."""
        return self._passive == 0

    @property
    def whole(self) -> bool:
        """Whether the two were faster than the rival."""
        return self.making.slices >= WHOLE

    @property
    def ending(self) -> Ending:
        """How it ended, once it has."""
        if not self.making.slices:
            return "nothing"
        if not self.deal:
            return "lost"
        return "whole" if self.whole else "part"

    @property
    def home(self) -> tuple[int, int]:
        """What each side has in the end."""
        return served(self.making, (self.claims[0], self.claims[1]), agreed=self.deal)

    def _choosing(self, dt: float) -> None:
        if self.making.turns or any(self.chosen):
            self.making.clock = min(CLOCK, self.making.clock + dt)
        if self.machine is not None and self.seconds >= THINK_S and self.chosen[self.machine] is None:
            self.choose(self.machine, self.making.machine(self.machine, self.strategy, self._rng))
        if self.scene != "choosing":
            return
        if self.making.over:
            self._go("ended")
        elif self.seconds >= (DECIDE_S if self.making.turns else FIRST_S):
            people = [side for side in SIDES if side != self.machine]
            self._passive += all(self.chosen[side] is None for side in people)
            self.chosen = [move or "hold" for move in self.chosen]
            self._reveal()

    def _reveal(self) -> None:
        one, other = self.chosen
        assert one is not None and other is not None, "both have chosen"
        self.last = self.making.play((one, other))
        self._clock_from = self.making.clock
        self._go("revealing")

    def _revealing(self) -> None:
        """The turn's time passes on the rival's clock, faster than in the room: making things takes a while."""
        assert self.last is not None
        part = min(1.0, max(0.0, (self.seconds - FLIP_S) / (REVEAL_S - FLIP_S)))
        self.making.clock = min(CLOCK, self._clock_from + self.last.seconds * part)
        if self.seconds >= REVEAL_S:
            self.chosen = [None, None]
            if self._passive >= PASSIVE:
                self.making.clock = CLOCK
            self._go("ended" if self.making.over else "choosing")

    def _splitting(self, dt: float) -> None:
        self._untouched += dt
        machine = self.machine
        if machine is not None and not self.agreed[machine] and self.seconds >= THINK_S:
            # Two share a pie fairly by halves (Shapley), whatever each has at home: it asks for that and stays with it.
            self.agree(machine)
        elif self.waits <= 0:
            self._close(forced=True)

    def _close(self, *, forced: bool) -> None:
        """It is a deal if both agreed and there is enough; in the end silence counts as agreement."""
        if sum(self.claims) <= 100 and (forced or all(self.agreed)):
            self.deal = True
            self._go("served")
        elif forced:
            self._go("served")

    def _go(self, scene: Scene) -> None:
        self.scene = scene
        self.seconds = 0.0
