"""The kiosk's end of the link: one WebSocket to the hub, kept up by a thread, so that the screen never waits for it.

Where the hub is, how both prove who they are, and how a station elsewhere is paired stands in :mod:`xlab.station`.

While the hub is away the outbox keeps what demos record; what is pending is handed over on every connection until the
hub says it is on the card.
"""

import logging
import queue
import random
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI
from websockets.sync.client import ClientConnection, connect

from xlab import link
from xlab.backoff import back_off
from xlab.events import Draft
from xlab.link import FromStation, KitInfo, Room, ToStation
from xlab.nonsense import NONSENSE
from xlab.station.credentials import Key, forget, keys_of
from xlab.station.finding import socket_of
from xlab.station.handshake import Greeting, NotOurHub, WasUnpaired
from xlab.station.showing import Showing
from xlab.store import StoreError
from xlab_kiosk.shell.pairing import Wish
from xlab_kiosk.shell.ports import Handing

_log = logging.getLogger(__name__)

RETRY_FIRST, RETRY_LAST = 0.25, 5.0
"""Seconds between attempts: a hub that starts beside the kiosk is found at once, one that is away costs nothing."""

STEADY = 2.0
"""Seconds a link must last until the next attempt is a first one again: two stations of one id would take the hub from
each other without a pause."""

OPEN_LIMIT = 3.0

SEND_LIMIT = 5.0
"""Seconds a hub may take nothing in before it counts as away: one that hangs must not keep a thread for ever."""

CLOSE_LIMIT = 0.3
"""Seconds both threads together may take to end; one that still waits for an answer ends with the process."""

BATCH = 200
BATCH_BYTES = 1_000_000
"""Drafts in one message, and their bytes: the hub ends a link whose messages are larger than 1.5 MB."""

LOOK = 5.0
"""Seconds between looks at the outbox while nothing else happens."""

ASK_AGAIN = 10.0
"""Seconds until drafts the hub has not acknowledged are handed over again: its card may have been full for a moment."""


