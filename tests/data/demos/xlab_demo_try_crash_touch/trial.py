"""Raises when it is touched."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def touch(self, touch):
        raise KeyError("button")

    def draw(self, screen):
        screen.fill((200, 90, 60))
