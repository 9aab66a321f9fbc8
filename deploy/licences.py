"""The licences of all that a kit carries of others: Python packages, fonts and charts, Debian packages.

    python deploy/licences.py -o licences.txt --python SITE_PACKAGES [--debian TREE]

Nothing is listed by hand: what is installed says itself what it is. What does not say it, or comes without its text,
is named, and the list is not made: somebody has to look.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from xlab.upkeep.works import Work, is_text, joined, python_works, told

ROOT: Final = Path(__file__).resolve().parent.parent
_UNCLEAR: Final = ("", "UNKNOWN", "SEE LICENSE IN LICENSE", "UNLICENSED")


def main() -> int:
    """Write the list; 0 when every licence is known."""
    parser = argparse.ArgumentParser(description="Write the licences of all that a kit carries of others.")
    parser.add_argument("-o", dest="into", type=Path, required=True, help="the file to write")
    parser.add_argument("--python", type=Path, required=True, help="folder of the installed Python packages")
    parser.add_argument("--debian", type=Path, help="root file system whose Debian packages are listed too")
    given = parser.parse_args()
    works = [*python_works(given.python), *npm_works(ROOT)]
    if given.debian:
        works += debian_works(given.debian)
    if wrong := unclear(works):
        print("\n".join(wrong), file=sys.stderr)
        return 1
    given.into.parent.mkdir(parents=True, exist_ok=True)
    given.into.write_text(told(works), "utf-8")
    print(f"{len(works)} works of others are listed in {given.into}.")
    return 0


def npm_works(root: Path) -> Iterator[Work]:
    """The npm packages of the lock that fonts and charts are made of; those for the tests alone are left out."""
    lock = json.loads((root / "package-lock.json").read_text("utf-8"))
    for place, said in lock["packages"].items():
        if place and not said.get("dev"):
            folder = root / place
            name = place.rpartition("node_modules/")[2]
            files = sorted(path for path in folder.glob("*") if is_text(path.name)) if folder.is_dir() else []
            text = joined(path.read_text("utf-8", errors="replace") for path in files)
            yield Work("npm", name, said["version"], str(said.get("license", "")), text)


def debian_works(tree: Path) -> Iterator[Work]:
    """The Debian packages installed in a root file system. The text of each names the licences of its parts."""
    for entry in (tree / "var/lib/dpkg/status").read_text("utf-8").split("\n\n"):
        said = dict(line.split(": ", 1) for line in entry.splitlines() if re.match(r"(Package|Version|Status): ", line))
        if said.get("Status", "").endswith(" installed"):
            text = _debian_text(tree, said["Package"])
            short = sorted(set(re.findall(r"^License: *(\S.*)$", text, re.MULTILINE)))
            yield Work("Debian", said["Package"], said["Version"], ", ".join(short) or "as its text says", text)


def _debian_text(tree: Path, name: str) -> str:
    path = tree / "usr/share/doc" / name / "copyright"
    for _ in range(4):  # a link within the tree, which is not to lead out of it
        folder = path.parent
        if folder.is_symlink():
            path = (folder.parent / folder.readlink()) / "copyright"
        elif path.is_symlink():
            path = (
                tree / str(path.readlink()).lstrip("/") if path.readlink().is_absolute() else folder / path.readlink()
            )
    return path.read_text("utf-8", errors="replace") if path.is_file() else ""


def unclear(works: Iterable[Work]) -> list[str]:
    """A sentence for each work whose licence is not known, or without its text."""
    wrong = []
    for work in works:
        what = f"{work.title} ({work.source})"
        if work.licence.strip().upper() in _UNCLEAR:
            wrong.append(f"{what} names no licence. Look what it is under, or do without it.")
        elif not work.text:
            wrong.append(f"{what} comes without the text of its licence. Look for it there.")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
