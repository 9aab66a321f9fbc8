"""A demo's attract picture, drawn by its own code in a process that ends at once.

The shell shows these pictures while nobody plays. A demo that cannot draw one has none, and that harms nobody.
"""

import contextlib
import logging
import os
import select
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pygame

from xlab_kiosk.host import wire
from xlab_kiosk.host.frames import bytes_of, create_memory, surfaces
from xlab_kiosk.host.overseer import EVERY, Overseer
from xlab_kiosk.host.spawn import Box, Child
from xlab_kiosk.host.verdict import plain

if TYPE_CHECKING:
    from xlab.catalogue import Entry

log = logging.getLogger(__name__)

MOMENT = 2.0
"""Seconds into its attract movement at which a demo is pictured: what comes in has come in by then."""

TIMEOUT = 8.0
"""Seconds for all sizes together, with a slow start on a Pi in mind."""
STARTS = 4.0
"""Starts of the kiosk that a picture may take, where that is more: a demo's process starts much as the kiosk does."""


class Pictures(msgspec.Struct, frozen=True):
    """One opaque picture for each size that was asked for, or none and the ``reason``."""

    surfaces: tuple[pygame.Surface, ...] = ()
    reason: str = ""


def patience(started: float) -> float:
    """Seconds to wait for the pictures of a demo on a machine where the kiosk itself took ``started`` seconds to start.

    A slow machine, or one that is just busy, has no worse demos than another: by the clock alone it would show none.
    """
    return max(TIMEOUT, STARTS * started)


def render_attract(
    entry: "Entry", size: tuple[int, int], timeout: float = TIMEOUT, *, language: str = "en"
) -> pygame.Surface | None:
    """The attract picture of ``entry`` in ``size`` pixels, or None if it draws none or fails; the log says why."""
    pictures = render_pictures(entry, [size], timeout, language=language)
    return pictures.surfaces[0] if pictures.surfaces else None


def render_pictures(
    entry: "Entry", sizes: Sequence[tuple[int, int]], timeout: float = TIMEOUT, *, language: str = "en"
) -> Pictures:
    """The attract pictures of ``entry`` in several sizes, from one process. Blocks; call it from any thread.

    Never raises for what a demo does: the reason is in the result and in the log.
    """
    if entry.manifest is None or entry.folder is None:
        return Pictures(reason=entry.reason)
    begin = wire.BeginPicture(
        folder=str(entry.folder.absolute()),
        site=str(entry.site.absolute()) if entry.site is not None else "",
        entry=entry.manifest.entry,
        sizes=tuple(sizes),
        t=MOMENT,
        language=language,
    )
    try:
        memory = create_memory(sum(map(bytes_of, sizes)))
        try:
            reason = _draw(memory, begin, timeout)
            drawn = [] if reason else surfaces(memory, list(sizes))
        finally:
            os.close(memory)
    except OSError as error:
        reason, drawn = f"No process could be started: {error}", []
    if reason:
        log.warning("The attract picture of %s failed. %s", entry.name, reason)
    elif not all(map(_is_drawn, drawn)):
        return Pictures(reason="The demo draws no attract picture.")
    return Pictures(tuple(map(_opaque, drawn)), reason)


def _draw(memory: int, begin: wire.BeginPicture, timeout: float) -> str:
    """Have the pictures drawn into ``memory``; returns why that failed, or nothing."""
    child = Child.start(memory, begin, Box(Path(begin.folder), site=Path(begin.site) if begin.site else None))
    try:
        done, excess = _wait(child, time.monotonic() + timeout)
        if excess:
            return excess
        status = child.status()
        if not done or status is None:
            return f"It was not drawn within {timeout:g} s."
        if status == 0:
            return ""
        return _fault(child) or f"Its process ended with status {status}."
    finally:
        child.end()
        child.close()


def _wait(child: Child, deadline: float) -> tuple[bool, str]:
    """Wait for the end of the process. Whether it came, and what the process took too much of.

    What it prints is read, so that it never waits for us, and dropped.
    """
    overseer = Overseer(child.pid, None)
    waiting = select.poll()
    waiting.register(child.pidfd, select.POLLIN)
    waiting.register(child.output, select.POLLIN)
    while (left := deadline - time.monotonic()) > 0:
        ready = {fd for fd, _ in waiting.poll(min(left, EVERY) * 1000)}
        if child.pidfd in ready:
            return True, ""
        if excess := overseer.look():
            return False, excess
        if child.output in ready and not os.read(child.output, 65536):
            waiting.unregister(child.output)
    return False, ""


def _fault(child: Child) -> str:
    with contextlib.suppress(OSError, wire.WireError):
        while packet := child.receive()[0]:
            message = wire.decode_from_demo(packet)
            if isinstance(message, wire.Fault):
                return plain(message.line + (f" ({message.where})" if message.where else ""))
    return ""


def _is_drawn(surface: pygame.Surface) -> bool:
    # The memory starts as zeros, and whatever is drawn on it has alpha.
    raw = surface.get_view("0").raw
    return raw.count(0) < len(raw)


def _opaque(surface: pygame.Surface) -> pygame.Surface:
    """A copy with memory of its own and without alpha, quick to show."""
    copy = pygame.Surface(surface.get_size(), 0, 32)
    copy.blit(surface, (0, 0))
    return copy
