"""Stations elsewhere that wish to belong to this kit, and the code by which the facilitator lets one in.

The code is tried with everyone who waits: it picks the station that shows it, so nobody has to tell apart entries of
one name, and who only pretends to be that station learns nothing but that his one guess was wrong.
"""

import asyncio
import logging
from contextlib import suppress
from typing import Final

from xlab import link
from xlab.dashboard.ports.pairing import Outcome, Tried, Waiting
from xlab.hub.door import Gone, Receive, Send, farewell, hear, say
from xlab.hub.secrets import PairedStation, StationKeys
from xlab.nonsense import NONSENSE
from xlab.station.exchange import HubSide

_log = logging.getLogger(__name__)

MOST_WAITING: Final = 8
MOST_OF_ONE: Final = 2
"""Stations that may wait at once, and of one machine: its kiosk and its scanner. Nobody can push another out."""

LIFE: Final = 300.0
"""Seconds one may wait; a station then asks again, with another code."""

ANSWER_LIMIT: Final = 6.0
"""Seconds a station may take to answer, which costs a small machine a tenth of one."""

_BEST_FIRST: Final[tuple[Outcome, ...]] = ("paired", "unstored", "wrong", "silent", "nobody")

Who = tuple[str, link.Role]


class _Seat:
    """One who waits: the codes it is asked to try, each with the place for the answer."""

    def __init__(self, waiting: Waiting, machine: str) -> None:
        self.waiting = waiting
        self.machine = machine
        self.codes: asyncio.Queue[tuple[str, asyncio.Future[Outcome]]] = asyncio.Queue()
        self.open: set[asyncio.Future[Outcome]] = set()


class Pairing:
    """Used on the loop only."""

    def __init__(self, keys: StationKeys, kit: str, kit_name: str, own_station: str) -> None:
        """``own_station`` is the id of the station on this machine, which no other may have."""
        self._keys = keys
        self._kit = kit
        self._kit_name = kit_name
        self._own_station = own_station
        self._seats: list[_Seat] = []
        self._trying = asyncio.Lock()

    def waiting(self) -> tuple[Waiting, ...]:
        """Who waits, the first first. Two of one station and machine are one: they share a code."""
        return tuple({(seat.waiting.station, seat.machine): seat.waiting for seat in self._seats}.values())

    async def try_code(self, code: str) -> Tried:
        """Pair the station that shows this code."""
        async with self._trying:
            asked: dict[asyncio.Future[Outcome], Waiting] = {}
            for seat in self._seats:
                answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
                seat.open.add(answer)
                seat.codes.put_nowait((code, answer))
                asked[answer] = seat.waiting
            best, left = Tried("nobody"), set(asked)
            while left and best.outcome != "paired":
                answered, left = await asyncio.wait(left, return_when=asyncio.FIRST_COMPLETED)
                for one in answered:
                    if _BEST_FIRST.index(one.result()) < _BEST_FIRST.index(best.outcome):
                        best = Tried(one.result(), asked[one].station)
            return best

    async def serve(self, pair: link.Pair, machine: str, here: set[Who], receive: Receive, send: Send) -> None:
        """Keep one who wishes to be paired until it is, it goes, or its time is over."""
        refused = self._why_not(pair, machine, here)
        if refused is not None:
            await farewell(send, refused)
            return
        seat = _Seat(Waiting(station=pair.station, name=pair.name), machine)
        self._seats.append(seat)
        try:
            async with asyncio.timeout(LIFE):
                await say(send, link.PairWaiting(kit=self._kit, name=self._kit_name))
                await self._wait(seat, receive, send)
        except (Gone, OSError, RuntimeError, *NONSENSE):
            pass  # it went, in one way or another, or talks nonsense, or its time is over
        finally:
            self._seats.remove(seat)
            for answer in seat.open:
                answer.set_result("silent")
        with suppress(OSError, RuntimeError):
            await send({"type": "websocket.close", "code": 1000})

    def _why_not(self, pair: link.Pair, machine: str, here: set[Who]) -> link.Refused | None:
        if pair.station == self._own_station or any(station == pair.station for station, _ in here):
            reason = f"The kit has another station with the id {pair.station}. Give this one its own."
            return link.Refused(reason=reason, code="taken")
        alike = sum(seat.machine == machine for seat in self._seats)
        if len(self._seats) >= MOST_WAITING or alike >= MOST_OF_ONE or self._keys.full:
            return link.Refused(reason="Too many stations wish to be paired at once. This one asks again.")
        return None

    async def _wait(self, seat: _Seat, receive: Receive, send: Send) -> None:
        incoming = asyncio.ensure_future(hear(receive))
        try:
            while True:
                asked = asyncio.ensure_future(seat.codes.get())
                try:
                    await asyncio.wait((incoming, asked), return_when=asyncio.FIRST_COMPLETED)
                    if not asked.done():
                        incoming.result()  # it went, or it talks out of turn
                        return
                    code, answer = asked.result()
                finally:
                    asked.cancel()
                outcome = await self._exchange(seat.waiting, code, incoming, send)
                seat.open.discard(answer)
                answer.set_result(outcome)
                if outcome in ("silent", "paired"):
                    return
                incoming = asyncio.ensure_future(hear(receive))
        finally:
            incoming.cancel()

    async def _exchange(
        self, who: Waiting, code: str, incoming: "asyncio.Future[link.FromStation]", send: Send
    ) -> Outcome:
        side = await asyncio.to_thread(HubSide, code, kit=self._kit, station=who.station)
        await say(send, side.offer)
        await asyncio.wait((incoming,), timeout=ANSWER_LIMIT)
        said = incoming.result() if incoming.done() and incoming.exception() is None else None
        if not isinstance(said, link.PairAnswer):
            return "silent"
        agreed = await asyncio.to_thread(side.finish, said)
        if agreed is None:
            await say(send, link.WrongCode())
            return "wrong"
        key, paired = agreed
        try:
            await asyncio.to_thread(self._keys.put, who.station, PairedStation(key, who.name))
        except OSError as error:
            _log.error("The key of station %s cannot be stored: %s", who.station, error)
            await say(send, link.WrongCode())
            return "unstored"
        await say(send, paired)
        _log.info("Station %s (%s) was paired with this kit.", who.station, who.name)
        return "paired"
