"""One zip with all of a report: the same files always make the same bytes, so that copies can be compared. Pure."""

import io
import zipfile
from collections.abc import Mapping
from typing import Final

_MOMENT: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can name: when it was packed says nothing, and the kit's clock may be wrong."""


def packed(files: Mapping[str, bytes]) -> bytes:
    """The zip of these files by path."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3  # Unix, on whatever machine it is packed
            archive.writestr(info, files[name])
    return buffer.getvalue()
