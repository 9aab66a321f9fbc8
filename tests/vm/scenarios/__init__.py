"""All scenarios, in the order they run."""

from typing import Protocol

from tests.vm.kit import Kit
from tests.vm.results import Result
from tests.vm.scenarios import adapter, boot, busy, permission, service, silence, walk


class Scenario(Protocol):
    """Something that is tried with a kit."""

    @property
    def name(self) -> str:
        """As on the command line."""
        ...

    def run(self, kit: Kit) -> Result:
        """Try it."""
        ...


ALL: tuple[Scenario, ...] = (
    *boot.SCENARIOS,
    *service.SCENARIOS,
    *adapter.SCENARIOS,
    *busy.SCENARIOS,
    *silence.SCENARIOS,
    *permission.SCENARIOS,
    *walk.SCENARIOS,
)

SHORT = ("boot", "memory", "security", "first-pin")
"""What ``make vm-test`` tries, by name: in under ten minutes on two quiet cores."""
