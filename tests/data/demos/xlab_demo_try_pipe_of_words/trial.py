"""Its words come from a pipe that nobody writes to; the suite makes it."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def draw(self, screen):
        screen.fill((200, 90, 60))
        self.stage.text("hello")
