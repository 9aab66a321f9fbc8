"""The letters of documents: font files put into the style itself, so that a document needs nothing else."""

import re
from base64 import b64encode
from functools import cache
from typing import Final

from xlab.look.fonts_at import FOLDER

_FACES: Final = (("Noto Sans", "latin", 400), ("Noto Sans", "latin", 600), ("Noto Sans", "latin", 700))
_MORE_FACES: Final = (("Noto Sans Ext", "latin-ext", 400), ("Noto Sans Ext", "latin-ext", 700))
"""The second family is looked into for letters that the first has not; it is large, and there only if needed."""

_BEYOND: Final = re.compile("[^\u0000-\u00ff\u0152\u0153\u2000-\u206f\u20ac\u2122\u2212]")
"""A letter that the first family has not."""


def beyond(text: str) -> bool:
    """Whether a text has letters of the second family."""
    return _BEYOND.search(text) is not None


@cache
def embedded(more: bool) -> str:
    """The style that carries the fonts; with ``more`` the second family as well."""
    faces = []
    for family, subset, weight in (*_FACES, *(_MORE_FACES if more else ())):
        data = b64encode((FOLDER / f"noto-sans-{subset}-{weight}-normal.woff2").read_bytes()).decode()
        source = f'url("data:font/woff2;base64,{data}") format("woff2")'
        faces.append(f'@font-face {{font-family: "{family}"; font-weight: {weight}; src: {source}}}\n')
    return "".join(faces)
