"""What taking over a settings file touches of the system: rights, the boot partition, the radio's rules."""

import os
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from xlab.keyfiles import replace_file, sync_all


class Places(msgspec.Struct, frozen=True):
    """Where things lie. ``system`` stands for ``/``."""

    boot: Path
    home: Path
    system: Path = Path("/")

    @property
    def networks(self) -> Path:
        """The profiles that NetworkManager knows."""
        return self.system / "etc/NetworkManager/system-connections"


@contextmanager
def rights_of(folder: Path) -> Iterator[None]:
    """Within, root has no more rights than the user to whom ``folder`` belongs. Raises OSError where there is none.

    That user could have put a link to any file of root's into the folder: what is written there must not follow it.
    """
    owner = folder.stat()
    if os.geteuid() != 0 or owner.st_uid == 0:
        yield
        return
    user, group, groups = os.geteuid(), os.getegid(), os.getgroups()
    os.setgroups([])
    os.setegid(owner.st_gid)
    os.seteuid(owner.st_uid)
    try:
        yield
    finally:
        os.seteuid(user)
        os.setegid(group)
        os.setgroups(groups)


def plain(path: Path, most: int) -> bytes:
    """What is in a file, but for none of what is no file: a pipe would never end. Raises OSError."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(f"{path} is no file")
        return file.read(most)


@contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Within, a file system that is mounted read-only can be written to. Raises OSError where that cannot be."""
    if not os.statvfs(folder).f_flag & os.ST_RDONLY:
        yield
        return
    _remount(folder, "rw")
    try:
        yield
    finally:
        _remount(folder, "ro")


def _remount(folder: Path, how: str) -> None:
    # Without what fstab says of it: there stands nofail, and its label leads nowhere in a unit that sees no devices, so
    # that mount would do nothing and say that it did.
    command = ["mount", "--options-source", "disable", "-o", f"remount,{how}", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(f"{folder} cannot be mounted {how}: {done.stderr.strip()}")


def replace_wiped(path: Path, content: bytes, old: Path) -> None:
    """Put a file at ``path`` in one step, and nothing into all of what ``old`` held, so that no secret is left there.

    ``old`` may be ``path`` itself. On return all is on the card, as far as its own electronics allow. Raises OSError.
    """
    for draft in path.parent.glob(f".{path.name}.*"):  # of a start that the power was cut from
        draft.unlink()
    with old.open("r+b") as file:
        size = os.fstat(file.fileno()).st_size
        replace_file(path, content)
        # On FAT the new file has no name on the card before this: a cut after the next lines would leave neither.
        sync_all(path.parent)
        file.write(bytes(size))
        file.flush()
        os.fsync(file.fileno())
    if old != path:
        old.unlink()
    sync_all(path.parent)


def set_country(system: Path, country: str) -> None:
    """Let the radio go by the rules of a country until the machine is switched off. Raises OSError.

    The kernel's part for radio takes it when it is loaded, or is told where it already is.
    """
    rules = system / "run/modprobe.d/xlab-country.conf"
    rules.parent.mkdir(parents=True, exist_ok=True)
    rules.write_text(f"options cfg80211 ieee80211_regdom={country}\n")
    if (system / "sys/module/cfg80211").is_dir():
        subprocess.run(["iw", "reg", "set", country], capture_output=True, check=False)
