"""One demo, seen from the shell: start it, feed it, show its newest picture, and learn how it ended.

Nothing here blocks, whatever the demo does, and nothing a demo does raises. All methods belong to one thread, the
shell's; a :class:`~xlab_kiosk.host.keeper.Keeper` waits in the background and only wakes it.
"""

import contextlib
import logging
import os
import signal
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

from xlab.events import Source
from xlab.events.visits import EditedLine
from xlab_kiosk.host import limits, verdict, wire
from xlab_kiosk.host.camera import OpenedCamera
from xlab_kiosk.host.frames import ShellFrames, bytes_of, create_memory
from xlab_kiosk.host.keeper import Keeper
from xlab_kiosk.host.limits import Budget, Watchdog
from xlab_kiosk.host.pace import Pace
from xlab_kiosk.host.spawn import Box, Child
from xlab_kiosk.host.verdict import Ended
from xlab_kiosk.host.wire import Said
from xlab_kiosk.stage.inputs import KnownFact, Presence, Touch
from xlab_kiosk.stage.room import FromRoom

if TYPE_CHECKING:  # the demo's process imports this package too and has no use for the catalogue
    from xlab.catalogue import Entry

log = logging.getLogger(__name__)

MAX_WAITING = 512
"""Packets kept for a demo that does not read. The socket holds about 200 more; two seconds of ten fingers are fewer."""

NO_CAMERA = "none"
"""The setting ``camera`` where the station's camera must stay shut."""

PARTING = 0.5
"""Seconds within which the signs of an end come together: connection closed, process gone, last words printed."""


