"""The kiosk's handle on the camera while a demo uses it."""

import contextlib
import os
import subprocess
import sys
import threading

from xlab.events import Source
from xlab_kiosk.host.camera.memory import CameraView, create_camera_memory, read_only

PATIENCE = 1.0
"""Seconds the eye may take to let go of the camera before it is killed."""


class OpenedCamera:
    """A camera that is being looked through. Opening it takes seconds; nothing here waits for that.

    ``view`` is the descriptor to hand to a demo's process: it can read the pictures and nothing else.
    """

    def __init__(self, wish: str = "") -> None:
        """``wish`` is the setting ``camera``. Raises OSError if no process can be started."""
        with contextlib.ExitStack() as undo:
            memory = create_camera_memory()
            try:
                self.view = read_only(memory)
                undo.callback(os.close, self.view)
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-m", "xlab_kiosk.host.camera.eye", str(memory), str(os.getpid()), wish],
                    pass_fds=(memory,),
                    stdin=subprocess.DEVNULL,
                )
            finally:
                os.close(memory)
            self._seen = CameraView(self.view)
            self._last: Source = "live"
            self._closing: threading.Thread | None = None
            undo.pop_all()

    @property
    def source(self) -> Source:
        """Where the newest picture comes from; a clip is a recording."""
        return self._seen.source if self.view >= 0 else self._last

    def close(self) -> None:
        """Let go of the camera. Returns at once; calling it again does nothing."""
        if self.view < 0:
            return
        self._last = self._seen.source
        self._seen.close()
        os.close(self.view)
        self.view = -1
        self._process.terminate()
        self._closing = threading.Thread(target=self._wait, name="camera", daemon=True)
        self._closing.start()

    def join(self, timeout: float | None = None) -> bool:
        """After :meth:`close`: wait until the camera is free. False if that takes longer than ``timeout`` seconds."""
        if self._closing is not None:
            self._closing.join(timeout)
        return self._closing is not None and not self._closing.is_alive()

    def _wait(self) -> None:
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
