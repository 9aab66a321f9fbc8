"""The outbox of a station whose card may not be there yet: it is opened as soon as it can be, without a new start."""

import logging
import threading
from collections.abc import Iterable
from pathlib import Path

from xlab.events import Draft, Source
from xlab.store import Outbox, StoreError

log = logging.getLogger(__name__)


class LateOutbox:
    """An :class:`xlab.store.Outbox` in ``home``. What is asked of it raises StoreError while that cannot be opened."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._outbox: Outbox | None = None
        self._closed = False
        try:
            self._opened()
        except StoreError as error:
            log.error("This station keeps no evidence until its card can be written: %s", error)

    def put(self, draft: Draft) -> None:
        """See :meth:`xlab.store.Outbox.put`."""
        self._opened().put(draft)

    def pending(self, limit: int = 100) -> list[Draft]:
        """See :meth:`xlab.store.Outbox.pending`."""
        return self._opened().pending(limit)

    def done(self, ids: Iterable[str]) -> None:
        """See :meth:`xlab.store.Outbox.done`."""
        self._opened().done(ids)

    def forget(self, beacon: str, *, source: Source = "live", station: str | None = None) -> None:
        """See :meth:`xlab.store.Outbox.forget`."""
        self._opened().forget(beacon, source=source, station=station)

    def close(self) -> None:
        """Let go of the file; closing twice is harmless."""
        with self._lock:
            self._closed = True
            if self._outbox is not None:
                self._outbox.close()

    def _opened(self) -> Outbox:
        with self._lock:
            if self._outbox is None:
                if self._closed:
                    raise StoreError("The outbox is closed.")
                try:
                    self._home.mkdir(parents=True, exist_ok=True)
                except OSError as error:
                    raise StoreError(f"{self._home} cannot be used: {error.strerror}.") from error
                self._outbox = Outbox.open(self._home / "outbox.db", on_damage="aside", reserve=True)
            return self._outbox
