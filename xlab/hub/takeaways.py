"""Pictures that visitors take home from stations: in memory alone, for ten minutes, under words that nobody guesses."""

import asyncio
import logging
import secrets
from typing import Final

from xlab import link
from xlab.hub.stations import Stations

_log = logging.getLogger(__name__)

KEPT: Final = 600.0
"""Seconds: time to find one's phone, to join the Wi-Fi and to scan, and to show the picture to a colleague."""

MOST: Final = 40
"""Pictures at once, 200 kB each: four a minute. The oldest goes first."""

_JPEG: Final = b"\xff\xd8\xff"


class Takeaways:
    """Never written to the card: what a visitor takes along is theirs, and the kit has no use for it."""

    def __init__(self, stations: Stations, kept: float = KEPT) -> None:
        """Stations are answered from now on; ``kept`` is in seconds."""
        stations.answers[link.TakeHome] = self.take
        self._kept = kept
        self._pictures: dict[str, bytes] = {}

    async def take(self, station: str, message: link.TakeHome) -> link.TakenHome:
        """Keep a picture for a while. On the loop."""
        if not message.picture.startswith(_JPEG):
            _log.warning("Station %s offers a picture to take home that is no JPEG. It is not kept.", station)
            return link.TakenHome(ask=message.ask)
        word = secrets.token_urlsafe(9)
        self._pictures[word] = message.picture
        while len(self._pictures) > MOST:
            del self._pictures[next(iter(self._pictures))]
        asyncio.get_running_loop().call_later(self._kept, self._pictures.pop, word, None)
        return link.TakenHome(ask=message.ask, path=f"take/{word}.jpg", seconds=self._kept)

    def picture(self, word: str) -> bytes | None:
        """The JPEG under this word; None once its time is over. For any thread."""
        return self._pictures.get(word)
