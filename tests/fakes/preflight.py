"""A preflight in memory: tests say what was found."""

from xlab.dashboard.ports.machine import Finding
from xlab.dashboard.ports.preflight import PreflightNow

WELL = PreflightNow(
    findings=(
        Finding(area="radio", ok=True, key="preflight.radio_scanning"),
        Finding(area="badges", ok=True, key="preflight.badges_all", values={"count": 12}),
        Finding(area="display", ok=True, key="preflight.display_there", values={"screens": "card1-HDMI-A-1"}),
        Finding(area="touch", ok=True, key="preflight.touch_connected", values={"names": "Touchscreen"}),
        Finding(area="power", ok=True, key="preflight.power_enough"),
        Finding(area="warmth", ok=True, key="preflight.warmth_fine", values={"celsius": 51}),
        Finding(area="clock", ok=True, key="preflight.clock_right", values={"year": 2026}),
        Finding(area="disk", ok=True, key="preflight.disk_room", values={"free": 21.4}),
        Finding(area="network", ok=True, key="network.address_works", values={"address": "192.168.4.1:8080"}),
        Finding(
            area="demos", ok=True, key="preflight.demos_ready", values={"count": 7, "names": "hello, grow-the-pie"}
        ),
        Finding(area="sandbox", ok=True, key="preflight.sandbox_works"),
        Finding(area="prints", ok=True, key="preflight.prints_made"),
    ),
    done=12,
    all=12,
    at=1_790_000_000.0,
)


class FakePreflight:
    """Implements :class:`xlab.dashboard.ports.preflight.Preflight`. Change ``state`` from any thread."""

    def __init__(self) -> None:
        self.state = WELL
        self.looks = 0

    def now(self) -> PreflightNow:
        return self.state

    def again(self) -> None:
        self.looks += 1
