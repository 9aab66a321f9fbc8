"""One panel and language of a check: its process, watched from outside, whatever the demo does in there."""

import os
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec
from pygame import Surface

from xlab.catalogue import Entry
from xlab.catalogue.checking import Finding, Played
from xlab_kiosk.check.messages import SHOTS, Beat, Done, Found, Shot, Stint, decode, encode
from xlab_kiosk.host import verdict, wire
from xlab_kiosk.host.frames import bytes_of, create_memory, surfaces
from xlab_kiosk.host.keeper import Keeper
from xlab_kiosk.host.limits import START_LIMIT
from xlab_kiosk.host.panel import stage_rect
from xlab_kiosk.host.spawn import Box, Child
from xlab_kiosk.stage.theme import Theme

PLAYER = "xlab_kiosk.check.player"

SILENCE = 20.0
"""Seconds without a sign of life. The player itself measures steps and tells of long ones; this is for one without end,
also in what is tried aside (``aside.py``), and long enough for a machine that has more to do."""

ASK_AFTER = 1.6
"""Seconds of silence after which the demo is asked to print where it is: the player calls two seconds too long."""

PARTING = 1.0
"""Seconds from the end of the process within which its last words must have come."""

MOST_FOUND = 400
"""Things kept of one session: more would be a demo that talks to us itself."""

PRINTED = 1024 * 1024
"""Bytes a demo may print in one session: the kit reads and drops them, and that takes time from others."""


class Session:
    """Plays the demo of ``entry`` on a panel of ``panel`` pixels in ``language``. Always :meth:`close` it."""

    def __init__(self, entry: Entry, panel: tuple[int, int], language: str, stint: Stint, wake: Callable[[], None]):
        """Start its process. Raises OSError if this machine can start no more of them."""
        assert entry.manifest is not None
        assert entry.folder is not None
        self.panel = panel
        self.size = f"{panel[0]}x{panel[1]}"
        self.language = language
        self.seconds = 0.0
        self.played: Played | None = None
        self.findings: list[Finding] = []
        self.over = False
        self._folder = entry.folder.absolute()
        self._shown: set[int] = set()
        self._heard_at: float | None = None
        self._asked = False
        self._ended_at: float | None = None
        self._limit = START_LIMIT
        # The demo's own folder for what it keeps is as new as on a kit that never saw it.
        self._data = tempfile.TemporaryDirectory(prefix="xlab-check-", ignore_cleanup_errors=True)
        begin = wire.BeginRun(
            folder=str(self._folder),
            entry=entry.manifest.entry,
            site=str(entry.site.absolute()) if entry.site is not None else "",
            size=stage_rect(Theme(panel)).size,
            language=language,
            reduced_motion=False,
        )
        memory = create_memory(SHOTS * bytes_of(stint.thumb))
        try:
            self._pictures = surfaces(memory, [stint.thumb] * SHOTS)
            box = Box(self._folder, Path(self._data.name), site=entry.site, runner=PLAYER)
            self._child = Child.start(memory, begin, box)
        finally:
            os.close(memory)
        self._child.link.send(encode(stint))
        self._keeper = Keeper(self._child, wake)
        self._keeper.start()

    @property
    def pictures(self) -> list[Surface]:
        """Small pictures of what it showed, in the order in which it did."""
        return [self._pictures[slot] for slot in sorted(self._shown)]

    def poll(self, now: float) -> None:
        """Hear what there is to hear, and end it if it hangs. ``now`` in seconds on any clock that only grows."""
        if self.over:
            return
        self._heard_at = now if self._heard_at is None else self._heard_at
        ended = self._child.status() is not None
        self._hear(now)
        if self.over:
            return
        if self._keeper.excess is not None:
            self._fail(f"{self._keeper.excess} The kit ends a demo that takes more.")
        elif ended:
            self._ended_at = now if self._ended_at is None else self._ended_at
            if self._keeper.heard_all or now - self._ended_at > PARTING:
                self._parted()
        elif now - self._heard_at > self._limit:
            self._fail("The demo hangs: it never comes back from one step. Do long work in pieces.", self._last_seen())
        elif now - self._heard_at > ASK_AFTER and not self._asked:
            self._asked = True
            self._child.signal(signal.SIGUSR1)

    def close(self) -> None:
        """End it and wait until nothing of it is left."""
        self._keeper.finish()
        self._keeper.join()
        self._data.cleanup()

    def _hear(self, now: float) -> None:
        while not self.over:
            try:
                packet, cut_off = self._child.receive()
            except BlockingIOError:
                self._keeper.emptied()
                return
            except OSError:
                return
            if not packet:
                return
            self._heard_at, self._asked = now, False
            try:
                self._take(decode(b"" if cut_off else packet))
            except wire.WireError as error:
                self._fail(f"The demo broke the rules. {error}")

    def _take(self, message: msgspec.Struct) -> None:
        match message:
            case Beat(seconds):
                self.seconds, self._limit = max(seconds, self.seconds), SILENCE
            case Found("plays", text, ""):
                self._fail(text, self._last_seen())
            case Found() if len(self.findings) < MOST_FOUND:
                self.findings.append(message.finding(self.size, self.language))
            case Shot(slot):
                self._shown.add(slot)
            case wire.Fault():
                self._fail(f"The demo fails: {message.line}. Mend it; a visitor would see a card.", message.where)
            case Done():
                fields = msgspec.structs.asdict(message)
                self.played = Played(size=self.size, language=self.language, **fields)
                self._end()

    def _last_seen(self) -> str:
        """Where in its files the demo was when it was asked."""
        return verdict.last_seen(self._keeper.tail, self._folder).removeprefix("; it was at ")

    def _parted(self) -> None:
        status = self._child.status()
        ended = verdict.parted(status or 0, finished=False, tail=self._keeper.tail, folder=self._folder)
        leaving = " A demo ends with stage.finish() alone." if ended.outcome == "exited" else ""
        self._fail(ended.detail + leaving)

    def _fail(self, text: str, where: str = "") -> None:
        finding = Found("plays", text[:1000], where[:1000]).finding(self.size, self.language)
        self.findings.append(finding)
        self._end()

    def _end(self) -> None:
        if self._keeper.printed > PRINTED:
            text = f"The demo printed {self._keeper.printed / 2**20:.0f} MB. Print nothing; nobody reads it on a kit."
            self.findings.append(Found("output", text).finding(self.size, self.language))
        self.over = True
