"""Wakes the main loop from other threads."""

import threading

import pygame


class Waker:
    """However often it is asked, at most one event waits in SDL's queue, so that no demo can fill it."""

    def __init__(self) -> None:
        self.event_type = pygame.event.custom_type()
        self._lock = threading.Lock()
        self._waiting = False

    def wake(self) -> None:
        """Have the loop take another turn soon. From any thread, even when the display is gone."""
        with self._lock:
            if self._waiting:
                return
            try:
                pygame.event.post(pygame.event.Event(self.event_type))
            except pygame.error:
                return
            self._waiting = True

    def woken(self) -> None:
        """The loop turns: the next :meth:`wake` counts again."""
        with self._lock:
            self._waiting = False
