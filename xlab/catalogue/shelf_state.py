"""What is on the shelf of a kit's home: read by everybody who lists demos, changed by ``shelf.py`` alone."""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from xlab.catalogue.index import Target
from xlab.catalogue.manifest import folder_name

STATE = "state.json"
SITE = "site"
"""The folder of the packages that a version brings, beside the demo's own."""

FETCHED = ".fetched"
"""The file in a home's folder of demos that tells which bundles came from the hub, which may take them back."""

_MAX_STATE = 64 * 1024


class ShelfError(ValueError):
    """It cannot be done; the message is a sentence saying why and what to do. Nothing changed."""


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Unpacked packages: for which kind of kit, and the SHA-256 over names, sizes and times of their files."""

    target: Target
    listing: str


class Version(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One unpacked version: its folder, the digest of its demo, the seal of its bundle and its signer's key, or "".

    ``site`` tells of the packages it brings, if it brings any.
    """

    folder: str
    version: str
    digest: str
    seal: str
    signer: str
    site: Site | None = None


class Shelved(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An installed demo: the version that runs, and the one before it, which ``rollback`` goes back to."""

    id: str
    current: Version
    before: Version | None = None


def shelf(home: Path) -> Path:
    """The folder of installed demos of a kit's home."""
    return home / "demos" / ".shelf"


def demo_folder(home: Path, demo: Shelved) -> Path:
    """The folder of the current version, as :func:`xlab.catalogue.read_manifest` wants it."""
    return shelf(home) / demo.id / demo.current.folder / folder_name(demo.id)


def site_folder(home: Path, demo: Shelved) -> Path | None:
    """The folder of the packages that the current version brings, None where it brings none."""
    return shelf(home) / demo.id / demo.current.folder / SITE if demo.current.site else None


def states(home: Path) -> Iterator[tuple[Path, Shelved | str]]:
    """Each folder on the shelf, by id, with what is installed there or a sentence saying why that cannot be read.

    Raises OSError where the shelf itself cannot be read.
    """
    for place in places(home):
        try:
            demo = read_state(place)
        except ShelfError as error:
            yield place, str(error)
        else:
            if demo:
                yield place, demo


def installed(home: Path) -> tuple[list[Shelved], list[str]]:
    """What is installed, by id, and a sentence for each that cannot be read and is kept as it is. Raises OSError."""
    found = [state for _, state in states(home)]
    return [one for one in found if isinstance(one, Shelved)], [one for one in found if isinstance(one, str)]


def places(home: Path) -> list[Path]:
    """The folders on the shelf, one for each demo, by id. Raises OSError."""
    try:
        return sorted(one for one in shelf(home).iterdir() if one.is_dir() and not one.is_symlink())
    except FileNotFoundError:
        return []


def read_state(place: Path) -> Shelved | None:
    """What is installed in a folder of the shelf, if anything. Raises :class:`ShelfError`."""
    path = place / STATE
    try:
        demo = msgspec.json.decode(read_bytes(path, _MAX_STATE), type=Shelved)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ShelfError(
            f"{path} is damaged ({error}); remove the folder {place} and install the demo again."
        ) from None
    if demo.id != place.name:
        raise ShelfError(f"{path} speaks of {demo.id}; remove the folder {place} and install the demo again.")
    return demo


def read_bytes(path: Path, most: int) -> bytes:
    """A small file that somebody may have replaced by something else: at most ``most`` bytes. Raises OSError."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        return file.read(most)
