"""Never comes back from a touch."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def touch(self, touch):
        while True:
            pass

    def draw(self, screen):
        screen.fill((200, 90, 60))
