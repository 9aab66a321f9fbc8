"""The code a station shows, and how often it may be guessed. Pure: time and chance come as arguments."""

from collections.abc import Callable
from typing import Final

LIFE: Final = 300.0
"""Seconds a code is good for: time to fetch the phone, sign in and type."""

TRIES: Final = 3
"""Wrong codes until there is another one. Whoever plays the hub has as many guesses at a million."""

PAUSES: Final = (0.0, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
"""Seconds before the next answer after so many wrong ones in a row. A slip costs nothing; somebody who guesses all day
makes a guess a minute, and would need a year to be right once in two."""


class Codes:
    """One code after the other."""

    def __init__(self, make: Callable[[], str]) -> None:
        """``make`` gives a new code of six random digits."""
        self._make = make
        self._code = ""
        self._until = 0.0
        self._left = 0
        self._wrong = 0
        self._next = 0.0

    def current(self, now: float) -> str:
        """The code to show at ``now``, in seconds on a clock that only grows."""
        if not self._left or now >= self._until:
            self._code, self._until, self._left = self._make(), now + LIFE, TRIES
        return self._code

    def pause(self, now: float) -> float:
        """Seconds until an exchange may be answered."""
        return max(0.0, self._next - now)

    def tried(self, now: float) -> None:
        """Count an exchange before it is known how it ends: who breaks it off has made his guess as well."""
        self._left = max(0, self._left - 1)
        self._wrong += 1
        self._next = now + PAUSES[min(self._wrong, len(PAUSES) - 1)]
