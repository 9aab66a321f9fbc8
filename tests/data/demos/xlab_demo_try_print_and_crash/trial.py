"""Prints on both outputs, then raises words that steer a terminal and turn text around."""

import sys

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        print("first")
        print("second", file=sys.stderr)
        raise ValueError("no more \x1b[2J\u202e")
