"""Ignores all signals that can be ignored, and hangs once it is asked to end."""

import atexit
import contextlib
import signal
import threading
import time

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def start(self, stage):
        super().start(stage)
        for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
            with contextlib.suppress(OSError, ValueError):
                signal.signal(number, signal.SIG_IGN)
        stage.keep.save = self.stay
        threading.Thread(target=self.stay).start()
        atexit.register(self.stay)

    def stay(self):
        while True:
            time.sleep(1)

    def draw(self, screen):
        screen.fill((200, 90, 60))
