"""Opens files until it may open no more."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    held = []

    def update(self, dt):
        while True:
            self.held.append(open("/dev/null"))
