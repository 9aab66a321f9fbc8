"""Nothing to mend: asks the room one question of each kind, and shows what the camera sees."""

import pygame

from xlab_kiosk.stage import Button, Demo, Pane, Stage, Touch, draw_text, foam, page, rows

OPTIONS = ("ask.one", "ask.two", "ask.three")
KINDS = ("choice", "pair", "scale", "rank", "budget", "statements", "text")


class Trial(Demo):
    def start(self, stage: Stage) -> None:
        self.stage, self.number = stage, -1
        theme = stage.theme
        self.head, self.middle, below = rows(theme, page(theme), "2 title", 1, "target")
        self.pane = Pane(page(theme), [Button(theme, below, stage.text("summary"), self.ask)])
        self.ask()

    def ask(self) -> None:
        self.number += 1
        if self.number == len(KINDS):
            self.stage.finish()
            return
        kind = KINDS[self.number]
        options = () if kind in {"scale", "text"} else OPTIONS
        ends = {"low": "ask.one", "high": "ask.three"} if kind == "scale" else {}
        self.asked = self.stage.ask(
            kind=kind, text="ask.title", options=options, ideas=kind in {"pair", "statements"}, **ends
        )

    def touch(self, touch: Touch) -> None:
        self.pane.touch(touch)

    def update(self, dt: float) -> None:
        if self.pane.update(dt):
            self.stage.redraw()

    def draw(self, screen: pygame.Surface) -> None:
        theme = self.stage.theme
        screen.blit(foam(screen.get_size()), (0, 0))
        if self.stage.camera is not None:
            screen.blit(pygame.transform.scale(self.stage.camera, (160, 90)), self.middle.midright)
        draw_text(screen, theme, self.stage.text("ask.title"), self.head, "lead")
        draw_text(screen, theme, str(self.asked.answered), self.middle, "title")
        self.pane.draw(screen)
