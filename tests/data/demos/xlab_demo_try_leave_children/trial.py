"""Forks children: one in its group, one in a session of its own."""

import subprocess

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def start(self, stage):
        super().start(stage)
        self.children = [
            subprocess.Popen(["sleep", "600.5"]),
            subprocess.Popen(["sleep", "600.5"], start_new_session=True),
        ]

    def update(self, dt):
        for child in self.children:
            self.stage.record(taps=child.pid)
        self.children = []

    def draw(self, screen):
        screen.fill((200, 90, 60))
