"""Raises when it starts."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def start(self, stage):
        raise ValueError("no start today")
