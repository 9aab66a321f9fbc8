"""Starting a demo's process, and making sure that nothing of it is left.

Three nets, each for another fall: the runner asks the kernel to be killed with the shell (a killed kiosk leaves no
demo); the process leads a session of its own, so its whole group is killed at once (what a demo forks); and it carries
a mark in its environment, by which children that made a session of their own are found in ``/proc``. A child that also
wipes its environment escapes these; only a process namespace holds that one. It belongs to a sandbox, which
:func:`command_line` would put in front of everything else.
"""

import contextlib
import logging
import os
import secrets
import signal
import socket
import subprocess
import sys
from pathlib import Path

from xlab_kiosk.host.wire import MAX_TO_DEMO, Begin, encode

log = logging.getLogger(__name__)

MARK = "XLAB_DEMO_RUN"
"""Environment variable that all processes of a run inherit."""

PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONPATH")
"""What a demo gets of our environment: enough to find Python and its libraries. No display, no D-Bus, no setting."""

PASSES = 10
"""How often marked processes are looked for. Each pass kills all it sees; more passes catch what was just forked."""


def command_line(fds: tuple[int, int], parent: int) -> list[str]:
    """How a demo's process is started, given its socket, its frame memory and the shell's process id."""
    # -P: the folder we happen to stand in is no place to import from.
    return [sys.executable, "-P", "-m", "xlab_kiosk.host.runner", str(fds[0]), str(fds[1]), str(parent)]


class Child:
    """A demo's process with the shell's ends of its socket (``link``) and of its output pipe (``output``)."""

    def __init__(self, process: subprocess.Popen[bytes], link: socket.socket, output: int, mark: str) -> None:
        self.link = link
        self.output = output
        self.pidfd = os.pidfd_open(process.pid)
        self._process = process
        self._mark = mark

    @classmethod
    def start(cls, memory: int, begin: Begin) -> "Child":
        """Start a process that draws into ``memory``. Raises OSError if this machine can start no more of them.

        Call it from a thread that outlives the process: the kernel kills a demo when the *thread* that started it ends.
        """
        mark = secrets.token_hex(16)
        with contextlib.ExitStack() as undo:
            link, far_link = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            undo.enter_context(link)
            # Room for the largest message in one piece: the kernel counts its own overhead too and doubles this number.
            link.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * MAX_TO_DEMO)
            with far_link:
                output, far_output = os.pipe()
                undo.callback(os.close, output)
                try:
                    process = _popen(far_link.fileno(), memory, far_output, mark)
                finally:
                    os.close(far_output)
                undo.callback(process.wait)
                undo.callback(process.kill)
            link.setblocking(False)
            os.set_blocking(output, False)
            with contextlib.suppress(OSError):  # it may be dead already; the shell will learn that in its own way
                link.send(encode(begin))
            child = cls(process, link, output, mark)
            undo.pop_all()
        return child

    def status(self) -> int | None:
        """None while it runs, then its exit status, or the negative number of the signal that ended it."""
        # WNOWAIT: it stays a zombie until everything of its group is gone, so its number cannot be somebody else's.
        info = os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if info is None:
            return None
        return info.si_status if info.si_code == os.CLD_EXITED else -info.si_status

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process, dead or alive."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.pidfd, number)

    def end(self) -> None:
        """Kill all processes of the run and wait until the first of them is gone."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for _ in range(PASSES):
            if not _kill_marked(f"{MARK}={self._mark}".encode()):
                break

    def close(self) -> None:
        """Close the descriptors."""
        self.link.close()
        os.close(self.output)
        os.close(self.pidfd)


def _popen(link: int, memory: int, output: int, mark: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command_line((link, memory), os.getpid()),
        pass_fds=(link, memory),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        env=_environment(mark),
        start_new_session=True,
    )


def _environment(mark: str) -> dict[str, str]:
    passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    quiet = {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy", "PYGAME_HIDE_SUPPORT_PROMPT": "1"}
    return passed | quiet | {"PYTHONUTF8": "1", MARK: mark}


def _kill_marked(mark: bytes) -> int:
    """Kill every process that carries the mark; returns how many were seen."""
    seen = 0
    for pid in (int(item.name) for item in os.scandir("/proc") if item.name.isdigit()):
        if not _has_mark(pid, mark):
            continue
        seen += 1
        with contextlib.suppress(OSError):
            # A descriptor cannot come to mean another process, so look again once it is open.
            handle = os.pidfd_open(pid)
            try:
                if _has_mark(pid, mark):
                    signal.pidfd_send_signal(handle, signal.SIGKILL)
            finally:
                os.close(handle)
    if seen:
        log.warning("A demo left %d processes behind; they were ended", seen)
    return seen


def _has_mark(pid: int, mark: bytes) -> bool:
    try:
        return mark in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:  # gone, or not ours
        return False
