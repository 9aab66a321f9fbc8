"""The way through the preflight: which step is up, what was found, and what is told of all of it. Pure."""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from xlab.link import Check

Step = Literal["touch", "display", "sound", "camera", "demos", "badges"]
STEPS: Final[tuple[Step, ...]] = ("touch", "display", "sound", "camera", "demos", "badges")
"""In this order: what everything else is done with comes first, what takes patience last."""

At = Step | Literal["summary"]


class Walk(msgspec.Struct, frozen=True):
    """Where a walk is. ``found`` holds what each step found; ``back`` leads to the summary after a repeated step."""

    at: At = "touch"
    found: Mapping[Step, tuple[Check, ...]] = {}
    back: bool = False

    @property
    def number(self) -> int:
        """The step's number, from 1; that of the last in the summary."""
        return STEPS.index(self.at) + 1 if self.at != "summary" else len(STEPS)

    @property
    def checks(self) -> tuple[Check, ...]:
        """All that was found, in the order of the steps; a step that was not come to was passed by."""
        return tuple(check for step in STEPS for check in self.found.get(step, (passed(step),)))

    @property
    def troubles(self) -> tuple[Check, ...]:
        """What somebody should act on."""
        return tuple(check for check in self.checks if check.ok is False)

    def on(self, *checks: Check) -> "Walk":
        """The step that is up found this; the next."""
        if self.at == "summary":
            return self
        after = STEPS.index(self.at) + 1
        to: At = "summary" if self.back or after == len(STEPS) else STEPS[after]
        return Walk(to, {**self.found, self.at: checks})

    def pass_by(self) -> "Walk":
        """The step that is up is left out; what it found before, if it is repeated, is gone."""
        return self.on(passed(self.at)) if self.at != "summary" else self

    def repeat(self, step: Step) -> "Walk":
        """From the summary to a step once more, and back."""
        return Walk(step, self.found, back=True) if self.at == "summary" else self


def passed(step: Step) -> Check:
    """Nobody looked."""
    return Check(area=step, ok=None, key="preflight.passed_by")


def worst(checks: tuple[Check, ...]) -> bool | None:
    """What a row of findings adds up to: False if one of them needs somebody, True if all are well."""
    if any(check.ok is False for check in checks):
        return False
    return None if any(check.ok is None for check in checks) else True
