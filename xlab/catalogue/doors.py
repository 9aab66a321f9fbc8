"""The two doors demos come through: installed packages and the kit's drop-in folder.

Neither door runs any code of a demo. What cannot be used is listed with a reason, never hidden and never fatal.
"""

import importlib.util
import os
from importlib.metadata import entry_points
from pathlib import Path
from typing import Literal

import msgspec

from xlab.catalogue.manifest import Manifest, ManifestError, read_manifest

GROUP = "xlab.demos"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A demo on this kit. ``manifest`` is None where it could not be read; ``reason`` says why a demo is not ready."""

    name: str
    door: Literal["installed", "dropped"]
    folder: Path | None
    status: Literal["ready", "bad", "unapproved"]
    reason: str = ""
    manifest: Manifest | None = None


def find_demos(home: Path) -> list[Entry]:
    """All demos on this kit, in the order of their ids, each with a status."""
    found = [_installed(point.name, point.value) for point in entry_points(group=GROUP)]
    found += [_dropped(folder) for folder in _subfolders(home / "demos")]
    return _without_clashes(sorted(found, key=lambda entry: entry.name))


def _installed(name: str, package: str) -> Entry:
    # find_spec of a top-level name locates the folder without running a line of it.
    try:
        spec = importlib.util.find_spec(package) if "." not in package else None
    except (ImportError, ValueError):
        spec = None
    if spec is None or not spec.submodule_search_locations:
        return Entry(name=name, door="installed", folder=None, status="bad", reason=f"The package {package} is missing.")
    return _read(name, "installed", Path(next(iter(spec.submodule_search_locations))))


def _dropped(folder: Path) -> Entry:
    entry = _read(folder.name, "dropped", folder)
    if entry.status == "bad":
        return entry
    reason = "It was put into the demos folder by hand and waits for approval by IT."
    return msgspec.structs.replace(entry, status="unapproved", reason=reason)


def _read(name: str, door: Literal["installed", "dropped"], folder: Path) -> Entry:
    try:
        manifest = read_manifest(folder)
    except ManifestError as error:
        return Entry(name=name, door=door, folder=folder, status="bad", reason=str(error))
    return Entry(name=manifest.id, door=door, folder=folder, status="ready", manifest=manifest)


def _subfolders(folder: Path) -> list[Path]:
    try:
        return sorted(Path(item.path) for item in os.scandir(folder) if item.is_dir())
    except OSError:
        return []


def _without_clashes(entries: list[Entry]) -> list[Entry]:
    """Two demos of one id: the installed one wins, whatever order they were found in, and the other says so."""
    owners: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda entry: (entry.door != "installed", str(entry.folder))):
        owners.setdefault(entry.name, entry)
    return [
        entry
        if owners[entry.name] is entry
        else msgspec.structs.replace(entry, status="bad", reason=f"Its id {entry.name} is taken by {owners[entry.name].folder}.")
        for entry in entries
    ]
