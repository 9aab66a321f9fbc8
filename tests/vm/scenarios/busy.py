"""Somebody holds the adapter: another program, a scan of a hub that was killed, a controller that does not answer."""

from tests.vm.kit import Kit
from tests.vm.recovery import Fault

OTHER = "xlab-other-scan"


def _other_scans(kit: Kit) -> None:
    """Another program scans without a filter, and goes on to."""
    scan = "(echo scan on; sleep infinity) | bluetoothctl"
    kit.machine.run("systemd-run", "--collect", f"--unit={OTHER}", "sh", "-c", scan)


def _kill_hub(kit: Kit) -> None:
    kit.machine.run("systemctl", "kill", "-s", "KILL", "--kill-whom=all", "xlab-hub.service")


def _hub_under_scan(kit: Kit) -> None:
    """The hub is killed while another program keeps the scan going, so that BlueZ has one running when it is back."""
    _other_scans(kit)
    _kill_hub(kit)


def _stop_other(kit: Kit) -> None:
    kit.machine.run("systemctl", "stop", OTHER)


SCENARIOS = (
    Fault("others-scan", "another program starts to scan, and stops", _other_scans, _stop_other, hold=10.0),
    Fault("hub-killed", "the hub is killed while it scans; systemd starts it again", _kill_hub, restarts=True),
    Fault(
        "hub-killed-others-scan",
        "the hub is killed while another program scans, which goes on",
        _hub_under_scan,
        _stop_other,
        restarts=True,
    ),
    Fault(
        "frozen",
        "the controller answers nothing for a while: BlueZ says InProgress",
        lambda kit: kit.air("set", frozen=True),
        lambda kit: kit.air("set", frozen=False),
        hold=10.0,
    ),
)
