"""What the facilitator orders of a station from a phone."""

from typing import Protocol

from xlab.link import Orders


class Ordering(Protocol):
    """``kit.ordering``. From any thread. False from a method: the station is away; orders then wait for it."""

    def orders(self, station: str) -> Orders:
        """What is ordered of a station now."""
        ...

    def set(self, station: str, orders: Orders) -> bool:
        """Order this of a station, whole."""
        ...

    def open(self, station: str, demo: str) -> bool:
        """Begin a demo there."""
        ...

    def go_home(self, station: str) -> bool:
        """End what runs there, and show the attract screen."""
        ...
