"""Never comes back when a badge comes."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def presence(self, change):
        while True:
            pass

    def draw(self, screen):
        screen.fill((200, 90, 60))
