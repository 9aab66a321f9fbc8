"""The time a scan lives in. Tests let it run faster; whatever waits in here is counted as if it had not."""

import asyncio


class Pace:
    """A clock of its own: ``speed`` 1 is real time, at 50 a wait of a second takes 20 ms and still counts as one.

    Only what is waited for is hurried. Work takes as long as it takes, and is counted as that.
    """

    def __init__(self, *, check: float = 1.0, speed: float = 1.0) -> None:
        """``check`` is the seconds between two looks at a scan that runs."""
        self.check = check
        self._speed = speed
        self._skipped = 0.0

    def now(self) -> float:
        """Seconds, from anywhere."""
        return asyncio.get_running_loop().time() + self._skipped

    async def sleep(self, seconds: float) -> None:
        """Wait this long, of this clock."""
        short = seconds / self._speed
        await asyncio.sleep(short)
        self._skipped += seconds - short
