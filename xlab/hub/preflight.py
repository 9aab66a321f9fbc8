"""The preflight of a running hub: one part after the other is looked at, aside, and what was found is kept.

A look begins when somebody asks and the last one is old, or by the button. What writes to the card or starts a program
is looked at again by the button only, or after a while: a page that is open asks every few seconds.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from xlab.box import Finding
from xlab.dashboard.ports.machine import Finding as Found
from xlab.dashboard.ports.preflight import PreflightNow
from xlab.store.stamping import seconds_since_boot

_log = logging.getLogger(__name__)

FRESH: Final = 10.0
"""Seconds for which a look is as good as new."""

COSTLY_FRESH: Final = 300.0
"""Seconds for which what writes to the card or starts a program is as good as new."""


class Step(msgspec.Struct, frozen=True):
    """One part to look at. ``costly``: it writes to the card or starts a program."""

    area: str
    look: Callable[[], Sequence[Finding]]
    costly: bool = False


class Preflight:
    """Implements :class:`xlab.dashboard.ports.preflight.Preflight`.

    ``wall`` says what time it is, ``mono`` counts seconds and never jumps.
    """

    def __init__(
        self, steps: Sequence[Step], wall: Callable[[], float], mono: Callable[[], float] = seconds_since_boot
    ) -> None:
        self._steps = steps
        self._wall, self._mono = wall, mono
        self._lock = threading.Lock()
        self._found: dict[str, tuple[float, tuple[Finding, ...]]] = {}
        self._now = PreflightNow(all=len(steps))
        self._ended: float | None = None
        self._looking = self._wanted = False

    def now(self) -> PreflightNow:
        """How far it is; begins a look where the last one is old."""
        with self._lock:
            old = self._ended is None or self._mono() - self._ended > FRESH
            if old and not self._looking:
                self._begin(everything=False)
            return self._now

    def again(self) -> None:
        """Look at everything anew; where a look is under way, after it."""
        with self._lock:
            if self._looking:
                self._wanted = True
            else:
                self._begin(everything=True)

    def findings(self) -> tuple[Finding, ...]:
        """What was found so far."""
        with self._lock:
            return self._all()

    def look(self) -> tuple[Finding, ...]:
        """Look at everything here and now, and return what was found; takes as long as it takes, some seconds."""
        return tuple(one for step in self._steps for one in _looked(step))

    def _begin(self, *, everything: bool) -> None:
        """With the lock held."""
        self._looking = True
        self._now = msgspec.structs.replace(self._now, looking=self._steps[0].area, done=0)
        threading.Thread(target=self._look, args=(everything,), name="preflight", daemon=True).start()

    def _look(self, everything: bool) -> None:
        for done, step in enumerate(self._steps):
            with self._lock:
                self._now = msgspec.structs.replace(self._now, looking=step.area, done=done)
                known = self._found.get(step.area)
            if step.costly and not everything and known and self._mono() - known[0] < COSTLY_FRESH:
                continue
            found = _looked(step)
            with self._lock:
                self._found[step.area] = (self._mono(), found)
                told = tuple(Found(area=one.area, ok=one.ok, key=one.key, values=one.values) for one in self._all())
                self._now = msgspec.structs.replace(self._now, findings=told)
        with self._lock:
            self._looking, self._ended = False, self._mono()
            self._now = msgspec.structs.replace(self._now, looking="", done=len(self._steps), at=self._wall())
            if self._wanted:
                self._wanted = False
                self._begin(everything=True)

    def _all(self) -> tuple[Finding, ...]:
        """With the lock held: in the order of the steps."""
        return tuple(one for step in self._steps for one in self._found.get(step.area, (0.0, ()))[1])


def _looked(step: Step) -> tuple[Finding, ...]:
    """What a step finds; one that breaks is a finding, too."""
    try:
        return tuple(step.look())
    except Exception as error:
        _log.exception("The kit could not look at its %s.", step.area)
        return (Finding(step.area, False, "preflight.failed", {"why": f"{type(error).__name__}: {error}"}),)
