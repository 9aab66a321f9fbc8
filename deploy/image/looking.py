"""Look at an image as a stranger would: is it whole, is it for that processor, does it know nothing of who made it?

    python -m deploy.image.looking build/image-aarch64.img

Takes the file apart into ``.state/image/look`` with debugfs and mtools, so nothing is mounted. As root it also runs the
kit's command in there, by emulation where the processor is another.
"""

import argparse
import json
import platform
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from deploy.image.disk import LABELS, SECTOR
from deploy.image.inside import chrooted
from deploy.image.recipe import KINDS, ROOT, Kind, emulate
from deploy.vm.image import BuildError, as_root

_MACHINES: Final = {"x86_64": 62, "aarch64": 183}
"""Of ELF: EM_X86_64, EM_AARCH64."""
_FOREIGN: Final = {"firmware", "raspi-firmware", "grub"}
"""Folders with programs that another processor runs, as a Raspberry Pi's graphics processor does at each start."""
_UNITS: Final = ("xlab-hub", "xlab-kiosk", "xlab-firstboot", "NetworkManager", "bluetooth")
_NEVER: Final = (
    "etc/ssh/ssh_host_*",
    "usr/sbin/sshd",
    "var/lib/systemd/random-seed",
    "var/lib/dbus/machine-id",
    "root/.ssh/*",
    "etc/resolv.conf",
)
_BOOT: Final = {
    "x86_64": ("EFI/BOOT/BOOTX64.EFI", "EFI/BOOT/grubx64.efi", "EFI/debian/grub.cfg", "xlab.toml"),
    "aarch64": ("config.txt", "cmdline.txt", "bootcode.bin", "start.elf", "start4.elf", "xlab.toml"),
}
_DEVICE_TREES: Final = (
    "bcm2837-rpi-3-b",
    "bcm2837-rpi-3-b-plus",
    "bcm2837-rpi-zero-2-w",
    "bcm2711-rpi-4-b",
    "bcm2711-rpi-400",
)
_LARGEST_TEXT: Final = 4 << 20


def main() -> int:
    """Look; 0 where all is well."""
    parser = argparse.ArgumentParser(
        description="Look at an image: is it whole, and does it know nothing of who made it?"
    )
    parser.add_argument("image", type=Path)
    given = parser.parse_args()
    kind = next(kind for kind in KINDS.values() if kind.arch in given.image.name)
    folder = ROOT / ".state" / "image" / f"look-{kind.arch}"
    try:
        wrong = [*_table(kind, given.image), *_file_systems(kind, given.image, folder)]
        wrong += [*_boot(kind, folder / "boot"), *system(kind, folder / "root", folder / "data"), *_runs(kind, folder)]
    except BuildError as error:
        wrong = [str(error)]
    finally:
        as_root("rm", "-rf", "--one-file-system", folder)
    print("\n".join(wrong) or f"{given.image.name}: all is well.")
    return int(bool(wrong))


def _partitions(image: Path) -> list[tuple[int, int]]:
    """Start and size of each, in bytes."""
    said = json.loads(subprocess.run(["sfdisk", "-J", image], capture_output=True, check=True).stdout)["partitiontable"]
    return [(part["start"] * SECTOR, part["size"] * SECTOR) for part in said["partitions"]]


def _table(kind: Kind, image: Path) -> Iterator[str]:
    said = json.loads(subprocess.run(["sfdisk", "-J", image], capture_output=True, check=True).stdout)["partitiontable"]
    if said["label"] != kind.table:
        yield f"The partition table is {said['label']}, not {kind.table}."
    if len(said["partitions"]) != 3 + (kind.table == "gpt"):
        yield f"There are {len(said['partitions'])} partitions."


def _file_systems(kind: Kind, image: Path, folder: Path) -> Iterator[str]:
    """Check each and take it apart."""
    as_root("rm", "-rf", "--one-file-system", folder)
    for name in ("boot", "root", "data"):
        (folder / name).mkdir(parents=True)
    boot, root, data = _partitions(image)[-3:]
    half = folder / "boot.img"
    with image.open("rb") as file:
        file.seek(boot[0])
        half.write_bytes(file.read(boot[1]))
    yield from _tried("The boot partition is damaged", "fsck.vfat", "-n", half)
    yield from _tried("The boot partition cannot be read", "mcopy", "-s", "-m", "-i", half, "::/*", folder / "boot")
    for name, (start, _) in (("root", root), ("data", data)):
        there = f"{image}?offset={start}"
        yield from _tried(f"The partition {name} is damaged", "e2fsck", "-f", "-n", there)
        head = subprocess.run(["dumpe2fs", "-h", there], capture_output=True, text=True, check=False).stdout
        if not re.search(rf"^Filesystem volume name: +{LABELS[name]}$", head, re.MULTILINE):
            yield f"The partition {name} is not labelled {LABELS[name]}."
        as_root("debugfs", "-R", f'rdump / "{folder / name}"', there)


