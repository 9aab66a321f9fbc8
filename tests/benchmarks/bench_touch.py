"""A tap on a real window until the demo's picture has changed there: through X, shell, demo process and back."""

import ctypes
import sys
import time

from tests.benchmarks.bench_kit import NO_BUS, row
from tests.running import RunningKit
from tests.screen import Screen

FRAME_MS = 1000 / 60
TAPS = 6
"""A run of the demo greets seven times and then ends; each tap but the last is measured."""

PATCH = 24
ZPIXMAP, ALL_PLANES = 2, ctypes.c_ulong(-1)


class Finger:
    """Presses the mouse button through XTEST and looks at single patches: quick enough to measure milliseconds."""

    def __init__(self, display: str) -> None:
        self._x11, self._xtst = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._x11.XGetImage.restype = ctypes.c_void_p
        self._x11.XDefaultRootWindow.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x11.XOpenDisplay(display.encode()))
        self._root = ctypes.c_ulong(self._x11.XDefaultRootWindow(self._display))

    def patch(self, x: int, y: int) -> bytes:
        """The pixels around a place."""
        at = (ctypes.c_int(x - PATCH // 2), ctypes.c_int(y - PATCH // 2))
        side = ctypes.c_uint(PATCH)
        image = self._x11.XGetImage(self._display, self._root, *at, side, side, ALL_PLANES, ZPIXMAP)
        # XImage: width, height, xoffset, format (int each), then the pointer to the pixels.
        pixels = ctypes.cast(image + 4 * ctypes.sizeof(ctypes.c_int), ctypes.POINTER(ctypes.c_void_p))[0]
        data = ctypes.string_at(pixels, PATCH * PATCH * 4)
        self._x11.XFree(ctypes.c_void_p(pixels))
        self._x11.XFree(ctypes.c_void_p(image))
        return data

    def tap(self, x: int, y: int) -> float:
        """Milliseconds from the release of a tap until the patch under it has changed."""
        self._xtst.XTestFakeMotionEvent(self._display, -1, x, y, ctypes.c_ulong(0))
        self._xtst.XTestFakeButtonEvent(self._display, 1, 1, ctypes.c_ulong(0))
        self._x11.XSync(self._display, 0)
        time.sleep(0.06)
        before = self.patch(x, y)
        self._xtst.XTestFakeButtonEvent(self._display, 1, 0, ctypes.c_ulong(0))
        self._x11.XSync(self._display, 0)
        began = time.monotonic()
        while self.patch(x, y) == before:
            if time.monotonic() - began > 2:
                raise AssertionError("Nothing changed where it was tapped.")
            time.sleep(0.0005)
        return (time.monotonic() - began) * 1000


def main() -> None:
    """Print median and p95 beside the promise of two frames."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 6
    taken: list[float] = []
    with Screen() as screen, RunningKit("--size", "1280x720", env=NO_BUS | screen.env) as kit:
        finger = Finger(screen.display)
        kit.wait(lambda health: health["stations"] and health["stations"][0]["state"] == "attract")
        screen.tap(0.5, 0.5)
        for _ in range(runs):
            kit.wait(lambda health: health["stations"][0]["state"] == "menu")
            screen.settle()
            screen.tap(0.25, 0.5)
            kit.wait(lambda health: health["stations"][0]["state"] == "playing")
            screen.settle()
            for number in range(TAPS):
                taken.append(finger.tap(200 + 170 * number, 180 + 80 * number))
                time.sleep(0.5)
            screen.tap(0.034, 0.06)
    row("tap to changed picture at 1280x720", "ms", taken, 2 * FRAME_MS)


if __name__ == "__main__":
    main()
