"""What an image is made of: Debian, the kit as its own installer installs it, and what only a card needs."""

import platform
import shutil
from pathlib import Path
from typing import Final, Literal

import msgspec

from deploy.image.inside import chrooted
from deploy.licences import debian_works, npm_works, unclear
from deploy.vm.image import BuildError, Layer, as_root
from xlab.upkeep.works import python_works, told

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parent.parent
SUITE: Final = "trixie"
HOSTNAME: Final = "xlab"
_EMULATION: Final = Path("/usr/lib/binfmt.d/qemu-aarch64.conf")
_BINFMT: Final = Path("/proc/sys/fs/binfmt_misc")
_LEFT_OUT: Final = ("man/*", "locale/*", "info/*", "doc/*")
"""Of ``/usr/share``: nobody reads them on a kit. The licences in ``doc`` stay."""


class Kind(msgspec.Struct, frozen=True):
    """A kind of machine: its processor as ``uname -m`` and Debian call it, its boot partition, its partition table."""

    arch: str
    debian: str
    boot: str
    boot_mb: int
    table: Literal["gpt", "dos"]


KINDS: Final = {
    # The first steps of a Raspberry Pi up to the 3 know no GPT.
    "aarch64": Kind("aarch64", "arm64", "/boot/firmware", 512, "dos"),
    "x86_64": Kind("x86_64", "amd64", "/boot/efi", 64, "gpt"),
}


def packages(kind: Kind) -> list[str]:
    """All Debian packages that are asked for, each once."""
    lists = [ROOT / "deploy" / f"debian-{name}.txt" for name in ("kit", "screen", "print")]
    lists += [HERE / "packages.txt", HERE / f"packages-{kind.arch}.txt"]
    lines = (line.strip() for path in lists for line in path.read_text("utf-8").splitlines())
    return sorted({line for line in lines if line and not line.startswith("#")})


def recipe(kind: Kind, prepared: Path, epoch: int) -> list[Layer]:
    """The layers of an image, from the folder of ``prepare.sh``. ``epoch``: nothing in it is younger (Unix time)."""
    return [_debian(kind), _kit(kind, prepared), _settled(kind, epoch)]


def _debian(kind: Kind) -> Layer:
    names = packages(kind)
    out = [f"--dpkgopt=path-exclude=/usr/share/{each}" for each in _LEFT_OUT]
    out += ["--dpkgopt=path-include=/usr/share/doc/*/copyright", "--dpkgopt=force-unsafe-io"]

    def make(tree: Path) -> None:
        emulate(kind)
        options = ["--quiet", "--variant=minbase", f"--architectures={kind.debian}", *out]
        options += ["--components=main,non-free-firmware", f"--include={','.join(names)}"]
        # What starts a Raspberry Pi is put there as soon as it is installed.
        as_root("mmdebstrap", *options, f'--setup-hook=mkdir -p "$1{kind.boot}"', SUITE, tree)

    return Layer(f"debian-{kind.arch}", (SUITE, kind.debian, *names, *out), make)


def _kit(kind: Kind, prepared: Path) -> Layer:
    def make(tree: Path) -> None:
        emulate(kind)
        chrooted(tree, "bash", "/mnt/install.sh", "/mnt", binds={"/mnt": prepared})

    return Layer(f"kit-{kind.arch}", ((prepared / "SHA256SUMS").read_bytes(),), make)


def _settled(kind: Kind, epoch: int) -> Layer:
    files = sorted(path for path in (HERE / "files").iterdir() if path.is_file())

    def make(tree: Path) -> None:
        emulate(kind)
        as_root(
            "install", "-D", "-m", "0644", "/dev/stdin", tree / "usr/share/doc/xlab/licences.txt", text=_licences(tree)
        )
        as_root("mkdir", "-p", tree / "data")
        # What has a partition of its own on the card is a mount here too: who writes there asks for one.
        binds = {"/mnt": HERE / "files", "/data": tree / "data", kind.boot: tree / kind.boot.lstrip("/")}
        chrooted(tree, "bash", "/mnt/settle.sh", kind.arch, kind.boot, HOSTNAME, str(epoch), binds=binds)

    inputs = [f"{path.name}\n{path.read_text('utf-8')}" for path in files]
    return Layer(f"settled-{kind.arch}", (kind.boot, HOSTNAME, str(epoch), *inputs), make)


def _licences(tree: Path) -> str:
    """The licences of all that is in the tree. Raises :class:`BuildError` with the names of what is not clear."""
    packages = next(tree.glob("opt/xlab/releases/*/lib/python3.*/site-packages"))
    works = [*python_works(packages), *npm_works(ROOT), *debian_works(tree)]
    if wrong := unclear(works):
        raise BuildError("\n".join(wrong))
    return told(works)


def emulate(kind: Kind) -> None:
    """Let this machine run programs of another processor, where it is another. Until it is switched off."""
    if kind.arch == platform.machine():
        return
    if not shutil.which("qemu-aarch64-static") or not _EMULATION.is_file():
        raise BuildError("Programs of another processor need Debian's qemu-user-static here; `make image` installs it.")
    if not (_BINFMT / "register").exists():
        as_root("mount", "-t", "binfmt_misc", "binfmt_misc", _BINFMT)
    if not (_BINFMT / "qemu-aarch64").exists():
        as_root("tee", _BINFMT / "register", text=_EMULATION.read_text("ascii"))
