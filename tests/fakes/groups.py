"""The next group of a kit without stations or badges: what it brings is what a test says."""

from msgspec import structs

from tests.fakes.rounds import FakeRounds
from tests.fakes.visits import FakeVisits
from xlab.dashboard.ports.groups import Began, LeftOpen
from xlab.dashboard.ports.visits import VisitRefused


class FakeGroups:
    """Implements :class:`xlab.dashboard.ports.groups.Groups`; ``brings`` is what the next beginning will have done."""

    def __init__(self, visits: FakeVisits, rounds: FakeRounds) -> None:
        self.brings = Began(number=0)
        self._visits, self._rounds = visits, rounds
        self._last: Began | None = None

    def left_open(self) -> int:
        return len(self._open())

    def begin(self, rounds: LeftOpen = "", number: int = 0) -> Began:
        now = self._visits.now()
        if number and now is not None and number != now.group + 1:
            raise VisitRefused("state")
        left = self._open()
        if left and not rounds:
            raise VisitRefused("rounds")
        closing = left if rounds == "close" else []
        for one in closing:
            self._rounds.close(one)
        number = self._visits.next_group()
        self._last = structs.replace(self.brings, number=number, closed=len(closing))
        return self._last

    def last(self) -> Began | None:
        return self._last

    def _open(self) -> list[str]:
        return [one.now.round for one in self._rounds.all() if one.now.open and one.station is None]
