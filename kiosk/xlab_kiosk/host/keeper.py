"""The one thread a running demo costs the shell.

pygame can wait for events but not for descriptors, so this thread waits for them and wakes the shell. It also swallows
what the demo prints, looks at what it takes of the machine, and clears up behind it, so that the shell never waits
for a dying process. It reads no message: that is the shell's, on the shell's own thread.
"""

import atexit
import contextlib
import logging
import os
import select
import threading
import time
from collections.abc import Callable

from xlab_kiosk.host.overseer import EVERY, Overseer
from xlab_kiosk.host.spawn import Child
from xlab_kiosk.host.verdict import plain

log = logging.getLogger(__name__)

GRACE_MS = 100
"""How long a demo may take to end when asked; it has nothing to save that a kill could spoil for long."""

EXIT_PATIENCE = 1.0
"""Seconds that the end of the shell may wait for the end of its demo; killing takes a few thousandths of one."""

TAIL = 16 * 1024
"""Bytes kept of what a demo printed last: a traceback and a little before it."""

GULP = 64 * 1024
"""Bytes of output read at once, the size of a pipe."""

PAUSE_AFTER, PAUSE = 16, 0.005
"""A demo that prints without end is read 16 gulps at a time, then waits 5 ms: it cannot keep this core busy."""


class Keeper(threading.Thread):
    """Waits on a :class:`Child` until told to :meth:`finish`, then ends and closes it."""

    def __init__(self, child: Child, wake: Callable[[], None] | None) -> None:
        # A daemon, so that a shell that fails without stopping its demo still exits; the demo dies with it.
        super().__init__(name="demo-keeper", daemon=True)
        self._child = child
        self._wake = wake
        self._tail = b""
        self._printed = 0
        self._heard_all = False
        self._excess: str | None = None
        self._overseer = Overseer(child.pid, child.data)
        self._done = os.eventfd(0, os.EFD_CLOEXEC)
        self._epoll = select.epoll()
        self._epoll.register(self._done, select.EPOLLIN)
        self._epoll.register(child.output, select.EPOLLIN)
        # One wake-up for each time the shell emptied the socket, not one for each packet.
        self._epoll.register(child.link, select.EPOLLIN | select.EPOLLONESHOT)
        self._epoll.register(child.pidfd, select.EPOLLIN | select.EPOLLONESHOT)

    @property
    def tail(self) -> str:
        """What the demo printed last, fit to be read."""
        return plain(self._tail.decode("utf-8", "replace"))

    @property
    def printed(self) -> int:
        """Bytes the demo printed so far."""
        return self._printed

    @property
    def heard_all(self) -> bool:
        """Whether the demo, and all that it started, can print no more."""
        return self._heard_all

    @property
    def excess(self) -> str | None:
        """What the demo took too much of, as a sentence. It was killed for it."""
        return self._excess

    def emptied(self) -> None:
        """The shell read all there was: wake it again for the next. Not after :meth:`finish`."""
        self._epoll.modify(self._child.link, select.EPOLLIN | select.EPOLLONESHOT)

    def finish(self) -> None:
        """End the demo, close everything and end the thread, in the background. Call it once."""
        # A shell that stops its demo and exits waits for this thread, so that the demo's children go too.
        atexit.register(self.join, EXIT_PATIENCE)
        os.eventfd_write(self._done, 1)

    def run(self) -> None:
        """Wait, wake, swallow; then clear up."""
        with contextlib.ExitStack() as clearing:
            clearing.callback(os.close, self._done)
            clearing.callback(self._epoll.close)
            clearing.callback(self._child.close)
            clearing.callback(self._child.end)
            while self._watch():
                pass
            self._let_end()
        atexit.unregister(self.join)

    def _watch(self) -> bool:
        ready = {fd for fd, _ in self._epoll.poll(EVERY)}
        if self._done in ready:
            return False
        if self._excess is None:
            self._oversee()
        if self._child.output in ready:
            self._swallow()
        if ready - {self._child.output}:
            self._wake_shell()
        return True

    def _oversee(self) -> None:
        self._excess = self._overseer.look() or None
        if self._excess is not None:
            self._child.kill()  # before the shell has had its turn: memory goes by the gigabyte a second
            self._wake_shell()

    def _wake_shell(self) -> None:
        if self._wake is not None:
            try:
                self._wake()
            except Exception:  # whatever the shell does wrong, its demo must still be cleared up
                log.exception("Waking the shell failed")

    def _swallow(self) -> None:
        for _ in range(PAUSE_AFTER):
            try:
                data = os.read(self._child.output, GULP)
            except BlockingIOError:
                return
            if not data:
                self._epoll.unregister(self._child.output)
                self._heard_all = True
                self._wake_shell()
                return
            self._tail = (self._tail + data)[-TAIL:]
            self._printed += len(data)
        time.sleep(PAUSE)

    def _let_end(self) -> None:
        """Give the demo a moment to end by itself; what it prints meanwhile no longer matters."""
        waiting = select.poll()
        waiting.register(self._child.pidfd, select.POLLIN)
        waiting.poll(GRACE_MS)
