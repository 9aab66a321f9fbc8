"""Where a station's hub may be: as a setting says, where it was last, or where it announces itself."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from xlab.station.credentials import Key

_log = logging.getLogger(__name__)

SEARCH: Final = 2.0
"""Seconds to listen for kits: twice what one needs to answer."""


def search() -> Sequence[tuple[str, Sequence[str]]]:
    """The kits in the room, each with the addresses that lead to it, best first. Takes :data:`SEARCH` seconds."""
    from xlab.discovery import DiscoveryError, find  # a kiosk beside its hub starts without it

    try:
        return [(found.kit, found.urls) for found in asyncio.run(find(SEARCH))]
    except DiscoveryError as error:
        _log.debug("%s", error)
        return []


class Whereabouts:
    """Gives addresses to try with a key, best first. Searching takes seconds, so they come one by one."""

    def __init__(self, hub: str, local: str, find: Callable[[], Sequence[tuple[str, Sequence[str]]]] = search) -> None:
        """``hub`` is the setting, or empty; ``local`` is where a hub on this machine listens."""
        self._hub = hub
        self._local = local
        self._find = find

    def __call__(self, key: Key) -> Iterator[str]:
        """Addresses of the hub this key belongs to."""
        if self._hub or not key.paired:
            yield self._hub or self._local
            return
        yield key.url
        for kit, urls in self._find():
            if kit == key.kit:
                yield from (url for url in urls if url != key.url)

    def kits(self) -> Sequence[tuple[str, Sequence[str]]]:
        """Kits that a station without a key may be paired with: one of the setting, or all in the room."""
        return [("", (self._hub,))] if self._hub else self._find()


def socket_of(url: str) -> str:
    """The address of the link of the hub at ``url``."""
    return "ws" + url.rstrip("/").removeprefix("http") + "/station"
