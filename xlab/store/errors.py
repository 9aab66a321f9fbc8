"""What can go wrong in the store, each as a plain sentence that a facilitator may read."""

from pathlib import Path


class StoreError(Exception):
    """The store could not do what was asked; nothing of it was kept. The message says why and what to do."""


class UnusableFile(StoreError):
    """The file at ``path`` is damaged, of another program, or of a newer version. Nothing of it was deleted."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(
            f"{path} {what}. Nothing was deleted: move it aside to start afresh, or put a backup in its place."
        )
        self.path = path
        self.what = what


class OutboxFull(StoreError):
    """The outbox keeps ``limit`` facts already; nothing was dropped and nothing was added."""

    def __init__(self, path: Path, limit: int) -> None:
        super().__init__(
            f"The outbox {path} is full with {limit} facts. Bring the hub back, and they are handed over by themselves."
        )
        self.limit = limit
