"""What people type, made harmless to read: it stays what they wrote, and cannot spoil the line it stands in. Pure."""

import unicodedata
from typing import Final

LONGEST: Final = 300
"""Letters of an idea or a question, as the facts allow."""

_JOINERS: Final = "\u200c\u200d"
"""Invisible, but words of several languages, and many emoji, are written with them."""

_MARKS: Final = 2
"""Marks above or below one letter that real words need; more pile up over the lines around them."""


def tidy(text: str, longest: int = LONGEST) -> str:
    """``text`` in one line, without control and direction characters or piles of marks, at most ``longest`` long.

    Empty if nothing can be seen of it.
    """
    kept: list[str] = []
    marks = 0
    for letter in unicodedata.normalize("NFC", text[: 4 * longest]):
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if kind[0] == "Z" or letter in "\t\n\r":
            kept.append(" ")
        elif (kind[0] != "C" or letter in _JOINERS) and marks <= _MARKS:
            kept.append(letter)
    line = " ".join("".join(kept).split())[:longest].strip()
    return line if any(unicodedata.category(letter)[0] in "LNPS" for letter in line) else ""


def tidy_lines(text: str, longest: int) -> str:
    """``text`` with each of its lines tidied, and no more than one empty line between two."""
    lines = [tidy(line, longest) for line in text[: 4 * longest].splitlines()]
    kept = [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]
    return "\n".join(kept)[:longest].strip()
