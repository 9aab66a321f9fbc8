"""The Bluetooth service restarts, dies, or is stopped, under a running scan."""

from tests.vm.kit import Kit
from tests.vm.recovery import Fault


def _systemctl(kit: Kit, *what: str) -> None:
    kit.machine.run("systemctl", *what, "bluetooth.service")


SCENARIOS = (
    Fault("service-restarted", "systemctl restart bluetooth", lambda kit: _systemctl(kit, "restart")),
    Fault(
        "service-killed",
        "killed; systemd starts it again",
        lambda kit: _systemctl(kit, "kill", "-s", "KILL"),
    ),
    Fault(
        "service-stopped",
        "systemctl stop bluetooth, and start some seconds later",
        lambda kit: _systemctl(kit, "stop"),
        lambda kit: _systemctl(kit, "start"),
    ),
)
