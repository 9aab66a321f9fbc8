"""Starting a demo's process, and making sure that nothing of it is left.

A demo runs in a sandbox where there is one (``sandbox.py``): its process namespace ends with it. Where there is none, a
warden stands between the kiosk and the demo and inherits whatever the demo leaves behind (``warden.py``). Either ends
when the kiosk does, so a killed kiosk leaves no demo.
"""

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path
from struct import Struct

import msgspec

from xlab_kiosk.host import sandbox, warden
from xlab_kiosk.host.wire import MAX_FROM_DEMO, MAX_TO_DEMO, Begin, encode

PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONPATH")
"""What a demo gets of our environment: enough to find Python and its libraries. No display, no D-Bus, no setting."""

BOXED = 0
"""The runner's parent where it runs in a sandbox: it cannot see it, and the sandbox ends it."""

CREDENTIALS = Struct("iII")
"""Process, user and group of whoever sent a packet, as the kernel writes them (``struct ucred``)."""

BY_SIGNAL = 128
"""Exit statuses above this stand for a signal."""

RUNNER = "xlab_kiosk.host.runner"
"""The module that runs a demo for visitors."""

PATIENCE = 5.0
"""Seconds the warden may take to end all that a demo left behind, thousands of processes at the worst, before it is
killed itself; nobody waits for it but a thread in the background."""


class Box(msgspec.Struct, frozen=True):
    """What a demo may touch: its folder and its packages (``site``) to read, its data folder to write, the network.

    ``runner`` is the module that runs in it, with what :mod:`xlab_kiosk.host.runner` takes.
    """

    folder: Path
    data: Path | None = None
    network: bool = False
    site: Path | None = None
    runner: str = RUNNER


def command_line(fds: tuple[int, int], box: Box) -> list[str]:
    """How a demo's process is started, given its socket and its frame memory."""
    # -P: the folder we happen to stand in is no place to import from.
    runner = [sys.executable, "-P", "-m", box.runner, str(fds[0]), str(fds[1])]
    if not sandbox.missing():
        return sandbox.boxed([*runner, str(BOXED)], box.folder, box.data, network=box.network, site=box.site)
    own = str(os.getpid())
    return [sys.executable, "-I", "-S", str(warden.__file__), own, *runner]


class Child:
    """A demo's process with the shell's ends of its socket (``link``) and of its output pipe (``output``).

    The process is the sandbox or the warden. The demo itself, the runner, is known once it has said something.
    """

    def __init__(self, process: subprocess.Popen[bytes], link: socket.socket, output: int, data: Path | None) -> None:
        self.data = data
        self.link = link
        self.output = output
        self.pid = process.pid
        self.pidfd = os.pidfd_open(process.pid)
        self._process = process
        self._runner: int | None = None

    @classmethod
    def start(cls, memory: int, begin: Begin, box: Box, lent: tuple[int, ...] = ()) -> "Child":
        """Start a process that draws into ``memory`` and has the descriptors ``lent`` as well, under their numbers.

        Raises OSError if this machine can start no more processes.

        Call it from a thread that outlives the process: the kernel kills a demo when the *thread* that started it ends.
        """
        with contextlib.ExitStack() as undo:
            link, far_link = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            undo.enter_context(link)
            # Room for the largest message in one piece: the kernel counts its own overhead too and doubles this number.
            link.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * MAX_TO_DEMO)
            link.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
            with far_link:
                output, far_output = os.pipe()
                undo.callback(os.close, output)
                try:
                    process = _popen(far_link.fileno(), memory, far_output, box, lent)
                finally:
                    os.close(far_output)
                undo.callback(process.wait)
                undo.callback(process.kill)
            link.setblocking(False)
            os.set_blocking(output, False)
            with contextlib.suppress(OSError):  # it may be dead already; the shell will learn that in its own way
                link.send(encode(begin))
            child = cls(process, link, output, box.data)
            undo.pop_all()
        return child

    def receive(self) -> tuple[bytes, bool]:
        """The next packet, and whether it was cut off. Raises BlockingIOError if there is none, OSError at the end."""
        # Room for the sender's name and nothing else: the kernel drops any descriptors that a demo would send.
        room = MAX_FROM_DEMO, socket.CMSG_SPACE(CREDENTIALS.size)
        try:
            packet, ancillary, flags, _ = self.link.recvmsg(*room)
        except ConnectionResetError:
            # It went with input unread. The kernel says that once, and before all that it had sent.
            packet, ancillary, flags, _ = self.link.recvmsg(*room)
        if self._runner is None:
            for _, kind, data in ancillary:
                if kind == socket.SCM_CREDENTIALS:
                    with contextlib.suppress(OSError):
                        self._runner = os.pidfd_open(CREDENTIALS.unpack(data)[0])
        return packet, bool(flags & socket.MSG_TRUNC)

    def status(self) -> int | None:
        """None while it runs, then its exit status, or the negative number of the signal that ended it."""
        # WNOWAIT: it stays a zombie until everything of its group is gone, so its number cannot be somebody else's.
        info = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if info is None:
            return None
        if info.si_code != os.CLD_EXITED:
            return -info.si_status
        # Sandbox and warden have one process tell of another's signal in the way of a shell.
        return info.si_status if info.si_status <= BY_SIGNAL else BY_SIGNAL - info.si_status

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the demo, dead or alive; it gets none before it has said something."""
        if self._runner is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._runner, number)

    def kill(self) -> None:
        """Have all processes of the run killed, without waiting for it."""
        # The warden is not killed itself: it is the one who knows the others.
        number = signal.SIGTERM if sandbox.missing() else signal.SIGKILL
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.pidfd, number)
            signal.pidfd_send_signal(self.pidfd, signal.SIGCONT)  # a demo of the same user may have stopped it

    def end(self) -> None:
        """Kill all processes of the run and wait until they are gone."""
        self.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(PATIENCE)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        if self._runner is not None:
            gone = select.poll()
            gone.register(self._runner, select.POLLIN)
            gone.poll(PATIENCE * 1000)

    def close(self) -> None:
        """Close the descriptors."""
        self.link.close()
        os.close(self.output)
        os.close(self.pidfd)
        if self._runner is not None:
            os.close(self._runner)


def _popen(link: int, memory: int, output: int, box: Box, lent: tuple[int, ...]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command_line((link, memory), box),
        pass_fds=(link, memory, *lent),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        env=_environment(box),
        start_new_session=True,
    )


def _environment(box: Box) -> dict[str, str]:
    passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    quiet = {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy", "PYGAME_HIDE_SUPPORT_PROMPT": "1"}
    own = {} if box.data is None else {sandbox.DATA_NAME: str(box.data)}
    return passed | quiet | own | {"PYTHONUTF8": "1"}
