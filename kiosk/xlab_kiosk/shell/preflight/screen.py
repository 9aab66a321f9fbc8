"""The preflight as a place of the kiosk: a bar with its progress, and the pane of the step that is up."""

from collections.abc import Callable, Mapping
from typing import Final

from pygame import Rect, Surface

from xlab_kiosk.shell.bar import Bar
from xlab_kiosk.shell.preflight.panes.company import BadgesPane, DemosPane
from xlab_kiosk.shell.preflight.panes.display import DisplayPane
from xlab_kiosk.shell.preflight.panes.pane import Pane
from xlab_kiosk.shell.preflight.panes.pieces import TONES
from xlab_kiosk.shell.preflight.panes.senses import CameraPane, SoundPane
from xlab_kiosk.shell.preflight.panes.summary import SummaryPane
from xlab_kiosk.shell.preflight.panes.touch import TouchPane
from xlab_kiosk.shell.preflight.seen import Seen
from xlab_kiosk.shell.preflight.walk import STEPS, At, worst
from xlab_kiosk.shell.screens.base import SLOW, STILL, Screen
from xlab_kiosk.shell.view import Pressed, Target
from xlab_kiosk.stage import paint

PANES: Final[Mapping[At, type[Pane]]] = {
    "touch": TouchPane,
    "display": DisplayPane,
    "sound": SoundPane,
    "camera": CameraPane,
    "demos": DemosPane,
    "badges": BadgesPane,
    "summary": SummaryPane,
}

MOVING: Final = frozenset({"touch", "sound", "camera", "demos", "badges"})
"""Steps with something that breathes or plays."""


class Checking(Screen):
    """What a facilitator sees. ``pictures`` gives the camera's and the demos' pictures as they are now."""

    t = 0.0
    pictures: Callable[[], Mapping[str, Surface]] = dict

    def layout(self) -> None:
        """The bar and the progress, but where a step needs the whole panel."""
        theme, seen = self.theme, self.view.preflight or Seen()
        at, number = seen.walk.at, seen.walk.number
        self.up = at, bool(seen.found)
        title = self.words("station_check.title")
        if at != "summary":
            name = self.words(f"preflight.area_{at}")
            title = f"{name} · {self.words('station_check.progress', number=number, of=len(STEPS))}"
        self.bar = Bar(theme, self.view, title, home=True)
        margin = theme.space(5)
        top = self.bar.rect.bottom + theme.space(0.5)
        strip = Rect(margin, top, theme.size[0] - 2 * margin, theme.px(8))
        gap = theme.space(1)
        width = (strip.width - gap * (len(STEPS) - 1)) // len(STEPS)
        self.strip = [
            Rect(strip.x + index * (width + gap), strip.y, width, strip.height) for index in range(len(STEPS))
        ]
        below = strip.bottom + theme.space(2.5)
        area = Rect(margin, below, strip.width, theme.size[1] - theme.space(3) - below)
        kind = PANES[at]
        self.whole = kind.whole
        self.pane = kind(theme, self.objects, self.view.language, seen, Rect(0, 0, *theme.size) if self.whole else area)
        self.boxes = dict(self.pane.boxes)
        if not self.whole:
            self.boxes |= {f"bar {name}": box for name, box in self.bar.boxes.items()}

    def update(self, dt: float) -> bool:
        """What breathes, and what plays."""
        self.t += dt
        return self.rate != STILL

    @property
    def rate(self) -> int:
        """Slow where something moves; pictures of demos and of the camera come at no other pace."""
        seen = self.view.preflight
        return SLOW if seen is not None and seen.walk.at in MOVING else STILL

    def target(self, x: float, y: float) -> Target | None:
        """A button of the step, or of the bar."""
        return self.pane.target(x, y) or (None if self.whole else self.bar.target(x, y))

    def draw(self, surface: Surface, pressed: Pressed) -> None:
        """The pane on foam, below the bar and the progress."""
        theme = self.theme
        surface.blit(paint.foam(theme.size), (0, 0))
        self.pane.draw(surface, pressed, self.pictures(), self.t)
        if self.whole:
            return
        seen = self.view.preflight or Seen()
        for step, box in zip(STEPS, self.strip, strict=True):
            found = seen.walk.found.get(step)
            color = theme.color(TONES[worst(found)][0]) if found else theme.color("foam_edge")
            if step == seen.walk.at:
                color = theme.color("ink")
            paint.rounded(surface, box, box.height // 2, color)
        self.bar.draw(surface, pressed)
