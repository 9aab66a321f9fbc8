"""Overrides nothing at all."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    pass
