"""Showing a code and waiting until the facilitator types it on the dashboard. Asyncio; the kiosk runs it in a thread.

A kiosk and a scanner that share a home share the pairing: one of them holds a lock and does the talking, the other
shows what the first one shows. Both then find the key in the home.
"""

import asyncio
import fcntl
import logging
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from xlab import link
from xlab.keyfiles import keys_folder, remove_key, write_key
from xlab.nonsense import NONSENSE
from xlab.station.codes import Codes
from xlab.station.credentials import Key, keep
from xlab.station.finding import socket_of
from xlab.station.showing import Problem, Showing

_log = logging.getLogger(__name__)

LOOK: Final = 0.5
"""Seconds between looks at what the other process shows, and whether a pairing is still needed."""

SEARCH_AGAIN: Final = 2.0
"""Seconds between two searches for kits."""

MOST_KITS: Final = 4
"""Kits a station shows its code to at once; more boxes in one room are an exhibition, and have a setting for it."""

ANSWER_LIMIT: Final = 10.0
"""Seconds a hub may take for its next message of an exchange."""

LONGEST_NAME: Final = 40
"""Letters of a kit's name, as in the settings."""

SAY: Final = 20.0
"""Seconds that a wrong code is talked about."""

_SHOWN_FILE: Final = "pairing.json"
_LOCK_FILE: Final = "pairing.lock"


