"""Says that all is well, and reads memory that is not there."""

import ctypes

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        print("so far so good")
        ctypes.string_at(0)
