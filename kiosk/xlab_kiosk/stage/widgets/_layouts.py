"""Which key lies where on a keyboard on the screen: for three languages, wide panels and narrow ones. Pure."""

from math import ceil
from typing import Literal

import msgspec
from pygame import Rect

from xlab.look.words import Language

Layer = Literal["letters", "accents", "signs"]
Kind = Literal["letter", "shift", "erase", "layer", "space", "done"]

WIDEST = {"en": 10, "fr": 10, "de": 11}
"""Keys side by side on the keyboard that people of a language know."""

TEN = 10
"""Keys side by side below which no line of a keyboard is as people know it; the alphabet is then found sooner."""

_LETTERS: dict[Language, tuple[str, ...]] = {
    "en": ("qwertyuiop", "asdfghjkl’", "zxcvbnm"),
    "fr": ("azertyuiop", "qsdfghjklm", "wxcvbn’"),
    "de": ("qwertzuiopü", "asdfghjklöä", "yxcvbnmß"),
}
_TEN_GERMAN = ("qwertzuiop", "asdfghjkl’", "yxcvbnm")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz’"

_OWN: dict[Language, str] = {"en": "", "fr": "éèêàâçùûîô", "de": "äöüß-,:;!?"}
"""Letters of the language beyond the alphabet, most used first: a line of their own where there is room for it."""

_ACCENTS: dict[Language, str] = {
    "en": "éèêëàâçîïôäöüßñáíóúùûœæåø£’",
    "fr": "éèêëàâçîïôùûüÿœæäöñßáíóú«»’",
    "de": "äöüßéèêëàâçîïôûùñáíóúæœø„“’",
}
_SIGNS = ("1234567890", "-/:;()€%&+", '?!,.’"@')
_MORE_SIGNS = "*=#_°§$£<>"
"""A third line of signs, where letters have a line of their own."""

LAYERS: dict[Layer, dict[Language, str]] = {
    "letters": dict.fromkeys(("en", "fr", "de"), "abc"),
    "accents": {"en": "éü", "fr": "éà", "de": "éà"},
    "signs": dict.fromkeys(("en", "fr", "de"), "?12"),
}
"""What is written on the key that leads to a layer."""

_WAYS: dict[Layer, tuple[Layer, Layer]] = {
    "letters": ("signs", "accents"),
    "signs": ("letters", "accents"),
    "accents": ("signs", "letters"),
}

_EDGE = 1.5
"""Width of the keys at both ends of the last line of letters, in letters."""


class Key(msgspec.Struct, frozen=True):
    """One key: what it types or where it leads (``value``), and its width in letters."""

    kind: Kind
    value: str = ""
    wide: float = 1.0


def keys_of(language: Language, layer: Layer, across: int, *, own: bool) -> list[list[Key]]:
    """The lines of a layer, from top to bottom, none wider than ``across`` letters; ``own``: with a line of accents."""
    lines = [[Key("letter", letter) for letter in line] for line in _letters(language, layer, across, own=own)]
    lines[-1] = [Key("shift", wide=_EDGE), *lines[-1], Key("erase", wide=_EDGE)]
    # The way back lies where the way there lay.
    first, second = _WAYS[layer]
    comma = [Key("letter", ",")] if across >= TEN else []
    side = _EDGE if across >= TEN else 1.25
    space = across - 2 * side - len(comma) - 3
    ends = [Key("layer", first, side), Key("layer", second, side)]
    return [*lines, [*ends, *comma, Key("space", " ", space), Key("letter", "."), Key("done", wide=2.0)]]


def wants_own(language: Language, across: int) -> bool:
    """Whether the language has letters that are on none of its lines of letters."""
    return bool(_OWN[language]) and across < WIDEST["de"]


def rects_of(area: Rect, lines: list[list[Key]], across: int) -> list[tuple[Key, Rect]]:
    """Each key with its place in ``area``; places touch, so the gaps between keys are to be taken off them."""
    placed = []
    for number, line in enumerate(lines):
        top, bottom = (area.y + area.height * one // len(lines) for one in (number, number + 1))
        spare = across - sum(key.wide for key in line)
        # The ends of a line stay at the edge, and what is between them moves to the middle.
        ends = line[0].kind != "letter" and line[-1].kind != "letter"
        at = 0.0 if ends else spare / 2
        for index, key in enumerate(line):
            if ends and index in {1, len(line) - 1}:
                at += spare / 2
            left, right = (round(area.x + area.width * one / across) for one in (at, at + key.wide))
            placed.append((key, Rect(left, top, right - left, bottom - top)))
            at += key.wide
    return placed


def _letters(language: Language, layer: Layer, across: int, *, own: bool) -> list[str]:
    """All layers have as many lines, so that no key changes its size under the hand."""
    if layer == "letters":
        known = _LETTERS[language] if across >= WIDEST[language] else _TEN_GERMAN
        lines = list(known) if across >= TEN else _parted(_ALPHABET, across)
        return [_OWN[language][:across], *lines] if own else lines
    count = len(_letters(language, "letters", across, own=own))
    if layer == "accents":
        return _parted(_ACCENTS[language], across, count)
    if across >= TEN:
        return [*_SIGNS[:2], *[_MORE_SIGNS] * (count - 3), _SIGNS[2]]
    return _parted("".join(_SIGNS), across, count)


def _parted(letters: str, across: int, lines: int = 0) -> list[str]:
    """Letters in lines: full ones, and a last one that leaves room for a key at both of its ends."""
    last = across - 3
    lines = lines or 1 + ceil((len(letters) - last) / across)
    each = ceil((len(letters) - min(last, len(letters) // lines)) / (lines - 1))
    return [letters[at : at + each] for at in range(0, each * (lines - 1), each)] + [letters[each * (lines - 1) :]]
