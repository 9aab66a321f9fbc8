"""Every demo opened once: in its own sandboxed process as for a visitor, one at a time, each for a moment.

What a demo does here costs itself a tick and nothing else: nothing it says is kept, and its process ends with the
moment, or when the host says that it hangs, crashed or takes too much.
"""

import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal, Protocol

import msgspec
from pygame import Surface, transform

from xlab.catalogue import Entry
from xlab_kiosk.host import Ended
from xlab_kiosk.shell.care.approved import Check as Approved
from xlab_kiosk.shell.ports import Running, StartDemo

log = logging.getLogger(__name__)

SHOWN: Final = 3.0
"""Seconds for which a demo is shown: silence of two is a hang, and who takes all memory needs about as long for it."""

LONGEST: Final = 16.0
"""Seconds from the start of one until it counts as one that shows nothing, on the slowest machine we know."""

EVERY: Final = 1 / 20
"""Seconds between two small pictures of the demo that runs: a movement is seen, and a full one is dear to shrink."""

State = Literal["waiting", "opening", "shown", "good", "crashed", "hung", "empty", "changed"]
OVER: Final = frozenset({"good", "crashed", "hung", "empty", "changed"})


class Trial(msgspec.Struct, frozen=True):
    """How it stands with one demo; ``title`` is what people call it."""

    demo: str
    state: State = "waiting"
    title: str = ""


class Journal(Protocol):
    """Who writes down what is about to run, in case it takes the whole station down."""

    def opening(self, entry: Entry) -> None:
        """A demo is about to run."""
        ...

    def opened(self, entry: Entry) -> None:
        """It did no harm."""
        ...


class _Now:
    """The demo that is being opened."""

    def __init__(self, entry: Entry, began: float, approved: Approved | None) -> None:
        self.entry, self.began, self.approved = entry, began, approved
        self.running: Running | None = None
        self.seen: float | None = None


class Trials:
    """All demos of a station, one after the other. Times are seconds on the main loop's clock; nothing here waits."""

    def __init__(
        self,
        entries: Sequence[Entry],
        start: StartDemo,
        *,
        size: tuple[int, int],
        language: str,
        wake: Callable[[], None],
        journal: Journal | None = None,
    ) -> None:
        """``size`` of a demo's surface in pixels, as when it is played."""
        self.states: dict[str, State] = {entry.name: "waiting" for entry in entries}
        self.pictures: dict[str, Surface] = {}
        """The newest small picture of each; of one that failed, its last."""
        self.picture_size = (max(1, size[0] // 3), max(1, size[1] // 3))
        self._start, self._size, self._language = start, size, language
        self._wake, self._journal = wake, journal
        first = [entry for entry in entries if not _uses_camera(entry)]
        # Last, so that they never meet the camera step at the camera.
        self._queue = deque([*first, *(entry for entry in entries if _uses_camera(entry))])
        self._now: _Now | None = None
        self._leaving: list[Running] = []
        self._drawn_at = float("-inf")

    @property
    def over(self) -> bool:
        """Whether all have been opened, or failed."""
        return self._now is None and not self._queue

    @property
    def quiet(self) -> bool:
        """Whether nothing of any of them is left."""
        self._leaving = [demo for demo in self._leaving if not demo.join(0.0)]
        return self._now is None and not self._leaving

    @property
    def all(self) -> tuple[Trial, ...]:
        """How it stands, in the order in which visitors see them."""
        return tuple(Trial(demo, state) for demo, state in self.states.items())

    def failed(self) -> Mapping[str, State]:
        """Those that did not open, and how."""
        return {demo: state for demo, state in self.states.items() if state in OVER and state != "good"}

    def tick(self, now: float, *, camera_free: bool) -> bool:
        """Go on. ``camera_free``: a demo may take the camera. True if something looks different."""
        before = dict(self.states)
        drawn = False
        if self._now is None and self.quiet and self._queue and (camera_free or not _uses_camera(self._queue[0])):
            self._open(self._queue.popleft(), now)
        if self._now is not None:
            drawn = self._look(self._now, now)
        return drawn or self.states != before

    def end(self) -> None:
        """Stop what runs; what was not opened yet never is."""
        self._queue.clear()
        if self._now is not None:
            self._over(self._now, "waiting")

    def close(self, patience: float) -> None:
        """After :meth:`end`: wait up to ``patience`` seconds for what still ends."""
        for demo in self._leaving:
            demo.join(patience)

    def _open(self, entry: Entry, now: float) -> None:
        self.states[entry.name] = "opening"
        approved = Approved(entry, self._wake) if entry.door == "dropped" and entry.digest else None
        self._now = _Now(entry, now, approved)

    def _begin(self, one: _Now) -> None:
        if self._journal is not None:
            self._journal.opening(one.entry)
        try:
            one.running = self._start(one.entry, size=self._size, language=self._language, wake=self._wake)
        except (OSError, ValueError) as error:
            log.warning("The demo %s could not be opened for the preflight: %s", one.entry.name, error)
            self._over(one, "crashed")

    def _look(self, one: _Now, now: float) -> bool:
        if one.approved is not None:
            if not one.approved.done:
                return False
            approved, one.approved = one.approved, None
            if approved.fault:
                log.warning("A demo was not opened for the preflight. %s", approved.fault)
                self._over(one, "changed")
                return True
        if one.running is None:
            self._begin(one)
            return True
        one.running.poll(now)  # what it says is not kept: nobody plays
        drawn = self._picture(one, one.running, now)
        if (ended := one.running.ended(now)) is not None:
            self._over(one, _how(ended, one.seen is not None))
        elif one.seen is not None and now - one.seen >= SHOWN:
            self._over(one, "good")
        elif one.seen is None and now - one.began >= LONGEST:
            self._over(one, "empty")
        return drawn

    def _picture(self, one: _Now, running: Running, now: float) -> bool:
        frame = running.frame()
        if frame is None:
            return False
        if one.seen is None:
            one.seen = now
            self.states[one.entry.name] = "shown"
        elif now - self._drawn_at < EVERY:
            return False
        self._drawn_at = now
        whole = Surface(frame.get_size(), 0, 32)  # a demo's picture carries alpha that means nothing
        whole.blit(frame, (0, 0))
        self.pictures[one.entry.name] = transform.smoothscale(whole, self.picture_size)
        return True

    def _over(self, one: _Now, state: State) -> None:
        self.states[one.entry.name] = state
        if one.running is not None:
            one.running.stop()
            self._leaving.append(one.running)
        if self._journal is not None:
            self._journal.opened(one.entry)
        self._now = None


def _how(ended: Ended, seen: bool) -> State:
    if ended.outcome == "hung":
        return "hung"
    return "good" if ended.outcome == "finished" and seen else "crashed"


def _uses_camera(entry: Entry) -> bool:
    return entry.manifest is not None and "camera" in entry.manifest.uses
