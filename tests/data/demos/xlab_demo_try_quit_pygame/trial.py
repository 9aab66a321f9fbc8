"""Takes pygame down under its own stage."""

import pygame

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        pygame.quit()
        self.stage.redraw()

    def draw(self, screen):
        screen.blit(pygame.font.Font(None, 40).render("Trial", True, "white"), (0, 0))
