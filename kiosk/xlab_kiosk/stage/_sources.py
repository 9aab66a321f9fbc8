"""Importing from a folder's sources alone: no byte code, which nobody hashed and nobody approved.

Python prefers ``__pycache__/main.cpython-311.pyc`` to ``main.py`` when its header fits, and anybody can write such a
header. The digest of a demo leaves these files out (:mod:`xlab.catalogue.digest`), so nothing may ever run them.
"""

import os
import sys
from importlib.abc import PathEntryFinder
from importlib.machinery import (
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    SourceFileLoader,
)
from pathlib import Path
from types import CodeType

_folders: set[Path] = set()
"""Folders of demos that this process imports from, as they were named and as they really are."""


class SourceLoader(SourceFileLoader):
    """Compiles the source each time; what was compiled before is neither read nor written."""

    def get_code(self, fullname: str) -> CodeType:
        """The code of the module's source file. Raises OSError and SyntaxError."""
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


def sources_only(folder: Path) -> None:
    """From now on import whatever lies in ``folder``, however it is found, from sources and extension modules alone."""
    _folders.update(_spellings(str(folder)))
    if _finder not in sys.path_hooks:
        sys.path_hooks.insert(0, _finder)
    # Finders made before this would still read byte code.
    for path in [path for path in sys.path_importer_cache if _is_below(path)]:
        del sys.path_importer_cache[path]


def _finder(path: str) -> PathEntryFinder:
    if not _is_below(path):
        raise ImportError("This folder is no demo's.")
    return FileFinder(path, (ExtensionFileLoader, EXTENSION_SUFFIXES), (SourceLoader, SOURCE_SUFFIXES))


def _is_below(path: str) -> bool:
    return any(one.is_relative_to(folder) for one in _spellings(path) for folder in _folders)


def _spellings(path: str) -> tuple[Path, Path]:
    return Path(path).absolute(), Path(os.path.realpath(path))
