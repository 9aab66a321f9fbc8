"""Raises in its first update."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        raise ValueError("the count went wrong")
