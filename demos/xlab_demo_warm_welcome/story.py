"""What happens in Warm Welcome, apart from how it looks: a state machine and what the kit's facts add up to. Pure.

    waiting --a badge on the pad--> greeting --a moment, or a tap--> knowing --keep----------------------> result
                ^                                                       \\----forget--> erasing --gone--> result
                \\---- the next badge on the pad, after the result or once the one before was lifted -------/

A visitor may lift the badge at any time and goes on: what is known stays, and the screen says so. Badges that are laid
down meanwhile wait for their turn.
"""

from collections.abc import Sequence
from typing import Literal

from xlab_demo_warm_welcome.moments import Moment, moments
from xlab_kiosk.stage import Badge, KnownFact, Presence

Scene = Literal["waiting", "greeting", "knowing", "erasing", "result"]

GREETING_S = 3.2
"""How long the greeting stays by itself: two short lines, read at leisure."""

ERASE_FIRST_S = 0.7
"""A breath before the first fact goes, so that the visitor is looking when it does."""

ERASE_EACH_S = 0.55
"""Each fact goes by itself: slow enough to see, five of them in under three seconds."""

ERASE_LAST_S = 1.6
"""The empty places are the point, so they stay a moment."""

SETTLE_S = 0.5
"""Until a new scene stands still, and before which no finger can have meant its targets."""

JUST_NOW_S = 60.0
"""A stay that began within this time is the visit that the visitor is making now."""


class Story:
    """One play. Feed it badges, facts, choices and time; read ``scene`` and what belongs to it."""

    def __init__(self) -> None:
        self.scene: Scene = "waiting"
        self.seconds = 0.0
        """Since the scene began."""
        self.met = 0.0
        """Wall time at which the badge came."""
        self.badge: Badge | None = None
        """Whose play it is; set from the greeting on."""
        self.hovering: Badge | None = None
        """While waiting: a badge that is close, but not on the pad."""
        self.facts: tuple[Moment, ...] = ()
        """What is known, as pictures; erasing does not shorten it, so that the gaps can be shown."""
        self.erased: bool | None = None
        """The visitor's choice."""
        self.left_over: int | None = None
        """Facts the kit still named when it was asked again after erasing; None until it answers."""
        self.lifted = False
        """Whether the badge left the pad while its play goes on."""
        self.queue: tuple[Badge, ...] = ()
        """Other badges on the pad, in the order in which they came."""

    def presence(self, change: Presence, wall: float) -> None:
        """A badge came, moved or went at ``wall`` time; the first one on the pad begins, others wait."""
        lies = change.kind != "left" and change.proximity == "touch"
        if self.scene != "waiting":
            self._beside(change.badge, lies=lies)
        elif lies:
            self._greet(change.badge, wall)
        elif change.kind != "left" and change.proximity == "near":
            self.hovering = change.badge
        elif self.hovering == change.badge:
            self.hovering = None

    def next(self, wall: float) -> bool:
        """Begin anew with the badge that waits longest. Returns whether there is one that may."""
        if not self.may_go_on:
            return False
        badge, *rest = self.queue
        self.queue = tuple(rest)
        self.erased = self.left_over = None
        self._greet(badge, wall)
        return True

    @property
    def may_go_on(self) -> bool:
        """Whether a badge waits and may begin: nobody is pushed aside whose badge still lies there undecided."""
        return bool(self.queue) and (self.scene == "result" or (self.scene == "knowing" and self.lifted))

    def known(self, facts: Sequence[KnownFact]) -> None:
        """The kit's answer to what it knows of the badge. While it erases, an answer may be older than the wish."""
        if self.erased and self.scene == "result":
            self.left_over = len(facts)
        elif not self.erased and facts:
            self.facts = moments(facts)

    def advance(self) -> None:
        """A tap on nothing in particular: no need to wait for the greeting to end."""
        if self.scene == "greeting":
            self._go("knowing")

    def choose(self, *, erase: bool) -> bool:
        """The visitor's choice; only the first counts. Returns whether it counted."""
        if self.scene != "knowing":
            return False
        self.erased = erase
        self._go("erasing" if erase else "result")
        return True

    def update(self, dt: float) -> None:
        """``dt`` seconds passed."""
        self.seconds += dt
        if self.scene == "greeting" and self.seconds >= GREETING_S:
            self._go("knowing")
        elif self.scene == "erasing" and self.seconds >= self.erasing_lasts:
            self._go("result")

    @property
    def facts_gone_at(self) -> float:
        """Seconds into the erasing scene at which the last fact is gone."""
        return ERASE_FIRST_S + ERASE_EACH_S * len(self.facts)

    @property
    def erasing_lasts(self) -> float:
        """Seconds the erasing scene takes for these facts."""
        return self.facts_gone_at + ERASE_LAST_S

    @property
    def moving(self) -> bool:
        """Whether its picture changes by itself just now."""
        return self.scene == "erasing" or self.seconds <= SETTLE_S

    def gone(self, index: int) -> float:
        """How far the fact at ``index`` is erased, 0..1."""
        if self.scene == "result":
            return 1.0 if self.erased else 0.0
        if self.scene != "erasing":
            return 0.0
        return min(1.0, max(0.0, (self.seconds - ERASE_FIRST_S - ERASE_EACH_S * index) / ERASE_EACH_S))

    @property
    def erased_so_far(self) -> int:
        """Facts that have begun to go."""
        return sum(self.gone(index) > 0 for index in range(len(self.facts))) if self.scene == "erasing" else 0

    @property
    def here_since(self) -> Moment | None:
        """The stay that lasts: where the badge is, and since when."""
        return next((moment for moment in self.facts if moment.kind == "stay" and moment.until is None), None)

    @property
    def first_time(self) -> bool:
        """Whether nothing but the badge's face is known from before it came here just now."""
        return all(moment.kind == "face" or moment.since > self.met - JUST_NOW_S for moment in self.facts)

    def _greet(self, badge: Badge, wall: float) -> None:
        """Until the kit answers, that the badge is here now is all that is known."""
        self.badge, self.hovering, self.lifted = badge, None, False
        self.met = wall
        self.facts = (Moment(kind="stay", since=wall),)
        self._go("greeting")

    def _beside(self, badge: Badge, *, lies: bool) -> None:
        """While a play goes on: its own badge is lifted or laid back, another one waits or goes."""
        if badge == self.badge:
            self.lifted = not lies
        elif not lies:
            self.queue = tuple(one for one in self.queue if one != badge)
        elif badge not in self.queue:
            self.queue = (*self.queue, badge)

    def _go(self, scene: Scene) -> None:
        self.scene = scene
        self.seconds = 0.0
