"""Takes 4 GB of memory that counts for nobody: shared, and mapped by no file."""

import mmap
import time

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        held = [mmap.mmap(-1, 1 << 28) for _ in range(16)]
        for part in held:
            for page in range(0, len(part), 4096):
                part[page] = 1
        time.sleep(60)

    def draw(self, screen):
        screen.fill((200, 90, 60))
