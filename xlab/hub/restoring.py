"""Putting a backup of a kit in the place of what is there: all of it or nothing, whenever the plug is pulled.

The parts are unpacked beside the kit's files, checked, and synced. One renaming of their folder decides: before it
nothing has changed, after it whoever starts next goes on where it was broken off (:func:`finish`). What was there
before is a backup itself by then, in the kit's ``backups/``, so that a restore can be undone by another.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from xlab import __version__
from xlab.catalogue.rating import RATINGS
from xlab.hub import backups
from xlab.hub.backups import DEMOS, LOG, BackupError, Manifest, Progress
from xlab.hub.cleansing import cleanse, erasures
from xlab.hub.identity import FILE as IDENTITY
from xlab.hub.papers_shelf import FOLDER as REPORTS
from xlab.keyfiles import keys_folder, replace_file, sync_folder
from xlab.store import EventLog, SqliteLog, StoreError, UnusableFile

_MAKING: Final = ".restoring"
_READY: Final = ".restored"
_MANIFEST: Final = "manifest.json"
_OWN: Final = ("kit.toml", "rules.toml", "orders.json")
"""Files that are gone after a restore if the backup has none: the kit is as it was then. Its keys stay its own."""


class Restored(msgspec.Struct, frozen=True):
    """What was put back, and where that is kept which was there before, if anything was."""

    manifest: Manifest
    before: Path | None


def restore(home: Path, path: Path, *, kit_name: str, now: float, progress: Progress = lambda _: None) -> Restored:
    """Put the backup at ``path`` in the place of what is in ``home``, which no hub uses meanwhile.

    ``kit_name`` is what the kit is called now. What it has erased by now does not come back. Raises
    :class:`xlab.hub.backups.BackupError`, and then nothing has changed.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        finish(home)
        making = home / _MAKING
        making.mkdir(mode=0o700)
    except OSError as error:
        raise BackupError(f"{home} cannot be written: {error.strerror or error}.", "not_written") from error
    try:
        manifest = backups.unpack(path, making, lambda share: progress(share * 0.7))
        before = _kept(home, making, manifest, kit_name, now, lambda share: progress(0.7 + share * 0.3))
        try:
            replace_file(making / IDENTITY, (manifest.known_as or manifest.kit).encode())
            replace_file(making / _MANIFEST, msgspec.json.encode(manifest))
            _sync(making)
            making.rename(home / _READY)
            sync_folder(home)
        except OSError as error:
            raise BackupError(f"{home} cannot be written: {error.strerror or error}.", "not_written") from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    finish(home)
    return Restored(manifest, before)


def finish(home: Path) -> bool:
    """Go on with a restore that was broken off after it was decided; whether there was one. Raises OSError.

    Called before anything else opens the kit's files.
    """
    ready, making = home / _READY, home / _MAKING
    if making.exists():
        shutil.rmtree(making)
    if not ready.exists():
        return False
    manifest = msgspec.json.decode((ready / _MANIFEST).read_bytes(), type=Manifest)
    if (ready / LOG).exists():
        if (home / LOG).exists() and not _usable(home / LOG):
            _aside(home)
        for companion in ("-wal", "-shm", "-journal"):
            (home / f"{LOG}{companion}").unlink(missing_ok=True)
    for part in manifest.parts:
        source, target = ready / part.path, home / part.path
        if source.exists():
            if part.path.startswith("keys/"):
                keys_folder(home)
            target.parent.mkdir(parents=True, exist_ok=True)
            source.replace(target)
    _drop_the_rest(home, manifest)
    if (ready / IDENTITY).exists():
        (ready / IDENTITY).replace(home / IDENTITY)
    _sync(home, (REPORTS, DEMOS, RATINGS, "keys"))
    # In one step no restore any more: its parts are removed one by one, and the manifest may go first.
    ready.rename(making)
    sync_folder(home)
    shutil.rmtree(making)
    return True


def _kept(home: Path, making: Path, manifest: Manifest, kit_name: str, now: float, progress: Progress) -> Path | None:
    """Make a backup of what is there, and take out of the new log whatever the old one has erased."""
    if not (home / LOG).exists():
        return None
    try:
        log = SqliteLog.open(home / LOG)
    except UnusableFile:
        # A log that is damaged may be why somebody restores; it is moved aside as it is.
        return None
    except StoreError as error:
        raise BackupError(str(error), "not_written") from error
    try:
        kept = backups.write(
            home,
            log,
            home / "backups",
            why="restore",
            kit_name=kit_name,
            version=__version__,
            now=now,
            demos=manifest.demos,
            progress=progress,
        )
        _cleanse(making / LOG, log)
    except StoreError as error:
        raise BackupError(str(error), "not_written") from error
    finally:
        log.close()
    return kept


def _cleanse(path: Path, now: EventLog) -> None:
    copy = SqliteLog.open(path)
    try:
        cleanse(copy, erasures(now))
    finally:
        copy.close()


def _usable(path: Path) -> bool:
    try:
        SqliteLog.open(path).close()
    except StoreError:
        return False
    return True


def _aside(home: Path) -> None:
    SqliteLog.open(home / LOG, on_damage="aside").close()


def _drop_the_rest(home: Path, manifest: Manifest) -> None:
    """Remove what the backup does not have: other settings, reports of visits it knows nothing of, other demos."""
    wanted = {part.path for part in manifest.parts}
    for name in _OWN:
        if name not in wanted:
            (home / name).unlink(missing_ok=True)
    roots = [one for one in (home / REPORTS).glob("[!.]*") if one.is_dir()]
    roots += [home / DEMOS, home / RATINGS] if manifest.demos else []
    for root in roots:
        for at, _, names in os.walk(root, topdown=False):
            for name in names:
                path = Path(at) / name
                if path.relative_to(home).as_posix() not in wanted:
                    path.unlink()
            with suppress(OSError):  # something that belongs here is in it
                Path(at).rmdir()


def _sync(folder: Path, below: tuple[str, ...] = ()) -> None:
    for root in [folder / one for one in below] or [folder]:
        for at, _, _ in os.walk(root):
            sync_folder(Path(at))
