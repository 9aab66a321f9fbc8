"""How many pictures a second a run came to: for the log, where it tells a slow demo from a slow kit. Pure."""


class Pace:
    """Counts the pictures that were shown; times are seconds on any clock that only grows."""

    def __init__(self) -> None:
        self._first = self._last = 0.0
        self._pictures = 0

    def shown(self, now: float) -> None:
        """A picture was taken to the display."""
        self._first = now if not self._pictures else self._first
        self._last = now
        self._pictures += 1

    def __str__(self) -> str:
        """What it came to; a demo that stands still shows few pictures, and that is as it should be."""
        seconds = self._last - self._first
        if seconds <= 0.0:
            return f"{self._pictures} pictures"
        return f"{self._pictures} pictures in {seconds:.1f} s, {(self._pictures - 1) / seconds:.1f} pictures a second"
