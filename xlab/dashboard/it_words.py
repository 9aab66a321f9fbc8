"""How IT's pages write sizes and times."""

import datetime
from typing import Final

from xlab.dashboard.languages import words

_UNITS: Final = {"en": ("kB", "MB", "GB"), "de": ("kB", "MB", "GB"), "fr": ("ko", "Mo", "Go")}


def size(number: int) -> str:
    """Bytes as people count them: ``48 kB``, ``612 MB``, ``21.4 GB``."""
    kilobytes, megabytes, gigabytes = _UNITS[words().language]
    if number < 1_000_000:
        return f"{-(-number // 1000)}\u00a0{kilobytes}"
    if number < 1_000_000_000:
        return f"{_digits(number / 1_000_000, 0 if number >= 10_000_000 else 1)}\u00a0{megabytes}"
    return f"{_digits(number / 1_000_000_000, 1)}\u00a0{gigabytes}"


def lasted(seconds: float) -> str:
    """How long something has been: minutes, hours, or days."""
    t, minutes = words(), int(seconds // 60)
    hours = minutes // 60
    if minutes < 120:
        return t("kit_page.minutes", n=minutes)
    return t("kit_page.hours", n=hours) if hours < 48 else t("kit_page.days", n=hours // 24)


def moment(text: str) -> str:
    """``2026-11-22T14:05:12`` as this page writes a day and a time."""
    try:
        then = datetime.datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{then.day:02}.{then.month:02}. {then:%H:%M:%S}" if words().language == "de" else f"{then:%d/%m %H:%M:%S}"


def _digits(value: float, places: int) -> str:
    told = f"{value:.{places}f}"
    return told if words().language == "en" else told.replace(".", ",")
