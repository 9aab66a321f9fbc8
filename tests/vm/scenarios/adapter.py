"""The adapter is switched off, blocked, or pulled out, and comes back."""

from tests.vm.kit import Kit
from tests.vm.recovery import Fault


def _power(kit: Kit, on: bool) -> None:
    where = ("org.bluez", "/org/bluez/hci0", "org.bluez.Adapter1")
    kit.machine.run("busctl", "set-property", *where, "Powered", "b", "true" if on else "false")


def _block(kit: Kit, on: bool) -> None:
    kit.machine.run("sh", "-c", f"for switch in /sys/class/rfkill/*/soft; do echo {int(on)} >$switch; done")


SCENARIOS = (
    Fault("power-off-on", "switched off, and on", lambda kit: _power(kit, False), lambda kit: _power(kit, True)),
    Fault("flight-mode", "blocked by rfkill, and freed", lambda kit: _block(kit, True), lambda kit: _block(kit, False)),
    Fault(
        "unplugged",
        "pulled out, and plugged in again",
        lambda kit: kit.radio.air("unplug"),
        lambda kit: kit.radio.air("plug"),
    ),
    Fault(
        "other-port",
        "pulled out, and plugged in again under another name (hci1)",
        lambda kit: kit.radio.air("unplug"),
        lambda kit: kit.radio.air("plug", elsewhere=True),
    ),
)
