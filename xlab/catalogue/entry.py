"""One demo on this kit, as every part of the kit speaks of it."""

from pathlib import Path
from typing import Literal

import msgspec

from xlab.catalogue.manifest import Manifest

Door = Literal["installed", "shelf", "dropped"]
"""How a demo came: as a Python package with the kit's software, as a bundle, or put into the drop-in folder by hand."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A demo on this kit. ``manifest`` is None where it could not be read; ``reason`` says why a demo is not ready.

    ``digest`` names its files (:mod:`xlab.catalogue.digest`), or is empty; ``site`` is the folder of the packages that
    it alone brings, or None.
    """

    name: str
    door: Door
    folder: Path | None
    status: Literal["ready", "bad", "unapproved"]
    reason: str = ""
    manifest: Manifest | None = None
    digest: str = ""
    site: Path | None = None
