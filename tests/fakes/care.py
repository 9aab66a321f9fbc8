"""A kit that looks after itself in memory: tests say what was found, what is in the box, and what it obeys."""

from tests.fakes.packing import FakePacking
from tests.fakes.preflight import FakePreflight
from xlab.dashboard.ports.power import May, NotSwitched, Switch


class FakePower:
    """Implements :class:`xlab.dashboard.ports.power.Power`; ``asked`` holds what it was told to do."""

    def __init__(self) -> None:
        self.says: May = "yes"
        self.asked: list[Switch] = []

    def may(self, switch: Switch) -> May:
        return self.says

    def do(self, switch: Switch) -> None:
        if self.says != "yes":
            raise NotSwitched(self.says)
        self.asked.append(switch)


class FakeCare:
    """Implements :class:`xlab.dashboard.ports.care.Care`."""

    def __init__(self) -> None:
        self.power = FakePower()
        self.preflight = FakePreflight()
        self.packing = FakePacking()
        self.bundled = [b"PK\x05\x06", b"\x00" * 18]

    def bundle(self) -> list[bytes]:
        return self.bundled
