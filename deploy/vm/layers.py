"""What the machine is made of: plain Debian, an agent to speak to, and Python environments by lock.

The Python packages are chosen and fetched on the host, for the machine's Python, and checked against the lock's
hashes; what runs inside the tree needs no network.
"""

from collections.abc import Iterable
from pathlib import Path
from textwrap import dedent

from deploy.vm import agent
from deploy.vm.image import Layer, as_root

SUITE = "trixie"
"""What Raspberry Pi OS is built on, so kernel, BlueZ and systemd are close to a kit's."""
PYTHON = "3.13"
"""The Python of that suite."""
PACKAGES = (
    *("linux-image-amd64", "systemd", "systemd-sysv", "udev", "dbus", "libpam-systemd", "kmod", "iproute2"),
    *("e2fsprogs", "python3", "python3-venv"),
)
"""What boots, and what the agent and the virtual radio run on. All that a kit needs, its installation brings itself."""

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
    # Packages are put into a tree that is copied afterwards: nothing there has to survive a power cut in between.
    "etc/dpkg/dpkg.cfg.d/xlab-vm": "force-unsafe-io\n",
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
    """A machine that knows who it is and runs the agent."""
    source = Path(agent.__file__).read_text("utf-8")
    files = _FILES | {"usr/local/lib/xlab-agent.py": source}

    def make(tree: Path) -> None:
        for path, text in files.items():
            as_root("install", "-D", "-m", "0644", "/dev/stdin", tree / path, text=text)
        run = ("systemctl", f"--root={tree}")
        as_root(*run, "mask", *_MASKED)
        as_root(*run, "enable", "xlab-agent.service")

    return Layer("settled", (*(f"{path}\n{text}" for path, text in files.items()), *_MASKED), make)


def environment(folder: str, lock: Path, uv: Path) -> Layer:
    """A Python environment at ``folder`` of the machine with exactly the packages of ``lock``; ``uv`` fetches them."""

    def make(tree: Path) -> None:
        as_root("chroot", tree, "python3", "-m", "venv", folder)
        packages = tree / folder.lstrip("/") / f"lib/python{PYTHON}/site-packages"
        target = ("--target", packages, "--python-version", PYTHON, "--python-platform", "x86_64-manylinux_2_40")
        as_root(uv, "pip", "install", "--quiet", "--require-hashes", "--only-binary=:all:", *target, "-r", lock)
        as_root("chroot", tree, f"{folder}/bin/python", "-m", "compileall", "-q", folder)

    return Layer(f"python-{Path(folder).name}", (folder, PYTHON, lock.read_bytes()), make)
