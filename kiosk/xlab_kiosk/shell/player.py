"""``python -m xlab_kiosk.shell.player``: plays sounds of demos, one file named on each line of its input.

A process of its own, because a decoder that stumbles over a demo's file must not take the screen with it. An empty line
silences what plays; the end of its input ends it. Started by :mod:`xlab_kiosk.shell.sounds` and by nobody else.
"""

import logging
import os
import resource
import sys
from functools import lru_cache
from pathlib import Path

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame

log = logging.getLogger(__name__)

RATE = 44_100
BUFFER = 512
"""Samples: 12 ms, so that a knock is heard with the touch that made it."""

VOICES = 8
LONGEST_MS = 10_000
MOST_BYTES = 2 << 20
MEMORY = 256 << 20
"""Bytes of memory: two megabytes of silence may unpack to many gigabytes."""

VOLUME = 0.6
"""Quiet: a room of stations stays a room to talk in."""


def main() -> int:
    """Play until the input ends; 1 if there is no sound device."""
    logging.basicConfig(level="INFO", format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    try:
        pygame.mixer.init(RATE, -16, 2, BUFFER)
    except pygame.error as error:
        log.warning("There is no sound: %s.", error)
        return 1
    pygame.mixer.set_num_channels(VOICES)
    for line in sys.stdin:
        name = line.rstrip("\n")
        if name:
            play(name)
        else:
            pygame.mixer.stop()
    return 0


def play(name: str) -> None:
    """Play a file, if it is a sound; with all voices busy it is not heard."""
    try:
        sound = _loaded(name)
    except (OSError, ValueError, MemoryError, pygame.error) as error:
        log.warning("The sound %s cannot be played: %s", name, error)
    else:
        sound.play(maxtime=LONGEST_MS)


@lru_cache(maxsize=16)
def _loaded(name: str) -> pygame.mixer.Sound:
    if Path(name).stat().st_size > MOST_BYTES:
        raise ValueError(f"it is larger than {MOST_BYTES >> 20} MB")
    sound = pygame.mixer.Sound(name)
    sound.set_volume(VOLUME)
    return sound


if __name__ == "__main__":
    sys.exit(main())
