"""``python -m xlab_kiosk.host.runner SOCKET MEMORY PARENT``: the process a demo lives in.

Started by :mod:`xlab_kiosk.host.spawn` and by nobody else. The first packet on the socket says what to run.
"""

import contextlib
import ctypes
import faulthandler
import gc
import io
import os
import signal
import socket
import sys
import traceback
from pathlib import Path

import pygame

from xlab.events import Value
from xlab_kiosk.host import doors, rlimits, wire
from xlab_kiosk.host.camera import CameraView
from xlab_kiosk.host.frames import DemoFrames, surfaces
from xlab_kiosk.host.limits import START_LIMIT
from xlab_kiosk.host.load import fault_of, load_demo
from xlab_kiosk.host.loop import Loop, Stopped, Talk
from xlab_kiosk.host.sandbox import DATA_NAME
from xlab_kiosk.stage.room import ToRoom
from xlab_kiosk.stage.stage import Stage, StageControl

PR_SET_PDEATHSIG = 1
"""From linux/prctl.h: the signal to get when the parent dies."""


class Nowhere:
    """The outlet of a demo that only has its picture drawn: nobody listens."""

    def record(self, values: dict[str, Value], beacon: str | None) -> None:
        """Drop it."""

    def forget(self, beacon: str) -> None:
        """Drop it."""

    def ask_known(self, beacon: str) -> None:
        """Drop it."""

    def sound(self, name: str) -> None:
        """Drop it."""

    def room(self, said: ToRoom) -> None:
        """Drop it."""

    def finish(self) -> None:
        """Drop it."""


def main(link_fd: int, memory: int, parent: int) -> int:
    """Run what the shell asks for until it is over; returns the exit status.

    ``parent`` is the warden's process id, or 0 in a sandbox, which ends everything in it by itself.
    """
    settle_in(parent)
    talk = Talk(socket.socket(fileno=link_fd))
    try:
        talk.wait(START_LIMIT)
        begin = talk.hear()
    except Stopped:
        return 0
    if not isinstance(begin, wire.Begin):
        return wire.FAULT_STATUS
    doors.shut(boxed=not parent, network=isinstance(begin, wire.BeginRun) and begin.network)
    # A Python that the demo starts must not run byte code from its folder either; where this points, there is none.
    os.environ["PYTHONPYCACHEPREFIX"] = os.devnull
    if begin.site:
        # Before all others, and in this process alone: what another demo brings is never seen here.
        sys.path.insert(0, begin.site)
    try:
        talk.send(wire.Here())
        if isinstance(begin, wire.BeginRun):
            _run(begin, talk, memory)
        else:
            _draw_pictures(begin, memory)
    except Stopped:
        return 0
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except BaseException as error:  # the border of the demo's code: whatever it raises is told, then the process ends
        flush()  # what was printed before belongs into the same report
        try:
            talk.send(fault_of(error, Path(begin.folder)))
        except (OSError, Stopped):  # the demo closed the socket; what is printed has to do
            traceback.print_exc()
        return wire.FAULT_STATUS
    return 0


def settle_in(parent: int) -> None:
    """What a process does before any code of a demo runs in it: end with ``parent``, take little, open pygame."""
    if parent:
        _die_with(parent)
        os.setpgid(0, 0)  # a group of its own, so that a signal to it does not reach the warden
    rlimits.hold(boxed=not parent)
    if isinstance(sys.stdout, io.TextIOWrapper):  # what a demo printed before a segfault or a hang is worth the most
        sys.stdout.reconfigure(line_buffering=True)
    _open_pygame()
    _tell_where_on_trouble()


def _die_with(parent: int) -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    # It may have died before that call, and then no signal comes any more.
    if os.getppid() != parent:
        os._exit(0)


def _tell_where_on_trouble() -> None:
    # A segfault prints its traceback; SIGUSR1 prints where a demo that seems to hang is, without stopping it.
    # pygame put a handler of its own in place that says the same once more and then aborts.
    signal.signal(signal.SIGSEGV, signal.SIG_DFL)
    faulthandler.enable()
    faulthandler.register(signal.SIGUSR1, all_threads=False)


def _open_pygame() -> None:
    # On SDL's dummy display: without any, demos could not call Surface.convert().
    pygame.display.init()
    pygame.font.init()
    pygame.display.set_mode((1, 1))


def _run(begin: wire.BeginRun, talk: Talk, memory: int) -> None:
    folder = Path(begin.folder)
    demo = load_demo(folder, begin.entry)()
    data = os.environ.get(DATA_NAME)
    stage = Stage(
        size=begin.size,
        language=begin.language,
        folder=folder,
        outlet=talk,
        reduced_motion=begin.reduced_motion,
        place=begin.place,
        data=Path(data) if data else None,
        lines=begin.lines,
    )
    demo.start(stage)
    camera = CameraView(begin.camera) if begin.camera >= 0 else None
    # What exists now stays for the whole run; looking through it again and again would cost frames.
    gc.collect()
    gc.freeze()
    Loop(demo, StageControl(stage), talk, DemoFrames(memory, begin.size), camera).run()


def _draw_pictures(begin: wire.BeginPicture, memory: int) -> None:
    folder = Path(begin.folder)
    found = load_demo(folder, begin.entry)
    for size, surface in zip(begin.sizes, surfaces(memory, list(begin.sizes)), strict=True):
        demo = found()
        demo.start(Stage(size=size, language=begin.language, folder=folder, outlet=Nowhere()))
        demo.attract(surface, begin.t)


def flush() -> None:
    """Have all that was printed leave this process; what a demo put into the place of our streams is its own affair."""
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                stream.flush()


if __name__ == "__main__":
    status = main(*map(int, sys.argv[1:]))
    flush()
    # Not sys.exit: a thread or an exit hook of the demo could keep the process for ever.
    os._exit(status & 0xFF)
