"""What the facilitator ordered of stations: told them whole at each connection. All but silence ends with the hub."""

import asyncio
import logging
import threading
from collections.abc import Callable, Collection, Coroutine, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
from msgspec import structs

from xlab import link
from xlab.catalogue.shelf_files import replace_file
from xlab.catalogue.shelf_state import read_bytes
from xlab.hub.stations import Stations
from xlab.link import Orders
from xlab.nonsense import NONSENSE

_log = logging.getLogger(__name__)

_PATIENCE: Final = 5.0
"""Seconds a thread of the dashboard waits for the loop."""

_LONGEST: Final = 200
"""Characters of a message on a station's screen."""

_MOST_BYTES: Final = 64 * 1024

T = TypeVar("T")


class Ordering:
    """Implements :class:`xlab.dashboard.ports.ordering.Ordering`. Made on the loop."""

    def __init__(self, home: Path, stations: Stations, known: Callable[[], Collection[str]]) -> None:
        """``known`` are the ids of the kit's stations, asked on the thread that orders."""
        self._file = home / "orders.json"
        self._stations = stations
        self._known = known
        self._loop = asyncio.get_running_loop()
        self._writing = threading.Lock()
        self._muted = list(self._read())
        self._orders = {station: Orders(muted=True) for station in self._muted}
        stations.greetings.append(self._greet)

    def orders(self, station: str) -> Orders:
        """What is ordered of a station now."""
        return self._orders.get(station, Orders())

    def set(self, station: str, orders: Orders) -> bool:
        """Order this of a station, whole; kept also while it is away, but not for one the kit does not have."""
        if station not in self._known():
            return False
        told = structs.replace(orders, message=orders.message[:_LONGEST])

        async def tell() -> bool:
            self._orders[station] = told
            return self._stations.send(station, link.OrdersAre(orders=told))

        here = self._ask(tell())
        self._write()
        return here

    def open(self, station: str, demo: str) -> bool:
        """Begin a demo there."""
        return self._ask(self._pass_on(station, link.Open(demo=demo[:200])))

    def go_home(self, station: str) -> bool:
        """End what runs there."""
        return self._ask(self._pass_on(station, link.GoHome()))

    def _greet(self, station: str) -> Sequence[link.ToStation]:
        return [link.OrdersAre(orders=self.orders(station))]

    async def _pass_on(self, station: str, message: link.ToStation) -> bool:
        return self._stations.send(station, message)

    def _read(self) -> tuple[str, ...]:
        try:
            return msgspec.json.decode(read_bytes(self._file, _MOST_BYTES), type=tuple[str, ...])
        except FileNotFoundError:
            return ()
        except (OSError, *NONSENSE) as error:
            _log.warning("%s cannot be read (%s). All stations have their sound.", self._file, error)
            return ()

    def _write(self) -> None:
        """Keep who is silent: the morning after, a station in a meeting room must not sing because of a pulled plug."""
        with self._writing:
            muted = sorted(station for station, orders in dict(self._orders).items() if orders.muted)
            if muted == self._muted:
                return
            try:
                replace_file(self._file, msgspec.json.encode(muted))
                self._muted = muted
            except OSError as error:
                _log.warning("Which stations are silent is not remembered: %s", error)

    def _ask(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=_PATIENCE)
