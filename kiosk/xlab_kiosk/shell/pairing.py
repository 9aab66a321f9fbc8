"""The kiosk's wish to be paired with a kit: a thread of its own that runs only while there is such a wish.

The code it shows comes from :mod:`xlab.station.pairing`. That and all it needs to find kits are loaded by this thread,
when it first starts: a kiosk beside its hub never pays for them.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xlab.station.credentials import Key, keys_of
from xlab.station.finding import Whereabouts
from xlab.station.need import Need
from xlab.station.showing import Showing

if TYPE_CHECKING:
    from xlab.station.pairing import Pairing

_log = logging.getLogger(__name__)

CLOSE_LIMIT = 0.3
"""Seconds the thread may take to end; one that still searches the network ends with the process."""


class Wish:
    """Made with the link, and told by its thread how the search for the hub goes."""

    def __init__(self, where: Whereabouts, home: Path, *, station: str, name: str, wake: Callable[[], None]) -> None:
        """``wake`` is called when there is something else to show."""
        self._where, self._home = where, home
        self._station, self._name = station, name
        self._wake = wake
        self._need = Need(time.monotonic())
        self._closed = False
        self._complained = ""
        self._thread: threading.Thread | None = None
        self._running: tuple[asyncio.AbstractEventLoop, Pairing] | None = None
        self.showing: Showing | None = None

    def granted(self) -> None:
        """The hub is here, or was until now."""
        self._need.proven(time.monotonic())

    def unknown(self) -> None:
        """Whoever answers where the hub should be does not know this station."""
        self._need.unknown()

    def away(self, keys: Sequence[Key], over: Callable[[], None]) -> None:
        """The hub is away: show a code if need be. ``over`` is called once that ended well."""
        if self._closed or not self._need.pairing(keys, time.monotonic()):
            return
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, args=(over,), name="hub link pairing", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """End the thread."""
        self._closed = True
        running = self._running
        if running is not None:
            loop, pairing = running
            loop.call_soon_threadsafe(pairing.stop)
        if self._thread is not None:
            self._thread.join(CLOSE_LIMIT)

    def _needed(self) -> bool:
        return not self._closed and self._need.pairing(keys_of(self._home, self._station), time.monotonic())

    def _run(self, over: Callable[[], None]) -> None:
        try:
            asyncio.run(self._pair())
        except Exception as error:
            # Without over(), or the next try would come at once and fail at once. It comes with the next look.
            reason = f"{type(error).__name__}: {error}"
            if reason != self._complained:
                _log.error("This station cannot be paired: %s", reason)
            self._complained = reason
            self._running = None
        else:
            self._running = None
            over()

    async def _pair(self) -> None:
        from xlab.station.pairing import Pairing

        pairing = Pairing(
            self._home,
            station=self._station,
            name=self._name,
            role="kiosk",
            kits=self._where.kits,
            needed=self._needed,
            show=self._show,
        )
        self._running = asyncio.get_running_loop(), pairing
        await pairing.run()

    def _show(self, showing: Showing | None) -> None:
        self.showing = showing
        self._wake()
