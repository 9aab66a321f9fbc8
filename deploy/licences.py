"""The licences of all that a kit carries of others: Python packages, fonts and charts, Debian packages.

    python deploy/licences.py -o licences.txt --python SITE_PACKAGES [--debian TREE]

Nothing is listed by hand: what is installed says itself what it is. What does not say it, or comes without its text,
is named, and the list is not made: somebody has to look.
"""

import argparse
import importlib.metadata
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

ROOT: Final = Path(__file__).resolve().parent.parent
_TEXT: Final = re.compile(r"(licen[cs]e|copying|copyright|notice|unlicense|lgpl|gpl)([-.].*)?", re.IGNORECASE)
_SUFFIXES: Final = ("", ".txt", ".md", ".rst", ".gpl", ".lgpl", ".mpl", ".apache", ".bsd", ".external", ".markdown-it")
_CLASSIFIER: Final = "License :: "
_LONGEST_NAME: Final = 100
"""Of a licence. Older packages put the whole text where its name belongs; their classifiers name it then."""
_UNCLEAR: Final = ("", "UNKNOWN", "SEE LICENSE IN LICENSE", "UNLICENSED")


class Work(msgspec.Struct, frozen=True, order=True):
    """Something of others: from where (``Python``, ``npm``, ``Debian``), its name and version, its licence and text."""

    source: str
    name: str
    version: str
    licence: str
    text: str


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


def python_works(packages: Path) -> Iterator[Work]:
    """The Python packages installed in a folder, but for the kit itself and what installed them."""
    for found in importlib.metadata.distributions(path=[str(packages)]):
        name = found.metadata["Name"]
        if name not in ("portable-xperience-lab", "pip", "setuptools", "wheel"):
            yield Work("Python", name, found.version, _named(found.metadata), _python_text(found))


def _named(metadata: importlib.metadata.PackageMetadata) -> str:
    said = next((line for name in ("License-Expression", "License") for line in metadata.get_all(name, [])), "")
    classified = [
        line.rpartition(" :: ")[2] for line in metadata.get_all("Classifier", []) if line.startswith(_CLASSIFIER)
    ]
    if said and len(said) < _LONGEST_NAME and "\n" not in said:
        return said
    return ", ".join(classified)


def _python_text(found: importlib.metadata.Distribution) -> str:
    own = [path for path in found.files or () if _is_text(path.name) and "tests" not in path.parts]
    # The package's own beside its description; those of what it carries within itself after them.
    files = sorted((path for path in own if ".dist-info" in str(path)), key=str) or own
    texts = (Path(str(found.locate_file(path))).read_text("utf-8", errors="replace") for path in files)
    return _joined(texts)


def npm_works(root: Path) -> Iterator[Work]:
    """The npm packages of the lock that fonts and charts are made of; those for the tests alone are left out."""
    lock = json.loads((root / "package-lock.json").read_text("utf-8"))
    for place, said in lock["packages"].items():
        if place and not said.get("dev"):
            folder = root / place
            name = place.rpartition("node_modules/")[2]
            files = sorted(path for path in folder.glob("*") if _is_text(path.name)) if folder.is_dir() else []
            text = _joined(path.read_text("utf-8", errors="replace") for path in files)
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


def _is_text(name: str) -> bool:
    return bool(_TEXT.fullmatch(name)) and Path(name).suffix.lower() in _SUFFIXES


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))


def unclear(works: Iterable[Work]) -> list[str]:
    """A sentence for each work whose licence is not known, or without its text."""
    wrong = []
    for work in works:
        what = f"{work.name} {work.version} ({work.source})"
        if work.licence.strip().upper() in _UNCLEAR:
            wrong.append(f"{what} names no licence. Look what it is under, or do without it.")
        elif not work.text:
            wrong.append(f"{what} comes without the text of its licence. Look for it there.")
    return wrong


def told(works: Iterable[Work]) -> str:
    """The list: first an overview, then each text once, with all that it holds for."""
    ordered = sorted(works)
    lines = ["What this kit carries of others, and the licences of it.", ""]
    if any(work.source == "Debian" for work in ordered):
        lines += ["Licences that a text of Debian only names lie on the kit in /usr/share/common-licenses.", ""]
    lines += [f"{work.source:7} {work.name} {work.version}: {work.licence}" for work in ordered]
    holders: dict[str, list[str]] = {}
    for work in ordered:
        holders.setdefault(work.text, []).append(f"{work.name} {work.version} ({work.source})")
    for text, names in holders.items():
        lines += ["", "=" * 80, *names, "-" * 80, text]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
