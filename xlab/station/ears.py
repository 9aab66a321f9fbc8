"""The link of ``xlab scanner``: what the radio of this station hears goes to the hub, as long as it is news."""

import asyncio
import logging
import random
import secrets
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Collection
from contextlib import aclosing, suppress
from pathlib import Path
from typing import Final, Literal, Protocol

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from xlab import link
from xlab.backoff import back_off
from xlab.beacons.sighting import Sighting
from xlab.nonsense import NONSENSE
from xlab.station.backlog import Backlog
from xlab.station.credentials import Key, forget, keys_of
from xlab.station.finding import Whereabouts, socket_of
from xlab.station.handshake import Greeting, NotOurHub, WasUnpaired
from xlab.station.need import Need
from xlab.station.pairing import Pairing
from xlab.station.showing import Showing

_log = logging.getLogger(__name__)

BATCH: Final = 0.1
"""Seconds between two messages: half of the 200 ms a sighting may be late is left to the network."""

RETRY_FIRST, RETRY_LAST = 0.25, 5.0
"""Seconds between attempts, as the kiosk's."""

OPEN_LIMIT: Final = 3.0

UNDER_WAY: Final = 10
"""Messages the hub may still have to answer."""

ANSWER_LIMIT: Final = 5.0
"""Seconds a hub may say nothing at the start, or take nothing in, before it counts as away."""


class News(msgspec.Struct, frozen=True, omit_defaults=True):
    """What people at the scanner may want to know, and scripts: one of these for every change.

    ``link`` is the state of the link, with the kit's name or why there is none; ``radio`` that of the radio, with its
    reason; ``pairing`` a code to show with the kits it may be typed at.
    """

    link: Literal["", "here", "away", "pairing"] = ""
    kit: str = ""
    radio: str = ""
    reason: str = ""
    pairing: Showing | None = None


class Scan(Protocol):
    """A radio, as :func:`xlab.beacons.scanner.scan` is one."""

    def __call__(
        self, uuids: Collection[str], *, scanner: str, on_state: Callable[[link.RadioState, str], None]
    ) -> AsyncGenerator[Sighting, None]:
        """Sightings until closed."""
        ...


