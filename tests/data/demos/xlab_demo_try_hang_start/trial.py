"""Never comes back from its start."""

import time

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def start(self, stage):
        while True:
            time.sleep(1)
