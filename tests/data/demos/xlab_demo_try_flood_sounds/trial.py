"""Plays a sound without end."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        while True:
            self.stage.sound("knock")

    def draw(self, screen):
        screen.fill((200, 90, 60))
