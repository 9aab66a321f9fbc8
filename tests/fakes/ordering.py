"""Stations that obey at once: what is ordered of them, held in plain attributes."""

from xlab.link import Orders


class FakeOrdering:
    """Implements :class:`xlab.dashboard.ports.ordering.Ordering`. Stations in ``away`` hear nothing now."""

    def __init__(self) -> None:
        self.ordered: dict[str, Orders] = {}
        self.asked: list[tuple[str, ...]] = []
        self.away: set[str] = set()

    def orders(self, station: str) -> Orders:
        return self.ordered.get(station, Orders())

    def set(self, station: str, orders: Orders) -> bool:
        self.ordered[station] = orders
        return station not in self.away

    def open(self, station: str, demo: str) -> bool:
        self.asked.append(("open", station, demo))
        return station not in self.away

    def go_home(self, station: str) -> bool:
        self.asked.append(("home", station))
        return station not in self.away
