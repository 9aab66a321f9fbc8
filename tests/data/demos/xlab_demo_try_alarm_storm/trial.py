"""Has a timer ring as often as the kernel lets it."""

import signal

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def start(self, stage):
        super().start(stage)
        signal.signal(signal.SIGALRM, lambda *_: None)
        signal.setitimer(signal.ITIMER_REAL, 0.00001, 0.00001)

    def update(self, dt):
        self.stage.redraw()

    def draw(self, screen):
        screen.fill((200, 90, 60))