class DemoProcess:
    """A demo in a process of its own. Always :meth:`stop` it; the memory of its frames goes with the last surface."""

    def __init__(
        self,
        name: str,
        folder: Path,
        child: Child,
        keeper: Keeper,
        frames: ShellFrames,
        camera: OpenedCamera | None = None,
    ) -> None:
        """Made by :meth:`start`."""
        self.name = name
        self._folder = folder
        self._child = child
        self._keeper = keeper
        self._frames: ShellFrames | None = frames
        self._camera = camera
        self._stopped = False
        self._ended: Ended | None = None
        self._fault: str | None = None
        self._traceback = ""
        self._finished = False
        self._closed = False
        self._parting_since: float | None = None
        self._asked_where = False
        self._said: list[Said] = []
        self._waiting: deque[tuple[int | None, bytes]] = deque()
        self._pace = Pace()
        self._born = time.monotonic()
        self._dog = Watchdog()
        self._messages = Budget(limits.MESSAGES_PER_SECOND, limits.MESSAGES_AT_ONCE)
        self._words = Budget(limits.SAID_PER_SECOND, limits.SAID_AT_ONCE)

    @classmethod
    def start(
        cls,
        entry: "Entry",
        *,
        size: tuple[int, int],
        language: str,
        reduced_motion: bool = False,
        data: Path | None = None,
        camera: str = "",
        place: str = "",
        lines: tuple[EditedLine, ...] = (),
        wake: Callable[[], None] | None = None,
    ) -> "DemoProcess":
        """Start ``entry``, which must be ready, on a surface of ``size`` pixels.

        ``data`` is the folder in which it may write; it is there for this demo alone, and is made if need be.
        ``camera`` is the setting of that name; the camera is opened only for a demo that uses it.
        ``place`` is what the station is called.
        ``lines`` are those of its words that the facilitator edited.
        ``wake`` is called from another thread when there is something to :meth:`poll`. The calling thread must live as
        long as the demo. Raises ValueError if the entry has no manifest, OSError if the machine cannot start a process.
        """
        if entry.manifest is None or entry.folder is None:
            raise ValueError(f"The demo {entry.name} is not ready: {entry.reason}")
        if data is not None:
            data.mkdir(mode=0o700, parents=True, exist_ok=True)
        uses = entry.manifest.uses
        eye = OpenedCamera(camera) if "camera" in uses and camera != NO_CAMERA else None
        site = entry.site.absolute() if entry.site is not None else None
        begin = wire.BeginRun(
            folder=str(entry.folder.absolute()),
            site=str(site or ""),
            entry=entry.manifest.entry,
            size=size,
            language=language,
            reduced_motion=reduced_motion,
            place=place,
            camera=eye.view if eye is not None else -1,
            network="network" in uses,
            lines=lines,
        )
        with contextlib.ExitStack() as undo:
            if eye is not None:
                undo.callback(eye.close)
            memory = create_memory(wire.SLOTS * bytes_of(size))
            try:
                frames = ShellFrames(memory, size)
                box = Box(entry.folder.absolute(), data, network="network" in uses, site=site)
                child = Child.start(memory, begin, box, (eye.view,) if eye is not None else ())
            finally:
                os.close(memory)
            undo.callback(child.close)
            undo.callback(child.end)
            try:
                keeper = Keeper(child, wake)
                keeper.start()
            except (OSError, RuntimeError) as error:
                raise OSError(f"No thread could be started for the demo {entry.name}: {error}") from error
            undo.pop_all()
        return cls(entry.name, entry.folder.absolute(), child, keeper, frames, eye)

    def touch(self, touch: Touch) -> None:
        """Pass on a touch, in pixels of the demo's surface."""
        moving = touch.pointer if touch.phase == "move" else None
        self._send(wire.encode(wire.TouchMsg(touch)), moving)

    def presence(self, change: Presence) -> None:
        """Pass on that a badge came, moved or went."""
        self._send(wire.encode(wire.PresenceMsg(change)))

    def known(self, beacon: str, facts: tuple[KnownFact, ...]) -> None:
        """Pass on all that is known of a badge, oldest first; the oldest are left out where they do not fit."""
        self._send(wire.encode_known(beacon, facts))

    @property
    def words(self) -> str:
        """What it left to read: the last of what it printed, then the traceback of its failure; mostly nothing."""
        return "\n".join(filter(None, (self._keeper.tail.rstrip(), self._traceback.rstrip())))

    def room(self, said: FromRoom) -> None:
        """Pass on news of what the demo asked the room."""
        for packet in wire.packets_of(said):
            self._send(packet)

    def poll(self, now: float) -> list[Said]:
        """What the demo said since the last call: records, wishes to forget, questions, its end."""
        self._listen(now)
        said, self._said = self._said, []
        return said

    def frame(self) -> pygame.Surface | None:
        """The newest finished picture, once; its pixels stay as they are until a later call gives a newer one."""
        self._receive()
        taken = self._frames.take() if self._frames is not None else None
        if taken is None:
            return None
        surface, before = taken
        self._pace.shown(time.monotonic())
        self._release(before)
        return surface

    def ended(self, now: float) -> Ended | None:
        """How the demo ended, once it has. Ask at least every half second: this is the watchdog. ``now`` in seconds."""
        if self._ended is None and not self._stopped:
            self._dog.look(now)
            self._listen(now)
            self._ended = self._judge(now)
            if self._ended is not None:
                self._report(self._ended)
                self.stop()
        return self._ended

    @property
    def camera_source(self) -> Source | None:
        """Where the pictures of the camera come from; None where the demo has no camera."""
        return self._camera.source if self._camera is not None else None

    def stop(self) -> None:
        """End the process and all it started; calling it again does nothing.

        Returns at once: a background thread waits, kills and closes, in about a tenth of a second.
        """
        if self._stopped:
            return
        self._send(wire.encode(wire.Stop()))
        self._stopped = True
        log.info("The demo %s showed %s.", self.name, self._pace)
        self._frames = None
        self._waiting.clear()
        if self._camera is not None:
            self._camera.close()
        self._keeper.finish()

    def join(self, timeout: float | None = None) -> bool:
        """After :meth:`stop`: wait until nothing of the demo is left. False if that takes longer than ``timeout``."""
        self._keeper.join(timeout)
        free = self._camera is None or self._camera.join(timeout)
        return free and not self._keeper.is_alive()

    def _send(self, packet: bytes, moving: int | None = None) -> None:
        """Send now or keep for later. ``moving`` is the pointer of a move; of moves only the newest counts."""
        if self._stopped:
            return
        if not self._waiting and self._sent(packet):
            return
        if moving is not None and self._waiting and self._waiting[-1][0] == moving:
            self._waiting.pop()
        if len(self._waiting) >= MAX_WAITING:
            self._fault = self._fault or "The demo does not read its input."
            return
        self._waiting.append((moving, packet))

    def _sent(self, packet: bytes) -> bool:
        try:
            self._child.link.send(packet)
        except BlockingIOError:
            return False
        except OSError:  # it is gone; ended() will say how
            return True
        return True

    def _listen(self, now: float) -> None:
        self._messages.refill(now)
        self._words.refill(now)
        while self._waiting and not self._stopped and self._sent(self._waiting[0][1]):
            self._waiting.popleft()
        self._receive()

    def _receive(self) -> None:
        """Read every packet there is, until the demo is out of order."""
        while not (self._stopped or self._closed or self._fault):
            try:
                packet, cut_off = self._child.receive()
            except BlockingIOError:
                self._keeper.emptied()
                return
            except OSError:
                packet, cut_off = b"", False
            if not packet:
                self._closed = True
                return
            if not self._messages.spend():
                self._fault = "The demo floods the kit with messages."
            elif cut_off:
                self._fault = f"The demo sent a message of more than {wire.MAX_FROM_DEMO} bytes."
            else:
                self._take(packet)

    def _take(self, packet: bytes) -> None:
        try:
            message = wire.decode_from_demo(packet)
            match message:
                case wire.Frame():
                    if self._frames is not None:
                        self._release(self._frames.arrived(message))
                case wire.Beat():
                    self._dog.beat()
                    self._asked_where = False
                case wire.Ready():
                    self._dog.ready()
                case wire.Here():
                    self._dog.here(time.monotonic() - self._born)
                case wire.Fault():
                    self._fault = f"{message.line} ({message.where})" if message.where else message.line
                    self._traceback = verdict.plain(message.traceback)
                    log.warning("The demo %s failed:\n%s", self.name, self._traceback)
                case _:
                    self._hear(message)
        except wire.WireError as error:
            self._fault = f"The demo broke the rules. {error}"

    def _hear(self, said: Said) -> None:
        if not self._words.spend():
            self._fault = "The demo records, asks or forgets faster than a visitor can."
            return
        self._finished = self._finished or isinstance(said, wire.Finish)
        self._said.append(said)

    def _release(self, slot: int | None) -> None:
        if slot is not None:
            self._send(wire.encode(wire.Release(slot)))

    def _judge(self, now: float) -> Ended | None:
        status = self._child.status()
        if status is not None:
            self._receive()  # what it said last explains the rest
        if self._keeper.excess is not None or (self._fault is not None and not self._traceback):
            return verdict.crashed(self._keeper.excess or self._fault or "")
        if status is not None or self._closed or self._traceback:
            self._parting_since = now if self._parting_since is None else self._parting_since
            whole = (status is not None or self._traceback) and self._keeper.heard_all
            if not whole and now - self._parting_since < PARTING:
                return None  # the other signs of the end, which say more, are on their way
            return verdict.crashed(self._fault) if self._fault is not None else self._parted(status)
        if self._dog.hung:
            return self._hung()
        if self._dog.suspicious and not self._asked_where:
            self._asked_where = True
            self._child.signal(signal.SIGUSR1)  # the runner prints where it is; see runner.py
        return None

    def _parted(self, status: int | None) -> Ended:
        if status is None:
            return verdict.crashed("The demo closed its connection to the kit.")
        if status == -signal.SIGUSR1:  # asked where it was before Python could answer
            return self._hung()
        return verdict.parted(status, finished=self._finished, tail=self._keeper.tail, folder=self._folder)

    def _hung(self) -> Ended:
        return verdict.hung(self._dog.limit, started=self._dog.started, tail=self._keeper.tail, folder=self._folder)

    def _report(self, ended: Ended) -> None:
        if ended.outcome != "finished":
            log.warning("The demo %s %s. %s", self.name, ended.outcome, ended.detail)
        if self._keeper.tail:
            log.info("The last output of the demo %s:\n%s", self.name, self._keeper.tail)
