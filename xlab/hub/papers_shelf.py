"""Where the reports of visits lie: ``HOME/reports/<visit>/``, each whole or not there.

A report is made in a hidden folder beside and put in place by renaming, so that whoever is killed meanwhile leaves the
old one or the new one. :func:`tidy` puts right what a killed hub left. To delete the report of a visit, while no hub
runs or after it let go of the visit, call :func:`delete`. Everything here blocks.
"""

import re
import shutil
import tempfile
from collections.abc import Container, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

from xlab.catalogue.shelf_files import replace_file
from xlab.keyfiles import sync_all, sync_folder
from xlab.nonsense import NONSENSE
from xlab.report import Report

FOLDER: Final = "reports"
"""Below the kit's home. What stations report of runs that went wrong lies there too, as files."""

SHOWN: Final = ("report.pdf", "report.zip", "report.html", "report.json")
"""The documents that people take with them; the zip has the rest."""

_MODEL: Final = "report.json"
_SEAL: Final = "sealed"
"""Beside the model: from here on it is all there is, since what it was made of is being deleted."""

_OLD: Final = ".old-"

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
"""A visit that may name a folder: its id may have come from another kit."""


def delete(home: Path, visit: str) -> bool:
    """Delete all there is of a visit's report; whether there was any. Raises OSError."""
    parent = _at(home, visit).parent
    found = [one for one in (parent / visit, parent / f"{_OLD}{visit}") if one.exists()]
    for folder in (*found, *parent.glob(f".making-{visit}-*")):
        shutil.rmtree(folder)
    if found:
        sync_folder(parent)
    return bool(found)


def sizes(home: Path, visit: str) -> dict[str, int]:
    """The documents that can be had, by name, with their bytes; empty where the report is not whole."""
    if not may_be_kept(visit):
        return {}
    files = {name: _at(home, visit) / name for name in SHOWN}
    found = {name: file.stat().st_size for name, file in files.items() if file.is_file()}
    # The zip is made last.
    return found if "report.zip" in found else {}


def document(home: Path, visit: str, name: str) -> Path | None:
    """One of them, or None."""
    return _at(home, visit) / name if name in sizes(home, visit) else None


def model(home: Path, visit: str) -> Report | None:
    """What the report says; None where there is none, or none that can be read."""
    try:
        return msgspec.json.decode((_at(home, visit) / _MODEL).read_bytes(), type=Report)
    except (OSError, *NONSENSE):
        return None


def may_be_kept(visit: str) -> bool:
    """Whether the visit's id can name a folder."""
    return _NAME.fullmatch(visit) is not None


def is_sealed(home: Path, visit: str) -> bool:
    """Whether what is kept is all there is."""
    return may_be_kept(visit) and (_at(home, visit) / _SEAL).exists()


def seal(home: Path, report: Report) -> None:
    """Keep what the report says and never make it of the log again; on the card on return. Raises OSError."""
    folder = _at(home, report.visit)
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(folder / _MODEL, msgspec.json.encode(report))
    replace_file(folder / _SEAL, b"")
    sync_folder(folder.parent)


@contextmanager
def bench(home: Path, visit: str) -> Iterator[Path]:
    """An empty folder to make the report in, gone afterwards unless it was :func:`put` in place. Raises OSError."""
    parent = _at(home, visit).parent
    parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".making-{visit}-", dir=parent))
    try:
        yield folder
    finally:
        # Also a half-made one: it fills a card that may be full already.
        shutil.rmtree(folder, ignore_errors=True)


def put(home: Path, visit: str, folder: Path) -> None:
    """Put what was made on the bench in place of what was there. Raises OSError."""
    place = _at(home, visit)
    old = place.with_name(f"{_OLD}{visit}")
    if is_sealed(home, visit):
        (folder / _SEAL).touch()
    folder.chmod(0o755)
    sync_all(folder)
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    folder.rename(place)
    sync_folder(place.parent)
    shutil.rmtree(old, ignore_errors=True)


def tidy(home: Path, known: Container[str]) -> None:
    """Remove what a killed hub had half made, put back what it had half replaced, and remove what was of a practice.

    A practice that is not among the ``known`` visits is over.
    """
    for path in [one for one in (home / FOLDER).glob(".*") if one.is_dir()]:
        place = path.with_name(path.name.removeprefix(_OLD))
        if path != place and not place.exists():
            path.rename(place)
        else:
            shutil.rmtree(path, ignore_errors=True)
    for path in (home / FOLDER).glob(f"*/{_MODEL}"):
        kept = model(home, path.parent.name)
        if kept is not None and kept.practice and path.parent.name not in known:
            shutil.rmtree(path.parent, ignore_errors=True)


def _at(home: Path, visit: str) -> Path:
    if not may_be_kept(visit):
        raise FileNotFoundError(f"No report can be kept under the name {visit[:60]!r}.")
    return home / FOLDER / visit
