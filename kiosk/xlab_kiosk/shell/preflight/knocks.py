"""The sound of the sound test: a knock on wood, on one side alone. Pure."""

import array
import io
import math
import wave
from typing import Final, Literal

Side = Literal["left", "right"]
SIDES: Final[tuple[Side, ...]] = ("left", "right")

RATE: Final = 44_100
SECONDS: Final = 0.3
_LOUD: Final = 20_000

_PARTIALS: Final = ((392.0, 1.0, 14.0), (1_081.0, 0.45, 30.0), (2_117.0, 0.2, 55.0))
"""Pitch in Hz, strength, and decay per second: a bar of wood sounds above its first tone in uneven steps."""


def knock(side: Side) -> bytes:
    """A WAV file of two channels, one of them silent. The right knock is a third higher, as one hears with one ear."""
    pitch = 1.0 if side == "left" else 1.26
    tone = array.array("h")
    for index in range(round(RATE * SECONDS)):
        t = index / RATE
        level = sum(much * math.exp(-fade * t) * math.sin(2 * math.pi * hz * pitch * t) for hz, much, fade in _PARTIALS)
        heard = round(_LOUD / 1.65 * level * min(1.0, index / 60))
        tone.extend((heard, 0) if side == "left" else (0, heard))
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setparams((2, 2, RATE, 0, "NONE", ""))
        out.writeframes(tone.tobytes())
    return file.getvalue()
