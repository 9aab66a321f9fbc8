"""Prints 50 MB, then plays on."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def start(self, stage):
        super().start(stage)
        for _ in range(50):
            print("x" * 1_000_000)
        print("the last words")

    def touch(self, touch):
        raise ValueError("printed enough")

    def draw(self, screen):
        screen.fill((200, 90, 60))
