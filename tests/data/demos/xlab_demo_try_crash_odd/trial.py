"""Raises something whose text cannot be made, huge and not an Exception."""

from xlab_kiosk.stage import Demo


class Trial(Demo):
    def update(self, dt):
        class Odd(BaseException):
            def __str__(self):
                return "\ud800" + "x" * 1_000_000

        raise Odd
