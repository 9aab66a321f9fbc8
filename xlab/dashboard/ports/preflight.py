"""Is the kit ready for visitors? What a look at each of its parts found, as the page of that name needs it."""

from typing import Protocol

from msgspec import Struct

from xlab.dashboard.ports.machine import Finding


class PreflightNow(Struct, frozen=True, kw_only=True):
    """What was found, in the order it was looked at.

    ``looking`` is the part that is looked at now, empty between looks; ``done`` of ``all`` parts were looked at in
    this look. ``at`` is when the last whole look ended, in seconds since 1970 as the kit knows it, None before that.
    """

    findings: tuple[Finding, ...] = ()
    looking: str = ""
    done: int = 0
    all: int = 0
    at: float | None = None


class Preflight(Protocol):
    """``kit.care.preflight``. May be called from any thread but the loop's."""

    def now(self) -> PreflightNow:
        """How far it is. Asking keeps it fresh: a look that is old is followed by another one."""
        ...

    def again(self) -> None:
        """Look at everything anew, also at what takes long; the answer comes with :meth:`now`."""
        ...
