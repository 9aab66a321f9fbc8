"""All scenarios, in the order they run."""

from typing import Protocol

from tests.vm.kit import Kit
from tests.vm.results import Result
from tests.vm.scenarios import (
    adapter,
    boot,
    busy,
    comeback,
    network,
    panel,
    permission,
    plug,
    power,
    service,
    silence,
    stick,
    stroll,
    tap,
    update,
    walk,
    wear,
)


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
    *tap.SCENARIOS,
    *stroll.SCENARIOS,
    *comeback.SCENARIOS,
    *panel.SCENARIOS,
    *service.SCENARIOS,
    *adapter.SCENARIOS,
    *busy.SCENARIOS,
    *silence.SCENARIOS,
    *permission.SCENARIOS,
    *walk.SCENARIOS,
    *wear.SCENARIOS,
    *stick.SCENARIOS,
    *update.SCENARIOS,
    *power.SCENARIOS,
    *network.SCENARIOS,
    *plug.SCENARIOS,
)

SHORT = (
    *("boot", "memory", "security", "first-pin", "sandbox", "tap", "stroll"),
    *("hub-killed", "kiosk-killed", "demo-hangs", "service-killed", "plug"),
)
"""What ``make vm-test`` tries, by name: in under ten minutes on two quiet cores."""

LONG = tuple(scenario.name for scenario in ALL if scenario.name not in ("wear", "plug"))
"""What ``make vm-test-long`` tries: all but the short forms of what is in it in its long form."""
