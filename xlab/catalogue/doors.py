"""The three doors demos come through: installed packages, the shelf of installed bundles, and the drop-in folder.

No door runs any code of a demo. What cannot be used is listed with a reason, never hidden and never fatal.

Where one id comes through several doors, the shelf wins, then the installed package, then the drop-in folder: a bundle
is how a kit gets a newer demo than the one that came with it. The one that loses says so. Only a packaged demo that is
no newer than the one on the shelf is not listed at all: it waits until that one is removed.
"""

import importlib.util
import os
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

import msgspec

from xlab.catalogue.digest import DigestError
from xlab.catalogue.entry import Door, Entry
from xlab.catalogue.fingerprints import fingerprint
from xlab.catalogue.manifest import ManifestError, read_manifest
from xlab.catalogue.shelf_state import Shelved, Site, demo_folder, shelf, site_folder, states

__all__ = ["GROUP", "Door", "Entry", "find_demos"]

GROUP = "xlab.demos"

_RANK: dict[Door, int] = {"shelf": 0, "installed": 1, "dropped": 2}

_whole: set[tuple[Path, Site]] = set()
"""Folders of packages that were found whole since this process began; thousands of files are not looked at again."""


def find_demos(home: Path) -> list[Entry]:
    """All demos on this kit, in the order of their ids, each with a status."""
    found = [*_installed(), *_shelved(home), *_dropped(home / "demos")]
    return _without_clashes(sorted(found, key=lambda entry: (entry.name, *_order(entry))))


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
        reason = _plain(f"The package {package} is missing.")
        return Entry(name=_plain(name), door="installed", folder=None, status="bad", reason=reason)
    return _read(name, "installed", Path(next(iter(spec.submodule_search_locations))))


def _shelved(home: Path) -> Iterator[Entry]:
    try:
        for place, state in states(home):
            if isinstance(state, str):
                yield Entry(name=_plain(place.name), door="shelf", folder=place, status="bad", reason=_plain(state))
            else:
                yield _on_shelf(home, state)
    except OSError as error:
        reason = f"The shelf of demos {shelf(home)} cannot be read: {error.strerror}."
        yield Entry(name="shelf", door="shelf", folder=shelf(home), status="bad", reason=_plain(reason))


def _on_shelf(home: Path, demo: Shelved) -> Entry:
    folder, site, version = demo_folder(home, demo), site_folder(home, demo), demo.current
    entry = msgspec.structs.replace(_read(demo.id, "shelf", folder), digest=version.digest, site=site)
    if entry.status == "bad":
        return entry
    reason = ""
    try:
        if fingerprint(folder) != version.digest:
            reason = "Its files are not those that were installed"
        elif version.site and site and (site, version.site) not in _whole:
            reason = _wrong_site(site, version.site)
    except DigestError as error:
        reason = str(error).removesuffix(".")
    if reason:
        return msgspec.structs.replace(entry, status="bad", reason=_plain(f"{reason}; install its bundle again."))
    return entry


def _wrong_site(site: Path, promised: Site) -> str:
    # Only demos that bring packages need these.
    from xlab.catalogue.site import here, list_site

    if promised.target != here():
        return f"Its packages are unpacked for {promised.target}, but this kit is {here()}"
    try:
        if list_site(site) != promised.listing:
            return "The packages it brings are not those that were installed"
    except OSError as error:
        return f"The packages it brings cannot be read ({error.strerror})"
    _whole.add((site, promised))
    return ""


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
    if entry.status == "bad" or entry.folder is None:
        return entry
    try:
        digest = fingerprint(entry.folder)
    except DigestError as error:
        return msgspec.structs.replace(entry, status="bad", reason=_plain(str(error)))
    reason = "It was put into the demos folder by hand and waits for approval by IT."
    if entry.manifest and entry.manifest.python.requires:
        needs = ", ".join(entry.manifest.python.requires)
        reason += f" It requires {needs:.200}, which only a packed demo brings along (xlab demo pack)."
    return msgspec.structs.replace(entry, status="unapproved", reason=reason, digest=digest)


def _read(name: str, door: Door, folder: Path) -> Entry:
    try:
        manifest = read_manifest(folder)
    except ManifestError as error:
        return Entry(name=_plain(name), door=door, folder=folder, status="bad", reason=_plain(str(error)))
    return Entry(name=manifest.id, door=door, folder=folder, status="ready", manifest=manifest)


def _without_clashes(entries: list[Entry]) -> list[Entry]:
    """Of several demos with one id the first by door and folder wins, as the module says; the others say so.

    A demo that is bad already keeps its own reason and takes no id from a good one.
    """
    owners: dict[str, Entry] = {}
    for entry in sorted(entries, key=_order):
        if entry.status != "bad":
            owners.setdefault(entry.name, entry)
    settled: list[Entry] = []
    for entry in entries:
        owner = owners.get(entry.name)
        if entry.status == "bad" or owner is None or owner is entry:
            settled.append(entry)
        elif reason := _loses(entry, owner):
            settled.append(msgspec.structs.replace(entry, status="bad", reason=reason))
    return settled


def _loses(entry: Entry, owner: Entry) -> str:
    """Why ``owner`` is shown and not this one of the same id; "" where that goes without saying."""
    if entry.door != "installed" or owner.door != "shelf" or entry.manifest is None or owner.manifest is None:
        return f"Its id {entry.name} is taken by {owner.folder}."
    ours, theirs = entry.manifest.version, owner.manifest.version
    if _numbers(ours) <= _numbers(theirs):
        return ""
    return f"The kit came with version {ours}, but version {theirs} was installed; remove that one to have this one."


def _order(entry: Entry) -> tuple[int, str]:
    return _RANK[entry.door], str(entry.folder)


def _numbers(version: str) -> list[tuple[int, str]]:
    # By length first, as text: a number in a version may have thousands of digits.
    return [(len(part.lstrip("0")), part.lstrip("0")) for part in version.split(".")]


def _plain(text: str) -> str:
    """``text`` as every screen and file can show it; names on a disk need not be text, and may steer a terminal."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)
