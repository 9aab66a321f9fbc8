"""A recording played at its own pace, once or for ever."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
from typing import Final

import msgspec

from xlab.beacons.notes import Item, WarmUp
from xlab.beacons.presence import LEAVE_AFTER
from xlab.beacons.recording import RecordingError, read_recording
from xlab.beacons.sighting import Sighting

LOOP_SILENCE: Final = LEAVE_AFTER + 2.0
"""Seconds of silence between two rounds: who sends once a second or more often leaves, and nobody jumps from the walk's
end to its start."""

LONGEST_GAP: Final = 60.0
"""Seconds to wait at most between two sightings. Clocks are set while a recording runs; a leap is no silence."""


async def replay(
    path: Path,
    *,
    loop: bool,
    speed: float,
    start: float | None = None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncGenerator[Item, None]:
    """What a recording is made of, when it is due; with ``loop`` again and again after :data:`LOOP_SILENCE`.

    ``t`` begins at ``start`` (seconds; none: as recorded) and only grows, over leaps of the recorded clock and over
    rounds too. ``speed`` is a factor on the recording's time. The pace keeps no error: a late reader is caught up with.
    Raises :class:`~xlab.beacons.recording.RecordingError`, also if there is nothing to play again.
    """
    began = clock()
    passed = 0.0  # seconds of recording played
    base = start
    while True:
        before: float | None = None
        notes: list[Item] = []
        for item in read_recording(path):
            if not isinstance(item, Sighting):
                notes.append(item)
                continue
            if base is None:
                base = item.t
            if before is not None:
                passed += max(0.0, min(item.t - before, LONGEST_GAP))
            before = item.t
            ahead = passed / speed - (clock() - began)
            if ahead > 0:
                await sleep(ahead)
            for due in (*notes, item):
                yield _moved(due, base + passed - item.t)
            notes.clear()
        if before is None:
            raise RecordingError(f"{path} holds no sightings; choose another recording.")
        if not loop:
            return
        passed += LOOP_SILENCE


def _moved(item: Item, by: float) -> Item:
    if isinstance(item, WarmUp):
        return WarmUp(item.until + by)
    return msgspec.structs.replace(item, t=item.t + by)
