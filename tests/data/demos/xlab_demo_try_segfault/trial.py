"""Reads memory that is not there."""

import ctypes

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        ctypes.string_at(0)
