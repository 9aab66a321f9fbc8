"""A machine in QEMU: booted from a disk image, spoken to from outside, and its plug can be pulled.

Everything is emulated (no hardware virtualisation is needed or used), so it is several times slower than a real one.
The machine ends with the process that started it, however that ends.
"""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import msgspec

from deploy.vm.wire import AgentLine, Answer, MachineError, Qmp, dial

BOOT_SECONDS = 300.0
"""What a boot may take: 15 to 50 s were usual on two idle cores; the cores may be shared."""
QEMU_SECONDS = 20.0
"""What QEMU itself may take to open its sockets."""

_ESCAPES = re.compile(r"\x1b(\[[0-9;?]*[ -/]*[@-~]|[^\[])|[\x00-\x08\x0b-\x1f]")


class Disk(msgspec.Struct, frozen=True):
    """What a machine boots: a raw root file system with its kernel and initial RAM disk. Never written to."""

    image: Path
    kernel: Path
    initrd: Path


class Machine:
    """One machine. A context manager: entering boots it, leaving pulls its plug.

    ``folder`` keeps what is the machine's own: the serial log, the sockets, and its changes to the disk. These begin
    anew with each object and outlive :meth:`pull_plug`, so that :meth:`boot` goes on where the machine was. ``say`` is
    told of progress. ``port`` is the machine's TCP port that :attr:`url` leads to; there is no other network. Memory
    in MB.
    """

    def __init__(self, disk: Disk, folder: Path, say: Callable[[str], None], *, port: int, memory: int = 1500) -> None:
        self.serial = folder / "serial.log"
        self._disk = disk
        self._folder = folder
        self._say = say
        self._memory = memory
        self._forward = (_free_port(), port)
        self.url = f"http://127.0.0.1:{self._forward[0]}"
        folder.mkdir(parents=True, exist_ok=True)
        self._overlay = folder / "overlay.qcow2"
        self._overlay.unlink(missing_ok=True)
        command = [_tool("qemu-img"), "create", "-q", "-f", "qcow2", "-F", "raw", "-b", str(disk.image.resolve())]
        subprocess.run([*command, str(self._overlay)], check=True)
        self._qemu: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Machine":
        self.boot()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.pull_plug()

    def boot(self) -> float:
        """Switch on and wait for the agent; the seconds that took. Raises :class:`MachineError` with the log's end."""
        began = time.monotonic()
        for name in ("agent", "qmp"):
            (self._folder / name).unlink(missing_ok=True)
        # The kernel kills QEMU when this process dies, whatever it dies of.
        command = [_tool("setpriv"), "--pdeathsig", "KILL", *self._command()]
        with (self._folder / "qemu.log").open("wb") as log:
            self._qemu = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            self.qmp = Qmp(dial(self._folder / "qmp", began + QEMU_SECONDS))
            self._agent = AgentLine(dial(self._folder / "agent", began + QEMU_SECONDS))
            self._await_agent(began)
        except BaseException as error:
            ended = self._qemu.poll() is not None
            self.pull_plug()
            if ended and isinstance(error, MachineError):
                raise MachineError(f"QEMU ended; it said: {(self._folder / 'qemu.log').read_text()}") from error
            raise
        took = time.monotonic() - began
        self._say(f"The machine is up after {took:.0f} s")
        return took

    def _await_agent(self, began: float) -> None:
        while time.monotonic() < began + BOOT_SECONDS:
            with suppress(TimeoutError):
                self._agent.hello.result(10.0)
                return
            self._say(f"Booting, {time.monotonic() - began:.0f} s: {_last_line(self.serial)}")
        raise MachineError(f"The machine was not up after {BOOT_SECONDS:.0f} s; see {self.serial}.")

    def run(self, *argv: str, timeout: float = 60.0, text: str = "", check: bool = True) -> Answer:
        """Run a command inside as root; ``text`` is its input. With ``check``, a failing command raises."""
        answer = self._agent.run(list(argv), timeout, text)
        if check and answer.status:
            said = (answer.errors or answer.output).strip()[-2000:]
            raise MachineError(f"`{' '.join(argv)}` ended with {answer.status} inside the machine: {said}")
        return answer

    def put(self, path: str, text: str, mode: str = "0644") -> None:
        """Write a file inside, with the folders it needs."""
        self.run("install", "-D", "-m", mode, "/dev/stdin", path, text=text)

    def now(self) -> float:
        """Seconds since the machine booted, by its own clock."""
        return self.run("true").ended

    def pull_plug(self) -> None:
        """Off at once, as by pulling the plug: what was synced is on the overlay, the rest is lost. Harmless twice."""
        if self._qemu is not None:
            self._qemu.kill()
            self._qemu.wait()
            self._qemu = None

    def _command(self) -> list[str]:
        ours, inside = self._forward
        agent = "virtserialport,chardev=agent,name=xlab.agent"
        return [
            _tool("qemu-system-x86_64"),
            *("-nodefaults", "-no-reboot", "-display", "none", "-vga", "none"),
            *("-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", str(self._memory)),
            *("-kernel", str(self._disk.kernel), "-initrd", str(self._disk.initrd)),
            *("-append", "root=/dev/vda rw console=ttyS0 quiet mitigations=off systemd.show_status=yes"),
            *("-drive", f"file={self._overlay},if=virtio,format=qcow2,cache=writeback"),
            *("-device", "virtio-rng-pci", "-device", "virtio-serial-pci", "-device", agent),
            *("-chardev", f"socket,id=agent,path={self._folder / 'agent'},server=on,wait=off"),
            *("-qmp", f"unix:{self._folder / 'qmp'},server=on,wait=off"),
            *("-serial", f"file:{self.serial}"),
            *("-nic", f"user,model=virtio,restrict=on,hostfwd=tcp:127.0.0.1:{ours}-:{inside}"),
        ]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise MachineError(f"{name} is not installed; install the Debian packages named in deploy/debian-vm.txt.")
    return found


def _last_line(log: Path) -> str:
    """What the machine printed last, without the colours and cursor movements in it."""
    try:
        text = _ESCAPES.sub("", log.read_text(errors="replace"))
    except OSError:
        text = ""
    lines = [line.strip() for line in text.splitlines()]
    return next((line[:100] for line in reversed(lines) if line), "no output yet")
