"""Overrides nothing at all."""

from xlab_kiosk.stage.demo import Demo


class Trial(Demo):
    pass
