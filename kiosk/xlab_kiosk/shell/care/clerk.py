"""One thread for what a station writes down about its demos: the card is slow, and the screen must not wait for it."""

import logging
import queue
import threading
from collections.abc import Callable

import msgspec

log = logging.getLogger(__name__)


class Clerk:
    """Does jobs in order. Whatever one raises is in the log, once for each fault, and the next is done."""

    def __init__(self) -> None:
        self._said: set[str] = set()
        self._jobs: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="clerk", daemon=True)
        self._thread.start()

    def do(self, job: Callable[[], object]) -> None:
        """Do this when all before it is done. From any thread."""
        self._jobs.put(job)

    def close(self, patience: float) -> None:
        """Do what is left and stop; leaves no thread unless that takes longer than ``patience`` seconds."""
        self._jobs.put(None)
        self._thread.join(patience)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                job()
            except (OSError, msgspec.MsgspecError) as error:
                self._say(f"This station cannot keep something about its demos: {error}")
            except Exception:
                log.exception("A job of this station failed in a way nobody thought of.")

    def _say(self, sentence: str) -> None:
        if sentence not in self._said and len(self._said) < 50:
            self._said.add(sentence)
            log.error(sentence)
