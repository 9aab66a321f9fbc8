"""A clock that tests turn, without a machine behind it."""

from collections.abc import Iterable

import msgspec

from xlab.dashboard.ports.clock import ClockNow, ClockRefused, Machine, Verdict
from xlab.events import Event
from xlab.events.kit import AgreedBy


class FakeClock:
    """Implements :class:`xlab.dashboard.ports.clock.Clock`. Change its attributes from any thread."""

    def __init__(self, wall: float = 1_790_000_000.0, confirmed: AgreedBy | None = "ntp") -> None:
        self.wall = wall
        self.confirmed = confirmed
        self.mono = 1000.0
        self.verdict: Verdict = "agrees"
        """What every phone is told."""
        self.machine: Machine = "set"
        self.refusal: ClockRefused | None = None
        self.said: list[tuple[float, float]] = []
        self.moved: dict[str, float] = {}
        """Seconds by which the events of a boot are put right, by boot id."""

    def now(self) -> ClockNow:
        return ClockNow(wall=self.wall, mono=self.mono, confirmed=self.confirmed)

    def phone_says(self, wall: float, mono: float) -> Verdict:
        self.said.append((wall, mono))
        return self.verdict

    def set_to(self, wall: float, mono: float) -> Machine:
        if self.refusal is not None:
            raise self.refusal
        self.wall, self.confirmed = wall + self.mono - mono, "facilitator"
        return self.machine

    def put_right(self, events: Iterable[Event]) -> list[Event]:
        return [msgspec.structs.replace(event, wall=event.wall + self.moved.get(event.boot, 0.0)) for event in events]

    def about(self, event: Event) -> bool:
        return event.boot in self.moved
