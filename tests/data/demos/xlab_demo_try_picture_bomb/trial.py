"""Shows a picture that is small on the card and gigabytes in memory; the suite makes it."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def draw(self, screen):
        screen.blit(self.stage.picture("bomb"), (0, 0))
