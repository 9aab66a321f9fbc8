"""Takes 4 GB in files that have no name and lie in memory."""

import os

from xlab_kiosk.stage import Demo


class Trial(Demo):
    held = ()

    def update(self, dt):
        while len(self.held) < 80:
            fd = os.memfd_create("more")
            for _ in range(48):
                os.write(fd, bytes(1 << 20))
            self.held = (*self.held, fd)

    def draw(self, screen):
        screen.fill((200, 90, 60))
