"""Pictures of demos are kept on the card: a kit that is switched on shows them at once, and runs no demo for it."""

import hashlib
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import pygame
from pygame import Surface

from xlab.catalogue import Entry
from xlab.catalogue.digest import DigestError
from xlab.catalogue.fingerprints import fingerprint
from xlab.look import tokens
from xlab_kiosk import stage
from xlab_kiosk.shell.gallery import Render, Size

log = logging.getLogger(__name__)

MOST: Final = 100
"""Pictures that are kept: a dozen demos in three languages. At 1920x1080 they take some twenty megabytes."""


class KeptPictures:
    """A :class:`xlab_kiosk.shell.gallery.Render` that asks ``draw`` only for what is not in ``folder`` yet.

    A picture is of one state of a demo's files, one size, one language and one ``look``. What cannot be read is drawn
    again, and where nothing can be written the pictures are shown all the same.
    """

    def __init__(self, folder: Path, draw: Render, look: str) -> None:
        self._folder = folder
        self._draw = draw
        self._look = look

    def __call__(self, entry: Entry, sizes: Sequence[Size], *, language: str) -> Sequence[Surface]:
        """The pictures, kept or drawn now."""
        digest = _digest(entry)
        if not digest:  # nobody can tell whether it is still the same
            return self._draw(entry, sizes, language=language)
        files = [self._folder / self._name(digest, size, language) for size in sizes]
        kept = [_read(file, size) for file, size in zip(files, sizes, strict=True)]
        here = [picture for picture in kept if picture is not None]
        if len(here) == len(sizes):
            return here
        drawn = self._draw(entry, sizes, language=language)
        try:
            for file, picture in zip(files, drawn, strict=False):
                _write(file, picture)
            self._thin_out()
        except (OSError, pygame.error) as error:
            log.info("The picture of %s is not kept: %s", entry.name, error)
        return drawn

    def _name(self, digest: str, size: Size, language: str) -> str:
        words = (self._look, digest, "x".join(map(str, size)), language)
        return f"{hashlib.sha256(chr(10).join(words).encode()).hexdigest()[:32]}.png"

    def _thin_out(self) -> None:
        """The oldest go."""
        files = sorted(self._folder.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
        for file in files[MOST:]:
            file.unlink(missing_ok=True)


def _digest(entry: Entry) -> str:
    """What names the demo's files, also of one that came with the kit; empty where they cannot be read."""
    if entry.digest or entry.folder is None:
        return entry.digest
    try:
        return fingerprint(entry.folder)
    except DigestError:
        return ""


def look_of_the_stage() -> str:
    """A text that is another one when what demos draw by (stage, look, pygame) has changed."""
    total = hashlib.sha256(pygame.version.ver.encode())
    for part in (stage.__file__, tokens.__file__):
        for path, size, changed in sorted(_files(Path(part).parent)):
            total.update(f"{path} {size} {changed}\n".encode())
    return total.hexdigest()


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Every file of a folder and those in it: its path, its length, and when it changed."""
    with os.scandir(folder) as found:
        for one in found:
            if one.is_dir():
                if one.name != "__pycache__":
                    yield from _files(Path(one.path))
            else:
                yield one.path, one.stat().st_size, one.stat().st_mtime_ns


def _read(file: Path, size: Size) -> Surface | None:
    """A kept picture, opaque and quick to show; None where there is none, or a card has spoiled it."""
    with suppress(OSError, pygame.error):
        found = pygame.image.load(file)
        if found.get_size() == size:
            picture = Surface(size, 0, 32)
            picture.blit(found, (0, 0))
            return picture
    return None


def _write(file: Path, picture: Surface) -> None:
    """A picture that a pulled plug cuts short is none: it has another name until it is whole."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = file.with_suffix(".part.png")
    try:
        pygame.image.save(picture, part)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
