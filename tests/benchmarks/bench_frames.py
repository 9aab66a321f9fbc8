"""What it costs to run a demo in a process of its own: ``python -m tests.benchmarks.bench_frames [SECONDS]``."""

import os
import statistics
import sys
import threading
import time

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import psutil
import pygame

from tests.fakes.quiet_shell import trial
from xlab_kiosk.host import DemoProcess
from xlab_kiosk.host.load import load_demo
from xlab_kiosk.host.runner import Nowhere
from xlab_kiosk.stage.inputs import Touch
from xlab_kiosk.stage.stage import Stage

SIZES = [(1280, 720), (1920, 1080)]
TICK = 1 / 60
TOUCHES = 100
STARTS = 10
CORNER = (4, 4)
"""A pixel of the scene's background, which changes with every touch."""


class Screen:
    """A display and the shell's half of a frame: wait for the tick or the demo, copy, flip."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.display = pygame.display.set_mode(size)
        self.woken = threading.Event()
        self.copies: list[float] = []

    def start(self) -> DemoProcess:
        """The moving scene in its own process."""
        return DemoProcess.start(trial("moving"), size=self.size, language="en", wake=self.woken.set)

    def show(self, demo: DemoProcess) -> bool:
        """Show the newest frame if there is one."""
        now = time.monotonic()
        demo.poll(now)
        assert demo.ended(now) is None
        frame = demo.frame()
        if frame is None:
            return False
        began = time.perf_counter()
        self.display.blit(frame, (0, 0))
        pygame.display.flip()
        self.copies.append((time.perf_counter() - began) * 1000)
        return True

    def until_shown(self, demo: DemoProcess) -> None:
        """Wait for the next frame and show it."""
        while True:
            self.woken.clear()
            if self.show(demo):
                return
            self.woken.wait(0.1)

    def go_on(self, demo: DemoProcess, seconds: float) -> None:
        """Show frames as they come for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.woken.clear()
            if not self.show(demo):
                self.woken.wait(left)


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


def direct(screen: Screen, seconds: float) -> tuple[float, list[float]]:
    """Frames a second as fast as they can be drawn in one process, and milliseconds of each."""
    entry = trial("moving")
    demo = load_demo(entry.folder, entry.manifest.entry)()
    demo.start(Stage(size=screen.size, language="en", folder=entry.folder, outlet=Nowhere()))
    work: list[float] = []
    end = time.perf_counter() + seconds
    while (began := time.perf_counter()) < end:
        demo.update(TICK)
        demo.draw(screen.display)
        pygame.display.flip()
        work.append((time.perf_counter() - began) * 1000)
    return len(work) / seconds, work


def isolated(screen: Screen, seconds: float) -> tuple[float, float, float]:
    """Frames shown a second, each as it comes, and milliseconds of processor a frame: the demo's and the shell's."""
    demo = screen.start()
    screen.until_shown(demo)
    screen.copies.clear()
    (child,) = psutil.Process().children()
    before, own = sum(child.cpu_times()[:2]), time.process_time()
    shown = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        screen.until_shown(demo)
        shown += 1
    spent, own = sum(child.cpu_times()[:2]) - before, time.process_time() - own
    demo.stop()
    demo.join()
    return shown / seconds, spent / shown * 1000, own / shown * 1000


def touched(screen: Screen) -> list[float]:
    """Milliseconds from a touch in the shell to the first changed picture on its display."""
    demo = screen.start()
    screen.until_shown(demo)
    result = []
    for number in range(TOUCHES):
        screen.go_on(demo, 0.03 + 0.0007 * (number % 24))  # so that touches meet every moment of the demo's tick
        before = screen.display.get_at(CORNER)
        began = time.perf_counter()
        demo.touch(Touch(1, "down", 100, 100))
        while screen.display.get_at(CORNER) == before:
            screen.until_shown(demo)
        result.append((time.perf_counter() - began) * 1000)
        demo.touch(Touch(1, "up", 100, 100))
    demo.stop()
    demo.join()
    return result


def started(screen: Screen) -> list[float]:
    """Milliseconds from the start of a demo to its first picture."""
    result = []
    for _ in range(STARTS):
        began = time.perf_counter()
        demo = screen.start()
        screen.until_shown(demo)
        result.append((time.perf_counter() - began) * 1000)
        demo.stop()
        demo.join()
    return result


def main() -> None:
    """Print the table."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 4.0
    pygame.display.init()
    pygame.font.init()
    for size in SIZES:
        screen = Screen(size)
        free, work = direct(screen, seconds)
        pace, demo, shell = isolated(screen, seconds)
        copies, touches, starts = screen.copies[:], touched(screen), started(screen)
        name = "{}x{}".format(*size)
        promise = size == SIZES[0]  # DESIGN.md, section 7, speaks of 1280x720
        rows = [
            ("direct, unpaced", f"{free:.0f} frames/s", ""),
            ("direct, work a frame", f"median {statistics.median(work):.2f} ms, p95 {p95(work):.2f} ms", ""),
            ("isolated, as they come", f"{pace:.1f} frames/s", "60 frames/s" if promise else ""),
            ("isolated, work a frame", f"demo {demo:.2f} ms + shell {shell:.2f} ms", "16 ms" if promise else ""),
            ("copy to the display", f"median {statistics.median(copies):.2f} ms, p95 {p95(copies):.2f} ms", ""),
            (
                "touch to picture",
                f"median {statistics.median(touches):.1f} ms, p95 {p95(touches):.1f} ms",
                "33.3 ms (two frames)" if promise else "",
            ),
            ("start to first frame", f"median {statistics.median(starts):.0f} ms, p95 {p95(starts):.0f} ms", ""),
        ]
        print(f"{name:24}{'measured':38}promised")
        for row in rows:
            print("{:24}{:38}{}".format(*row))
        print()


if __name__ == "__main__":
    main()
