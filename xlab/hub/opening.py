"""What a hub needs of its card to start. Where the card cannot be written, it starts without keeping, and waits for it.

A hub that did not come up would say nothing to anybody; one that keeps nothing says so on every page and screen, shows
the room and plays every demo, and stations keep their evidence until a hub takes it.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final

import msgspec

from xlab.hub.aside import aside
from xlab.hub.card import tried
from xlab.hub.identity import keep_identity
from xlab.hub.restoring import finish
from xlab.hub.secrets import station_token
from xlab.hubfile import only_hub
from xlab.keyfiles import keys_folder
from xlab.link import Keeps
from xlab.store import EventLog, SealedLog, SqliteLog, StoreError

_log = logging.getLogger(__name__)

LOG: Final = "events.db"

EVERY: Final = 30.0
"""Seconds between looks whether the card takes everything again: each look writes to it."""


class Home(msgspec.Struct, frozen=True):
    """The log, the token of the station here, and whether the kit keeps what happens: ``yes``, or why it does not."""

    log: EventLog
    token: str
    keeps: Keeps = "yes"


def open_home(home: Path, url: str, closing: ExitStack, *, anyway: bool) -> Home:
    """Open what a hub at ``url`` needs, until ``closing``. Raises :class:`xlab.hubfile.AnotherHub`.

    OSError and StoreError are raised too where the card cannot be written; ``anyway`` it is only read then.
    """
    try:
        with ExitStack() as opening:
            keys_folder(home)
            opening.enter_context(only_hub(home, url))
            token, log = _opened(home)
            opening.callback(log.close)
            keep_identity(home, log.kit)
            closing.enter_context(opening.pop_all())
            return Home(log, token)
    except (OSError, StoreError) as error:
        if not anyway:
            raise
        _log.error("The kit runs without keeping anything until its card can be written: %s", error)
    with suppress(OSError):
        closing.enter_context(only_hub(home, url, written=False))
    try:
        token = station_token(home)
    except OSError:
        # The station here cannot know it, and goes on by itself.
        token = secrets.token_urlsafe(32)
    sealed = SealedLog.open(home / LOG)
    closing.callback(sealed.close)
    return Home(sealed, token, _why(home))


class Return:
    """A part of the hub that keeps nothing: it calls ``back`` on the loop as soon as a new start would keep again."""

    def __init__(self, home: Path, back: Callable[[], None]) -> None:
        self._home = home
        self._back = back

    async def run(self, ready: Callable[[], None]) -> None:
        """Look again and again, until cancelled."""
        ready()
        while True:
            await asyncio.sleep(EVERY)
            if await aside(self.look):
                _log.warning("The card can be written again: the hub ends, to be started anew and keep what happens.")
                self._back()

    def look(self) -> bool:
        """Whether all that a start does with the card succeeds now. Done for good: what it mends stays so."""
        if tried(self._home) is not None:
            return False
        try:
            keys_folder(self._home)
            _, log = _opened(self._home)
            log.close()
        except (OSError, StoreError):
            return False
        return True


def _opened(home: Path) -> tuple[str, SqliteLog]:
    finish(home)
    return station_token(home), SqliteLog.open(home / LOG, on_damage="aside", reserve=True)


def _why(home: Path) -> Keeps:
    return "full" if tried(home) == "full" else "failing"
