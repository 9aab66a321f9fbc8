"""Pictures that visitors take home from stations."""

from typing import Protocol


class Takeaways(Protocol):
    """For any thread."""

    def picture(self, word: str) -> bytes | None:
        """The JPEG under this word; None once its time is over."""
        ...
