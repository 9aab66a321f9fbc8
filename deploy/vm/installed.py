"""The kit in a machine, as anyone installs it: a folder by ``prepare.sh``, then ``install.sh`` without any network.

Two layers, so that a changed line of the kit costs a minute: in the first the kit was installed with all of Debian's
packages and taken off again, which leaves these; in the second it is installed for good.
"""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from deploy.vm.image import BuildError, Layer, as_root

ARCH = "x86_64"
LISTS = ("debian-kit.txt", "debian-screen.txt", "debian-print.txt")
_SHELL = """set -e
tree=$1 folder=$2; shift 2
mount -t proc proc "$tree/proc"; mount -t tmpfs run "$tree/run"; mount -t tmpfs tmp "$tree/tmp"
mount --bind /dev "$tree/dev"; mkdir -p "$tree/tmp/kit"; mount --bind "$folder" "$tree/tmp/kit"
exec chroot "$tree" "$@"
"""


def packages(root: Path, cache: Path) -> Layer:
    """All of Debian that a kit needs, brought by the installation of the kit at ``root``, which was taken off again."""
    asked = [(root / "deploy" / name).read_bytes() for name in LISTS]

    def make(tree: Path) -> None:
        folder = prepare(root, cache / "prepared")
        inside(tree, folder, "bash", "/tmp/kit/install.sh")  # noqa: S108
        inside(tree, folder, "bash", "/tmp/kit/install.sh", "--uninstall", "--purge")  # noqa: S108

    # The lists alone say which these are; what a script does beside it, the installation for good does again.
    return Layer("packages", tuple(asked), make)


def installed(root: Path, cache: Path, wheel: Path) -> Layer:
    """The kit at ``root``, whose ``wheel`` says whether it is another one."""
    deploy = root / "deploy"
    files = sorted(path for path in deploy.rglob("*") if path.is_file() and deploy / "vm" not in path.parents)
    ours = [str(path.relative_to(deploy)).encode() + path.read_bytes() for path in files if path.suffix in _OURS]

    def make(tree: Path) -> None:
        inside(tree, prepare(root, cache / "kit", "--without-debian"), "bash", "/tmp/kit/install.sh")  # noqa: S108

    return Layer("installed", (wheel.read_bytes(), (root / "requirements.txt").read_bytes(), *ours), make)


_OURS = (".sh", ".service", ".rules", ".txt", ".mount", ".conf", ".timer", ".path", ".toml", ".socket")
"""What of ``deploy`` goes into a kit."""


def prepare(root: Path, folder: Path, *options: str) -> Path:
    """The folder for a stick, made anew from ``root``."""
    as_root("rm", "-rf", folder)
    _run([root / "deploy" / "prepare.sh", folder, "--arch", ARCH, *options], root)
    return folder


def inside(tree: Path, folder: Path, *command: str) -> None:
    """Run a command in the tree, with ``folder`` at ``/tmp/kit``, no network, and nothing that stays mounted."""
    world = ("unshare", "--net", "--mount", "--pid", "--fork")
    as_root(*world, "bash", "-c", _SHELL, "-", tree, folder, *command)


def build_wheel(root: Path, python: Path, into: Path) -> Path:
    """The project's wheel, built from the tree at ``root``. The same tree gives the same bytes."""
    for old in into.glob("*.whl"):
        old.unlink()
    _run([python, "-m", "hatchling", "build", "-t", "wheel", "-d", into], root)
    return next(into.glob("*.whl"))


def _run(command: Sequence[object], root: Path) -> None:
    done = subprocess.run(list(map(str, command)), cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        words = " ".join(map(str, command))
        raise BuildError(f"`{words}` failed: {(done.stderr or done.stdout).strip()[-2000:]}")
