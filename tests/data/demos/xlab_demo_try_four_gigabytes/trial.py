"""Takes 4 GB of memory for itself."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        held = bytearray(4 << 30)
        held[::4096] = b"x" * len(held[::4096])

    def draw(self, screen):
        screen.fill((200, 90, 60))
