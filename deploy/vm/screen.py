"""The machine's screen and the finger on it: pictures taken and taps made from outside, by QEMU's monitor."""

import time
from pathlib import Path

from deploy.vm.wire import Qmp

SIZE = (800, 480)
"""Pixels of the screen, as the Raspberry Pi's own touch display has them. All are drawn without a graphics card."""
HELD = 0.3
"""Seconds a finger stays down: an emulated machine must see it come and go."""
_FULL = 32767
"""The far end of both axes of a tablet."""


class Screen:
    """Of one machine that runs; made anew after each boot."""

    def __init__(self, qmp: Qmp) -> None:
        self._qmp = qmp

    def picture(self, path: Path) -> Path:
        """What is on the screen now, as a PNG at ``path``."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._qmp.ask("screendump", filename=str(path.resolve()), format="png")
        return path

    def tap(self, x: float, y: float) -> None:
        """A finger at ``x``, ``y`` of the screen, 0 to 1."""
        place = [
            {"type": "abs", "data": {"axis": axis, "value": round(at * _FULL)}} for axis, at in (("x", x), ("y", y))
        ]
        self._qmp.ask("input-send-event", events=place)
        for down in (True, False):
            button = {"type": "btn", "data": {"down": down, "button": "left"}}
            self._qmp.ask("input-send-event", events=[button])
            time.sleep(HELD)
