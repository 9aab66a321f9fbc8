"""Two machines and a cable, of Linux namespaces: real packets, real avahi, and nothing of this machine is touched.

:class:`Room` works for root and for users who may make user namespaces. :class:`Loopback` takes its place elsewhere.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.waiting import PATIENCE

HERE = Path(__file__).parent

_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=/run/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
"""

_AVAHI = "[server]\nuse-ipv6=yes\nallow-interfaces=cable\n[wide-area]\nenable-wide-area=no\n[rlimits]\n"

_ENVIRONMENT = os.environ | {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/run/bus", "PYTHONUNBUFFERED": "1"}

Process = subprocess.Popen[str]


class Machine:
    """Where commands run: here, or within the namespaces that a holding process keeps."""

    def __init__(self, inside: list[str]) -> None:
        self.inside = inside
        self._started: list[Process] = []

    def run(self, *command: str | Path) -> str:
        """Run a command to its end; what it printed."""
        ran = subprocess.run(
            [*self.inside, *command], capture_output=True, text=True, check=False, timeout=PATIENCE, env=_ENVIRONMENT
        )
        assert ran.returncode == 0, f"{command}: {ran.stderr}{ran.stdout}"
        return ran.stdout

    def start(self, *command: str | Path) -> Process:
        """Start a command; it is ended with the machine."""
        process = subprocess.Popen(
            [*self.inside, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=_ENVIRONMENT
        )
        self._started.append(process)
        return process

    def close(self) -> None:
        for process in reversed(self._started):
            process.terminate()
            process.wait(timeout=PATIENCE)
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()


class Room:
    """A machine for the kit and one for a laptop, joined by a cable named ``cable`` at both ends."""

    def __init__(self, alone: list[str]) -> None:
        self._here = Machine([])
        user = [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]

        def machine(*prefix: str) -> tuple[Machine, str]:
            setup = "ip link set lo up; mount -t tmpfs tmpfs /run; echo up; exec cat"
            holder = self._here.start(*prefix, "sh", "-c", setup)
            assert holder.stdout
            assert holder.stdout.readline() == "up\n"
            return Machine(["nsenter", "--target", str(holder.pid), *user, "--net", "--mount"]), str(holder.pid)

        self.kit, _ = machine(*alone)
        self.laptop, laptop = machine(*self.kit.inside, "unshare", "--net", "--mount")
        self.kit.run("ip", "link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns", laptop)
        self.kit_options: list[str | Path] = []
        self.find: list[str | Path] = [
            sys.executable,
            "-c",
            "from xlab.cli import main; main()",
            "kits",
            "--json",
            "--timeout",
        ]

    def plug(self) -> None:
        """Bring the cable up and give the laptop an address. IPv6 addresses are ready at once, without a probe."""
        for machine in (self.kit, self.laptop):
            machine.run("sh", "-c", "echo 0 > /proc/sys/net/ipv6/conf/cable/accept_dad")
            # Else the kernel takes the second address of a subnet away with its first.
            machine.run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/conf/cable/promote_secondaries")
            machine.run("ip", "link", "set", "cable", "up")
        self.laptop.run("ip", "address", "add", self.address(200) + "/24", "dev", "cable")

    def address(self, number: int) -> str:
        return f"10.77.0.{number}"

    def give(self, number: int) -> None:
        """Give the kit's machine one more address."""
        self.kit.run("ip", "address", "add", self.address(number) + "/24", "dev", "cable")

    def take(self, number: int) -> None:
        """Take an address from the kit's machine, as a new lease would."""
        self.kit.run("ip", "address", "del", self.address(number) + "/24", "dev", "cable")

    def start_avahi(self, folder: Path) -> None:
        """A bus and avahi of the laptop's own."""
        (folder / "bus.conf").write_text(_BUS)
        (folder / "avahi.conf").write_text(_AVAHI)
        daemon = ["sh", "-c", 'exec "$@" 2>/dev/null', "-"]
        bus = self.laptop.start(
            *daemon, "dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork", "--print-address"
        )
        assert bus.stdout
        assert bus.stdout.readline().startswith("unix:path=/run/bus")
        options = ["--no-drop-root", "--no-chroot", "--no-rlimits", f"--file={folder}/avahi.conf"]
        # avahi hands its folder to a user of its own; a machine made by an ordinary user has none but its root.
        for file, root in (("passwd", "root:x:0:0::/:/bin/sh\n"), ("group", "root:x:0:\n")):
            (folder / file).write_text(root + root.replace("root", "avahi"))
            self.laptop.run("mount", "--bind", folder / file, f"/etc/{file}")
        self.laptop.start(*daemon, "avahi-daemon", *options)
        # Its name is on the bus when it answers, and not before.
        self.laptop.run("timeout", "100", "sh", "-c", "until avahi-browse -at >/dev/null 2>&1; do sleep 0.1; done")

    def close(self) -> None:
        for machine in (self.laptop, self.kit, self._here):
            machine.close()


class Loopback:
    """For systems that forbid namespaces: the same steps between processes here, on loopback addresses from a list."""

    def __init__(self, folder: Path) -> None:
        self.kit = self.laptop = Machine([])
        self._list = folder / "addresses"
        self._list.touch()
        self.kit_options: list[str | Path] = [self._list]
        self.find: list[str | Path] = [sys.executable, HERE / "find_process.py", "loopback"]

    def plug(self) -> None:
        """Loopback always is."""

    def address(self, number: int) -> str:
        return f"127.77.0.{number}"

    def give(self, number: int) -> None:
        self._list.write_text(f"{self._list.read_text()} {self.address(number)}")

    def take(self, number: int) -> None:
        self._list.write_text(self._list.read_text().replace(self.address(number), ""))

    def close(self) -> None:
        self.kit.close()


def make_room(folder: Path) -> Room | Loopback:
    """The best that this system allows."""
    alone = ["unshare", "--net", "--mount"] if os.geteuid() == 0 else ["unshare", "-Urnm"]
    allowed = subprocess.run([*alone, "mount", "-t", "tmpfs", "tmpfs", "/run"], capture_output=True, check=False)
    return Room(alone) if allowed.returncode == 0 else Loopback(folder)
