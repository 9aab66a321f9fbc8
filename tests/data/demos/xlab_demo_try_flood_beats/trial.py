"""Sends signs of life in an endless loop."""

from xlab_kiosk.host import wire
from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        while True:
            self.stage._outlet.send(wire.Beat())
