"""Run as a program: compile the Python files in a folder. Compiling runs no code; it may still eat memory or crash.

So it is done in a process with limits. What is not compiled is compiled at each start of the demo, a little later.
"""

import compileall
import ctypes
import os
import resource
import signal
import sys

PR_SET_PDEATHSIG = 1
"""From linux/prctl.h: the signal to get when the parent dies. What it left half unpacked is swept, and not refilled."""

MEMORY = 1024 * 1024 * 1024
"""Bytes; the compiler takes some hundred times the size of a source."""

SECONDS = 120
"""Of processor time; numpy takes 4 on a laptop."""


def main(folder: str) -> None:
    """Compile what lies in ``folder``, beside the sources, as Python itself would."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    os.nice(10)
    compileall.compile_dir(folder, quiet=2)


if __name__ == "__main__":
    main(sys.argv[1])