class Ears:
    """One scanner of a further station. :meth:`run` it until it is cancelled."""

    def __init__(
        self, home: Path, *, station: str, name: str, where: Whereabouts, scan: Scan, tell: Callable[[News], None]
    ) -> None:
        """``tell`` is called on the loop with what changed."""
        self._home = home
        self._station, self._name = station, name
        self._where = where
        self._scan = scan
        self._tell = tell
        self._backlog = Backlog(())
        self._radio = link.RadioIs(state="starting")
        self._uuids: tuple[str, ...] = ()
        self._sent: deque[float] = deque()
        self._trip: float | None = None
        self._listening: asyncio.Task[None] | None = None
        self._pairing: asyncio.Task[None] | None = None
        self._need = Need(time.monotonic())
        self._news = asyncio.Event()
        self._said: News | None = None

    async def run(self) -> None:
        """Look for the hub, be paired with it if need be, and send what is heard."""
        async with asyncio.TaskGroup() as self._tasks:
            await self._keep()

    async def _keep(self) -> None:
        rng = random.Random()  # noqa: S311 - jitter, not a secret
        failures = 0
        while True:
            began = time.monotonic()
            reason = await self._try_all()
            if reason:
                self._say(News(link="away", reason=reason))
            failures = 1 if time.monotonic() - began > RETRY_LAST else failures + 1
            self._pair_if_needed()
            self._news.clear()
            with suppress(TimeoutError):  # a pairing that has just succeeded ends the pause
                async with asyncio.timeout(back_off(failures, rng, first=RETRY_FIRST, longest=RETRY_LAST)):
                    await self._news.wait()

    async def _try_all(self) -> str:
        """Talk with the hub wherever it may be, until the link ends or there is none; why. Empty without a key."""
        reason = ""
        for key in keys_of(self._home, self._station):
            where = iter(self._where(key))
            while (url := await asyncio.to_thread(next, where, None)) is not None:
                try:
                    reason = await self._talk(url, key)
                except NotOurHub as error:
                    reason = str(error)
                    if error.unknown:
                        self._need.unknown()
                except WasUnpaired as error:
                    reason = str(error)
                    self._forget()
                except (OSError, InvalidHandshake, InvalidURI, ConnectionClosed, *NONSENSE) as error:
                    reason = f"{url}: {error or type(error).__name__}"
        return reason

    def _forget(self) -> None:
        try:
            forget(self._home)
        except OSError as error:
            _log.error("The key of the pairing cannot be removed: %s", error)

    async def _talk(self, url: str, key: Key) -> str:
        async with connect(
            socket_of(url), open_timeout=OPEN_LIMIT, close_timeout=0.3, max_size=1_000_000, proxy=None,
            compression=None, ping_interval=ANSWER_LIMIT, ping_timeout=ANSWER_LIMIT,
        ) as connection:  # fmt: skip
            nonce = secrets.token_bytes(32)
            greeting = Greeting(
                key.secret, station=self._station, name=self._name, role="scanner", paired=key.paired, nonce=nonce
            )
            await connection.send(link.encode(greeting.hello).decode())
            while not greeting.over:
                async with asyncio.timeout(ANSWER_LIMIT):
                    frame = await connection.recv()
                if (answer := greeting.take(link.decode_to_station(frame))) is not None:
                    await connection.send(link.encode(answer).decode())
            self._need.proven(time.monotonic())
            self._say(News(link="here", kit=key.kit_name))
            parts = [
                asyncio.create_task(self._send(connection), name="sightings to the hub"),
                asyncio.create_task(self._read(connection), name="words of the hub"),
            ]
            try:
                done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            finally:
                self._need.proven(time.monotonic())
                for part in parts:
                    part.cancel()
                await asyncio.gather(*parts, return_exceptions=True)
            for part in done:
                part.result()
        return "the hub closed the link"

    async def _read(self, connection: ClientConnection) -> None:
        async for frame in connection:
            match link.decode_to_station(frame):
                case link.Listen(uuids=uuids) if uuids != self._uuids:
                    self._listen_for(uuids)
                case link.Took() if self._sent:
                    self._trip = time.monotonic() - self._sent.popleft()
                case link.Refused(reason=reason):
                    raise NotOurHub(reason)
                case link.Unpaired():
                    raise WasUnpaired("The facilitator took this station off the kit.")
                case _:
                    pass

    async def _send(self, connection: ClientConnection) -> None:
        self._sent.clear()
        self._trip = None
        told: link.RadioIs | None = None
        while True:
            if told != self._radio:
                told = self._radio
                await connection.send(link.encode(told).decode())
            # A hub that takes nothing in gets nothing more: what waits here stays new, what waits there grows old.
            while len(self._sent) < UNDER_WAY and (heard := self._backlog.take(time.monotonic())):
                self._sent.append(time.monotonic())
                await connection.send(link.encode(link.Hear(heard=heard, trip=self._trip)).decode())
            await asyncio.sleep(BATCH)

    def _listen_for(self, uuids: tuple[str, ...]) -> None:
        """Begin to listen, or listen for other beacons: the radio then starts anew."""
        self._uuids, self._backlog = uuids, Backlog(uuids)
        if self._listening is not None:
            self._listening.cancel()
        self._listening = self._tasks.create_task(self._listen(self._backlog), name="the radio")

    async def _listen(self, backlog: Backlog) -> None:
        async with aclosing(self._scan(self._uuids, scanner=self._station, on_state=self._on_state)) as sightings:
            async for sighting in sightings:
                backlog.put(sighting)

    def _on_state(self, state: link.RadioState, reason: str) -> None:
        self._radio = link.RadioIs(state=state, reason=reason)
        self._tell(News(radio=state, reason=reason))

    def _pair_if_needed(self) -> None:
        if self._pairing is not None and not self._pairing.done():
            return
        if self._needs_pairing():
            self._pairing = self._tasks.create_task(self._pair(), name="pairing")

    def _needs_pairing(self) -> bool:
        return self._need.pairing(keys_of(self._home, self._station), time.monotonic())

    async def _pair(self) -> None:
        wish = Pairing(
            self._home,
            station=self._station,
            name=self._name,
            role="scanner",
            kits=self._where.kits,
            needed=self._needs_pairing,
            show=self._show,
        )
        try:
            await wish.run()
        except OSError as error:
            self._say(News(link="away", reason=f"{self._home} cannot be used for keys: {error}"))
        else:
            self._news.set()

    def _show(self, showing: Showing | None) -> None:
        if showing is not None:
            self._tell(News(link="pairing", pairing=showing))

    def _say(self, news: News) -> None:
        """Tell a change of the link once, however often it is tried."""
        if news != self._said:
            self._said = news
            self._tell(news)
