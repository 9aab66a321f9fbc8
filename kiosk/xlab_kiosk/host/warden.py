"""``python warden.py PARENT COMMAND ...``: runs a command and leaves nothing of it behind. Standard library only.

The command gets this process's id as its last argument. Used where there is no sandbox. The kernel gives every process
that loses its parent to the nearest subreaper above it, so whatever a demo starts, and however it hides (a session of
its own, a wiped environment, a double fork), ends up as a child of this process, which ends it. See prctl(2),
PR_SET_CHILD_SUBREAPER.

Exit status: the command's, or 128 and the number of the signal that ended it, as bubblewrap has it.
"""

import contextlib
import ctypes
import os
import signal
import sys
import time
from pathlib import Path

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
"""From linux/prctl.h."""

PAUSE = 0.002
"""Seconds between two sweeps; the killed need a moment to go."""


def main(parent: int, command: list[str]) -> int:
    """Run the command to its end, or until SIGTERM; then end all that is left of it."""
    prctl = ctypes.CDLL(None).prctl
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    signal.signal(signal.SIGTERM, _leave)
    if os.getppid() != parent:  # the shell died before that call
        return 0
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    first = os.fork()
    if first == 0:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        os.execv(command[0], [*command, str(os.getppid())])  # noqa: S606 - the shell gave us the command
    # Nothing here may hold open what the demo has: the shell learns of its end by its closing.
    os.closerange(3, 1024)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    try:
        while True:
            pid, status = os.wait()
            if pid == first:
                return os.waitstatus_to_exitcode(status)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        end_all()


def end_all() -> None:
    """Kill all that descends from this process, and all that the dead leave to us, until there is none."""
    while True:
        # All in one sweep: whatever is killed forks no more, so that even a storm of forks dies down.
        for one in _descendants():
            with contextlib.suppress(OSError):
                os.kill(one, signal.SIGKILL)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:  # only this says that there is none: a list read from /proc may lack some
            return
        time.sleep(PAUSE)


def _descendants() -> list[int]:
    found: list[int] = []
    waiting = [os.getpid()]
    while waiting:
        with contextlib.suppress(OSError):  # gone meanwhile
            for task in Path(f"/proc/{waiting.pop()}/task").iterdir():
                children = [int(child) for child in (task / "children").read_text("ascii").split()]
                found += children
                waiting += children
    return found


def _leave(*_: object) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    status = main(int(sys.argv[1]), sys.argv[2:])
    sys.exit(status if status >= 0 else 128 - status)
