"""The installed demos of a kit: ``HOME/demos/.shelf/<id>/``, one folder for each version, and which of them is current.

A version is unpacked beside the old one, read again from the disk, and only then named by ``state.json``, which is
replaced in one step. Until then the old version is current; a folder that ``state.json`` does not name is nobody's and
is swept. So a power cut at any point leaves the old version or the new one, whole.
"""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from xlab.catalogue.bundle import Bundle, open_bundle
from xlab.catalogue.shelf_files import replace_file, unpack
from xlab.catalogue.shelf_state import (
    STATE,
    ShelfError,
    Shelved,
    Site,
    Version,
    demo_folder,
    installed,
    places,
    read_state,
    shelf,
)
from xlab.catalogue.trust import Verdict, read_signers
from xlab.keyfiles import sync_folder

__all__ = [
    "ShelfError",
    "Shelved",
    "Version",
    "data_folder",
    "demo_folder",
    "install",
    "installed",
    "remove",
    "rollback",
    "shelf",
    "sweep",
    "verdict",
]

_REMOVED = "removed.json"
"""What ``state.json`` is called while a demo is being removed, with what it kept."""


def data_folder(home: Path, demo_id: str) -> Path:
    """Where a demo keeps what is its own on this kit, of all its versions; it may not be there."""
    return home / "demo-data" / demo_id


def verdict(home: Path, bundle: Bundle) -> Verdict:
    """What this kit thinks of a bundle. Raises :class:`xlab.catalogue.trust.TrustError`."""
    return bundle.verdict(read_signers(home))


def install(home: Path, path: Path, approved: str = "") -> Shelved:
    """Install the bundle at ``path`` beside what is there, then make it current.

    ``approved`` is the seal of the bundle that IT was shown and agreed to; a trusted signer needs none.
    Raises :class:`ShelfError`, :class:`xlab.catalogue.bundle.BundleError`, :class:`xlab.catalogue.trust.TrustError`.
    """
    bundle = open_bundle(path)
    standing = verdict(home, bundle)
    if standing == "broken":
        raise ShelfError(f"{path.name} is refused: its signature does not fit, so it was changed after it was signed.")
    if standing != "trusted" and approved != bundle.seal:
        who = "is not signed" if standing == "unsigned" else "is signed by somebody this kit does not know"
        raise ShelfError(f"{path.name} {who}; IT has to approve it first.")
    index = bundle.index
    name = f"{index.version}-{bundle.seal[:8]}"
    with _held(home):
        place = shelf(home) / index.id
        old = read_state(place)
        if old and old.current.seal == bundle.seal:
            return old
        if old and old.before and old.before.seal == bundle.seal:
            new = old.before
        else:
            if old and name in (old.current.folder, old.before and old.before.folder):
                raise ShelfError(f"{path.name} would take the folder of another bundle, {name}; pack it again.")
            site = _unpack(bundle, place / name)
            new = Version(name, index.version, index.digest, bundle.seal, index.signer, site)
        demo = Shelved(index.id, new, old.current if old else None)
        _write(place, demo)
        _sweep(home, place, demo)
        return demo


def rollback(home: Path, demo_id: str) -> Shelved:
    """Make the version before the current one current again, and the other way round. Raises :class:`ShelfError`."""
    with _held(home):
        demo = _known(home, demo_id)
        if demo.before is None:
            raise ShelfError(f"There is no version of {demo_id} before {demo.current.version} to go back to.")
        swapped = Shelved(demo.id, demo.before, demo.current)
        _write(shelf(home) / demo.id, swapped)
        return swapped


def remove(home: Path, demo_id: str) -> None:
    """Remove all versions of a demo and then what it kept as its data. Raises :class:`ShelfError`.

    Its data goes even where an older version came with the kit: that one might not understand it.
    """
    with _held(home):
        place = shelf(home) / _known(home, demo_id).id
        place.joinpath(STATE).replace(place / _REMOVED)
        sync_folder(place)
        _sweep(home, place, None)


def sweep(home: Path) -> None:
    """At the start of a kit: remove what an interrupted install or removal left. Raises :class:`ShelfError`."""
    with _held(home):
        wrong: OSError | None = None
        for place in places(home):
            try:
                # Where the state is unreadable nothing is known to be nobody's, so nothing goes.
                with contextlib.suppress(ShelfError):
                    _sweep(home, place, read_state(place))
            except OSError as error:  # what cannot be swept here keeps nobody from sweeping there
                wrong = error
        if wrong:
            raise wrong


@contextmanager
def _held(home: Path) -> Iterator[None]:
    """One change at a time, over all processes; the lock ends with whoever holds it, however that ends."""
    try:
        shelf(home).mkdir(parents=True, exist_ok=True)
        with shelf(home).joinpath(".lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise ShelfError(f"The shelf of demos {shelf(home)} cannot be changed: {error.strerror or error}.") from None


def _unpack(bundle: Bundle, target: Path) -> Site | None:
    try:
        return unpack(bundle, target)
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise


def _known(home: Path, demo_id: str) -> Shelved:
    # Looked up among those there are: an id from outside never becomes a path.
    demos, wrong = installed(home)
    for demo in demos:
        if demo.id == demo_id:
            return demo
    raise ShelfError(" ".join([f"There is no installed demo {demo_id}.", *wrong]))


def _write(place: Path, demo: Shelved) -> None:
    replace_file(place / STATE, msgspec.json.encode(demo))


def _sweep(home: Path, place: Path, demo: Shelved | None) -> None:
    keep = {STATE, demo.current.folder, demo.before.folder if demo.before else ""} if demo else {_REMOVED}
    for item in place.iterdir():
        if item.name not in keep:
            _erase(item)
    if demo is None:
        if place.joinpath(_REMOVED).exists():
            _erase(data_folder(home, place.name))
            place.joinpath(_REMOVED).unlink()
        place.rmdir()


def _erase(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        # A demo may have shut a folder of its data even to itself.
        path.chmod(0o700)
        for folder, folders, _ in os.walk(path):
            for name in folders:
                if not (inner := Path(folder) / name).is_symlink():
                    inner.chmod(0o700)
        shutil.rmtree(path)