class HubLink:
    """The link to the hub. Methods may be called from the screen's thread; none of them waits."""

    def __init__(
        self,
        where: Callable[[Key], Iterable[str]],
        home: Path,
        *,
        station: str,
        name: str,
        outbox: Handing | None,
        wake: Callable[[], None],
        wish: Wish | None = None,
    ) -> None:
        """``where`` gives addresses to try with a key, best first; ``wake`` is called when something arrived.

        ``wish`` is the wish to be paired, for a station that may stand elsewhere.
        """
        self._where = where
        self._home = home
        self._wish = wish
        self._station = station
        self._name = name
        self._outbox = outbox
        self._wake = wake
        self._arrived: queue.SimpleQueue[ToStation] = queue.SimpleQueue()
        self._leaving: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._pictures: queue.Queue[bytes] = queue.Queue(maxsize=1)
        self._status: link.Status | None = None
        self._complaints: set[str] = set()
        self._stop = threading.Event()
        self._again = threading.Event()
        self._due = threading.Event()
        self.connected = False
        self.info: KitInfo | None = None
        self.room: Room | None = None
        self._connection: ClientConnection | None = None
        self._reader = threading.Thread(target=self._keep, name="hub link", daemon=True)
        self._sender = threading.Thread(target=self._keep_sending, name="hub link out", daemon=True)

    @property
    def pairing(self) -> Showing | None:
        """The code to show, while this station wishes to be paired."""
        return self._wish.showing if self._wish is not None else None

    def start(self) -> None:
        """Begin to look for the hub."""
        self._reader.start()
        self._sender.start()

    def poll(self) -> list[ToStation]:
        """What arrived since the last call."""
        messages = []
        while not self._arrived.empty():
            messages.append(self._arrived.get_nowait())
        return messages

    def send(self, message: FromStation) -> None:
        """Send a message if the hub is there. A status is remembered and said again after every reconnection."""
        if isinstance(message, link.Status):
            self._status = message
        if self.connected:
            self._leaving.put(link.encode(message).decode())
            self._due.set()

    def send_screen(self, jpeg: bytes) -> None:
        """Send a picture of the screen if the hub is there. Of those that wait only the newest counts."""
        if self.connected:
            with suppress(queue.Empty):
                self._pictures.get_nowait()
            with suppress(queue.Full):
                self._pictures.put_nowait(jpeg)
            self._due.set()

    def deliver(self) -> None:
        """Something is in the outbox: hand it over now rather than at the next look."""
        self._due.set()

    def close(self) -> None:
        """End the link and its threads."""
        self._stop.set()
        self._again.set()
        self._due.set()
        if self._wish is not None:
            self._wish.close()
        connection = self._connection
        if connection is not None:
            # Not its close(), which would wait for a send that a hanging hub does not take.
            with suppress(OSError):
                connection.socket.shutdown(socket.SHUT_RDWR)
        end = time.monotonic() + CLOSE_LIMIT
        for thread in (self._reader, self._sender):
            if thread.is_alive():
                thread.join(timeout=max(0.0, end - time.monotonic()))

    def _keep(self) -> None:
        """Connect, read until the link breaks, and try again with a growing pause."""
        failures = 0
        rng = random.Random()  # noqa: S311 - jitter, not a secret
        complained = ""
        while not self._stop.is_set():
            keys = keys_of(self._home, self._station)
            reason = f"no hub has started in {self._home} yet, and this station was not paired with one elsewhere"
            for url, key in self._to_try(keys):
                began = time.monotonic()
                reason = self._try(url, key, complained)
                if self.connected:
                    self._lost()
                    if time.monotonic() - began >= STEADY:
                        failures = 0
                if self._stop.is_set():
                    return
            if reason != complained:
                _log.warning("The hub is away (%s); the kiosk goes on by itself.", reason)
                complained = reason
            failures += 1
            if self._wish is not None:
                self._wish.away(keys, self._again.set)
            self._again.wait(back_off(failures, rng, first=RETRY_FIRST, longest=RETRY_LAST))
            self._again.clear()

    def _to_try(self, keys: Sequence[Key]) -> Iterator[tuple[str, Key]]:
        for key in keys:
            for url in self._where(key):
                yield url, key

    def _try(self, url: str, key: Key, complained: str) -> str:
        """Talk, and say why it ended, whatever that was."""
        try:
            return self._talk(url, key)
        except NotOurHub as error:
            if error.unknown and self._wish is not None:
                self._wish.unknown()
            return str(error)
        except WasUnpaired as error:
            self._forget()
            return str(error)
        except (OSError, InvalidHandshake, InvalidURI, ConnectionClosed, *NONSENSE) as error:
            return f"{url}: {error}"
        except Exception as error:  # whatever nobody thought of, a kiosk must find its hub again
            reason = f"{url}: {error}"
            if reason != complained and not self._stop.is_set():
                _log.exception("The link to the hub failed in a way nobody thought of.")
            return reason

    def _talk(self, url: str, key: Key) -> str:
        """Speak with the hub at this address until the link ends; why it ended."""
        with connect(
            socket_of(url), open_timeout=OPEN_LIMIT, close_timeout=0.3, max_size=4_000_000, proxy=None, compression=None
        ) as connection:
            connection.socket.settimeout(SEND_LIMIT)
            self._connection = connection
            nonce = secrets.token_bytes(32)
            greeting = Greeting(
                key.secret, station=self._station, name=self._name, role="kiosk", paired=key.paired, nonce=nonce
            )
            connection.send(link.encode(greeting.hello).decode())
            for frame in connection:
                message = link.decode_to_station(frame)
                if not greeting.over:
                    answer = greeting.take(message)
                    if answer is not None:
                        connection.send(link.encode(answer).decode())
                    if not greeting.over:
                        continue
                if isinstance(message, link.Refused):
                    return message.reason
                if isinstance(message, link.Unpaired):
                    raise WasUnpaired("The facilitator took this station off the kit.")
                self._take(message)
        return "the hub closed the link"

    def _forget(self) -> None:
        try:
            forget(self._home)
        except OSError as error:
            _log.error("The key of the pairing cannot be removed: %s", error)

    def _take(self, message: ToStation) -> None:
        match message:
            case link.Welcome(info=info):
                self.info = info
                if not self.connected:
                    self._greeted()
            case link.RoomIs(room=room):
                self.room = room
            case link.Delivered(ids=ids) if self._outbox is not None:
                try:
                    self._outbox.done(ids)
                except StoreError as error:
                    # They stay and go to the hub once more, which knows them by their ids.
                    self._complain(error)
                self._due.set()
            case _:
                pass
        self._arrived.put(message)
        self._wake()

    def _greeted(self) -> None:
        _log.info("The hub is here.")
        for left_over in (self._leaving, self._pictures):
            while not left_over.empty():
                left_over.get_nowait()
        self.connected = True
        if self._wish is not None:
            self._wish.granted()
        if self._status is not None:
            self.send(self._status)
        self._due.set()

    def _lost(self) -> None:
        self.connected = False
        self._connection = None
        self.room = None
        if self._wish is not None:
            self._wish.granted()  # until now
        self._wake()

    def _keep_sending(self) -> None:
        """Send what waits, and hand over the outbox, oldest first, until the hub has acknowledged all of it."""
        offered: tuple[ClientConnection | None, tuple[str, ...]] = (None, ())
        again_at = 0.0
        while not self._stop.is_set():
            self._due.wait(timeout=LOOK)
            self._due.clear()
            connection = self._connection
            if connection is None or not self.connected:
                continue
            try:
                self._send_waiting(connection)
                drafts = self._batch()
                offer = connection, tuple(draft.id for draft in drafts)
                if drafts and (offer != offered or time.monotonic() >= again_at):
                    connection.send(link.encode(link.Deliver(drafts=drafts)).decode())
                    offered, again_at = offer, time.monotonic() + ASK_AGAIN
            except (OSError, ConnectionClosed) as error:
                _log.debug("Sending to the hub failed: %s", error)
            except StoreError as error:
                self._complain(error)

    def _send_waiting(self, connection: ClientConnection) -> None:
        while not self._leaving.empty():
            connection.send(self._leaving.get_nowait())
        with suppress(queue.Empty):
            connection.send(self._pictures.get_nowait())

    def _batch(self) -> tuple[Draft, ...]:
        """The oldest drafts of the outbox that fit in one message; at least one, if there is any."""
        drafts = self._outbox.pending(BATCH) if self._outbox is not None else []
        size = 0
        for count, draft in enumerate(drafts):
            size += len(link.encode(draft))
            if count and size > BATCH_BYTES:
                return tuple(drafts[:count])
        return tuple(drafts)

    def _complain(self, error: StoreError) -> None:
        """Each fault of the card once: it may last for hours."""
        if str(error) not in self._complaints and len(self._complaints) < 50:
            self._complaints.add(str(error))
            _log.error("What waits for the hub cannot be read or let go of: %s", error)
