"""Its modules import each other."""

from xlab_demo_try_cyclic.other import HELLO
from xlab_kiosk.stage import Demo


class Trial(Demo):
    hello = HELLO
