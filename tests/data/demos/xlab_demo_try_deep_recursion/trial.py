"""Calls itself until the stack is over, with Python's own limit taken away."""

import sys

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        sys.setrecursionlimit(1 << 30)
        repr(self.nest())

    def nest(self):
        nested = []
        for _ in range(1_000_000):
            nested = [nested]
        return nested
