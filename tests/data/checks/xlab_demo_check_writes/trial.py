"""Writes beside its own code."""

from pathlib import Path
import contextlib

import pygame

from xlab_kiosk.stage import Button, Demo, Pane, Stage, Touch, draw_text, foam, page, rows


class Trial(Demo):
    def start(self, stage: Stage) -> None:
        self.stage, self.taps, self.seconds = stage, 0, 0.0
        theme = stage.theme
        self.head, self.middle, below = rows(theme, page(theme), "2 title", 1, "target")
        self.pane = Pane(page(theme), [Button(theme, below, stage.text("summary"), self.tapped)])

    def tapped(self) -> None:
        self.taps, self.seconds = self.taps + 1, 0.0
        if self.taps == 5:
            self.stage.finish()

    def note(self) -> None:
        with contextlib.suppress(OSError):
            notes = self.stage.folder / "notes.txt"
            notes.write_text("tapped")
            notes.unlink()  # where there is no sandbox, it was written

    def touch(self, touch: Touch) -> None:
        self.pane.touch(touch)

    def update(self, dt: float) -> None:
        if self.seconds == 0.0:
            self.note()
        self.seconds += dt
        if self.pane.update(dt) or self.seconds < 0.5:
            self.stage.redraw()

    def draw(self, screen: pygame.Surface) -> None:
        screen.blit(foam(screen.get_size()), (0, 0))
        theme = self.stage.theme
        alpha = round(255 * min(1.0, self.seconds / 0.4))  # it fades in
        draw_text(screen, theme, self.stage.text("title"), self.head, "title", alpha=alpha)
        draw_text(screen, theme, str(self.taps), self.middle, "title")
        self.pane.draw(screen)
