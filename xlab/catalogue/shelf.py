"""The installed demos of a kit: ``HOME/demos/.shelf/<id>/``, one folder for each version, and which of them is current.

A version is unpacked beside the old one, read again from the disk, and only then named by ``state.json``, which is
replaced in one step. Until then the old version is current; a folder that ``state.json`` does not name is nobody's and
is swept. So a power cut at any point leaves the old version or the new one, whole.
"""

import contextlib
import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from xlab.catalogue.bundle import Bundle, open_bundle
from xlab.catalogue.manifest import folder_name
from xlab.catalogue.shelf_files import read_bytes, replace_file, sync_folder, unpack
from xlab.catalogue.trust import Verdict, read_signers

_STATE = "state.json"
_MAX_STATE = 64 * 1024


class ShelfError(ValueError):
    """It cannot be done; the message is a sentence saying why and what to do. Nothing changed."""


class Version(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One unpacked version: its folder, the digest of its demo, the seal of its bundle and its signer's key, or ""."""

    folder: str
    version: str
    digest: str
    seal: str
    signer: str


class Shelved(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An installed demo: the version that runs, and the one before it, which :func:`rollback` goes back to."""

    id: str
    current: Version
    before: Version | None = None


def shelf(home: Path) -> Path:
    """The folder of installed demos of a kit's home."""
    return home / "demos" / ".shelf"


def demo_folder(home: Path, demo: Shelved) -> Path:
    """The folder of the current version, as :func:`xlab.catalogue.read_manifest` wants it."""
    return shelf(home) / demo.id / demo.current.folder / folder_name(demo.id)


def verdict(home: Path, bundle: Bundle) -> Verdict:
    """What this kit thinks of a bundle. Raises :class:`xlab.catalogue.trust.TrustError`."""
    return bundle.verdict(read_signers(home))


def installed(home: Path) -> tuple[list[Shelved], list[str]]:
    """What is installed, by id, and a sentence for each that cannot be read and is kept as it is."""
    demos: list[Shelved] = []
    wrong: list[str] = []
    for folder in _folders(shelf(home)):
        try:
            demo = _read(folder)
        except ShelfError as error:
            wrong.append(str(error))
        else:
            demos += [demo] if demo else []
    return demos, wrong


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
    new = Version(f"{index.version}-{bundle.seal[:8]}", index.version, index.digest, bundle.seal, index.signer)
    with _held(home):
        place = shelf(home) / index.id
        old = _read(place)
        if old and old.current.seal == new.seal:
            return old
        if not (old and old.before and old.before.seal == new.seal):
            if old and new.folder in (old.current.folder, old.before and old.before.folder):
                raise ShelfError(f"{path.name} would take the folder of another bundle, {new.folder}; pack it again.")
            _unpack(bundle, place / new.folder)
        demo = Shelved(index.id, new, old.current if old else None)
        _write(place, demo)
        _sweep(place, demo)
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
    """Remove all versions of a demo. What it kept as its data is not on the shelf and stays. Raises ShelfError."""
    with _held(home):
        place = shelf(home) / _known(home, demo_id).id
        place.joinpath(_STATE).unlink()
        sync_folder(place)
        _sweep(place, None)


def sweep(home: Path) -> None:
    """At the start of a kit: remove what an interrupted install or removal left. Raises :class:`ShelfError`."""
    with _held(home):
        for place in _folders(shelf(home)):
            # Where the state is unreadable nothing is known to be nobody's, so nothing goes.
            with contextlib.suppress(ShelfError):
                _sweep(place, _read(place))


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


def _unpack(bundle: Bundle, target: Path) -> None:
    try:
        unpack(bundle, target)
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


def _folders(place: Path) -> list[Path]:
    try:
        return sorted(one for one in place.iterdir() if one.is_dir() and not one.is_symlink())
    except FileNotFoundError:
        return []


def _read(place: Path) -> Shelved | None:
    path = place / _STATE
    try:
        demo = msgspec.json.decode(read_bytes(path, _MAX_STATE), type=Shelved)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ShelfError(
            f"{path} is damaged ({error}); remove the folder {place} and install the demo again."
        ) from None
    if demo.id != place.name:
        raise ShelfError(f"{path} speaks of {demo.id}; remove the folder {place} and install the demo again.")
    return demo


def _write(place: Path, demo: Shelved) -> None:
    replace_file(place / _STATE, msgspec.json.encode(demo))


def _sweep(place: Path, demo: Shelved | None) -> None:
    keep = {_STATE, demo.current.folder, demo.before.folder if demo.before else ""} if demo else set()
    for item in place.iterdir():
        if item.name in keep:
            continue
        if item.is_dir() and not item.is_symlink():
            shutil.rmtree(item)
        else:
            item.unlink()
    if demo is None:
        place.rmdir()
