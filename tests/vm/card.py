"""``make vm-test-image``: the image for a PC, written to a card, as its first day goes. Looked at from outside.

Somebody has written its settings with an editor that does all that editors do. The plug is pulled in the middle of its
first start; then it starts by UEFI, once more, and in an older PC by its BIOS. Nothing in the image is changed: what
runs commands inside is told to the machine from outside (systemd.system-credentials(7)).
"""

import json
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

from deploy.vm import agent
from deploy.vm.machine import Disk, Machine
from deploy.vm.wire import MachineError
from tests.vm import stick, trial
from tests.vm.__main__ import CROWDED_SECONDS, FOLDER, ROOT, alone, say
from tests.vm.kit import PORT, Kit

IMAGE = ROOT / "build" / "image-x86_64.img"
SIZE = 8 << 30
"""Bytes of the card: larger than the image, which has to grow."""
BOOT_PARTITION = 1
"""The one that laptops show, counted from 0."""
NAME, PIN, WIFI, PASSWORD = "Blaue Box", "0471", "Gäste, 5. Stock", "three plain words"
SETTINGS = f"""kit_name = “{NAME}”
language = de
pin = {PIN}
[wifi]
name = "{WIFI}"
password = "{PASSWORD}"
country = de
""".replace("\n", "\r\n").encode("utf-16")
"""Typographic quotes, missing quotes, line ends and letters as Windows has them, and a second ending of the name."""
UEFI = Path("/usr/share/OVMF")
SOURCE = b64encode(Path(agent.__file__).read_bytes()).decode()
_AGENT = f"""
[Unit]
Description=Commands from the host
DefaultDependencies=no
After=systemd-udevd.service

[Service]
ExecStart=/usr/bin/python3 -c "import base64; exec(base64.b64decode('{SOURCE}'), {{'__name__': '__main__'}})"
Restart=always
RestartSec=1
"""
_LOOK = """
import glob, json, os, shutil, subprocess
def read(path):
    try:
        return open(path, encoding="utf-8", errors="replace").read()
    except OSError:
        return ""
mounts = [line.split() for line in read("/proc/mounts").splitlines()]
print(json.dumps({
    "failed": subprocess.run(["systemctl", "list-units", "--failed", "--plain", "--no-legend"],
                             capture_output=True, text=True).stdout.split("\\n")[:-1],
    "root": next(one[2] for one in mounts if one[1] == "/"),
    "card": next((one[3] for one in mounts if one[1] == "/media/root-ro"), ""),
    "data": shutil.disk_usage("/data").total,
    "asked": read("/boot/efi/xlab.toml") + read("/boot/efi/xlab.toml.txt"),
    "problems": read("/boot/efi/xlab-problems.txt"),
    "wifi": "".join(map(read, glob.glob("/etc/NetworkManager/system-connections/*"))),
    "machine": read("/etc/machine-id").strip(),
    "settings": read("/var/lib/xlab/kit.toml"),
}))
"""


class Card(Machine):
    """A machine that starts as a PC does: by its firmware, from what is on the card."""

    def __init__(self, card: Path, folder: Path) -> None:
        inside = {
            "systemd.extra-unit.xlab-agent.service": _AGENT,
            "systemd.unit-dropin.sysinit.target": "[Unit]\nWants=xlab-agent.service\n",
        }
        self.uefi = True
        told = {**trial.patience(CROWDED_SECONDS), **inside}
        super().__init__(Disk(card, card, card), folder, say, port=PORT, credentials=told)

    def _starting(self) -> list[str]:
        if not self.uefi:
            return []
        settings = self.serial.with_name("firmware.fd")
        if not settings.exists():
            settings.write_bytes((UEFI / "OVMF_VARS_4M.fd").read_bytes())
        return [
            *("-machine", "q35", "-drive", f"if=pflash,format=raw,readonly=on,file={UEFI / 'OVMF_CODE_4M.fd'}"),
            *("-drive", f"if=pflash,format=raw,file={settings}"),
        ]


def written(image: Path, card: Path) -> Path:
    """A card with the image on it, and the settings in the partition that a laptop shows."""
    subprocess.run(["cp", "--sparse=always", image, card], check=True)
    with card.open("r+b") as file:
        file.truncate(SIZE)
    into = ["mcopy", "-o", "-i", f"{card}@@{stick.start(card, BOOT_PARTITION)}", "-", "::/xlab.toml.txt"]
    subprocess.run(into, input=SETTINGS, check=True)
    return card


def wrong(kit: Kit) -> list[str]:
    """What is not as it should be after a start: a sentence for each."""
    seen = json.loads(kit.run("python3", "-c", _LOOK).output)
    asked = {
        "units have failed": not seen["failed"],
        "the system is not in memory over a card that is read-only": seen["root"] == "overlay"
        and "ro" in seen["card"].split(","),
        "the data has not grown to the card": seen["data"] > SIZE // 2,
        "the kit has not the name that was written": NAME in seen["settings"],
        "a secret is still on the small partition": PASSWORD not in seen["asked"] and PIN not in seen["asked"],
        "its Wi-Fi is not there": WIFI in seen["wifi"] and PASSWORD in seen["wifi"],
        "something is said to be wrong with the settings": not seen["problems"],
        "the machine has no id": len(seen["machine"]) == 32,
    }
    return [f"{sentence}: {seen}" for sentence, fine in asked.items() if not fine]


def main() -> int:
    """Each start in turn; 1 where something was wrong in one of them."""
    folder = FOLDER / "card"
    folder.mkdir(parents=True, exist_ok=True)
    card = Card(written(IMAGE, folder / "card.img"), folder / "run")
    faults: list[str] = []
    with Kit(card, FOLDER / "pictures", say) as kit:
        say("First start, by UEFI; the plug is pulled in the middle of it ...")
        card.boot()
        kit.pull_plug()
        machine = ""
        for name, uefi in (("first", True), ("second", True), ("bios", False)):
            card.uefi = uefi
            say(
                f"{name}: attract {kit.power_on():.0f} s, dashboard {kit.first_answer():.0f} s after it was switched on"
            )
            kit.picture(f"card-{name}")
            faults += (found := wrong(kit))
            say(f"{name}: {'; '.join(found) or 'fine'}")
            before, machine = machine, kit.run("cat", "/etc/machine-id").output.strip()
            if before not in ("", machine):
                faults.append(f"{name}: the machine has another id than before")
            kit.switch_off()
    say("Something was wrong." if faults else "All was as it should be.")
    return int(bool(faults))


if __name__ == "__main__":
    try:
        with alone():
            sys.exit(main())
    except (MachineError, OSError, subprocess.CalledProcessError) as error:
        sys.exit(str(error))
