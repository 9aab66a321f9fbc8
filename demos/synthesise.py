"""Makes the sounds of the bundled demos: short, wooden, quiet. ``python demos/synthesise.py`` writes them anew."""

import struct
import wave
from math import exp, pi, sin
from pathlib import Path

RATE = 22_050

Strokes = tuple[tuple[float, float, float], ...]
"""When each falls (s), its pitch (Hz), how long it rings (s)."""

KNOCK: Strokes = ((0.0, 420.0, 0.05),)

SOUNDS: dict[str, dict[str, Strokes]] = {
    "common_ground": {
        "knock": KNOCK,
        "bridge": tuple(
            (0.1 * plank, pitch, 0.13) for plank, pitch in enumerate((294.0, 330.0, 392.0, 440.0, 494.0, 587.3))
        ),
    },
    "follow_the_material": {"knock": KNOCK, "told": ((0.0, 330.0, 0.14), (0.16, 494.0, 0.24))},
    "grow_the_pie": {
        "knock": KNOCK,
        "grow": ((0.0, 392.0, 0.16), (0.13, 523.3, 0.18), (0.26, 659.3, 0.24)),
        "held": ((0.0, 247.0, 0.08), (0.12, 185.0, 0.12)),
    },
    "see_inside": {"knock": KNOCK, "click": ((0.0, 523.3, 0.07), (0.07, 784.0, 0.16))},
    "this_or_that": {
        "knock": KNOCK,
        "idea": ((0.0, 440.0, 0.14), (0.12, 587.3, 0.16), (0.24, 880.0, 0.22)),
        "done": ((0.0, 349.2, 0.16), (0.14, 440.0, 0.18), (0.28, 523.3, 0.26)),
    },
    "warm_welcome": {"knock": KNOCK, "kept": ((0.0, 330.0, 0.14), (0.14, 440.0, 0.22)), "gone": ((0.0, 247.0, 0.06),)},
}
"""By demo and name."""


def stroke(t: float, pitch: float, rings: float) -> float:
    """A wooden bar, ``t`` seconds after it was struck: its tone, the fourth above that wood has, and the mallet."""
    if t < 0:
        return 0.0
    tone = sin(2 * pi * pitch * t) * exp(-t / rings * 3)
    over = 0.3 * sin(2 * pi * pitch * 3.93 * t) * exp(-t / rings * 9)
    return (tone + over) * min(1.0, t / 0.002)


def write(path: Path, strokes: Strokes) -> None:
    """One sound as a WAV file."""
    seconds = max(at + rings * 2 for at, _, rings in strokes)
    samples = [
        round(9_000 * sum(stroke(index / RATE - at, pitch, rings) for at, pitch, rings in strokes))
        for index in range(round(seconds * RATE))
    ]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))


def main() -> None:
    """Write them all."""
    for demo, sounds in SOUNDS.items():
        folder = Path(__file__).parent / f"xlab_demo_{demo}" / "sounds"
        folder.mkdir(exist_ok=True)
        for name, strokes in sounds.items():
            write(folder / f"{name}.wav", strokes)


if __name__ == "__main__":
    main()
