"""Where pictures come from: a program that writes JPEGs, a camera without JPEGs, a recorded clip."""

import contextlib
import io
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import pygame

from xlab.events import Source
from xlab_kiosk.host.camera.jpegs import Cutter

WIDTH, HEIGHT = 1280, 720
CLIP_RATE = 25
"""Pictures a second of a recorded clip: a row of JPEGs says nothing of time."""

SILENT = 5.0
"""Seconds without a picture after which a camera counts as gone: some take three to wake up."""

_GULP = 256 * 1024


class CameraError(Exception):
    """There is no such camera, or it gives no pictures; the message is a plain sentence."""


class PictureSource(Protocol):
    """A camera that is open."""

    source: Source
    name: str

    def pictures(self) -> Iterator[pygame.Surface]:
        """Pictures as they come, the newest where one was slow. Raises :class:`CameraError` when it is gone."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


class Program:
    """A camera behind a program that writes JPEGs to its output: ``rpicam-vid``, or ``v4l2-ctl`` for USB cameras."""

    source: Source = "live"

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert self._process.stdout is not None
        self._output = self._process.stdout.fileno()
        os.set_blocking(self._output, False)

    def pictures(self) -> Iterator[pygame.Surface]:
        """As they come; broken ones are passed over."""
        cutter = Cutter()
        last = time.monotonic()
        while True:
            ready, _, _ = select.select([self._output], [], [], SILENT)
            data = os.read(self._output, _GULP) if ready else b""
            if ready and not data:
                raise CameraError(f"{self.name} ended.")
            whole = cutter.feed(data)
            for picture in filter(None, map(_decoded, whole[-1:])):
                last = time.monotonic()
                yield picture
            if time.monotonic() - last > SILENT:
                raise CameraError(f"{self.name} gives no pictures.")

    def close(self) -> None:
        """End the program."""
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


class Raw:
    """A V4L2 camera without JPEGs, read by pygame itself; such cameras are slow at this size over USB 2."""

    source: Source = "live"

    def __init__(self, device: Path) -> None:
        import pygame.camera

        self.name = str(device)
        try:
            pygame.camera.init("_camera (V4L2)")
            self._camera = pygame.camera.Camera(str(device), (WIDTH, HEIGHT), "RGB")
            self._camera.start()
        except (SystemError, ValueError, RuntimeError, pygame.error) as error:
            raise CameraError(f"{device} cannot be opened: {error}.") from None

    def pictures(self) -> Iterator[pygame.Surface]:
        """As they come."""
        while True:
            try:
                yield self._camera.get_image()
            except (SystemError, pygame.error) as error:
                raise CameraError(f"{self.name} gives no pictures: {error}.") from None

    def close(self) -> None:
        """Stop it."""
        with contextlib.suppress(SystemError, pygame.error):
            self._camera.stop()


class Clip:
    """A recorded clip, a file of JPEGs one after the other, from its beginning again and again."""

    source: Source = "recorded"

    def __init__(self, path: Path) -> None:
        self.name = path.name
        try:
            self._pictures = Cutter().feed(path.read_bytes())
        except OSError as error:
            raise CameraError(f"The clip {path} cannot be read: {error.strerror}.") from None
        if not any(map(_decoded, self._pictures[:1])):
            raise CameraError(f"The clip {path} holds no JPEG pictures.")

    def pictures(self) -> Iterator[pygame.Surface]:
        """At an even pace."""
        due = time.monotonic()
        while True:
            for picture in filter(None, map(_decoded, self._pictures)):
                time.sleep(max(0.0, due - time.monotonic()))
                due = max(due, time.monotonic() - 1.0) + 1.0 / CLIP_RATE
                yield picture

    def close(self) -> None:
        """Nothing to let go of."""


def open_camera(wish: str) -> PictureSource:
    """The camera of ``wish``: a device as ``/dev/video0``, a clip's file, or empty for the best there is.

    Raises :class:`CameraError`.
    """
    if wish and not wish.startswith("/dev/"):
        return Clip(Path(wish))
    if wish:
        return _device(Path(wish))
    problems = []
    if shutil.which("rpicam-vid") and _has_pi_camera():
        return Program("The camera", _RPICAM)
    for device in sorted(Path("/dev").glob("video*"), key=lambda path: (len(path.name), path.name)):
        try:
            return _device(device)
        except CameraError as error:
            problems.append(str(error))
    raise CameraError(" ".join(problems) or "There is no camera.")


_RPICAM = (
    *("rpicam-vid", "--nopreview", "--timeout", "0", "--codec", "mjpeg", "--output", "-"),
    *("--width", str(WIDTH), "--height", str(HEIGHT), "--framerate", "30", "--verbose", "0"),
)


def _has_pi_camera() -> bool:
    try:
        listed = subprocess.run(["rpicam-vid", "--list-cameras"], capture_output=True, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return b"No cameras available" not in listed.stdout + listed.stderr and listed.returncode == 0


def _device(device: Path) -> PictureSource:
    if shutil.which("v4l2-ctl") is None:
        return Raw(device)
    try:
        asked = subprocess.run(
            ["v4l2-ctl", "-d", str(device), "--list-formats"], capture_output=True, timeout=5, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CameraError(f"{device} does not answer: {error}.") from None
    if asked.returncode or b"Video Capture" not in asked.stdout:
        raise CameraError(f"{device} is no camera.")
    if b"MJPG" not in asked.stdout:
        return Raw(device)
    size = f"--set-fmt-video=width={WIDTH},height={HEIGHT},pixelformat=MJPG"
    return Program(str(device), ["v4l2-ctl", "-d", str(device), size, "--stream-mmap", "--stream-to=-"])


def _decoded(data: bytes) -> pygame.Surface | None:
    try:
        return pygame.image.load(io.BytesIO(data), "picture.jpg")
    except pygame.error:
        return None
