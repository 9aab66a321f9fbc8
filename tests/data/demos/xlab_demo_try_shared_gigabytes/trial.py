"""Takes 4 GB of memory that counts for nobody: shared, and mapped by no file."""

import mmap

from xlab_kiosk.stage import Demo


class Trial(Demo):
    held = ()

    def update(self, dt):
        if len(self.held) < 64:
            part = mmap.mmap(-1, 1 << 26)
            part[::4096] = b"x" * len(part[::4096])
            self.held = (*self.held, part)

    def draw(self, screen):
        screen.fill((200, 90, 60))
