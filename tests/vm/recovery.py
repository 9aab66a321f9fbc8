"""What happens to a radio, and how long it takes until badges are noticed again."""

import time
from collections.abc import Callable, Sequence
from itertools import pairwise

import msgspec

from tests.vm.kit import POLL, Kit, Look
from tests.vm.results import PROMISE, Result

PATIENCE = 90.0
"""Seconds until a radio counts as lost for good: three times the promise, so that a failure has its figure too."""
NOTICE_SECONDS = 30.0
"""Seconds a trouble may take to be told, before whoever caused it takes it back anyway."""


class Fault(msgspec.Struct, frozen=True):
    """One way to break a radio. Without ``mend`` it is the kit that has to do something, or the system does.

    ``hold`` is for how many seconds the trouble stays once it was noticed. ``restarts``: the hub itself was the victim,
    so its process may change.
    """

    name: str
    what: str
    cause: Callable[[Kit], object]
    mend: Callable[[Kit], object] | None = None
    hold: float = 3.0
    restarts: bool = False

    def run(self, kit: Kit) -> Result:
        """Break the radio of a fresh hub and measure."""
        kit.radio.start()
        pid, worked = kit.radio.hub()
        scans = kit.radio.air("count")
        broke = kit.now()
        self.cause(kit)
        since = broke
        if self.mend is not None:
            kit.wait("The trouble is told", lambda: kit.state != "scanning", NOTICE_SECONDS)
            time.sleep(self.hold)
            self.mend(kit)
            since = kit.now()
        end = time.monotonic() + PATIENCE
        while not (well := kit.radio.well(since)) and time.monotonic() < end:
            time.sleep(POLL)
        finished = kit.now()
        after, spent = kit.radio.hub()
        resets = kit.radio.air("count")["resets"] - scans["resets"]
        figures = {
            "noticed_s": told(kit.looks, broke),
            "state_s": back(kit.looks, since, finished) if well else None,
            "events_s": resumed(kit.radio.touches(broke - 3.0), broke, since) if well else None,
            "same_process": after == pid,
            "processor": None if after != pid else round((spent - worked) / (finished - broke), 3),
            "resets": resets,
            "said": [look.reason for look in kit.looks if broke <= look.at and look.reason],
        }
        return Result(self.name, self.what, self._fault_in(figures), figures)

    def _fault_in(self, figures: dict[str, object]) -> str:
        for figure in ("state_s", "events_s"):
            took = figures[figure]
            if not isinstance(took, float):
                return f"not well again within {PATIENCE:.0f} s"
            if took > PROMISE:
                return f"{figure} is over {PROMISE:.0f} s"
        return "" if figures["same_process"] or self.restarts else "the hub's process changed"


def told(looks: Sequence[Look], broke: float) -> float | None:
    """Seconds until the health page first said something other than that it scans."""
    return next((round(look.at - broke, 1) for look in looks if look.at >= broke and look.state != "scanning"), None)


def back(looks: Sequence[Look], since: float, until: float) -> float | None:
    """Seconds from ``since`` until the health page said for good that it scans; 0 if it said nothing else then."""
    last = next((look for look in reversed(looks) if look.at <= until), None)
    return round(max(0.0, last.at - since), 1) if last is not None and last.state == "scanning" else None


def resumed(touches: Sequence[float], broke: float, since: float) -> float | None:
    """Seconds from ``since`` to the end of the longest pause between two badges noticed: when they came again."""
    pauses = [(after - before, after) for before, after in pairwise(touches) if after >= broke]
    return round(max(0.0, max(pauses)[1] - since), 1) if pauses else None
