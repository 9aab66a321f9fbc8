"""Stops itself, so that no signal but the last one reaches it."""

import os
import signal

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        os.kill(os.getpid(), signal.SIGSTOP)
