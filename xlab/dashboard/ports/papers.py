"""The reports of visits, as pages and programs need them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Protocol

import msgspec

from xlab.report import Report

State = Literal["making", "ready", "failed"]
Progress = Literal["adding", "drawing"]
"""``adding``: what was said is added up; ``drawing``: charts, page and print are made of it."""

Problem = Literal["", "full", "no_print", "broken", "lost"]
"""Key of a sentence, ``papers.problem_<problem>``: the card is full; there is no PDF; nothing could be made; the visit
was signed off and there is nothing left to make it of."""


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """How the report of a visit is; ``sizes`` are bytes by the name of what can be had now, also while it is made anew.

    ``told`` is the reason of ``problem`` in English, for whoever mends it.
    """

    visit: str
    state: State
    progress: Progress = "adding"
    problem: Problem = ""
    told: str = ""
    sizes: Mapping[str, int] = {}


class Papers(Protocol):
    """``kit.papers``. From any thread. :meth:`Visits.changes` tells of changes here as well."""

    def of(self, visit: str) -> Paper | None:
        """How the report of this visit is; None where there is none, as before its end."""
        ...

    def report(self, visit: str) -> Report | None:
        """What can be read now, as soon as it is added up; None where there is nothing."""
        ...

    def file(self, visit: str, name: str) -> Path | None:
        """A document of the report: ``report.pdf``, ``report.zip``, ``report.html`` or ``report.json``."""
        ...

    def again(self, visit: str) -> None:
        """Make it once more, where it failed or is not whole."""
        ...
