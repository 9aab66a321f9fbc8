"""What a version of the kit carries of others, and the licences of it, as what is installed says itself."""

import importlib.metadata
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

_TEXT: Final = re.compile(r"(licen[cs]e|copying|copyright|notice|unlicense|lgpl|gpl)([-.].*)?", re.IGNORECASE)
_SUFFIXES: Final = ("", ".txt", ".md", ".rst", ".gpl", ".lgpl", ".mpl", ".apache", ".bsd", ".external", ".markdown-it")
_CLASSIFIER: Final = "License :: "
_LONGEST_NAME: Final = 100
"""Of a licence. Older packages put the whole text where its name belongs; their classifiers name it then."""


class Work(msgspec.Struct, frozen=True, order=True):
    """Something of others: from where (``Python``, ``npm``, ``Debian``), its name and version, its licence and text."""

    source: str
    name: str
    version: str
    licence: str
    text: str

    @property
    def title(self) -> str:
        """Its name, with the version where that is known."""
        return f"{self.name} {self.version}".rstrip()


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
    own = [path for path in found.files or () if is_text(path.name) and "tests" not in path.parts]
    # The package's own beside its description; those of what it carries within itself after them.
    files = sorted((path for path in own if ".dist-info" in str(path)), key=str) or own
    texts = (Path(str(found.locate_file(path))).read_text("utf-8", errors="replace") for path in files)
    return joined(texts)


def files_works(folders: Iterable[Path]) -> Iterator[Work]:
    """The fonts and charts in these folders: each has its licence beside it, as ``<name>.LICENSE``."""
    for path in sorted(path for folder in folders for path in folder.glob("*.LICENSE")):
        yield Work("Files", path.stem, "", "as its text says", path.read_text("utf-8", errors="replace").strip())


def is_text(name: str) -> bool:
    """Whether a file of this name holds a licence."""
    return bool(_TEXT.fullmatch(name)) and Path(name).suffix.lower() in _SUFFIXES


def joined(texts: Iterable[str]) -> str:
    """Several texts as one, each of them once."""
    return "\n\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))


def told(works: Iterable[Work]) -> str:
    """The list: first an overview, then each text once, with all that it holds for."""
    ordered = sorted(works)
    lines = ["What this kit carries of others, and the licences of it.", ""]
    if any(work.source == "Debian" for work in ordered):
        lines += ["Licences that a text of Debian only names lie on the kit in /usr/share/common-licenses.", ""]
    lines += [f"{work.source:7} {work.title}: {work.licence}" for work in ordered]
    holders: dict[str, list[str]] = {}
    for work in ordered:
        holders.setdefault(work.text, []).append(f"{work.title} ({work.source})")
    for text, names in holders.items():
        lines += ["", "=" * 80, *names, "-" * 80, text]
    return "\n".join(lines) + "\n"
