"""The smallest shell: it starts one demo, waits to be woken, and shows nothing."""

import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pygame

from tests.waiting import PATIENCE
from xlab.catalogue import Entry, read_manifest
from xlab_kiosk.host import DemoProcess, Ended, Said

DEMOS = Path(__file__).parent.parent / "data" / "demos"


def trial(name: str) -> Entry:
    """The entry of one of the demos in tests/data/demos."""
    folder = DEMOS / f"xlab_demo_try_{name}"
    manifest = read_manifest(folder)
    return Entry(name=manifest.id, door="dropped", folder=folder, status="ready", manifest=manifest)


class QuietShell:
    """Runs a demo, by its name in tests/data/demos or from elsewhere, and keeps what came from it.

    ``hurry`` makes its clock run faster than the wall's. Unless a test says so it runs slower: a demo that a busy
    machine keeps from an update for two seconds is none that hangs.
    """

    def __init__(
        self,
        demo: str | Entry,
        size: tuple[int, int] = (160, 120),
        *,
        hurry: float = 0.25,
        data: Path | None = None,
        camera: str = "none",
    ) -> None:
        self.woken = threading.Event()
        self.said: list[Said] = []
        self.shown: pygame.Surface | None = None
        self.frames = 0
        self.ended: Ended | None = None
        self._hurry = hurry
        self.demo = DemoProcess.start(
            trial(demo) if isinstance(demo, str) else demo,
            size=size,
            language="en",
            data=data,
            camera=camera,
            wake=self.woken.set,
        )

    def now(self) -> float:
        """Seconds on its clock."""
        return time.monotonic() * self._hurry

    def turn(self) -> None:
        """One turn of a shell's loop."""
        now = self.now()
        self.said += self.demo.poll(now)
        frame = self.demo.frame()
        if frame is not None:
            self.shown = frame
            self.frames += 1
        self.ended = self.demo.ended(now)

    def until(self, done: Callable[[], object]) -> None:
        """Turn until ``done``, woken by the demo and, for the watchdog, ten times a second."""
        deadline = time.monotonic() + PATIENCE
        while True:
            self.woken.clear()
            self.turn()
            if done():
                return
            assert time.monotonic() < deadline, f"waited for {PATIENCE} s; ended: {self.ended}"
            self.woken.wait(0.1)

    def until_end(self) -> Ended:
        """Turn until the demo ended by itself."""
        self.until(lambda: self.ended is not None)
        assert self.ended is not None
        return self.ended

    def close(self) -> None:
        """Stop the demo and wait until nothing is left of it."""
        self.shown = None
        self.demo.stop()
        assert self.demo.join(PATIENCE)


def demo_process() -> psutil.Process:
    """The demo's own process, inside the sandbox or below the warden."""
    start = [sys.executable, "-P", "-m", "xlab_kiosk.host.runner"]
    found = []
    for one in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # another that has just ended
            found += [one] * (one.cmdline()[:4] == start)
    (demo,) = found
    return demo
