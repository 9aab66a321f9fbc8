"""Noto Sans at any size, its two files seen as one alphabet, and text cleaned to what that alphabet can show.

The ``latin`` file lacks letters that French, German and names of places need now and then, so every glyph falls back to
``latin-ext``; what neither has is spelled out, dropped or becomes one middle dot. A visitor never sees an empty box.
"""

import logging
import unicodedata
from functools import lru_cache
from typing import Literal

import pygame
import pygame.freetype
from pygame import Surface

from xlab.look.fonts_at import font_file
from xlab_kiosk.stage._cache import SurfaceCache

Weight = Literal[400, 600, 700]
Subset = Literal["latin", "latin-ext"]

LONGEST = 2000
"""Characters of a text that are looked at; more than any screen holds."""

MISSING = "·"
_ELLIPSIS = "…"

_SPELLED = {
    "\u2010": "-",
    "\u2011": "-",
    "\u2012": "–",
    "\u2015": "—",
    "\u202f": "\u2009",  # the narrow space French puts before ; and ?: as narrow, and no line breaks at it
    "\u2190": "‹",
    "\u2192": "›",
    "\u2713": "•",
    "\u2714": "•",
}
"""What the fonts lack and has a near relative they have."""

_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Unicode categories without a picture: controls, direction marks, joiners, lone surrogates, unassigned."""

_log = logging.getLogger(__name__)
_lines = SurfaceCache(8 << 20)


@lru_cache(maxsize=48)
def font(weight: Weight, subset: Subset, size: int) -> pygame.font.Font:
    """The font at ``size`` pixels. If its file is missing, pygame's own, because plain words beat a black screen."""
    _wake()
    path = font_file(weight, subset)
    if not path.exists():
        _log.warning("The font %s is missing; run the setup again. Until then pygame's own font is used.", path.name)
        return pygame.font.Font(None, size)
    return pygame.font.Font(path, size)


@lru_cache(maxsize=4096)
def subset_of(character: str) -> Subset | None:
    """The file that has a glyph for this character, or None. The weights do not differ in this."""
    subsets: tuple[Subset, ...] = ("latin", "latin-ext")
    return next((subset for subset in subsets if _has(subset, character)), None)


def clean(text: str) -> str:
    """The same text in characters the fonts have; line breaks are kept as ``\\n``, other white space becomes a space.

    >>> clean("a\\tb \\u2192 \\U0001f600\\U0001f600 c")
    'a b › · c'
    """
    cut = text if len(text) <= LONGEST else text[: LONGEST - 1] + _ELLIPSIS
    joined: list[str] = []
    for character in unicodedata.normalize("NFC", cut.replace("\r\n", "\n")):
        shown = _shown(character)
        if shown and (shown != MISSING or joined[-1:] != [MISSING]):
            joined.append(shown)
    return "".join(joined)


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    if character in "\n\r\v\f\x85\u2028\u2029":
        return "\n"
    category = unicodedata.category(character)
    if category in _DROPPED and not character.isspace():
        return ""
    if subset_of(character):
        return character
    if character in _SPELLED or character.isspace():
        return _SPELLED.get(character, " ")
    spelled = "".join(part for part in unicodedata.normalize("NFKD", character) if subset_of(part))
    if spelled.strip():
        return spelled
    return "" if category.startswith("M") else MISSING


@lru_cache(maxsize=4096)
def measure(text: str, weight: Weight, size: int) -> int:
    """Width of one cleaned line in pixels."""
    return sum(font(weight, subset, size).size(run)[0] for subset, run in _runs(text))


def line_surface(text: str, weight: Weight, size: int, color: pygame.Color) -> Surface:
    """One cleaned line as a picture with transparent ground, kept while it is used. Never draw on it."""
    key = (text, weight, size, color.r, color.g, color.b)
    return _lines.get(key, lambda: _render(text, weight, size, color))


def _render(text: str, weight: Weight, size: int, color: pygame.Color) -> Surface:
    parts = [font(weight, subset, size).render(run, True, color) for subset, run in _runs(text)]
    if len(parts) == 1:
        return parts[0]
    line = Surface((sum(part.get_width() for part in parts), font(weight, "latin", size).get_height()), pygame.SRCALPHA)
    line.fill((color.r, color.g, color.b, 0))
    x = 0
    for part in parts:
        line.blit(part, (x, 0))
        x += part.get_width()
    return line


def _runs(text: str) -> list[tuple[Subset, str]]:
    """The text in pieces of one file each; an accent stays with its letter if the letter's file has it."""
    runs: list[tuple[Subset, str]] = []
    for character in text:
        subset = subset_of(character) or "latin"
        last = runs[-1][0] if runs else subset
        if unicodedata.combining(character) and _has(last, character):
            subset = last
        if runs and last == subset:
            runs[-1] = (subset, runs[-1][1] + character)
        else:
            runs.append((subset, character))
    return runs


def _has(subset: Subset, character: str) -> bool:
    try:
        return _chart(subset).get_metrics(character)[0] is not None
    except (UnicodeError, pygame.error):  # a lone surrogate
        return False


@lru_cache(maxsize=2)
def _chart(subset: Subset) -> pygame.freetype.Font:
    """Which glyphs a file has; pygame.font draws better (it kerns), but only freetype tells."""
    _wake()
    path = font_file(400, subset)
    return pygame.freetype.Font(str(path) if path.exists() else None, 16)


def _wake() -> None:
    """Fonts need no display. They die with ``pygame.quit``, so they are forgotten then."""
    pygame.font.init()
    pygame.freetype.init()
    pygame.register_quit(_forget)


def _forget() -> None:
    font.cache_clear()
    _chart.cache_clear()
