"""How long a demo may be silent and how much it may say. Pure: time comes in with every call."""

START_LIMIT = 10.0
"""Seconds for the start of the process, and the most for a demo to its first picture: a slow machine needs some."""

START_TIMES = 4.0
"""How many times as long a demo may take to its first picture as Python and pygame took just before it: what is slow
on this machine now is no fault of its own. The card is up before three seconds wherever those start in half a one."""

SILENCE_LIMIT = 2.0
"""Seconds without a completed update after which a demo counts as hung; a card is on the screen before three."""

ASK_WHERE_AFTER = 1.7
"""Seconds of silence after which a demo is asked to say where it is, so that its author can be told."""

LONGEST_STEP = 1.0
"""Seconds that one look at the watchdog may count. If the shell itself stood still, the demo is not to blame."""

MESSAGES_PER_SECOND, MESSAGES_AT_ONCE = 400.0, 800.0
"""A busy demo sends about 70 messages a second (60 frames, 4 beats, a few others); a display may run at 144 Hz."""

SAID_PER_SECOND, SAID_AT_ONCE = 5.0, 100.0
"""Of those, what goes on to the hub and is synced to the card: a visitor cannot do more by hand for long."""


class Budget:
    """A bucket of tokens: ``most`` at once, refilled at ``rate`` a second."""

    def __init__(self, rate: float, most: float) -> None:
        self._rate = rate
        self._most = most
        self._left = most
        self._filled: float | None = None

    def refill(self, now: float) -> None:
        """Add what has come in until ``now`` (seconds on any clock that only grows)."""
        if self._filled is not None:
            self._left = min(self._most, self._left + self._rate * max(0.0, now - self._filled))
        self._filled = now

    def spend(self) -> bool:
        """Take one token; False if there is none."""
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True


class Watchdog:
    """Decides when a demo hangs. Look at it often; only what passed between two looks counts, at most one step each."""

    def __init__(self) -> None:
        self._seen: float | None = None
        self._silent = 0.0
        self._start_limit = START_LIMIT
        self._here = self._started = False

    def here(self, took: float) -> None:
        """The process is up, which took so many seconds, and its demo begins to start. Only the first time counts."""
        if self._here:
            return
        self._here = True
        self._start_limit = min(START_LIMIT, max(SILENCE_LIMIT, START_TIMES * took))
        self._silent = 0.0

    def ready(self) -> None:
        """The demo's start is over."""
        if not self._started:
            self._started = True
            self._silent = 0.0

    def beat(self) -> None:
        """The demo completed an update; before its start is over it cannot."""
        if self._started:
            self._silent = 0.0

    def look(self, now: float) -> None:
        """Time is ``now`` (seconds on any clock that only grows)."""
        if self._seen is not None:
            self._silent += min(LONGEST_STEP, max(0.0, now - self._seen))
        self._seen = now

    @property
    def limit(self) -> float:
        """Seconds of silence that are allowed at present."""
        return SILENCE_LIMIT if self._started else self._start_limit

    @property
    def hung(self) -> bool:
        """Whether the demo was silent for too long."""
        return self._silent >= self.limit

    @property
    def suspicious(self) -> bool:
        """Whether it is nearly so."""
        return self._silent >= self.limit - (SILENCE_LIMIT - ASK_WHERE_AFTER)

    @property
    def started(self) -> bool:
        """Whether the demo's start is over."""
        return self._started
