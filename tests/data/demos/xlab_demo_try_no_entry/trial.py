"""Names a module that is not there."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    pass
