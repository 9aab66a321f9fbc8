"""Asks about a badge and never comes back from the answer."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def presence(self, change):
        self.stage.known(change.badge)

    def known(self, badge):
        while True:
            pass

    def draw(self, screen):
        screen.fill((200, 90, 60))
