"""Makes files of no length in the memory of its scratch folders, which costs the kernel's own memory."""

from pathlib import Path

from xlab_kiosk.stage import Demo


class Trial(Demo):
    number = 0

    def update(self, dt):
        for _ in range(500):
            self.number += 1
            Path(f"/tmp/{self.number}").touch()
            Path(f"/dev/shm/{self.number}").touch()

    def draw(self, screen):
        screen.fill((200, 90, 60))
