"""What visitors took home from stations, as a dictionary."""


class FakeTakeaways:
    """Implements :class:`xlab.dashboard.ports.takeaways.Takeaways`: put pictures into ``here``."""

    def __init__(self) -> None:
        self.here: dict[str, bytes] = {}

    def picture(self, word: str) -> bytes | None:
        return self.here.get(word)
