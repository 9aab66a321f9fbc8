"""Asks the room, takes answers at its screen as well, and records what it shows."""

import pygame

from xlab_kiosk.stage import Answer, Button, Demo, QRCode, Stage, Touch, columns, draw_text, foam, page, rows


class Trial(Demo):
    def start(self, stage: Stage) -> None:
        self.stage = stage
        self.asked = stage.ask(kind="choice", text="ask.title", options=("ask.yes", "ask.no"))
        self.told = (0, 0, True, False)
        self.title, self.middle, self.count, low = rows(stage.theme, page(stage.theme), "title", 1, "title", "target")
        self.buttons = [
            Button(stage.theme, rect, stage.text(key), lambda key=key: self.asked.answer(key))
            for key, rect in zip(("ask.yes", "ask.no"), columns(stage.theme, low, 1, 1), strict=True)
        ]

    @property
    def yes(self) -> int:
        return sum(answer.value == ("ask.yes",) for answer in self.asked.answers)

    def touch(self, touch: Touch) -> None:
        for button in self.buttons:
            button.touch(touch)

    def answer(self, answer: Answer) -> None:
        self.stage.redraw()

    def update(self, dt: float) -> None:
        shown = (self.yes, self.asked.answered, self.asked.open, bool(self.asked.url))
        if shown != self.told:
            self.told = shown
            self.stage.record(**dict(zip(("yes", "people", "open", "phones"), shown, strict=True)))
        if any([button.update(dt) for button in self.buttons]):
            self.stage.redraw()

    def draw(self, screen: pygame.Surface) -> None:
        screen.blit(foam(screen.get_size()), (0, 0))
        draw_text(screen, self.stage.theme, self.stage.text("ask.title"), self.title, "title")
        if self.asked.url:
            QRCode(self.stage.theme, self.middle, self.asked.url).draw(screen)
        draw_text(screen, self.stage.theme, self.stage.text("shown.yes", count=self.yes), self.count, "lead")
        for button in self.buttons:
            button.draw(screen)
