"""The life of a demo inside its process: hear, update, draw, sixty times a second."""

import select
import socket
import time

from xlab.events import Value
from xlab_kiosk.host import wire
from xlab_kiosk.host.camera import CameraView
from xlab_kiosk.host.frames import DemoFrames
from xlab_kiosk.stage.demo import Demo
from xlab_kiosk.stage.room import RoomAnswers, RoomIdeas, RoomNow, ToRoom
from xlab_kiosk.stage.stage import StageControl
from xlab_kiosk.stage.taps import SLOP, Taps

TICK = 1 / 60
"""Seconds from one update to the next."""

LONGEST_DT = 0.1
"""The most an update is told has passed, so that after a hitch a movement goes on instead of jumping."""

BEAT_EVERY = 0.25
"""Seconds between two signs of life; the shell's watchdog waits for eight of them."""

BLANK_LIMIT = 2.0
"""Seconds after its start in which a demo must have drawn something: a visitor should not look at a black screen."""

PACKETS_A_TURN = 64
"""Inputs handled before the next update, so that a storm of them delays no sign of life."""


class Stopped(Exception):
    """The shell wants the process to end, or is gone."""


class Talk:
    """The demo's end of the socket, and the :class:`~xlab_kiosk.stage.stage.Outlet` of its stage."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link

    def send(self, message: wire.FromDemo) -> None:
        """Send; waits if the shell is slow."""
        try:
            self._link.send(wire.encode(message))
        except (BrokenPipeError, ConnectionResetError):
            raise Stopped from None

    def hear(self) -> wire.ToDemo | None:
        """The next message if there is one."""
        try:
            packet = self._link.recv(wire.MAX_TO_DEMO + 1, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return None
        except ConnectionResetError:
            raise Stopped from None
        if not packet:
            raise Stopped
        return wire.decode_to_demo(packet)

    def wait(self, seconds: float) -> None:
        """Wait for a message, at most so long."""
        if seconds > 0:
            select.select([self._link], [], [], seconds)

    def record(self, values: dict[str, Value], beacon: str | None) -> None:
        """Hand evidence to the shell. Raises :class:`~xlab_kiosk.host.wire.WireError` for what cannot be recorded."""
        self.send(wire.record_of(values, beacon))

    def forget(self, beacon: str) -> None:
        """Hand on a wish to be forgotten."""
        self.send(wire.Forget(beacon))

    def ask_known(self, beacon: str) -> None:
        """Ask what is known of a badge."""
        self.send(wire.AskKnown(beacon))

    def sound(self, name: str) -> None:
        """Have a sound of the demo played: no device enters the sandbox."""
        self.send(wire.Sound(name))

    def room(self, said: ToRoom) -> None:
        """Ask the room, or say what was answered at the screen."""
        self.send(said)

    def finish(self) -> None:
        """Say that the demo is over."""
        self.send(wire.Finish())


class Loop:
    """Runs a demo that has started.

    It is drawn after its start, after every input, and after :meth:`Stage.redraw`; what stands still costs nothing.
    """

    def __init__(
        self, demo: Demo, control: StageControl, talk: Talk, frames: DemoFrames, camera: CameraView | None = None
    ) -> None:
        self._demo = demo
        self._control = control
        self._talk = talk
        self._frames = frames
        self._camera = camera
        self._taps = Taps(slop=control.stage.theme.px(SLOP))
        self._blank = True

    def run(self) -> None:
        """Go on until :class:`Stopped`, or whatever the demo's code raises. What it keeps is saved in any case."""
        try:
            self._run()
        finally:
            self._control.stage.keep.save()

    def _run(self) -> None:
        # The first picture belongs to the start: it fills the theme's caches, which takes a slow machine a while.
        self._draw()
        self._talk.send(wire.Ready())
        last = due = beat = began = time.monotonic()
        drawn = False
        while True:
            self._hear()
            now = time.monotonic()
            if now >= due:
                self._look()
                for answer in self._control.answers():
                    self._demo.answer(answer)
                self._demo.update(min(now - last, LONGEST_DT))
                self._keep(now - last)
                last = now
                due = max(due + TICK, now)  # ticks that were missed stay missed
                drawn = False
                if now >= beat:
                    self._talk.send(wire.Beat())
                    beat = now + BEAT_EVERY
                if self._blank and now - began > BLANK_LIMIT:
                    raise RuntimeError("The demo draws nothing.")
            # Once a tick, or a demo that asks for the next picture while it draws this one would draw without end. A
            # touch of a picture that stands still is answered at once.
            if not drawn and self._control.stage.wants_redraw and self._frames.ready:
                self._draw()
                drawn = True
            self._talk.wait(due - time.monotonic())

    def _look(self) -> None:
        newer = self._camera.newer() if self._camera is not None else None
        if newer is not None:
            self._control.camera(*newer)

    def _keep(self, passed: float) -> None:
        self._control.stage.keep.update_file(passed)
        if self._control.finished:  # the shell ends the process soon, and does not wait long for a slow card
            self._control.stage.keep.save()

    def _draw(self) -> None:
        screen = self._frames.next()
        screen.set_clip(None)
        self._control.draw(self._demo, screen)
        self._blank = self._blank and self._frames.untouched()
        self._talk.send(self._frames.hand_over())

    def _hear(self) -> None:
        for _ in range(PACKETS_A_TURN):
            message = self._talk.hear()
            match message:
                case None:
                    return
                case wire.TouchMsg(touch):
                    tap = self._taps.feed(touch, time.monotonic())
                    self._demo.touch(touch)
                    if tap is not None:
                        self._demo.tap(tap)
                    self._control.stage.redraw()
                case wire.PresenceMsg(change):
                    self._control.presence(change)
                    self._demo.presence(change)
                case wire.KnownMsg(beacon, facts):
                    badge = self._control.known(beacon, facts)
                    if badge is not None:
                        self._demo.known(badge)
                case RoomNow() | RoomAnswers() | RoomIdeas():
                    self._control.room(message)
                case wire.Release(slot):
                    self._frames.released(slot)
                case wire.Stop():
                    raise Stopped
                case _:
                    raise wire.WireError(f"A run cannot begin twice: {type(message).__name__}")
