"""The sounds of demos: handed to a process that plays them, so that neither waiting nor decoding touches the screen."""

import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

log = logging.getLogger(__name__)

MOST_STARTS: Final = 4
"""A player that ended so often has no device or a file it cannot bear; silence is better than a storm of processes."""


class Sounds:
    """Plays sound files; everything returns at once, and nothing raises. The player starts with the first sound."""

    def __init__(self) -> None:
        self._player: subprocess.Popen[bytes] | None = None
        self._starts = 0

    @property
    def gave_up(self) -> bool:
        """Whether the player ended so often that it is not started any more."""
        return self._player is None and self._starts >= MOST_STARTS

    @property
    def lost(self) -> bool:
        """Whether the player ended by itself since the last sound: mostly because there is no device."""
        return self._player is None or self._player.poll() is not None if self._starts else False

    def play(self, path: Path) -> None:
        """Play a file, together with what plays already."""
        name = str(path)
        if "\n" not in name and self._running():
            self._tell(name)

    def silence(self) -> None:
        """Stop what plays."""
        if self._player is not None:
            self._tell("")

    def close(self, patience: float) -> None:
        """End the player, waiting up to ``patience`` seconds for it."""
        player, self._player = self._player, None
        if player is None:
            return
        assert player.stdin is not None
        player.stdin.close()
        try:
            player.wait(patience)
        except subprocess.TimeoutExpired:
            player.kill()
            player.wait()

    def _running(self) -> bool:
        if self._player is not None and self._player.poll() is not None:
            self.close(0.0)
        if self._player is None and self._starts < MOST_STARTS:
            self._starts += 1
            try:
                self._player = subprocess.Popen(
                    [sys.executable, "-P", "-m", "xlab_kiosk.shell.player"], stdin=subprocess.PIPE, bufsize=0
                )
            except OSError as error:
                log.warning("Sounds cannot be played: %s", error)
                return False
            assert self._player.stdin is not None
            os.set_blocking(self._player.stdin.fileno(), False)
        return self._player is not None

    def _tell(self, name: str) -> None:
        assert self._player is not None and self._player.stdin is not None
        try:
            self._player.stdin.write(f"{name}\n".encode("utf-8", "surrogateescape"))
        except OSError as error:  # it is gone, which the next sound finds out
            log.info("A sound was not played: %s", error)
