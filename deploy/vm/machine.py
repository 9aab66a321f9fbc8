"""A machine in QEMU: booted from a disk image, spoken to from outside, and its plug can be pulled.

Everything is emulated (no hardware virtualisation is needed or used), so it is several times slower than a real one.
The machine ends with the process that started it, however that ends.
"""

import re
import shutil
import socket
import subprocess
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType, TracebackType

import msgspec

from deploy.vm.screen import SIZE, Screen
from deploy.vm.wire import AgentLine, Answer, MachineError, Qmp, dial

BOOT_SECONDS = 1200.0
"""When a boot has failed: 15 to 50 s were usual on two idle cores; with a twentieth of them it took four minutes."""
QEMU_SECONDS = 20.0
"""What QEMU itself may take to open its sockets."""

_STICK = "stick"
"""What QEMU calls the one stick that may be in."""
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
    in MB, ``screen`` in pixels. ``credentials`` are systemd's (systemd.system-credentials(7)): what is told to a
    machine from outside.
    """

    def __init__(
        self,
        disk: Disk,
        folder: Path,
        say: Callable[[str], None],
        *,
        port: int,
        memory: int = 1500,
        screen: tuple[int, int] = SIZE,
        credentials: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.serial = folder / "serial.log"
        self._disk = disk
        self._folder = folder
        self._say = say
        self.memory = memory
        self._forward = (_free_port(), port)
        self.url = f"http://127.0.0.1:{self._forward[0]}"
        folder.mkdir(parents=True, exist_ok=True)
        self._credentials = credentials
        self._size = screen
        self._overlay = folder / "overlay.qcow2"
        self._qemu: subprocess.Popen[bytes] | None = None
        self.since = 0.0
        """When it was switched on last, on ``time.monotonic``."""
        self.renew()

    @property
    def on(self) -> bool:
        """Whether it is switched on."""
        return self._qemu is not None

    def renew(self) -> None:
        """Off, and all changes to the disk are gone."""
        self.pull_plug()
        self._overlay.unlink(missing_ok=True)
        command = [_tool("qemu-img"), "create", "-q", "-f", "qcow2", "-F", "raw", "-b", str(self._disk.image.resolve())]
        subprocess.run([*command, str(self._overlay)], check=True)

    def __enter__(self) -> "Machine":
        self.boot()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.pull_plug()

    def boot(self) -> float:
        """Switch on and wait for the agent; the seconds that took. Raises :class:`MachineError` with the log's end."""
        self.switch_on()
        self.await_agent()
        return time.monotonic() - self.since

    def switch_on(self) -> None:
        """Switch on, and wait for nothing inside: the screen is there, the agent is not yet."""
        self.since = began = time.monotonic()
        for name in ("agent", "qmp"):
            (self._folder / name).unlink(missing_ok=True)
        # The kernel kills QEMU when this process dies, whatever it dies of.
        command = [_tool("setpriv"), "--pdeathsig", "KILL", *self._command()]
        with (self._folder / "qemu.log").open("wb") as log:
            self._qemu = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        with self._or_off():
            self.qmp = Qmp(dial(self._folder / "qmp", began + QEMU_SECONDS))
            self.screen = Screen(self.qmp)
            self._agent = AgentLine(dial(self._folder / "agent", began + QEMU_SECONDS))

    def await_agent(self) -> None:
        """Wait until commands can be run inside. Raises :class:`MachineError` with the log's end."""
        with self._or_off():
            while time.monotonic() < self.since + BOOT_SECONDS:
                with suppress(TimeoutError):
                    self._agent.hello.result(10.0)
                    self._say(f"The machine is up after {time.monotonic() - self.since:.0f} s")
                    return
                self._say(f"Booting, {time.monotonic() - self.since:.0f} s: {_last_line(self.serial)}")
            raise MachineError(f"The machine was not up after {BOOT_SECONDS:.0f} s; see {self.serial}.")

    def await_off(self) -> None:
        """Wait until the machine has switched itself off. Raises :class:`MachineError` where it does not."""
        if self._qemu is not None:
            try:
                self._qemu.wait(BOOT_SECONDS)
            except subprocess.TimeoutExpired:
                raise MachineError(f"The machine did not switch itself off within {BOOT_SECONDS:.0f} s.") from None
            self._qemu = None

    def check_disk(self) -> str:
        """What e2fsck says is wrong with the disk of a machine that is off; empty: nothing."""
        with self._disk_now() as raw:
            done = subprocess.run(
                [_tool("e2fsck"), "-fn", str(raw)], capture_output=True, text=True, errors="replace", check=False
            )
            return (done.stdout + done.stderr).strip()[-1000:] if done.returncode else ""

    def take_initrd(self, path: str) -> None:
        """Start next time with the initial RAM disk that lies at ``path`` of the disk, as a boot loader would.

        The machine is off. Raises :class:`MachineError` where there is none.
        """
        found = self._folder / "initrd.img"
        found.unlink(missing_ok=True)
        with self._disk_now() as raw:
            read = [_tool("debugfs"), "-R", f"dump {path} {found.resolve()}", str(raw)]
            subprocess.run(read, capture_output=True, check=False)
        if not found.exists() or not found.stat().st_size:
            raise MachineError(f"The machine's disk has no {path}.")
        self._disk = msgspec.structs.replace(self._disk, initrd=found)

    @contextmanager
    def _disk_now(self) -> Iterator[Path]:
        """The disk of a machine that is off, with all its changes, as one raw file for a moment."""
        raw = self._folder / "checked.img"
        try:
            convert = [_tool("qemu-img"), "convert", "-O", "raw", str(self._overlay), str(raw)]
            subprocess.run(convert, check=True)
            yield raw
        finally:
            raw.unlink(missing_ok=True)

    def check(self) -> None:
        """Raises :class:`MachineError` where the machine ended by itself."""
        if self._qemu is not None and self._qemu.poll() is not None:
            self.pull_plug()
            raise MachineError(f"QEMU ended; it said: {(self._folder / 'qemu.log').read_text()}")

    @contextmanager
    def _or_off(self) -> Iterator[None]:
        """A machine that cannot be reached is switched off, and the reason is QEMU's own where it gave one."""
        try:
            yield
        except BaseException:
            self.check()
            self.pull_plug()
            raise

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

    def panicked(self) -> bool:
        """Whether its kernel gave up since it was switched on.

        Of two emulated cores one now and then meets code that the other is just changing, which ends in that.
        """
        return "Kernel panic" in self.serial.read_text(errors="replace")

    def plug_in(self, stick: Path) -> None:
        """A USB stick goes in. What is on it is the file ``stick``, and what is written to it is there as well."""
        file = {"driver": "file", "filename": str(stick.resolve())}
        self.qmp.ask("blockdev-add", **{"driver": "raw", "node-name": _STICK, "file": file})
        self.qmp.ask("device_add", driver="usb-storage", id=_STICK, drive=_STICK, removable=True)

    def take_out(self) -> None:
        """The stick is pulled out, whatever is being done with it."""
        self.qmp.ask("device_del", id=_STICK)
        end = time.monotonic() + QEMU_SECONDS
        while True:  # the device goes a little later than it was told to
            try:
                self.qmp.ask("blockdev-del", **{"node-name": _STICK})
                return
            except MachineError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

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
            *("-nodefaults", "-display", "none", "-vga", "none"),
            *("-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", str(self.memory)),
            *self._starting(),
            *("-drive", f"file={self._overlay},if=virtio,format=qcow2,cache=writeback"),
            *("-device", f"virtio-gpu-pci,xres={self._size[0]},yres={self._size[1]}", "-device", "virtio-tablet-pci"),
            *("-device", "virtio-rng-pci", "-device", "virtio-serial-pci", "-device", agent),
            *("-device", "qemu-xhci"),
            *("-chardev", f"socket,id=agent,path={self._folder / 'agent'},server=on,wait=off"),
            *("-qmp", f"unix:{self._folder / 'qmp'},server=on,wait=off"),
            *("-serial", f"file:{self.serial}"),
            *(word for name, text in self._credentials.items() for word in ("-smbios", _credential(name, text))),
            *("-nic", f"user,model=virtio,restrict=on,hostfwd=tcp:127.0.0.1:{ours}-:{inside}"),
        ]

    def _starting(self) -> list[str]:
        """What the machine begins with: the disk's kernel at once, without firmware and boot loader."""
        return [
            *("-kernel", str(self._disk.kernel), "-initrd", str(self._disk.initrd)),
            *("-append", "root=/dev/vda rw console=ttyS0 quiet panic=10 mitigations=off systemd.show_status=yes"),
        ]


def _credential(name: str, text: str) -> str:
    return f"type=11,value=io.systemd.credential.binary:{name}={b64encode(text.encode()).decode()}"


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
