"""Says what the camera shows, and that its pictures cannot be written to."""

import contextlib
import mmap
import os
from pathlib import Path

import pygame

from xlab_kiosk.stage import Demo


def writable() -> int:
    """How many ways this process finds to write into the camera's memory."""
    found = 0
    for link in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError, ValueError):
            if "xlab-camera" in str(link.readlink()):
                mmap.mmap(int(link.name), 4096)
                found += 1
        with contextlib.suppress(OSError):
            if "xlab-camera" in str(link.readlink()):
                again = os.open(link, os.O_RDWR)
                found += os.pwrite(again, b"mine", 0) > 0
    return found


class Trial(Demo):
    looked = False

    def update(self, dt: float) -> None:
        picture = self.stage.camera
        if picture is not None and not self.looked:
            self.looked = True
            red, green, blue, _ = picture.get_at((5, 5))
            self.stage.record(
                width=picture.get_width(), height=picture.get_height(), red=red, green=green, blue=blue,
                source=self.stage.source, writable=writable(),
            )  # fmt: skip

    def draw(self, screen: pygame.Surface) -> None:
        screen.fill((30, 10, 200))
        if self.stage.camera is not None:
            screen.blit(pygame.transform.scale(self.stage.camera, screen.get_size()), (0, 0))
