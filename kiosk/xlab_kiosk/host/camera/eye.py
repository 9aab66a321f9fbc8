"""``python -m xlab_kiosk.host.camera.eye MEMORY PARENT WISH``: the process that looks through the camera.

A process of its own, because drivers hang and decoders stumble, and the screen must not. Started by
:mod:`xlab_kiosk.host.camera.opened` and by nobody else; it ends with the kiosk.
"""

import ctypes
import logging
import os
import signal
import sys
import time
from types import FrameType

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

from xlab_kiosk.host.camera.memory import CameraWriter
from xlab_kiosk.host.camera.sources import CameraError, open_camera

log = logging.getLogger(__name__)

AGAIN = 2.0
"""Seconds until a camera that was not there, or went, is looked for once more: somebody may plug it in."""

PR_SET_PDEATHSIG = 1


def main(memory: int, parent: int, wish: str) -> None:
    """Show what the camera sees until the process is ended."""
    logging.basicConfig(level="INFO", format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    signal.signal(signal.SIGTERM, _leave)
    if os.getppid() != parent:
        return
    writer = CameraWriter(memory)
    said = ""
    while True:
        try:
            camera = open_camera(wish)
            try:
                log.info("The camera is %s.", camera.name)
                for picture in camera.pictures():
                    writer.show(picture, camera.source)
                    said = ""
            finally:
                camera.close()
        except CameraError as error:
            if str(error) != said:
                said = str(error)
                log.warning("%s", said)
        writer.gone()
        time.sleep(AGAIN)


def _leave(_: int, __: FrameType | None) -> None:
    raise SystemExit(0)  # through the finally above: a camera's program is ended too


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
