"""Ends as a script would, without finishing its run."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        raise SystemExit
