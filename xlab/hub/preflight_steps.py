"""What the preflight of a running hub looks at, in the order in which a facilitator would."""

import asyncio
import datetime
import os
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from xlab import __version__
from xlab.beacons.muster import Muster
from xlab.box import Finding, devices, machine, supply
from xlab.box.badges import check_badges
from xlab.box.card import check_card, check_speed
from xlab.box.firstboot import check_firstboot
from xlab.box.kit import check_assets, check_demos, check_port, check_prints
from xlab.box.network import check_network
from xlab.box.radio import check_listening
from xlab.box.sandbox import check_sandbox
from xlab.box.settings import check_settings
from xlab.box.version import check_version
from xlab.bubblewrap import gap
from xlab.catalogue import find_demos
from xlab.dashboard.files import needed
from xlab.dashboard.health import ways_of
from xlab.hub.preflight import Step
from xlab.link import KitInfo, Room
from xlab.report.rendering import print_lacks
from xlab.settings import Settings, whatever
from xlab.store.stamping import seconds_since_boot
from xlab.upkeep.state import read_state

LOW_REMEMBERED: Final = 12 * 3600.0
"""Seconds for which a voltage that was too low is told of: the same supply will do it again at the next demo."""

_NEVER: Final = 86_400.0
"""Seconds between looks where nothing measures the voltage: no driver comes while a machine runs."""

WATCH_EVERY: Final = 5.0
"""Seconds between looks at the voltage: a demo that starts pulls it down for one or two."""


class Supply:
    """Remembers that the voltage was too low: the kernel itself tells of this moment alone."""

    def __init__(self, sys: Path = supply.SYS, mono: Callable[[], float] = seconds_since_boot) -> None:
        self._sys, self._mono = sys, mono
        self._low: float | None = None

    def look(self) -> bool | None:
        """Look now; None where nothing measures it."""
        low = supply.is_low(self._sys)
        if low:
            self._low = self._mono()
        return low

    async def run(self, ready: Callable[[], None]) -> None:
        """Look again and again, as a part of the hub, for as long as there is anything that measures it."""
        ready()
        measured = True
        while True:
            await asyncio.sleep(WATCH_EVERY if measured else _NEVER)
            measured = self.look() is not None

    def check(self) -> Finding:
        """What to say of it."""
        self.look()
        ago = None if self._low is None else self._mono() - self._low
        return supply.check_power(self._sys, low_before=ago / 60 if ago is not None and ago < LOW_REMEMBERED else None)


def steps(
    home: Path,
    settings: Settings,
    info: Callable[[], KitInfo],
    room: Callable[[], Room],
    wall: Callable[[], float],
    badges: Callable[[], Muster],
    power: Supply,
) -> Sequence[Step]:
    """One step for each part; what is given is that of :class:`xlab.hub.care.Care`."""

    def clock() -> Finding:
        return machine.check_clock(datetime.datetime.fromtimestamp(wall(), datetime.UTC).year)

    def display() -> Finding:
        return machine.check_display(os.environ, offscreen=settings.offscreen)

    @cache
    def speed() -> Finding:
        """Measured once while the hub runs: it writes a few MB."""
        return check_speed(home)

    return (
        Step("radio", lambda: [check_listening(room().radio)]),
        Step("badges", lambda: [check_badges(badges())]),
        Step("display", lambda: [display()]),
        Step("touch", lambda: [devices.check_touch()]),
        Step("sound", lambda: [devices.check_sound()]),
        Step("camera", lambda: [devices.check_camera()]),
        Step("power", lambda: [power.check()]),
        Step("warmth", lambda: [supply.check_warmth()]),
        Step("clock", lambda: [clock()]),
        Step("disk", lambda: [machine.check_disk(home)]),
        Step("home", lambda: [machine.check_home(home)], costly=True),
        Step("card", lambda: [*check_card(home), speed()], costly=True),
        Step("network", lambda: [_network(info())]),
        Step("dashboard", lambda: _dashboard(settings)),
        Step("demos", lambda: check_demos(find_demos(home))),
        Step("sandbox", lambda: [check_sandbox(gap())], costly=True),
        Step("update", lambda: [check_version(read_state(), __version__)]),
        Step("settings", lambda: [*check_settings(whatever(home)[1]), *check_firstboot(home)]),
        Step("assets", lambda: [check_assets(needed())]),
        Step("prints", lambda: [check_prints(print_lacks())], costly=True),
    )


def _dashboard(settings: Settings) -> list[Finding]:
    """Whether it answers on this machine, asked as a phone would; one that listens elsewhere alone cannot be asked."""
    everywhere = settings.host in ("0.0.0.0", "::", "127.0.0.1")  # noqa: S104 - compared, not bound
    return [check_port(settings.host, settings.port)] if everywhere else []


def _network(info: KitInfo) -> Finding:
    """By which of its ways people in the room reach the kit, as far as it knows that already."""
    return check_network(ways_of(info))
