"""Facts about runs of demos, and the evidence they recorded."""

from xlab.events.base import BaseFact, Outcome, Value


class RunStarted(BaseFact, frozen=True):
    """Visitors opened a demo."""

    run: str
    demo: str
    version: str
    language: str


class RunEnded(BaseFact, frozen=True):
    """A run was over after ``seconds``; ``detail`` holds the last line of a traceback where there was trouble."""

    run: str
    demo: str
    outcome: Outcome
    seconds: float
    detail: str = ""


class Recorded(BaseFact, frozen=True):
    """What a demo recorded as evidence. ``beacon`` is set if it belongs to a badge, so that it can be forgotten."""

    run: str
    demo: str
    values: dict[str, Value]
    beacon: str | None = None
