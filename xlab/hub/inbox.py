"""Bundles that wait for IT: uploaded, or copied from a stick, each looked into before anybody is asked about it."""

import logging
import os
import secrets
import shutil
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

from msgspec import structs

from xlab.catalogue.bundle import Bundle, BundleError, open_bundle
from xlab.catalogue.digest import MAX_BYTES
from xlab.catalogue.shelf import verdict
from xlab.catalogue.trust import TrustError, Verdict
from xlab.dashboard.ports.demos import DemosRefused, Offer

_log = logging.getLogger(__name__)

MOST: Final = 5
MOST_BYTES: Final = 512 * 1024 * 1024
"""Offers that may wait, and their bytes together."""

ROOM: Final = 64 * 1024 * 1024
"""Bytes that stay free on the card whatever is copied."""

_CHUNK: Final = 1024 * 1024
_LONGEST_NAME: Final = 80

BROKEN: Final = "Its signature does not fit: it was changed after it was signed. Ask who made it for a new one."


class Inbox:
    """The folder ``HOME/demos/.inbox``. For any thread but the loop's: it reads and writes bundles."""

    def __init__(
        self,
        home: Path,
        *,
        most_bytes: int = MOST_BYTES,
        free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    ) -> None:
        """``free`` says how many bytes the card of a folder has left."""
        self._home = home
        self._folder = home / "demos" / ".inbox"
        self._most_bytes = most_bytes
        self._free = free
        self._lock = threading.Lock()
        self._offers: dict[str, Offer] = {}
        self._bytes: dict[str, int] = {}
        self._taken: set[str] = set()

    def clear(self) -> None:
        """Remove what an earlier hub left: its offers died with it. Raises OSError."""
        if self._folder.exists():
            shutil.rmtree(self._folder)

    def offers(self) -> tuple[Offer, ...]:
        """What waits, the oldest first."""
        with self._lock:
            return tuple(self._offers.values())

    def upload(self, file: Path, name: str) -> Offer:
        """Take an uploaded file, which is moved, and look into it. Raises :class:`DemosRefused`."""
        try:
            size = file.lstat().st_size
        except OSError as error:
            raise DemosRefused(f"The uploaded file cannot be read: {error.strerror}.") from None
        return self._add(name, "upload", size, lambda path: _move(file, path, size))

    def copy(self, file: Path, wanted: Callable[[str], bool]) -> Offer | None:
        """Copy a file from a stick and look into it; None if its seal is not ``wanted``. Raises DemosRefused."""
        try:
            about = file.lstat()
        except OSError as error:
            raise DemosRefused(f"{file.name} on the stick cannot be read: {error.strerror}.") from None
        if not stat.S_ISREG(about.st_mode):
            return None
        offer = self._add(file.name, "stick", about.st_size, lambda path: _copy(file, path, about.st_size))
        if offer.seal and not (wanted(offer.seal) and not self._has_other(offer)):
            self.drop(offer.id)
            return None
        return offer

    def claim(self, offer: str) -> tuple[Offer, Path]:
        """An offer to install, for one at a time, until :meth:`drop` or :meth:`give_back`. Raises DemosRefused."""
        with self._lock:
            known = self._offers.get(offer)
            if known is None:
                raise DemosRefused(
                    "This offer is not there any more. Upload the file again, or put the stick in again.", "gone"
                )
            if offer in self._taken:
                raise DemosRefused(f"{known.file} is being installed already.", "busy", file=known.file)
            self._taken.add(offer)
        return known, self._path(offer)

    def give_back(self, offer: str) -> None:
        """It was not installed: it waits again."""
        with self._lock:
            self._taken.discard(offer)

    def drop(self, offer: str) -> None:
        """Forget an offer and its file."""
        with self._lock:
            self._offers.pop(offer, None)
            self._bytes.pop(offer, None)
            self._taken.discard(offer)
        self._remove(offer)

    def _add(self, name: str, source: Literal["upload", "stick"], size: int, fill: Callable[[Path], None]) -> Offer:
        offer = Offer(id=secrets.token_hex(8), file=_shown(name), source=source)
        self._reserve(offer, size)
        path = self._path(offer.id)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            fill(path)
            looked = self._look(offer, path)
        except OSError as error:
            self.drop(offer.id)
            raise DemosRefused(f"{offer.file} cannot be taken in: {error.strerror or error}.") from None
        except BaseException:
            self.drop(offer.id)
            raise
        if looked.problem:
            self._remove(offer.id)
        with self._lock:
            self._offers[offer.id] = looked
            if looked.problem:
                # It takes no room, and must not keep a good one from coming in.
                del self._bytes[offer.id]
                bad = [one.id for one in self._offers.values() if one.problem]
                for old in bad[:-MOST]:
                    del self._offers[old]
        return looked

    def _reserve(self, offer: Offer, size: int) -> None:
        with self._lock:
            if len(self._bytes) >= MOST:
                raise DemosRefused(
                    f"{MOST} demos wait already. Install or decline some of them first.", "many", count=MOST
                )
            if size > 2 * MAX_BYTES or sum(self._bytes.values()) + size > self._most_bytes:
                most = self._most_bytes // 1024**2
                raise DemosRefused(
                    f"{offer.file} is too large: what waits may take {most} MB in all.",
                    "large",
                    file=offer.file,
                    most=most,
                )
            if self._free_bytes() < size + ROOM:
                raise DemosRefused(
                    f"The kit's card is full: there is no room for {offer.file}. Remove demos or recordings.",
                    "full",
                    file=offer.file,
                )
            self._bytes[offer.id] = size

    def _look(self, offer: Offer, path: Path) -> Offer:
        try:
            bundle = open_bundle(path)
            standing = verdict(self._home, bundle)
        except (BundleError, TrustError) as error:
            return structs.replace(offer, problem=str(error).replace(path.name, offer.file))
        return _described(offer, bundle, standing)

    def _has_other(self, offer: Offer) -> bool:
        with self._lock:
            return any(one.seal == offer.seal and one.id != offer.id for one in self._offers.values())

    def _free_bytes(self) -> int:
        try:
            return self._free(self._home)
        except OSError as error:
            raise DemosRefused(f"The kit's card cannot be used: {error.strerror or error}.") from None

    def _remove(self, offer: str) -> None:
        try:
            self._path(offer).unlink(missing_ok=True)
        except OSError as error:
            _log.warning("An offer cannot be removed: %s", error)

    def _path(self, offer: str) -> Path:
        return self._folder / f"{offer}.xlabdemo"


def _described(offer: Offer, bundle: Bundle, standing: Verdict) -> Offer:
    return structs.replace(
        offer,
        seal=bundle.seal,
        manifest=bundle.manifest,
        uses=bundle.index.uses,
        requires=bundle.index.requires,
        verdict=standing,
        signer=bundle.index.signer,
        problem=BROKEN if standing == "broken" else "",
    )


def _move(file: Path, path: Path, size: int) -> None:
    try:
        file.replace(path)
    except OSError:
        _copy(file, path, size)  # from another disk
        file.unlink(missing_ok=True)


def _copy(file: Path, path: Path, size: int) -> None:
    """Copy a file that may be anything by now, and no more of it than ``size`` bytes. Raises OSError."""
    handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as source, path.open("xb") as target:
        left = size
        while left and (chunk := source.read(min(_CHUNK, left))):
            target.write(chunk)
            left -= len(chunk)


def _shown(name: str) -> str:
    """A file's name without what could play tricks where it is shown, and without folders."""
    plain = "".join(letter for letter in name.replace("\\", "/").rpartition("/")[2] if letter.isprintable())
    return plain[:_LONGEST_NAME].strip() or "demo.xlabdemo"
