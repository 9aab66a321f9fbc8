"""Never comes back from drawing its attract picture; all else is in order."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def draw(self, screen):
        screen.fill((200, 90, 60))

    def attract(self, screen, t):
        while True:
            pass
