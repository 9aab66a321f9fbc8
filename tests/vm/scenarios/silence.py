"""Nothing is heard although everything claims to work; and a room in which there is nothing to hear."""

import time

from tests.vm.kit import Kit
from tests.vm.recovery import Fault

EMPTY_SECONDS = 60.0
"""How long the room stays without any advertisement: past every rung of the ladder."""


def _empty(kit: Kit) -> None:
    kit.radio.air("set", badges=False)
    time.sleep(EMPTY_SECONDS)


SCENARIOS = (
    Fault(
        "deaf",
        "the controller reports nothing more until it is reset; BlueZ says that it discovers",
        lambda kit: kit.radio.air("set", deaf=True),
    ),
    Fault(
        "empty-room",
        "nothing on the air for a minute, then badges",
        _empty,
        lambda kit: kit.radio.air("set", badges=True),
    ),
)
