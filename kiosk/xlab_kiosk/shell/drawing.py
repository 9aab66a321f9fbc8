"""Brings what changed to the display: a demo's picture at once, animations at their own pace, a still screen never."""

from collections.abc import Callable
from typing import Final

from pygame import Surface

from xlab_kiosk.shell import flow
from xlab_kiosk.shell.display import Display
from xlab_kiosk.shell.router import Router
from xlab_kiosk.shell.scene import Scene
from xlab_kiosk.shell.screencast import Screencast

LONGEST_STEP: Final = 0.1
"""Seconds an animation may jump after a pause; more would look like a cut."""


class Drawing:
    """Draws a scene. Times are seconds on the main loop's clock."""

    def __init__(self, scene: Scene, display: Display, router: Router, screencast: Screencast, now: float) -> None:
        self._scene, self._display, self._router, self._screencast = scene, display, router, screencast
        self._drawn_at = 0.0
        self._updated_at = now

    def draw(self, state: flow.State, frame: Callable[[], Surface | None], now: float) -> None:
        """Draw if something changed; ``frame`` is the running demo's newest picture, if it is new."""
        scene = self._scene
        picture = frame() if state.place in flow.RUNNING else None
        if picture is not None:
            scene.frame(picture)
        surface, pressed = self._display.surface, self._router.presses.pressed
        rate = scene.rate
        if rate and now - self._drawn_at < 0.8 / rate and picture is None and not self._router.news:
            return
        dt = min(LONGEST_STEP, max(0.0, now - self._updated_at))
        self._updated_at = now
        if scene.update(dt, now, flow.remaining(state, now)):
            scene.draw(surface, pressed)
        elif picture is not None and scene.shows_demo:
            scene.draw_frame(surface, pressed)
        else:
            self._screencast.offer(surface, now)
            return
        self._router.news = False
        self._drawn_at = now
        self._display.flip()
        self._screencast.changed()
        self._screencast.offer(surface, now)

    def due(self) -> float | None:
        """When the next picture of an animation is due; None where nothing moves."""
        rate = self._scene.rate
        return self._drawn_at + 1.0 / rate if rate else None
