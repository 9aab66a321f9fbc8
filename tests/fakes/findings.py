"""Findings in memory: rounds as the fake kit has them, and evidence as a test puts it there."""

from typing import TYPE_CHECKING

import msgspec

from xlab.dashboard.ports.findings import Found, Recount

if TYPE_CHECKING:
    from tests.fakes.kit import FakeKit

AT = 1_790_003_600.0
"""When everything is counted, in seconds since 1970."""


class FakeFindings:
    """Implements :class:`xlab.dashboard.ports.findings.Findings`."""

    def __init__(self, kit: "FakeKit") -> None:
        self._kit = kit
        self.found: dict[str, Found] = {}
        """By visit."""
        self.lost = 0
        """How many answers the log lacks, of those that the kit shows."""
        self.erased = False

    def recount(self, round_id: str) -> Recount | None:
        for one in self._kit.rounds.all():
            if one.now.round == round_id:
                given = () if self.erased else one.now.given[self.lost :]
                now = msgspec.structs.replace(one.now, given=given)
                return Recount(at=AT, events=len(given) + 2, now=now, visit="visit-1", erased=self.erased)
        return None

    def evidence(self, visit: str) -> Found | None:
        return self.found.get(visit)
