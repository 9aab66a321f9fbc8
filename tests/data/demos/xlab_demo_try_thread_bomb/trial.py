"""Starts threads until it cannot."""

import threading
import time

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        threading.stack_size(65536)
        for _ in range(2000):
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()

    def draw(self, screen):
        screen.fill((200, 90, 60))
