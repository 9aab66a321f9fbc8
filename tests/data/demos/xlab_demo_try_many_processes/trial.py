"""Starts sixty processes."""

import os
import time

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        for _ in range(60):
            if os.fork() == 0:
                time.sleep(60)
                os._exit(0)
