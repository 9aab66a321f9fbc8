"""``make vm-test-newcomer``: way B of ``deploy/README.md``, its commands one by one, on a Debian that knows of no kit.

A stick is prepared here and carried there; the machine has no network. The kit is installed, used, shut against pulled
plugs and opened again, and taken off. What each command says is printed, as whoever types it reads it.
"""

import subprocess
import sys
from pathlib import Path

from deploy.vm import installed, layers
from deploy.vm.image import BuildError, build
from deploy.vm.machine import Disk, Machine
from deploy.vm.wire import MachineError
from tests.vm import stick, trial
from tests.vm.__main__ import CROWDED_SECONDS, FOLDER, ROOT, alone, say
from tests.vm.kit import HOME, PORT, Kit

PLACE = "/media/stick"
SCRIPTS = "/opt/xlab/current/deploy"
STICK, DATA = 512 << 20, 2 << 30
"""Bytes of the stick, and of the empty partition for the data."""
MARK = "/etc/left-by-somebody"
"""A file that whoever works on the system leaves in it."""
PATIENCE = 3600.0
"""Seconds for a command of an emulated machine."""


class Box(Machine):
    """A machine with a second disk, for the kit's data."""

    def __init__(self, disk: Disk, folder: Path, data: Path) -> None:
        self._data = data
        super().__init__(disk, folder, say, port=PORT, credentials=trial.patience(CROWDED_SECONDS))

    def _command(self) -> list[str]:
        return [*super()._command(), "-drive", f"file={self._data},if=virtio,format=raw,cache=writeback"]


class Newcomer:
    """Somebody at the kit's keyboard. ``faults`` is what went otherwise than the guide says."""

    def __init__(self, kit: Kit) -> None:
        self.kit = kit
        self.faults: list[str] = []

    def types(self, command: str) -> str:
        """A command, as root; what it says."""
        say(f"# {command}")
        done = self.kit.run("sh", "-c", command, timeout=PATIENCE, check=False)
        said = done.output + done.errors
        print(said, end="", flush=True)
        say(f"({done.ended - done.began:.0f} s)")
        self.expects(f"`{command}` works", done.status == 0)
        return said

    def expects(self, sentence: str, true: bool) -> None:
        """Something that has to be so."""
        if not true:
            say(f"WRONG, this is not so: {sentence}")
            self.faults.append(sentence)

    def plugs_in(self, image: Path) -> None:
        """A stick, on a system that mounts none by itself."""
        self.kit.machine.plug_in(image)
        self.kit.until("The system sees the stick", lambda: self.is_there("/dev/sda1"))
        self.types(f"mkdir -p {PLACE} && mount /dev/sda1 {PLACE}")

    def is_there(self, path: str) -> bool:
        """Whether there is such a file."""
        return self.kit.run("test", "-e", path, check=False).status == 0

    def root(self) -> str:
        """The file system that the system runs from."""
        return self.kit.run("findmnt", "-no", "FSTYPE", "/").output.strip()

    def starts(self, *, pulled: bool = False, initrd: str = "") -> None:
        """Off and on again. ``initrd`` is where a new initial RAM disk lies, which the next start begins with."""
        if pulled:
            self.kit.pull_plug()
        else:
            self.kit.switch_off()
        if initrd:
            self.kit.machine.take_initrd(initrd)
        say(f"{'Plug pulled, on again' if pulled else 'Off and on'}: attract picture after {self.kit.power_on():.0f} s")


def installs(one: Newcomer, image: Path) -> None:
    """Chapter 2: from the stick, without a network."""
    kit = one.kit
    one.plugs_in(image)
    one.types(f"bash {PLACE}/kit/install.sh")
    kit.shows("attract")
    kit.picture("newcomer-installed")
    one.types(f"bash {PLACE}/kit/install.sh")
    one.types(f"umount {PLACE}")
    kit.machine.take_out()
    one.types("xlab doctor || true")
    kit.facilitator()
    one.starts(pulled=True)
    kit.picture("newcomer-next-start")
    kit.facilitator()  # the PIN is known


def shuts(one: Newcomer) -> None:
    """Chapter 5: the system shut against pulled plugs, tried, and opened again."""
    kit = one.kit
    before = {event["id"] for event in kit.events()}
    initrd = f"/boot/initrd.img-{kit.run('uname', '-r').output.strip()}"
    one.types(f"bash {SCRIPTS}/readonly.sh on")
    one.starts(initrd=initrd)
    one.expects("the system is in memory over a card that is read-only", one.root() == "overlay")
    one.types(f"bash {SCRIPTS}/readonly.sh status; touch {MARK}; findmnt -no SOURCE {HOME}")
    kit.facilitator()
    one.starts(pulled=True)
    one.expects("what was written to the system is gone", not one.is_there(MARK))
    one.expects("no event is missing", before <= {event["id"] for event in kit.events()})
    one.types(f"bash {SCRIPTS}/readonly.sh off")
    one.starts()
    one.expects("the system can be written again", one.root() == "ext4")
    one.types(f"bash {SCRIPTS}/readonly.sh status; touch {MARK}")
    one.starts(pulled=True)
    one.expects("no event is missing", before <= {event["id"] for event in kit.events()})
    failed = kit.run("systemctl", "list-units", "--failed", "--plain", "--no-legend").output.strip()
    one.expects(f"no unit has failed ({failed})", not failed)


def leaves(one: Newcomer, image: Path) -> None:
    """Chapter 5: the kit taken off, first without its data."""
    one.types(f"bash {SCRIPTS}/install.sh --uninstall")
    one.expects("the data is left", one.is_there(f"{HOME}/events.db"))
    one.plugs_in(image)
    one.types(f"bash {PLACE}/kit/install.sh --uninstall --purge")
    one.expects("nothing is left", not any(map(one.is_there, (f"{HOME}/events.db", f"{HOME}/keys", SCRIPTS))))


def main() -> int:
    """The whole way; 1 where something went otherwise than the guide says."""
    folder = FOLDER / "newcomer"
    folder.mkdir(parents=True, exist_ok=True)
    disk = build([layers.debian(trial.ROOM), layers.settled()], FOLDER, say)
    say("Preparing the stick ...")
    image = stick.made(folder / "stick.img", STICK, [installed.prepare(ROOT, folder / "kit")])
    data = folder / "data.img"
    data.unlink(missing_ok=True)
    with data.open("wb") as file:
        file.truncate(DATA)
    subprocess.run(["mke2fs", "-q", "-t", "ext4", "-L", "xlab-data", data], check=True)
    with Kit(Box(disk, folder / "run", data), FOLDER / "pictures", say) as kit:
        kit.machine.boot()
        one = Newcomer(kit)
        installs(one, image)
        shuts(one)
        leaves(one, image)
    say("; ".join(one.faults) or "All went as the guide says.")
    return int(bool(one.faults))


if __name__ == "__main__":
    try:
        with alone():
            sys.exit(main())
    except (BuildError, MachineError, OSError, subprocess.CalledProcessError) as error:
        sys.exit(str(error))
