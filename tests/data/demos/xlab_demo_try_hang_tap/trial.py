"""Never comes back from a tap."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def tap(self, tap):
        while True:
            pass

    def draw(self, screen):
        screen.fill((200, 90, 60))