def _tried(what: str, *command: str | Path) -> Iterator[str]:
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    if done.returncode:
        yield f"{what}: {(done.stdout + done.stderr).strip()[-400:]}"


def _boot(kind: Kind, boot: Path) -> Iterator[str]:
    for name in _BOOT[kind.arch]:
        if not (boot / name).is_file():
            yield f"{name} is missing on the boot partition."
    if kind.arch != "aarch64":
        return
    for name in _DEVICE_TREES:
        if not any(boot.rglob(f"{name}.dtb")):
            yield f"The device tree {name} is missing."
    command = (boot / "cmdline.txt").read_text("ascii")
    if "root=LABEL=xlab-root" not in command or command.strip().count("\n"):
        yield f"cmdline.txt is not what starts this system: {command.strip()}"
    for line in (boot / "config.txt").read_text("ascii").splitlines():
        found = re.fullmatch(r"(?:kernel=|initramfs )(\S+).*", line)
        if found and not (boot / found[1]).is_file():
            yield f"config.txt names {found[1]}, which is not there."


def system(kind: Kind, root: Path, data: Path) -> Iterator[str]:
    """What is wrong with the system of an image; ``root`` and ``data`` are what its partitions hold."""
    if (root / "etc/machine-id").read_bytes():
        yield "The machine's id is baked in."
    for line in (root / "etc/shadow").read_text("ascii").splitlines():
        if line.split(":")[1][:1] not in ("*", "!"):
            yield f"{line.split(':')[0]} has a password, or none is needed."
    for pattern in _NEVER:
        yield from (f"{path.relative_to(root)} is in the image." for path in root.glob(pattern))
    wanted = {path.name for path in (root / "etc/systemd/system").rglob("*.service") if path.parent.suffix == ".wants"}
    yield from (
        f"{unit}.service does not start with the machine." for unit in _UNITS if f"{unit}.service" not in wanted
    )
    if not (data / "opt/current/bin/xlab").is_symlink() and not (data / "opt/current").is_symlink():
        yield "The kit is not on the data partition."
    if "LABEL=xlab-data /data" not in (root / "etc/fstab").read_text("ascii"):
        yield "The data partition is not mounted."
    if 'overlayroot="tmpfs' not in (root / "etc/overlayroot.conf").read_text("ascii"):
        yield "The system is not read-only."
    if not (root / "usr/share/doc/xlab/licences.txt").is_file():
        yield "The licences are missing."
    for path in _files(root, data):
        if (machine := _elf(path)) not in (None, _MACHINES[kind.arch]) and not _FOREIGN & set(path.parts):
            yield f"{path} is for another processor ({machine})."
    yield from _traces(root, data)


def _files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _elf(path: Path) -> int | None:
    """The processor of a program or library; None where it is neither."""
    with path.open("rb") as file:
        head = file.read(20)
    return int.from_bytes(head[18:20], "little") if head[:4] == b"\x7fELF" and len(head) == 20 else None


def _traces(root: Path, data: Path) -> Iterator[str]:
    """What tells where, and on which machine, the image was made."""
    words = [str(ROOT).encode(), f".state/image/half-{platform.node()}".encode()]
    for path in _files(root / "etc", root / "var", root / "opt", root / "root", root / "home", data):
        if path.stat().st_size <= _LARGEST_TEXT:
            content = path.read_bytes()
            yield from (f"{path} names {word.decode()}." for word in words if word in content)


def _runs(kind: Kind, folder: Path) -> Iterator[str]:
    """The kit's command, as whoever installs it would try it."""
    emulate(kind)
    kit = {"/opt/xlab": folder / "data/opt", "/var/lib/xlab": folder / "data/lib"}
    try:
        print(chrooted(folder / "root", "/usr/local/bin/xlab", "--version", binds=kit).strip())
        print(chrooted(folder / "root", "sh", "-c", "/usr/local/bin/xlab doctor || true", binds=kit).strip())
    except BuildError as error:
        yield f"The kit does not run: {error}"


if __name__ == "__main__":
    sys.exit(main())
