"""Asks what lasts as soon as it is touched, says yes to it, and records what it shows."""

import pygame

from xlab_kiosk.stage import Asked, Demo, Stage, Tap, draw_text, foam, page

AT_ONCE = False
"""Whether it does not wait for a touch."""


class Trial(Demo):
    def start(self, stage: Stage) -> None:
        self.stage = stage
        self.asked: Asked | None = None
        self.told: dict[str, object] = {}
        if AT_ONCE:
            self.ask()

    def ask(self) -> None:
        options = ("ask.yes", "ask.no")
        self.asked = self.stage.ask(kind="choice", text="ask.title", options=options, lasts=True)
        self.asked.answer("ask.yes")

    def tap(self, tap: Tap) -> None:
        if self.asked is None:
            self.ask()
        self.told = {}  # it is recorded once more

    def update(self, dt: float) -> None:
        answers = self.asked.answers if self.asked is not None else ()
        shown = {
            "yes": sum(answer.value == ("ask.yes",) for answer in answers),
            "people": self.asked.answered if self.asked is not None else 0,
            "open": self.asked is not None and self.asked.open,
            "phones": self.asked is not None and bool(self.asked.url),
        }
        if shown != self.told:
            self.told = shown
            self.stage.record(**shown)

    def draw(self, screen: pygame.Surface) -> None:
        screen.blit(foam(screen.get_size()), (0, 0))
        draw_text(screen, self.stage.theme, self.stage.text("ask.title"), page(self.stage.theme), "title")
