"""Whose is a touch: the demo's, a target's, or nobody's. A finger belongs to whom it went down on. Pure."""

import msgspec

from xlab_kiosk.shell.gestures import Presses
from xlab_kiosk.shell.view import Target
from xlab_kiosk.stage.inputs import Touch


class Router:
    """Follows every finger from down to up. When the screen changes under it, it is let go and counts for nothing."""

    def __init__(self, origin: tuple[int, int]) -> None:
        """``origin``: where the demo's surface begins on the display."""
        self.presses: Presses[Target] = Presses()
        self.news = False
        """A finger did something that may look different; cleared by whoever draws."""
        self._origin = origin
        self._demo: dict[int, Touch] = {}
        self._passed: list[Touch] = []

    def touch(self, touch: Touch, target: Target | None, *, playing: bool, swallow: bool) -> Target | None:
        """Take a touch on the display; returns the target it taps.

        ``target`` is what lies under it, ``playing`` if a demo has what the shell has not, ``swallow`` if the touch
        only answered a question.
        """
        if touch.phase == "down":
            if swallow:
                return None
            if playing and target is None and touch.y >= self._origin[1]:
                self._pass(touch)
                return None
        elif touch.pointer in self._demo:
            self._pass(touch)
            return None
        self.news = True
        return self.presses.touch(touch, target)

    def for_demo(self) -> list[Touch]:
        """Touches for the demo since the last call, in pixels of its surface."""
        passed, self._passed = self._passed, []
        return passed

    def release(self) -> None:
        """The screen changed: fingers that are down now belong to nobody."""
        for touch in list(self._demo.values()):
            self._pass(msgspec.structs.replace(touch, phase="cancel"))
        self.presses.clear()
        self.news = True

    def _pass(self, touch: Touch) -> None:
        if touch.phase in ("up", "cancel"):
            self._demo.pop(touch.pointer, None)
        else:
            self._demo[touch.pointer] = touch
        self._passed.append(Touch(touch.pointer, touch.phase, touch.x - self._origin[0], touch.y - self._origin[1]))
