"""A demo plays: the bar above, the demo's newest picture below it."""

from typing import Final

from pygame import Rect, Surface

from xlab_kiosk.shell.bar import Bar, stage_rect
from xlab_kiosk.shell.screens.base import STILL, Screen
from xlab_kiosk.shell.screens.change import Poster
from xlab_kiosk.shell.view import Pressed, Target

PATIENCE: Final = 1.5
"""Seconds until a demo that is still starting is excused with a word."""


class Playing(Screen):
    """The demo's place. It keeps the newest picture, which the host leaves alone until it gives a newer one."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.frame: Surface | None = None
        self._waited = 0.0
        self._poster: Poster | None = None
        self._noted = False

    def begin(self) -> None:
        """Another run: no picture yet."""
        self.frame = None
        self._waited = 0.0
        self._poster = None
        self._noted = False

    def layout(self) -> None:
        """The bar; the rest is the demo's."""
        title = self.view.demo.title if self.view.demo is not None else ""
        self.bar = Bar(self.theme, self.view, title, home=True, solid=True, tray=True, take=self.view.takes)
        self.stage: Rect = stage_rect(self.theme)
        self.boxes = {f"bar {name}": box for name, box in self.bar.boxes.items()} | {"stage": self.stage}
        self._poster = None

    def target(self, x: float, y: float) -> Target | None:
        """Only the bar is the shell's."""
        return self.bar.target(x, y)

    def update(self, dt: float) -> bool:
        """Wait for the first picture; say so when it takes long."""
        if self.frame is not None or self._noted:
            return False
        self._waited += dt
        if self._waited < PATIENCE:
            return False
        self._noted = True
        return True

    @property
    def rate(self) -> int:
        """A demo's pictures come when they come; until the first, somebody has to look at the clock."""
        return STILL if self.frame is not None or self._noted else 10

    def draw(self, surface: Surface, pressed: Pressed) -> None:
        """Bar and picture."""
        self.draw_frame(surface)
        self.bar.draw(surface, pressed)

    def draw_frame(self, surface: Surface) -> None:
        """The picture alone: all that changes while a demo plays."""
        if self.frame is not None:
            surface.blit(self.frame, self.stage)
            return
        if self._poster is None and self.view.demo is not None:
            self._poster = Poster(self.theme, self.objects, self.view.demo, self.stage.size)
        if self._poster is not None:
            self._poster.draw(surface, self.stage.topleft, self.words("kiosk.loading") if self._noted else "")
