"""The two doors demos come through: installed packages and the kit's drop-in folder.

Neither door runs any code of a demo. What cannot be used is listed with a reason, never hidden and never fatal.
"""

import importlib.util
import os
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path
from typing import Literal

import msgspec

from xlab.catalogue.manifest import Manifest, ManifestError, read_manifest

GROUP = "xlab.demos"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A demo on this kit. ``manifest`` is None where it could not be read; ``reason`` says why a demo is not ready.

    ``digest`` names its files (:mod:`xlab.catalogue.digest`), or is empty; ``site`` is the folder of the packages that
    it alone brings, or None.
    """

    name: str
    door: Literal["installed", "shelf", "dropped"]
    folder: Path | None
    status: Literal["ready", "bad", "unapproved"]
    reason: str = ""
    manifest: Manifest | None = None
    digest: str = ""
    site: Path | None = None


def find_demos(home: Path) -> list[Entry]:
    """All demos on this kit, in the order of their ids, each with a status."""
    found = [*_installed(), *_dropped(home / "demos")]
    return _without_clashes(sorted(found, key=lambda entry: (entry.name, entry.door != "installed", str(entry.folder))))


def _installed() -> Iterator[Entry]:
    seen: set[str] = set()
    for distribution in distributions():
        name = "without a name"
        try:
            name = str(distribution.metadata["Name"])
            normal = name.lower().replace("-", "_")
            # An older copy further down the search path is not the one that Python would import.
            points = [] if normal in seen else [one for one in distribution.entry_points if one.group == GROUP]
            seen.add(normal)
        except Exception as error:
            # Whatever is wrong with one package's metadata, the others are none the worse for it.
            reason = f"The package {name} cannot say whether it has demos: {error}."
            yield Entry(name=_plain(name), door="installed", folder=None, status="bad", reason=_plain(reason))
            continue
        for point in points:
            yield _behind(point.name, point.value.partition(":")[0].strip())


def _behind(name: str, package: str) -> Entry:
    # find_spec of a top-level name locates the folder without running a line of it.
    try:
        spec = importlib.util.find_spec(package) if "." not in package else None
    except (ImportError, ValueError):
        spec = None
    if spec is None or not spec.submodule_search_locations:
        return Entry(
            name=name, door="installed", folder=None, status="bad", reason=f"The package {package} is missing."
        )
    return _read(name, "installed", Path(next(iter(spec.submodule_search_locations))))


def _dropped(drop: Path) -> Iterator[Entry]:
    try:
        items = sorted(os.scandir(drop), key=lambda item: item.name)
    except FileNotFoundError:
        return
    except OSError as error:
        reason = f"The demos folder {drop} cannot be read: {error.strerror}."
        yield Entry(name=drop.name, door="dropped", folder=drop, status="bad", reason=_plain(reason))
        return
    for item in items:
        # Files, and folders that tools leave behind (.git, __pycache__), are no demos and nobody misses them.
        if not item.name.startswith((".", "_")) and _may_be_a_folder(item):
            yield _waiting(_read(item.name, "dropped", Path(item.path)))


def _may_be_a_folder(item: "os.DirEntry[str]") -> bool:
    """Broken links and links in a circle included: somebody meant them to be a demo and must be told."""
    try:
        return item.is_dir() or (item.is_symlink() and not item.is_file())
    except OSError:
        return True


def _waiting(entry: Entry) -> Entry:
    if entry.status == "bad":
        return entry
    reason = "It was put into the demos folder by hand and waits for approval by IT."
    return msgspec.structs.replace(entry, status="unapproved", reason=reason)


def _read(name: str, door: Literal["installed", "dropped"], folder: Path) -> Entry:
    try:
        manifest = read_manifest(folder)
    except ManifestError as error:
        return Entry(name=_plain(name), door=door, folder=folder, status="bad", reason=_plain(str(error)))
    return Entry(name=manifest.id, door=door, folder=folder, status="ready", manifest=manifest)


def _without_clashes(entries: list[Entry]) -> list[Entry]:
    """Two demos of one id: the installed one wins, then the first by folder, and the other says so.

    A demo that is bad already keeps its own reason and takes no id from a good one.
    """
    owners: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda entry: (entry.door != "installed", str(entry.folder))):
        if entry.status != "bad":
            owners.setdefault(entry.name, entry)
    return [
        entry
        if entry.status == "bad" or owners[entry.name] is entry
        else msgspec.structs.replace(
            entry, status="bad", reason=f"Its id {entry.name} is taken by {owners[entry.name].folder}."
        )
        for entry in entries
    ]


def _plain(text: str) -> str:
    """``text`` as every screen and every file can show it; names on a disk need not be text."""
    return text.encode("utf-8", "backslashreplace").decode()
