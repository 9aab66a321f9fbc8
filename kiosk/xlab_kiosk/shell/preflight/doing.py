"""What all steps of the preflight share: they begin, look, and know at some time what they found."""

from typing import Final

import msgspec

from xlab.link import Check
from xlab_kiosk.shell.preflight.seen import Seen
from xlab_kiosk.shell.preflight.taps import Meaning
from xlab_kiosk.shell.preflight.walk import Step, worst

READ: Final = 1.6
"""Seconds for which a step that is well shows its tick before the next comes by itself; all else waits to be read."""


class Doing:
    """One step. Times are seconds on the main loop's clock. Made anew each time the step begins."""

    step: Step
    read: float = READ
    """How long its good finding is shown."""

    def __init__(self) -> None:
        self.found: tuple[Check, ...] = ()
        self._found_at = 0.0

    def tick(self, now: float) -> None:
        """Time passed."""

    def mean(self, meaning: Meaning, now: float) -> None:
        """A button was tapped that the walk itself has no use for."""

    def look(self, seen: Seen) -> Seen:
        """Put what this step shows into what there is to see."""
        return seen

    def end(self) -> None:
        """The step is left: let go of what it holds."""

    @property
    def busy(self) -> bool:
        """Whether the step works by itself, so that a hand that rests is no sign that nobody is here."""
        return False

    def over(self, now: float) -> bool:
        """Whether what was found is well and has been seen."""
        return worst(self.found) is True and bool(self.found) and now - self._found_at >= self.read

    def _find(self, now: float, *checks: Check) -> None:
        if not self.found:
            self.found, self._found_at = checks, now

    def _check(self, ok: bool | None, case: str, **values: str | int | float) -> Check:
        return Check(area=self.step, ok=ok, key=f"preflight.{case}", values=values)


def with_(seen: Seen, **parts: object) -> Seen:
    """The same with these parts."""
    return msgspec.structs.replace(seen, **parts)
