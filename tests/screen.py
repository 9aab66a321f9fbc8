"""A real X display with one finger on it: Xvfb, xdotool, and pictures of what is shown."""

import os
import subprocess
import time
from pathlib import Path

from PIL import Image, ImageGrab

from tests.waiting import PATIENCE

PICTURES = Path(__file__).parent / "pictures"
"""Where screenshots are kept, for people to look at after a run."""


class Screen:
    """An Xvfb of ``width`` x ``height``. A context manager; ``env`` is for the program that draws on it."""

    def __init__(self, width: int = 1280, height: int = 720) -> None:
        self.width, self.height = width, height

    def __enter__(self) -> "Screen":
        read, write = os.pipe()
        command = [
            "Xvfb",
            "-displayfd",
            str(write),
            "-screen",
            "0",
            f"{self.width}x{self.height}x24",
            "-nolisten",
            "tcp",
        ]
        self._server = subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            # The server picks a free number and says it once it listens.
            self.display = f":{int(pipe.readline())}"
        self.env = {"DISPLAY": self.display, "SDL_VIDEODRIVER": "x11", "SDL_AUDIODRIVER": "dummy"}
        return self

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        self._server.wait(PATIENCE)

    def _do(self, *command: str) -> None:
        subprocess.run(["xdotool", *command], check=True, env=os.environ | self.env, timeout=PATIENCE)

    def down(self, x: float, y: float) -> None:
        """Put the finger down at ``x``, ``y``, each 0..1 of the screen."""
        self._do("mousemove", str(round(x * self.width)), str(round(y * self.height)), "mousedown", "1")

    def up(self) -> None:
        self._do("mouseup", "1")

    def tap(self, x: float, y: float) -> None:
        self.down(x, y)
        time.sleep(0.06)  # as long as a quick finger stays
        self.up()

    def key(self, name: str) -> None:
        """Press a key, by the name X has for it."""
        self._do("key", name)

    def picture(self) -> Image.Image:
        return ImageGrab.grab(xdisplay=self.display)

    def keep(self, name: str) -> Image.Image:
        """Take a picture and keep it for people to look at."""
        PICTURES.mkdir(exist_ok=True)
        picture = self.picture()
        picture.save(PICTURES / f"{name}.png")
        return picture

    def settle(self, seconds: float = 0.5, timeout: float = 2.0) -> Image.Image:
        """Wait until the picture stands still, or breathes only; the picture."""
        deadline = time.monotonic() + timeout
        before, since = self.picture(), time.monotonic()
        while time.monotonic() < deadline:
            time.sleep(0.1)
            now = self.picture()
            if now.tobytes() != before.tobytes():
                before, since = now, time.monotonic()
            elif time.monotonic() - since >= seconds:
                return now
        return before
