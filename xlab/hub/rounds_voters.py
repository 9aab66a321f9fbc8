"""Who answers: a random word for each phone, how often it may speak, how many are here. Nothing else is known of it.

The dashboard gives a word to a phone in a signed cookie, so nobody can make one up. A word belongs to one visit: in the
next it opens nothing. The voters at a station's screen have words that no phone can have.
"""

import secrets
import time
from collections.abc import Callable
from typing import Final

import msgspec

AT_ONCE: Final = 20.0
A_SECOND: Final = 3.0
"""Answers of one phone: a row of statements is tapped through quickly, and nobody taps for ever."""

ALL_AT_ONCE: Final = 3000.0
ALL_A_SECOND: Final = 1000.0
"""Answers of all phones together: twice what a room of 500 gives when all tap in one second."""

HERE_FOR: Final = 600.0
"""Seconds for which a phone counts as here after it spoke: people listen for a while and answer again."""

MOST_HERE: Final = 2000
"""Phones remembered as being here; of more, those that were silent for longest are forgotten first."""


class _Allowance(msgspec.Struct):
    """What somebody may still say: tokens that come back with time."""

    left: float
    seen: float

    def refill(self, now: float, rate: float, most: float) -> None:
        self.left = min(most, self.left + rate * (now - self.seen))
        self.seen = now

    def spend(self) -> bool:
        if self.left < 1.0:
            return False
        self.left -= 1.0
        return True


class Voters:
    """The voters of one visit. Used on the loop only."""

    def __init__(self, visit: str = "", clock: Callable[[], float] = time.monotonic) -> None:
        self._visit = visit
        self._clock = clock
        self._here: dict[str, _Allowance] = {}
        self._all = _Allowance(ALL_AT_ONCE, clock())

    def visit(self, visit: str) -> None:
        """Another visit: the words of the one before open nothing any more."""
        if visit != self._visit:
            self._visit = visit
            self._here.clear()

    def join(self) -> str:
        """A word for a phone that has none."""
        word = f"{self._visit}.{secrets.token_urlsafe(16)}"
        self.see(word)
        return word

    def knows(self, word: str) -> bool:
        """Whether this is a phone's word of this visit."""
        visit, dot, token = word.rpartition(".")
        return bool(dot) and visit == self._visit and "/" not in token and 16 <= len(token) <= 64

    def see(self, word: str) -> None:
        """A phone was heard of."""
        now = self._clock()
        known = self._here.pop(word, None) or _Allowance(AT_ONCE, now)
        known.refill(now, A_SECOND, AT_ONCE)
        self._here[word] = known
        while len(self._here) > MOST_HERE:
            del self._here[next(iter(self._here))]

    def may_speak(self, word: str) -> bool:
        """Whether this phone may say something now; that it did is counted."""
        self.see(word)
        self._all.refill(self._clock(), ALL_A_SECOND, ALL_AT_ONCE)
        return self._here[word].spend() and self._all.spend()

    def forget(self, word: str) -> None:
        """This phone is nobody any more."""
        self._here.pop(word, None)

    def here(self) -> int:
        """How many phones were heard of in the last minutes; may be asked from any thread."""
        since = self._clock() - HERE_FOR
        return sum(one.seen >= since for one in tuple(self._here.values()))


def seat(station: str, word: str) -> str:
    """The word of a voter at a station's screen, whom the station calls ``word``."""
    return f"{station}/{word}"


def unseated(station: str, voter: str) -> str:
    """What the station calls this voter at its screen; turns :func:`seat` round."""
    return voter.removeprefix(f"{station}/")
