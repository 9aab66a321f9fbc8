"""The process that draws a picture to take home: ``python -m xlab.report.keepsake_process``, from JSON to PNG."""

import os
import resource
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec
import vl_convert
from fontTools.ttLib import TTFont

from xlab.look.fonts_at import font_file
from xlab.report.documents import MEMORY, NICENESS
from xlab.report.keepsake import Keepsake, Weight, drawing

_WEIGHTS: Final[tuple[Weight, ...]] = (400, 700)


def main() -> None:
    """Read the picture as JSON, write it as PNG."""
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    keepsake = msgspec.json.decode(sys.stdin.buffer.read(), type=Keepsake)
    with tempfile.TemporaryDirectory() as folder:
        widths = {}
        for weight in _WEIGHTS:
            # The drawing library reads no packed fonts.
            font = TTFont(font_file(weight))
            font.flavor = None
            font.save(Path(folder) / f"{weight}.ttf")
            widths[weight] = _widths(font)
        vl_convert.register_font_directory(folder)

        def wide(text: str, weight: Weight) -> float:
            known = widths[weight]
            return sum(known.get(ord(letter), _OTHER) for letter in text)

        sys.stdout.buffer.write(vl_convert.svg_to_png(drawing(keepsake, wide)))


_OTHER: Final = 1.0
"""The width of a letter that our own font has not, in units of its size: wide enough for any."""


def _widths(font: TTFont) -> Mapping[int, float]:
    """How wide each letter is, by its number, in units of its size."""
    units = font["head"].unitsPerEm
    return {number: font["hmtx"][name][0] / units for number, name in font.getBestCmap().items()}


if __name__ == "__main__":
    main()
