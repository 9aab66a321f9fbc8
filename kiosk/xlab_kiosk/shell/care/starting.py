"""A journal of the start, so that a demo that takes the whole station down cannot do so for ever.

Whatever takes the kiosk down (a driver, the memory of the machine, a demo nobody thought of), the kiosk itself can say
nothing any more. So before it opens or pictures a demo while it starts, it writes down which; the next start reads who
was suspected when the last one ended. A start that finished clears all suspicion.
"""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from xlab.keyfiles import sync_folder
from xlab_kiosk.shell.care.held import Which
from xlab_kiosk.shell.care.kept import read_kept, write_kept

SECONDS: Final = 30.0
"""After so long a start is finished, whatever is still being pictured: what runs for that long runs."""

TWICE: Final = 2
"""A plug may be pulled in the middle of any start; twice with the same demo is no chance."""


class Blamed(msgspec.Struct, frozen=True):
    """How many starts ended while a demo was suspected."""

    which: Which
    starts: int


class StartFile(msgspec.Struct, frozen=True, kw_only=True):
    """The journal: who is suspected now, and who was in earlier starts that did not finish."""

    suspects: tuple[Which, ...] = ()
    blamed: tuple[Blamed, ...] = ()


class Starting:
    """One start of the kiosk. ``guilty`` are the demos it must do without. From any thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._suspects: list[Which] = []
        before = read_kept(path, StartFile) or StartFile()
        starts = {blamed.which: blamed.starts for blamed in before.blamed}
        for which in dict.fromkeys(before.suspects):
            starts[which] = starts.get(which, 0) + 1
        self.guilty = tuple(which for which, number in starts.items() if number >= TWICE)
        self._blamed = tuple(Blamed(which, number) for which, number in starts.items() if number < TWICE)
        self.finished = False

    @contextlib.contextmanager
    def suspecting(self, which: Which) -> Iterator[None]:
        """What is done within is this demo's doing."""
        self.suspect(which)
        try:
            yield
        finally:
            self.clear(which)

    def suspect(self, which: Which) -> None:
        """From now on; on return it is on the card."""
        with self._lock:
            if not self.finished:
                self._suspects.append(which)
                self._write()

    def clear(self, which: Which) -> None:
        """It did no harm."""
        with self._lock:
            if which in self._suspects and not self.finished:
                self._suspects.remove(which)
                self._write()

    def finish(self) -> None:
        """The start is over, and nobody is to blame."""
        with self._lock:
            if not self.finished:
                self.finished = True
                with contextlib.suppress(OSError):
                    self._path.unlink()
                    sync_folder(self._path.parent)

    def _write(self) -> None:
        # Without a card that can be written there is no journal, which is told by those who keep evidence there.
        with contextlib.suppress(OSError):
            write_kept(self._path, StartFile(suspects=tuple(self._suspects), blamed=self._blamed))
