"""Closes every descriptor it has."""

import os

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        os.closerange(0, 4096)
