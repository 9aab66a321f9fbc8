"""What happens in Follow the Material, apart from how it looks: a state machine. Pure; time comes in as ``dt``.

    waiting --a sample on the pad--> telling --both told--> choosing --a choice--> result

A sample tells its way only while it lies on the pad: how long it lies is how far it is told. Lifted, it falls silent,
and laid back it goes on where it stopped. A sample is a tag that the kit hears, or drawn and tapped: where no prop is
registered the play is the same, and says that nothing was read.
"""

from collections.abc import Mapping
from math import floor
from typing import Final, Literal

import msgspec

from xlab_demo_follow_the_material.trace import Trace
from xlab_demo_follow_the_material.ways import WAYS, Way
from xlab_kiosk.stage import Badge, Presence

Scene = Literal["waiting", "telling", "choosing", "result"]
Choice = Literal["known", "near", "ask"]
CHOICES: Final[tuple[Choice, ...]] = ("known", "near", "ask")
"""The first two are the samples, by their number."""

LEG_S: Final = 1.7
"""From one stop to the next: a label is read and the next thing is awaited; a whole way takes under nine seconds."""

TOLD_S: Final = 4.0
"""Both are told: so long the last picture stays, then the two are laid side by side."""

SETTLE_S: Final = 0.5
"""Until a new scene stands still, and before which no finger can have meant its targets."""

SWAP_S: Final = 0.8
"""While choosing, a tag counts only after this time, and only if it was off the pad for ``OFF_S``."""

OFF_S: Final = 1.0
"""A shorter absence is the radio's, not the visitor's."""

MOST_TAGS: Final = 12
"""Tags whose sample is remembered: more than a box holds."""


class Lying(msgspec.Struct, frozen=True):
    """A sample on the pad; ``beacon`` is empty if it is drawn and was tapped."""

    sample: int
    beacon: str = ""


class Story:
    """One play. Feed it tags, taps and time; read ``scene`` and what belongs to it.

    ``tags`` says which sample a tag is, by its face, from earlier plays: a shirt must not change its past.
    """

    def __init__(self, tags: Mapping[str, int] | None = None) -> None:
        self.scene: Scene = "waiting"
        self.seconds = 0.0
        """Since the scene began."""
        self.tags: dict[str, int] = dict(tags or {})
        self.faces: dict[int, Badge] = {}
        """The tag that each sample wears in this play."""
        self.shown = 0
        """The sample whose way is on the screen."""
        self.reached: list[float | None] = [None, None]
        """How far each way is told, in legs; None: not begun."""
        self.since_stop = 0.0
        """Seconds since the way on the screen came to a stop, or stood still."""
        self.choice: Choice | None = None
        self.trace = Trace()
        self._pad: list[Lying] = []
        self._off: dict[str, float] = {}
        self._told = 0.0

    def presence(self, change: Presence) -> None:
        """A tag came, moved or went. Only ``touch`` is on the pad: who walks by with a badge tells nothing."""
        beacon = change.badge.beacon
        lies = any(one.beacon == beacon for one in self._pad)
        if change.kind == "left" or change.proximity != "touch":
            self._pad = [one for one in self._pad if one.beacon != beacon]
            if lies:
                self._off[beacon] = 0.0
            if self.scene == "telling" and (below := self.lying) is not None:
                self.shown = below.sample  # another one still lies there and goes on
        elif not lies:
            self._lay_tag(change.badge)

    def tap(self, sample: int) -> None:
        """A finger puts a drawn sample on the pad; on the one that tells, it hurries it on to its next stop."""
        if self.scene not in ("waiting", "telling"):
            return
        lying = self.lying
        if lying is not None and lying.sample == sample:
            self.hurry()
        else:
            self._pad = [one for one in self._pad if one.beacon]
            self._lay(Lying(sample))

    def hurry(self) -> None:
        """No need to wait: the next stop at once; after the last one of both, the choice."""
        if self.scene != "telling":
            return
        at = self.reached[self.shown]
        if at is not None and at < self.way.end:
            self._reach(min(self.way.end, floor(at) + 1.0))
        elif self.all_told:
            self._go("choosing")

    def choose(self, choice: Choice) -> bool:
        """The visitor's choice; only the first counts. Returns whether it counted."""
        if self.scene != "choosing":
            return False
        self.choice = choice
        self._go("result")
        return True

    def update(self, dt: float) -> None:
        """``dt`` seconds passed."""
        self.seconds += dt
        self.since_stop += dt
        for beacon in self._off:
            self._off[beacon] += dt
        lying = self.lying
        if self.scene != "result":
            self.trace.lie(dt, lying.sample if lying else None, bool(lying and lying.beacon))
        if self.scene != "telling":
            return
        at = self.reached[self.shown]
        if lying is not None and at is not None and at < self.way.end:
            self._reach(min(self.way.end, at + dt / LEG_S))
        elif self.all_told:
            self._told += dt
            if self._told >= TOLD_S:
                self._go("choosing")

    @property
    def lying(self) -> Lying | None:
        """What lies on the pad; of several, what was laid last."""
        return self._pad[-1] if self._pad else None

    @property
    def way(self) -> Way:
        """The way on the screen."""
        return WAYS[self.shown]

    @property
    def dark(self) -> bool:
        """Whether the way on the screen stands at a stop where nobody read the tag."""
        return self.way.readings[floor(self.reached[self.shown] or 0.0)].day is None

    @property
    def told(self) -> bool:
        """Whether the way on the screen is told to its end."""
        return self._is_told(self.shown)

    @property
    def all_told(self) -> bool:
        """Whether both are."""
        return all(self._is_told(sample) for sample in range(len(WAYS)))

    @property
    def paused(self) -> bool:
        """Whether the sample was lifted before its end."""
        return self.scene == "telling" and not self.told and self.lying is None

    @property
    def moving(self) -> bool:
        """Whether its picture changes by itself just now."""
        if self.scene == "waiting" or self.seconds <= 2 * SETTLE_S or self.since_stop <= SETTLE_S:
            return True
        return self.scene == "telling" and not self.all_told

    def _lay_tag(self, badge: Badge) -> None:
        face = f"{badge.animal} {badge.accent}"
        worn = next((at for at, tag in self.faces.items() if tag == badge), None)
        sample = self.tags.get(face, len(self.tags) % len(WAYS)) if worn is None else worn
        if face not in self.tags and len(self.tags) < MOST_TAGS:
            self.tags[face] = sample
        if self.scene == "choosing":
            # The sample that was told last may still lie here, and a radio may lose it for a moment.
            meant = self.seconds >= SWAP_S and self._off.get(badge.beacon, OFF_S) >= OFF_S
            self._pad.append(Lying(sample, badge.beacon))
            if meant:
                self.choose(CHOICES[sample])
        elif self.scene != "result":
            self.faces[sample] = badge
            self._pad = [one for one in self._pad if one.beacon]
            self._lay(Lying(sample, badge.beacon))

    def _lay(self, lying: Lying) -> None:
        self._pad.append(lying)
        self.shown = lying.sample
        self.since_stop = 0.0
        if self.reached[lying.sample] is None:
            self.reached[lying.sample] = 0.0
        if self.scene == "waiting":
            self._go("telling")

    def _reach(self, at: float) -> None:
        before = self.reached[self.shown] or 0.0
        self.reached[self.shown] = at
        if floor(at) > floor(before):
            self.since_stop = 0.0

    def _is_told(self, sample: int) -> bool:
        return self.reached[sample] == WAYS[sample].end

    def _go(self, scene: Scene) -> None:
        self.scene = scene
        self.seconds = 0.0
