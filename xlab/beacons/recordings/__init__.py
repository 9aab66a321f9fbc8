"""Recordings that travel with the program, each with its source and licence in a ``.toml`` beside it."""

import tomllib
from pathlib import Path

import msgspec

_MARGIN = 0.18
"""Room around the outermost scanners in the picture, as a share of it: badges gather around a spot, not on it."""


class _Scanner(msgspec.Struct, frozen=True):
    name: str
    x: float
    y: float


class _About(msgspec.Struct, frozen=True):
    file: str
    title: str
    source: str
    licence: str
    changes: str
    scanners: dict[str, _Scanner]


class Bundled(msgspec.Struct, frozen=True):
    """A bundled recording. ``spots`` maps a scanner to its name and its place in the room's picture (0..1, y down)."""

    path: Path
    title: str
    source: str
    licence: str
    spots: dict[str, tuple[str, float, float]]


def bundled() -> Bundled:
    """The recording to play where there is no radio: a walk past four scanners."""
    folder = Path(__file__).parent
    about = msgspec.convert(tomllib.loads((folder / "walk.toml").read_text("utf-8")), _About)
    return Bundled(folder / about.file, about.title, about.source, about.licence, _spots(about.scanners))


def _spots(scanners: dict[str, _Scanner]) -> dict[str, tuple[str, float, float]]:
    """Stretch the scanners' positions to fill the picture but for a margin; north is up."""
    left, right = min(s.x for s in scanners.values()), max(s.x for s in scanners.values())
    south, north = min(s.y for s in scanners.values()), max(s.y for s in scanners.values())
    inner = 1 - 2 * _MARGIN
    return {
        key: (
            s.name,
            _MARGIN + inner * (s.x - left) / (right - left),
            _MARGIN + inner * (north - s.y) / (north - south),
        )
        for key, s in scanners.items()
    }
