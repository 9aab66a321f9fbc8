"""The rounds that stations ask: what they say of them, and what they are told."""

from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from xlab import link
from xlab.dashboard.join import Invitation
from xlab.events import Answered, Draft, ForgetVoter, IdeaAdded
from xlab.hub.rounds_book import Book
from xlab.hub.rounds_pace import Pace
from xlab.hub.rounds_voters import seat, unseated
from xlab.link.rounds import RoundIs
from xlab.workshop.rounds import Round

EVERY: Final = 0.25
"""Seconds between two states of a round that its station is told."""

MOST_BYTES: Final = 2_000_000
"""Bytes of what a station is told of a round, half of what it takes in one message; the last voters are left out."""

Tell = Callable[[str, link.RoundIs], object]


class AtStations:
    """Stations that ask. Used on the loop only. ``tell`` sends a station a message if it is here."""

    def __init__(self, book: Book, tell: Tell, invited: Callable[[], Invitation]) -> None:
        """``invited`` is how phones join now."""
        self._book = book
        self._tell = tell
        self._invited = invited
        self._pace = Pace(EVERY, self._tell_station)

    def says(self, station: str, demo: str | None) -> list[str]:
        """A station says which demo it plays, if any; the round it asked last, which may have gone on."""
        self._book.screens[station] = demo
        return [one.id for one in self._book.fold if one.station == station][-1:]

    def away(self, station: str) -> None:
        """A station went away; its round goes on for phones until it comes back and says what it plays."""
        self._book.screens.pop(station, None)

    def lasting(self, station: str) -> list[link.RoundIs]:
        """The newest rounds that last, one of each demo at this station, with what came of them since it was away."""
        newest = {one.demo: one for one in reversed(self._book.newest()) if one.lasts and one.station == station}
        return [self._told(one, station) for one in newest.values()]

    def changed(self, rounds: Iterable[str]) -> None:
        """Something was said in these rounds; the stations that asked them are told soon."""
        for round_id in rounds:
            one = self._book.fold.get(round_id)
            if one is not None and one.station is not None:
                self._pace.due(round_id)

    def moved(self) -> None:
        """Phones join in another way now."""
        self.changed(one.id for one in self._book.fold if one.open)

    def close(self) -> None:
        """Tell nothing more."""
        self._pace.close()

    def _tell_station(self, round_id: str) -> None:
        one = self._book.fold.get(round_id)
        if one is None or one.station is None:
            return
        self._tell(one.station, self._told(one, one.station))

    def _told(self, one: Round, station: str) -> RoundIs:
        by = self._invited()
        wifi = by.own.code if by.own is not None else ""
        said = RoundIs(now=one.now(station), url=by.address, wifi=wifi, demo=one.demo)
        if one.lasts:
            own = tuple((number, unseated(station, voter)) for number, voter in one.at_screen().items())
            said = msgspec.structs.replace(said, now=one.now(), own=own)
        while len(link.encode(said)) > MOST_BYTES:
            given = said.now.given
            said = msgspec.structs.replace(said, now=msgspec.structs.replace(said.now, given=given[: len(given) // 2]))
        return said


def seated(station: str, draft: Draft) -> Draft:
    """What a station recorded, with voters whom no phone and no other station can be."""
    fact = draft.fact
    if isinstance(fact, Answered | IdeaAdded | ForgetVoter):
        own = msgspec.structs.replace(fact, voter=seat(station, fact.voter))
        return msgspec.structs.replace(draft, fact=own)
    return draft
