"""Says without end that it is over."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        while True:
            self.stage._outlet.finish()

    def draw(self, screen):
        screen.fill((200, 90, 60))
