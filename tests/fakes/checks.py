"""Stations that were checked, or not, held in plain attributes."""

from xlab.dashboard.ports.checks import Asked
from xlab.link import Check


class FakeChecks:
    """Implements :class:`xlab.dashboard.ports.checks.Checks`."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[float, tuple[Check, ...]]] = {}
        self.asked: list[str] = []
        self.answer: Asked = "opens"

    def last(self, station: str) -> tuple[float, tuple[Check, ...]] | None:
        return self.kept.get(station)

    def ask(self, station: str) -> Asked:
        self.asked.append(station)
        return self.answer
