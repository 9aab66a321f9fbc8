"""Records in an endless loop."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        while True:
            self.stage.record(taps=1)
