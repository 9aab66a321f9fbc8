"""Pictures and sounds in a demo's own folder."""

import re
from pathlib import Path

import pygame
from pygame import Surface, transform

from xlab_kiosk.stage._cache import SurfaceCache

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}\Z")
_SOUNDS = (".ogg", ".wav")
_KEPT_BYTES = 24 << 20


class Assets:
    """What lies beside a demo's code in ``folder``: ``pictures/*.png``, ``sounds/*.ogg`` and ``sounds/*.wav``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pictures = SurfaceCache(_KEPT_BYTES)

    def picture(self, name: str, size: tuple[int, int] | None) -> Surface:
        """The picture, as large as fits into ``size`` in its own proportions, or as it is. Shared: never draw on it."""
        return self._pictures.get((name, size), lambda: self._fitted(name, size))

    def sound(self, name: str) -> Path:
        """The file of a sound; see :func:`sound_file`."""
        return sound_file(self._folder, name)

    def _fitted(self, name: str, size: tuple[int, int] | None) -> Surface:
        if size is None:
            return self._loaded(name)
        whole = self._pictures.get((name, None), lambda: self._loaded(name))
        factor = min(size[0] / whole.get_width(), size[1] / whole.get_height())
        fitted = max(1, round(whole.get_width() * factor)), max(1, round(whole.get_height() * factor))
        return transform.smoothscale(whole, fitted)

    def _loaded(self, name: str) -> Surface:
        _check(name)
        path = self._folder / "pictures" / f"{name}.png"
        try:
            with path.open("rb") as file:
                loaded = pygame.image.load(file, path.name)
        except FileNotFoundError:
            raise FileNotFoundError(f"The demo has no pictures/{name}.png.") from None
        except pygame.error as error:
            raise ValueError(f"pictures/{name}.png is no picture that can be shown: {error}") from None
        surface = Surface(loaded.get_size(), pygame.SRCALPHA, 32)
        surface.blit(loaded, (0, 0))
        return surface


def sound_file(folder: Path, name: str) -> Path:
    """The file of a sound of the demo in ``folder``. Raises FileNotFoundError, ValueError for what is no plain name."""
    _check(name)
    for ending in _SOUNDS:
        path = folder / "sounds" / (name + ending)
        if path.is_file():
            return path
    raise FileNotFoundError(f"The demo has no sounds/{name}.ogg and no sounds/{name}.wav.")


def _check(name: str) -> None:
    if not _NAME.match(name):
        raise ValueError(f"{name!r} is no name of a file of the demo; use letters, digits, - and _, without an ending.")
