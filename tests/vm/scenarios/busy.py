"""Somebody holds the adapter: another program, a scan of a hub that was killed, a controller that does not answer."""

from tests.vm.kit import Kit
from tests.vm.recovery import Fault

OTHER = "xlab-other-scan"
OTHERS_SECONDS = 40
"""How long the other program scans: for longer than the kit may need to hear again beside it."""


def _other_scans(kit: Kit) -> None:
    """Another program scans, as somebody who looks for a loudspeaker does."""
    scan = "(echo scan on; sleep infinity) | bluetoothctl"
    kit.machine.run("systemctl", "stop", OTHER, check=False)
    limit = f"RuntimeMaxSec={OTHERS_SECONDS}"
    kit.machine.run("systemd-run", "--collect", f"--unit={OTHER}", "-p", limit, "sh", "-c", scan)


def _kill_hub(kit: Kit) -> None:
    kit.machine.run("systemctl", "kill", "-s", "KILL", "--kill-whom=all", "xlab-hub.service")


def _kill_hub_among_others(kit: Kit) -> None:
    """BlueZ goes on to scan for the other program, and so has a scan running when the hub is back."""
    _other_scans(kit)
    _kill_hub(kit)


SCENARIOS = (
    Fault("others-scan", "another program scans with the same adapter", _other_scans),
    Fault("scan-killed", "the hub is killed while it scans; systemd starts it again", _kill_hub, restarts=True),
    Fault("scan-killed-others", "the same while another program scans", _kill_hub_among_others, restarts=True),
    Fault(
        "frozen",
        "the controller answers nothing for a while: BlueZ says InProgress",
        lambda kit: kit.radio.air("set", frozen=True),
        lambda kit: kit.radio.air("set", frozen=False),
        hold=10.0,
    ),
)
