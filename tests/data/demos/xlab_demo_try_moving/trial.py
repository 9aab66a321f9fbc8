"""Moves on every update, a scene as busy as a demo has: for the benchmark of frames."""

import math

import pygame

from xlab_kiosk.stage import Demo, Touch

CARDS = 24
BACKGROUNDS = [(250, 246, 238), (24, 40, 60)]


class Trial(Demo):
    t = 0.0
    touches = 0

    def start(self, stage):
        super().start(stage)
        width, height = stage.size
        # Rounded and soft, as cards on the stage are: per-pixel alpha over most of the surface.
        self.card = pygame.Surface((width // 5, height // 4), pygame.SRCALPHA)
        pygame.draw.rect(self.card, (200, 90, 60, 235), self.card.get_rect(), border_radius=height // 40)
        self.words = pygame.font.Font(None, height // 12).render("Put your badge on the pad", True, (20, 20, 20))

    def touch(self, touch: Touch) -> None:
        self.touches += touch.phase == "down"

    def update(self, dt: float) -> None:
        self.t += dt
        self.stage.redraw()

    def draw(self, screen: pygame.Surface) -> None:
        screen.fill(BACKGROUNDS[self.touches % 2])
        width, height = screen.get_size()
        for number in range(CARDS):
            x = width * (0.4 + 0.38 * math.sin(self.t + number))
            y = height * (0.42 + 0.34 * math.cos(self.t * 0.7 + number * 1.7))
            screen.blit(self.card, (x, y))
        screen.blit(self.words, (width // 20, height // 20))
