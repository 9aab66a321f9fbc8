"""What looks after the box, put together: preflight, packing list, diagnostic bundle, switching off."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from xlab.beacons.muster import Muster
from xlab.box import Finding
from xlab.dashboard.ports.pairing import StationNow
from xlab.hub.bundle import bundle
from xlab.hub.bundle_words import written
from xlab.hub.packing import Last, Packing
from xlab.hub.power import Power
from xlab.hub.preflight import Preflight
from xlab.hub.preflight_steps import Supply, steps
from xlab.link import KitInfo, Room
from xlab.settings import Settings
from xlab.store import EventLog


class Care:
    """Implements :class:`xlab.dashboard.ports.care.Care`. Made on the loop.

    ``token`` is the secret of the kit's own machine, ``log`` the event log; ``info`` says how to reach it,
    ``room`` how the radio is, ``wall`` what time it is, ``badges`` who is heard, ``stations`` who is connected,
    ``last`` what people saw there.
    """

    def __init__(
        self,
        home: Path,
        settings: Settings,
        token: str,
        log: EventLog,
        info: Callable[[], KitInfo],
        room: Callable[[], Room],
        wall: Callable[[], float],
        badges: Callable[[], Muster],
        stations: Callable[[], Sequence[StationNow]],
        last: Last,
    ) -> None:
        self._home, self._settings, self._token, self._log = home, settings, token, log
        self.supply = Supply()
        self.preflight = Preflight(steps(home, settings, info, room, wall, badges, self.supply), wall)
        self.packing = Packing(home, badges, stations, last, wall)
        self.power = Power()

    def bundle(self) -> Iterable[bytes]:
        """The diagnostic bundle, as it is made."""
        return bundle(self._home, lambda: self._settings, self._findings, self._hidden)

    def _hidden(self) -> Iterator[str]:
        """What may be in no file of it: the kit's token, and what people wrote."""
        yield self._token
        yield from written(self._log)

    def _findings(self) -> Sequence[Finding]:
        return self.preflight.findings() or self.preflight.look()
