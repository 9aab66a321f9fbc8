"""Where the font files are: Noto Sans, installed by package, one file for each weight and alphabet."""

from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parent / "fonts"


def font_file(weight: Literal[400, 600, 700], subset: Literal["latin", "latin-ext"] = "latin") -> Path:
    """The ``.woff`` of Noto Sans in this weight; pygame and the browser read the same file."""
    return FOLDER / f"noto-sans-{subset}-{weight}-normal.woff"
