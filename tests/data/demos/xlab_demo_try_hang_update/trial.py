"""Stops in an update after some good ones."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    updates = 0

    def update(self, dt):
        self.updates += 1
        if self.updates == 11:
            self.stage.record(taps=11)
        if self.updates > 10:
            sum(iter(int, 1))  # for ever, in one line
