"""``python -m tests.fakes.other_clocks ARGUMENTS``: the command line on a machine whose clocks all show another time.

The wall clock is seven hours slow, as that of a Pi without a battery may be, and the monotonic one is that of a machine
that has run for weeks.
"""

import sys
import time

_wall, _monotonic = time.time, time.monotonic

time.time = lambda: _wall() - 7 * 3600.0
time.monotonic = lambda: _monotonic() + 2_000_000.0

if __name__ == "__main__":
    from xlab.cli import main

    main(sys.argv[1:], prog_name="xlab")
