"""Which doors of the kernel are shut without a sandbox, tried in a process of its own."""

import subprocess
import sys

TRIES = """
import os, subprocess, sys
from xlab_kiosk.host import doors

other = subprocess.Popen(["cat"], stdin=subprocess.PIPE)
assert doors.shut(boxed=False, network=False)

def may(pid):
    try:
        os.kill(pid, 0)
    except PermissionError:
        return "no"
    return "yes"

print(may(os.getpid()), may(0), may(os.getppid()), may(other.pid), may(-1), may(1))
"""


def test_only_oneself_and_ones_group_can_be_signalled():
    # A process that began before may have a higher number: the kernel's numbers begin anew at 32768 or 4194304.
    done = subprocess.run([sys.executable, "-c", TRIES], stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout.split() == ["yes", "yes", "no", "no", "no", "no"]
