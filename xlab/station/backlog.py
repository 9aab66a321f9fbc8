"""What a scanner heard and has not sent yet: the newest, and of those only what still says where a badge is. Pure."""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Final

from xlab.beacons.sighting import Sighting
from xlab.link import MOST_HEARD, Heard

KEEP: Final = 2.0
"""Seconds after which a sighting says where a badge was, not where it is."""

MOST: Final = 1000
"""Sightings that wait at most: a hundred badges at five adverts a second for those two seconds."""


class Backlog:
    """Filled by the radio, emptied by the link. ``now`` is on the clock of the sightings."""

    def __init__(self, uuids: Sequence[str]) -> None:
        """``uuids`` are the hub's, in its order."""
        self._which: Mapping[str, int] = {uuid: index for index, uuid in enumerate(uuids)}
        self._waiting: deque[Sighting] = deque(maxlen=MOST)

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, sighting: Sighting) -> None:
        """Keep what was heard; the oldest makes place."""
        if sighting.uuid in self._which:
            self._waiting.append(sighting)

    def take(self, now: float) -> tuple[Heard, ...]:
        """The next message's worth, oldest first. What is too old by now is dropped."""
        waiting = self._waiting
        while waiting and now - waiting[0].t > KEEP:
            waiting.popleft()
        batch = [waiting.popleft() for _ in range(min(len(waiting), MOST_HEARD))]
        return tuple(
            Heard(
                age=round(max(0.0, now - one.t), 4),
                which=self._which[one.uuid],
                major=one.major,
                minor=one.minor,
                tx_power=one.tx_power,
                rssi=one.rssi,
            )
            for one in batch
        )
