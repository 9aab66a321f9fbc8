"""Says that it is over and ends its process."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        self.stage.finish()
        raise SystemExit
