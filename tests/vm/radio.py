"""The radio of the kit inside: what the virtual controller is told, and what the hub notices of its badges."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from deploy.vm.wire import MachineError

if TYPE_CHECKING:
    from tests.vm.kit import Kit

AIR = "/usr/local/lib/xlab-air.py"
PATIENCE = 900.0
"""Seconds after which what should come is not coming any more: emulated, and perhaps on cores that are shared."""


class Radio:
    """Of one kit."""

    def __init__(self, kit: Kit) -> None:
        self.kit = kit

    def air(self, do: str, timeout: float = 60.0, **said: Any) -> dict[str, Any]:
        """Tell the controller to do something; its answer. Raises :class:`MachineError` if it cannot."""
        message = json.dumps({"do": do, **said})
        answer = self.kit.machine.run("/usr/bin/python3", AIR, "say", message, timeout=timeout)
        reply: dict[str, Any] = json.loads(answer.output)
        if "error" in reply:
            raise MachineError(f"The controller cannot {do}: {reply['error']}")
        return reply

    def touches(self, since: float) -> list[float]:
        """When badges were laid on the pad after ``since``: what only an advertisement heard then can bring about."""
        return [
            event["mono"]
            for event in self.kit.events(since)
            if event["fact"]["type"] == "PresenceChanged" and event["fact"]["proximity"] == "touch"
        ]

    def start(self) -> None:
        """A hub that was just started, and hears badges. Raises :class:`MachineError` if it does not come to that."""
        self.kit.ready()
        self.air("set", badges=True)
        self.kit.run("systemctl", "restart", "xlab-hub.service", timeout=PATIENCE)
        since = self.kit.now()
        self.kit.until("The hub hears badges", lambda: self.well(since))

    def well(self, since: float) -> bool:
        """Whether the radio scans, and badge after badge has been noticed on the pad of late, but after ``since``."""
        return self.kit.state == "scanning" and len(self.touches(max(since, self.kit.now() - 8.0))) >= 3

    def hub(self) -> tuple[int, float]:
        """The hub's process id, and the seconds of processor time it has used."""
        unit = self.kit.unit("xlab-hub.service")
        return int(unit["MainPID"]), int(unit["CPUUsageNSec"]) / 1e9
