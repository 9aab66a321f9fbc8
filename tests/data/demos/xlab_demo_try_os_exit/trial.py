"""Ends its process behind the back of Python."""

import os

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        os._exit(3)
