"""The memory through which a camera's pictures reach a demo: written by the eye, read by the demo.

Three slots of RGB pixels behind a small header, in a ``memfd``. The demo's descriptor is a read-only one, and once the
eye has its own mapping the memory is sealed, so that nobody can open it for writing any more. The eye
never waits for a reader: a reader copies the newest slot out and then sees by the slot's count whether it was written
meanwhile, as in a seqlock (Lameter, "Effective synchronization on Linux/NUMA systems", 2005). A count is odd while its
slot is being written.
"""

import fcntl
import mmap
import os
from struct import Struct

import pygame

from xlab.events import Source

SLOTS = 3
LARGEST = (1280, 720)
"""Width and height of the largest picture, in pixels."""

HEADER = 4096
SLOT_BYTES = LARGEST[0] * LARGEST[1] * 3
SIZE = HEADER + SLOTS * SLOT_BYTES

_SOURCES: tuple[Source, ...] = ("live", "recorded", "simulated")
_NEWEST = Struct("=qI")
"""Number of the newest picture (0: none yet, or the camera is gone) and which of ``_SOURCES`` it comes from."""

_COUNTS = Struct("=q")
_SIZES = Struct("=II")
_COUNTS_AT, _SIZES_AT = 64, 128

_TRIES = 3

F_SEAL_FUTURE_WRITE = 0x10
"""From linux/fcntl.h: mappings that are there may write, new ones may not."""


def create_camera_memory() -> int:
    """An empty memory of that shape; the caller owns the descriptor."""
    fd = os.memfd_create("xlab-camera", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        os.ftruncate(fd, SIZE)
        fcntl.fcntl(fd, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW)
    except OSError:
        os.close(fd)
        raise
    return fd


def read_only(fd: int) -> int:
    """A second descriptor of the same memory that cannot write; the caller owns it. Raises OSError."""
    return os.open(f"/proc/self/fd/{fd}", os.O_RDONLY | os.O_CLOEXEC)


class CameraWriter:
    """The eye's side."""

    def __init__(self, fd: int) -> None:
        self._map = mmap.mmap(fd, SIZE)
        fcntl.fcntl(fd, fcntl.F_ADD_SEALS, F_SEAL_FUTURE_WRITE | fcntl.F_SEAL_SEAL)
        self._number = 0

    def show(self, picture: pygame.Surface, source: Source) -> None:
        """Make this the newest picture; it is made smaller if it is larger than :data:`LARGEST`."""
        fitted = _fitted(picture)
        pixels = pygame.image.tobytes(fitted, "RGB")
        number = self._number + 1
        slot = number % SLOTS
        _COUNTS.pack_into(self._map, _COUNTS_AT + 8 * slot, 2 * number - 1)
        start = HEADER + slot * SLOT_BYTES
        self._map[start : start + len(pixels)] = pixels
        _SIZES.pack_into(self._map, _SIZES_AT + 8 * slot, *fitted.get_size())
        _COUNTS.pack_into(self._map, _COUNTS_AT + 8 * slot, 2 * number)
        _NEWEST.pack_into(self._map, 0, number, _SOURCES.index(source))
        self._number = number

    def gone(self) -> None:
        """There is no camera any more."""
        _NEWEST.pack_into(self._map, 0, 0, 0)


class CameraView:
    """The demo's side. ``fd`` stays the caller's."""

    def __init__(self, fd: int) -> None:
        self._map = mmap.mmap(fd, SIZE, prot=mmap.PROT_READ)
        self._seen = 0

    @property
    def source(self) -> Source:
        """Where the newest picture comes from; live while there is none."""
        number, source = _NEWEST.unpack_from(self._map, 0)
        return _SOURCES[source if number else 0]

    def close(self) -> None:
        """Let go of the memory."""
        self._map.close()

    def newer(self) -> tuple[pygame.Surface | None, Source] | None:
        """The newest picture (None: there is no camera any more) and its source; None if there is nothing new."""
        for _ in range(_TRIES):
            number, source = _NEWEST.unpack_from(self._map, 0)
            if number == self._seen:
                return None
            if number == 0:
                self._seen = 0
                return None, "live"
            picture = self._copied(number)
            if picture is not None:
                self._seen = number
                return picture, _SOURCES[source]
        return None  # written faster than it can be read: the next look has better luck

    def _copied(self, number: int) -> pygame.Surface | None:
        slot = number % SLOTS
        size = _SIZES.unpack_from(self._map, _SIZES_AT + 8 * slot)
        start = HEADER + slot * SLOT_BYTES
        pixels = self._map[start : start + size[0] * size[1] * 3]
        (count,) = _COUNTS.unpack_from(self._map, _COUNTS_AT + 8 * slot)
        if count != 2 * number:
            return None
        return pygame.image.frombuffer(pixels, size, "RGB")


def _fitted(picture: pygame.Surface) -> pygame.Surface:
    width, height = picture.get_size()
    scale = min(1.0, LARGEST[0] / width, LARGEST[1] / height)
    if scale == 1.0:
        return picture
    return pygame.transform.smoothscale(picture, (max(1, int(width * scale)), max(1, int(height * scale))))
