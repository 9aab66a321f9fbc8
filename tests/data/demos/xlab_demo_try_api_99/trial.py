"""Is written for a kit that is not there yet."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    pass
