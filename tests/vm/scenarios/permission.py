"""The kit's user may no longer speak to BlueZ, and then may again."""

from tests.vm.kit import Kit
from tests.vm.recovery import Fault

RULE = "/etc/dbus-1/system.d/zz-xlab-denied.conf"
DENIED = """<busconfig>
  <policy user="xlab"><deny send_destination="org.bluez"/></policy>
</busconfig>
"""


def _deny(kit: Kit) -> None:
    kit.machine.put(RULE, DENIED)
    kit.machine.run("systemctl", "reload", "dbus.service")


def _allow(kit: Kit) -> None:
    kit.machine.run("rm", RULE)
    kit.machine.run("systemctl", "reload", "dbus.service")


SCENARIOS = (Fault("permission", "the bus refuses the kit's user, then lets it in again", _deny, _allow),)