class Pairing:
    """One wish to be paired. :meth:`run` it once."""

    def __init__(
        self,
        home: Path,
        *,
        station: str,
        name: str,
        role: link.Role,
        kits: Callable[[], Sequence[tuple[str, Sequence[str]]]],
        needed: Callable[[], bool],
        show: Callable[[Showing | None], None],
    ) -> None:
        """``kits`` finds kits and may take seconds; ``show`` is called on the loop, with None when it is over."""
        self._home = home
        self._pair = link.Pair(station=station, name=name, role=role)
        self._find = kits
        self._needed = needed
        self._show = show
        self._codes = Codes(lambda: f"{secrets.randbelow(1_000_000):06d}")
        self._names: dict[str, str] = {}
        self._problem: tuple[Problem, str, float] = ("", "", 0.0)
        self._shown: Showing | None = None
        self._exchanging = asyncio.Lock()
        self._over = asyncio.Event()

    async def run(self) -> None:
        """Until it is paired, or needs it no more. Raises OSError if the home cannot be used."""
        try:
            while self._needed() and not self._over.is_set():
                with _locked(keys_folder(self._home) / _LOCK_FILE) as mine:
                    if mine:
                        await self._until_paired()
                    else:
                        self._tell(self._shown_by_the_other())
                        await self._nap(LOOK)
        finally:
            self._tell(None)

    def stop(self) -> None:
        """End it. On the loop only."""
        self._over.set()

    async def _until_paired(self) -> None:
        searching = asyncio.create_task(self._search(), name="looking for kits")
        try:
            while self._needed() and not self._over.is_set():
                self._refresh()
                await self._nap(LOOK)
        finally:
            searching.cancel()
            await asyncio.gather(searching, return_exceptions=True)
            with suppress(OSError):
                remove_key(self._home, _SHOWN_FILE)

    async def _nap(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._over.wait()

    def _shown_by_the_other(self) -> Showing | None:
        try:
            return msgspec.json.decode((self._home / "keys" / _SHOWN_FILE).read_bytes(), type=Showing)
        except (OSError, *NONSENSE):
            return None

    def _refresh(self) -> None:
        """Show how things are, here and to the process that shares this home."""
        now = time.monotonic()
        problem, reason, until = self._problem
        said: tuple[Problem, str] = (problem, reason) if now < until else ("", "")
        showing = Showing(
            code=self._codes.current(now),
            station=self._pair.station,
            kits=tuple(sorted(set(self._names.values()))),
            problem=said[0],
            reason=said[1],
        )
        if showing != self._shown:
            with suppress(OSError):
                write_key(self._home, _SHOWN_FILE, msgspec.json.encode(showing))
            self._tell(showing)

    def _tell(self, showing: Showing | None) -> None:
        if showing != self._shown:
            self._shown = showing
            self._show(showing)

    def _say(self, problem: Problem, reason: str = "") -> None:
        self._problem = (problem, reason, time.monotonic() + SAY)
        self._refresh()

    async def _search(self) -> None:
        """Keep one connection to each kit in the room."""
        asking: dict[str, asyncio.Task[None]] = {}
        try:
            while True:
                for kit, urls in await asyncio.to_thread(self._find):
                    running = [name for name, task in asking.items() if not task.done()]
                    if kit not in running and len(running) < MOST_KITS:
                        asking[kit] = asyncio.create_task(self._ask_at(urls), name=f"pairing with {kit}")
                await asyncio.sleep(SEARCH_AGAIN)
        finally:
            for task in asking.values():
                task.cancel()
            await asyncio.gather(*asking.values(), return_exceptions=True)

    async def _ask_at(self, urls: Sequence[str]) -> None:
        for url in urls:
            try:
                async with connect(
                    socket_of(url), open_timeout=3.0, close_timeout=0.3, max_size=65_536, proxy=None, compression=None
                ) as connection:
                    await self._wait_at(connection, url)
                    return
            except (OSError, InvalidHandshake, InvalidURI, ConnectionClosed, *NONSENSE) as error:
                _log.debug("No pairing at %s: %s", url, error)
            finally:
                self._names.pop(url, None)

    async def _wait_at(self, connection: ClientConnection, url: str) -> None:
        if not self._needed():
            return  # the hub of this very home has just come up
        await connection.send(link.encode(self._pair).decode())
        match await _hear(connection):
            case link.Refused(reason=reason, code=code):
                self._say("taken" if code == "taken" else "refused", reason)
            case link.PairWaiting(kit=kit, name=name):
                # Whoever answers may call himself anything; it goes onto a screen.
                self._names[url] = "".join(letter for letter in name if letter.isprintable())[:LONGEST_NAME] or kit[:8]
                self._refresh()
                if self._problem[0] in ("taken", "refused"):
                    self._problem = ("", "", 0.0)
                async for frame in connection:
                    offer = link.decode_to_station(frame)
                    if not isinstance(offer, link.PairOffer):
                        return
                    async with self._exchanging:
                        await self._exchange(connection, offer, Key(b"", kit, name or kit, url))
            case _:
                pass

    async def _exchange(self, connection: ClientConnection, offer: link.PairOffer, hub: Key) -> None:
        from xlab.station.exchange import StationSide  # its library takes a tenth of a second to load

        await asyncio.sleep(self._codes.pause(time.monotonic()))
        now = time.monotonic()
        side = await asyncio.to_thread(StationSide, self._codes.current(now), kit=hub.kit, station=self._pair.station)
        self._codes.tried(now)
        said: link.ToStation | None = None
        try:
            answer = await asyncio.to_thread(side.answer, offer)
            if answer is not None:
                await connection.send(link.encode(answer).decode())
                said = await _hear(connection)
        finally:
            key = side.key(said) if isinstance(said, link.Paired) else None
            if key is None:
                self._say("wrong")
        if key is None:
            return
        try:
            keep(self._home, self._pair.station, msgspec.structs.replace(hub, secret=key))
        except OSError as error:
            self._say("unstored", f"The key of the pairing cannot be stored: {error}.")
            return
        _log.info("Paired with %s.", hub.kit_name)
        self._over.set()


async def _hear(connection: ClientConnection) -> link.ToStation:
    # Not wait_for: of a cancellation and an answer at the same moment it takes the answer, and goes on for ever.
    async with asyncio.timeout(ANSWER_LIMIT):
        frame = await connection.recv()
    message: link.ToStation = link.decode_to_station(frame)
    return message


@contextmanager
def _locked(path: Path) -> Iterator[bool]:
    """Whether this process holds the lock; it goes with the process, however that ends."""
    with path.open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
