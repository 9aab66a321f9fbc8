"""Leaves a daemon behind: forked twice, in a session of its own, with an empty environment."""

import os
import subprocess

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        if hasattr(self, "told"):
            return
        self.told = True
        if os.fork() == 0:
            os.setsid()
            subprocess.Popen(["/bin/sleep", "600.25"], env={}, start_new_session=True)
            os._exit(0)
        os.wait()
        self.stage.record(taps=1)

    def draw(self, screen):
        screen.fill((200, 90, 60))
