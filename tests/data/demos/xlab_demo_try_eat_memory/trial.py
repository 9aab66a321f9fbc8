"""Takes 64 MB more in every update, in children of 64 MB each, so that no limit of one process helps."""

import os
import time

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        if os.fork() == 0:
            held = bytearray(64 * 1024 * 1024)
            held[::4096] = b"x" * len(held[::4096])
            time.sleep(60)
            os._exit(0)
