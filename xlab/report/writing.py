"""How figures and days are written in each language. Pure."""

import re
from datetime import date
from typing import Final

from xlab.events.rounds import Language
from xlab.look.words import Words
from xlab.report.intervals import Estimate

_GAP: Final = "\u00a0"
_PERCENT: Final = {"en": "%", "fr": _GAP + "%", "de": _GAP + "%"}


def percent(share: float, language: Language) -> str:
    """A share of 0 to 1, as 75%."""
    return f"{100 * share:.0f}{_PERCENT[language]}"


def number(value: float, language: Language, digits: int = 1) -> str:
    """A number with so many digits after the point, which is a comma in French and German."""
    text = f"{value:.{digits}f}"
    return text if language == "en" else text.replace(".", ",")


def percent_with(estimate: Estimate, language: Language) -> str:
    """A share with its interval, as 75% (53–89%)."""
    span = f"{100 * estimate.low:.0f}–{percent(estimate.high, language)}"
    return f"{percent(estimate.value, language)} ({span})"


def number_with(estimate: Estimate, language: Language) -> str:
    """A number with its interval, as 2.4 (2.1–2.7), or without one where all said the same."""
    if estimate.low == estimate.high:
        return number(estimate.value, language)
    low, high = number(estimate.low, language), number(estimate.high, language)
    return f"{number(estimate.value, language)} ({low}–{high})"


def day(text: str, words: Words) -> str:
    """A day as 2026-11-30, written out; what is no day stays as it is."""
    try:
        told = date.fromisoformat(text)
    except ValueError:
        return text
    month = words("report.months").split("|")[told.month - 1]
    # In French the first of a month, and only the first, is an ordinal.
    number = "1er" if words.language == "fr" and told.day == 1 else told.day
    return words("report.day", day=number, month=month, year=told.year)


def cut(text: str, most: int) -> str:
    """The beginning of a text, at most so many characters, ending with a word and a sign that it goes on."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return line[:most].rsplit(" ", 1)[0].rstrip(",;:.–-") + "\u00a0…"


def settled(text: str) -> str:
    """A line of display type whose last words stay together, so that none stands alone in a line of its own.

    Long ones may: tied together they would be wider than a phone, and break within a word.
    """
    words = text.split()
    kept = next((many for many in (3, 2) if sum(map(len, words[-many:])) < 18), 1)
    return " ".join([*words[:-kept], _GAP.join(words[-kept:])])


def drawable(text: str) -> str:
    """The text without letters that no drawing can hold: on some the library for charts ends its whole process.

    What phones type is rid of them before; what a demo asks and another kit tells may have them.
    """
    return _UNDRAWN.sub("", text)


_UNDRAWN: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""All that XML 1.0 allows, turned round."""
