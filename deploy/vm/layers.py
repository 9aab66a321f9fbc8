"""What the machine is made of: Debian with systemd and BlueZ, an agent to speak to, and Python environments by lock.

The Python packages are chosen and fetched on the host, for the machine's Python, and checked against the lock's
hashes; what runs inside the tree needs no network.
"""

import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from textwrap import dedent

from deploy.vm import agent
from deploy.vm.image import BuildError, Layer, as_root

SUITE = "trixie"
"""What Raspberry Pi OS is built on, so kernel, BlueZ and systemd are close to a kit's."""
PYTHON = "3.13"
"""The Python of that suite."""
PACKAGES = (
    *("linux-image-amd64", "systemd", "systemd-sysv", "udev", "dbus", "polkitd", "libpam-systemd", "kmod"),
    *("iproute2", "bluez", "python3", "python3-venv"),
)
USER = "xlab"
"""Whom the kit runs as: nobody special, but allowed to use Bluetooth."""

_MASKED = (
    # The console would swallow what units print; the rest only costs time in a machine that lives for minutes.
    *("serial-getty@ttyS0.service", "getty@tty1.service", "apt-daily.timer", "apt-daily-upgrade.timer"),
    *("dpkg-db-backup.timer", "e2scrub_all.timer", "fstrim.timer", "systemd-timesyncd.service"),
)
_FILES = {
    "etc/fstab": "/dev/vda / ext4 defaults 0 1\n",
    "etc/hostname": "xlab-vm\n",
    "etc/hosts": "127.0.0.1 localhost xlab-vm\n::1 localhost\n",
    "etc/modules-load.d/xlab-vm.conf": "hci_vhci\n",
    "etc/systemd/network/10-wired.network": "[Match]\nName=en* eth*\n\n[Network]\nDHCP=ipv4\n",
    # Radios are switched on by what a test does, as a kit's are by its own doing, not by BlueZ.
    "etc/systemd/system/xlab-agent.service": dedent(
        """\
        [Unit]
        Description=Commands from the host
        DefaultDependencies=yes

        [Service]
        ExecStart=/usr/bin/python3 /usr/local/lib/xlab-agent.py
        Restart=always
        RestartSec=1

        [Install]
        WantedBy=multi-user.target
        """
    ),
}


def debian(extra: Iterable[str] = ()) -> Layer:
    """Debian with the packages every machine needs, and ``extra`` ones."""
    packages = ",".join([*PACKAGES, *extra])

    def make(tree: Path) -> None:
        as_root("mmdebstrap", "--quiet", "--variant=minbase", f"--include={packages}", SUITE, tree)

    return Layer("debian", (SUITE, packages), make)


def settled() -> Layer:
    """A machine that knows who it is, has the kit's user, and runs the agent."""
    source = Path(agent.__file__).read_text("utf-8")
    files = _FILES | {"usr/local/lib/xlab-agent.py": source}

    def make(tree: Path) -> None:
        for path, text in files.items():
            as_root("install", "-D", "-m", "0644", "/dev/stdin", tree / path, text=text)
        run = ("systemctl", f"--root={tree}")
        as_root(*run, "mask", *_MASKED)
        as_root(*run, "enable", "xlab-agent.service", "systemd-networkd.service")
        as_root("chroot", tree, "useradd", "--create-home", "--groups", "bluetooth", USER)

    return Layer("settled", (*(f"{path}\n{text}" for path, text in files.items()), *_MASKED, USER), make)


def environment(folder: str, lock: Path, uv: Path) -> Layer:
    """A Python environment at ``folder`` of the machine with exactly the packages of ``lock``; ``uv`` fetches them."""

    def make(tree: Path) -> None:
        as_root("chroot", tree, "python3", "-m", "venv", folder)
        packages = tree / folder.lstrip("/") / f"lib/python{PYTHON}/site-packages"
        target = ("--target", packages, "--python-version", PYTHON, "--python-platform", "x86_64-manylinux_2_40")
        as_root(uv, "pip", "install", "--quiet", "--require-hashes", "--only-binary=:all:", *target, "-r", lock)
        as_root("chroot", tree, f"{folder}/bin/python", "-m", "compileall", "-q", folder)

    return Layer(f"python-{Path(folder).name}", (folder, PYTHON, lock.read_bytes()), make)


def wheel(folder: str, path: Path, modules: Sequence[str]) -> Layer:
    """The wheel at ``path`` in the environment at ``folder``, whose packages are there already, and able to import."""

    def make(tree: Path) -> None:
        inside = tree / "tmp" / path.name
        as_root("cp", path, inside)
        pip = (f"{folder}/bin/python", "-m", "pip", "--quiet", "--disable-pip-version-check")
        as_root("chroot", tree, *pip, "install", "--no-index", "--no-deps", f"/tmp/{path.name}")  # noqa: S108
        as_root("rm", inside)
        # A tree in the middle of a change is found out here, not by a machine that was booted for nothing.
        as_root("chroot", tree, f"{folder}/bin/python", "-c", f"import {', '.join(modules)}")

    return Layer("wheel", (path.name, path.read_bytes()), make)


def build_wheel(root: Path, python: Path, into: Path) -> Path:
    """The project's wheel, built from the tree at ``root``. The same tree gives the same bytes."""
    for old in into.glob("*.whl"):
        old.unlink()
    command = [python, "-m", "hatchling", "build", "-t", "wheel", "-d", into]
    done = subprocess.run(list(map(str, command)), cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"The wheel could not be built: {(done.stderr or done.stdout).strip()[-2000:]}")
    return next(into.glob("*.whl"))
