"""The memory that a demo draws in and the shell shows from.

It is one ``memfd`` with :data:`~xlab_kiosk.host.wire.SLOTS` pictures of BGRA pixels, handed down by inheritance, so it
has no name that could be left behind. Who may touch a slot is settled by messages alone: a demo owns the free ones, a
``Frame`` gives one to the shell, a ``Release`` gives it back. Nobody ever draws where somebody reads, so no picture is
torn and no lock is held across processes.

The size is sealed: a demo that could shrink the file would take the shell down with a bus error.
"""

import fcntl
import mmap
import os

import pygame

from xlab_kiosk.host.wire import SLOTS, Frame, WireError

BYTES_PER_PIXEL = 4


def create_memory(size: int) -> int:
    """A sealed ``memfd`` of ``size`` bytes, all zero. The caller owns the descriptor."""
    fd = os.memfd_create("xlab-frames", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        os.ftruncate(fd, size)
        fcntl.fcntl(fd, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL)
    except OSError:
        os.close(fd)
        raise
    return fd


def bytes_of(size: tuple[int, int]) -> int:
    """Bytes of one picture of ``size`` (width, height in pixels)."""
    return size[0] * size[1] * BYTES_PER_PIXEL


def surfaces(fd: int, sizes: list[tuple[int, int]]) -> list[pygame.Surface]:
    """One surface for each size, one after the other in the memory behind ``fd``, without a copy.

    The mapping lives as long as the last of the surfaces, even after ``fd`` is closed. It is writable on both sides, so
    that a stray drawing of the shell spoils a picture and not the process.
    """
    memory = memoryview(mmap.mmap(fd, sum(map(bytes_of, sizes))))
    result = []
    start = 0
    for size in sizes:
        surface = pygame.image.frombuffer(memory[start : start + bytes_of(size)], size, "BGRA")
        # Frames are copied to the display, never blended: a hole in a demo's alpha must not show what lies below.
        surface.set_alpha(None)
        result.append(surface)
        start += bytes_of(size)
    return result


class DemoFrames:
    """The demo's side: which slots are free to draw in."""

    def __init__(self, fd: int, size: tuple[int, int]) -> None:
        self._slots = surfaces(fd, [size] * SLOTS)
        self._free = list(range(SLOTS))
        self._number = 0

    @property
    def ready(self) -> bool:
        """Whether there is a slot to draw in."""
        return bool(self._free)

    def next(self) -> pygame.Surface:
        """The slot to draw in next; what it shows now is some older picture."""
        return self._slots[self._free[0]]

    def untouched(self) -> bool:
        """Whether nothing was drawn in the slot of :meth:`next` yet: new memory is zero, what is drawn has alpha."""
        raw = self._slots[self._free[0]].get_view("0").raw
        return raw.count(0) == len(raw)

    def hand_over(self) -> Frame:
        """Give the slot of :meth:`next` away; send the message this returns."""
        self._number += 1
        return Frame(self._free.pop(0), self._number)

    def released(self, slot: int) -> None:
        """The shell gave a slot back."""
        self._free.append(slot)


class ShellFrames:
    """The shell's side: the newest finished picture, and which slots to give back."""

    def __init__(self, fd: int, size: tuple[int, int]) -> None:
        self._slots = surfaces(fd, [size] * SLOTS)
        self._free = set(range(SLOTS))
        self._shown: int | None = None
        self._newest: int | None = None
        self._number = 0

    def arrived(self, frame: Frame) -> int | None:
        """Take a finished picture. Returns the slot of an older one that was never shown and can be released.

        Raises :class:`WireError` if the demo gives what it does not own, or counts backwards.
        """
        if frame.slot not in self._free:
            raise WireError(f"It handed over frame slot {frame.slot}, which it does not own.")
        if frame.number <= self._number:
            raise WireError(f"It handed over frame {frame.number} after frame {self._number}.")
        self._free.remove(frame.slot)
        self._number = frame.number
        skipped, self._newest = self._newest, frame.slot
        if skipped is not None:
            self._free.add(skipped)
        return skipped

    def take(self) -> tuple[pygame.Surface, int | None] | None:
        """The newest picture if it was not taken before, and the slot that was shown until now and can be released."""
        if self._newest is None:
            return None
        before, self._shown, self._newest = self._shown, self._newest, None
        if before is not None:
            self._free.add(before)
        return self._slots[self._shown], before
