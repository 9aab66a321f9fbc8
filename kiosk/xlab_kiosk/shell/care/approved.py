"""Are a demo's files still those that IT approved? Looked at right before each run, beside the main loop.

A folder that was put there by hand can be changed at any time by whoever put it there. Hashing a large demo takes
seconds on a slow card, so a thread does it while the visitor sees the demo's poster.
"""

import threading
from collections.abc import Callable

from xlab.catalogue import Entry
from xlab.catalogue.digest import DigestError, digest_folder


class Check:
    """One look at one demo's files."""

    def __init__(self, entry: Entry, wake: Callable[[], None]) -> None:
        """``wake`` is called from the thread when :attr:`done`."""
        self.done = False
        self.fault = ""
        """Why the demo must not run, as a sentence; empty where it may."""
        self._entry = entry
        self._wake = wake
        threading.Thread(target=self._look, name="approved", daemon=True).start()

    def _look(self) -> None:
        try:
            assert self._entry.folder is not None
            if digest_folder(self._entry.folder) != self._entry.digest:
                self.fault = f"The files of {self._entry.name} are no longer those that IT approved."
        except DigestError as error:
            self.fault = str(error)
        self.done = True
        self._wake()
