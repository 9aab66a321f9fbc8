"""Raises in its first update."""

from xlab_kiosk.stage.demo import Demo


class Trial(Demo):
    def update(self, dt):
        raise ValueError("the count went wrong")
