"""Hands over one frame a thousand times as often as any screen shows them."""

from xlab_kiosk.host import wire
from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        outlet = self.stage._outlet
        number = 1_000_000
        while True:
            number += 1
            outlet.send(wire.Frame(number % 3, number))

    def draw(self, screen):
        screen.fill((200, 90, 60))
