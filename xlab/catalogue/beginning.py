"""Beginning a demo: a folder that runs, is tested, and waits to be changed."""

import shutil
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template
from typing import get_type_hints

import msgspec

from xlab.catalogue.manifest import Manifest, folder_name, read_manifest

SUFFIX = ".txt"
"""What each file of the starter has behind its name."""


class BeginningError(ValueError):
    """The demo cannot be begun; the message is a sentence saying why and what to do."""


def begin_demo(name: str, where: Path) -> Path:
    """Make the folder of a new demo with the id ``name`` in the folder ``where``; its path.

    Raises :class:`BeginningError`; then nothing was left behind.
    """
    try:
        msgspec.convert(name, get_type_hints(Manifest, include_extras=True)["id"])
    except msgspec.ValidationError:
        raise BeginningError(
            f"{name!r} cannot be a demo's name. Write small letters a to z and digits, with single hyphens between "
            "words and a letter first, 40 at the most, as in apple-core."
        ) from None
    folder = where.absolute() / folder_name(name)
    words = name.split("-")
    values = {
        "id": name,
        "name": "_".join(words),
        "title": " ".join(words).capitalize(),
        # Never a word of Python's or a name of the stage's, whatever the demo is called.
        "class_name": "".join(word.capitalize() for word in words) + "Demo",
    }
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        raise BeginningError(f"{folder} is there already. Choose another name, or take that one away.") from None
    except OSError as error:
        raise BeginningError(f"{folder} cannot be made: {error.strerror}.") from None
    try:
        _fill(files("xlab.catalogue") / "starter", folder, values)
        read_manifest(folder)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise BeginningError(f"{folder} cannot be written: {error.strerror}.") from None
    return folder


def _fill(source: Traversable, target: Path, values: dict[str, str]) -> None:
    """Write each file of the starter, its names and values in place."""
    for item in source.iterdir():
        if item.is_dir():
            (target / item.name).mkdir()
            _fill(item, target / item.name, values)
        elif item.name.endswith(SUFFIX):
            name = item.name.removesuffix(SUFFIX).replace("code", values["name"])
            (target / name).write_text(Template(item.read_text("utf-8")).substitute(values), "utf-8")
