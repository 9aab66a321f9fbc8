"""What was changed on a read-only system, carried from memory onto the card: used by writable.sh, as root.

The system's card is the lower layer of an overlay, whose upper layer is in memory. An installation runs as on any
other machine, so that all it changes is in the upper layer; then what lies there below the places that an installation
changes is put onto the card, each file whole or not at all. Standard library only: the machine's own Python runs it.
"""

import errno
import os
import shutil
import stat
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

PLACES = ("usr", "var/lib/dpkg", "var/lib/apt", "var/lib/systemd/deb-systemd-helper-enabled", "boot", "etc")
"""In this order: programs before what names them, so that a plug that is pulled meanwhile leaves what starts."""

NEVER = (
    *("etc/fstab", "etc/mtab", "etc/resolv.conf", "etc/machine-id", "etc/adjtime"),
    "etc/NetworkManager/system-connections",
)
"""What is the running system's own: overlayroot writes its fstab anew at each start, the rest is kept elsewhere."""

DRAFT = ".xlab-carried"
"""End of the name of a file that is not whole yet; left by a pulled plug, it is written over the next time."""

_BLOCK = 4096

_OPAQUE = ("trusted.overlay.opaque", "user.overlay.opaque")


def carry(upper: Path, lower: Path, places: Sequence[str] = PLACES) -> int:
    """Put what ``upper`` holds below ``places`` into ``lower``; the number of changes. Raises OSError.

    Where the card has no room for all of it nothing is changed: half of the new programs may be no system any more.
    """
    if (most := _most(upper, lower, places)) > shutil.disk_usage(lower).free:
        raise OSError(errno.ENOSPC, f"{most} bytes of room are needed", str(lower))
    count = 0
    for place in places:
        if (upper / place).is_dir() and not (upper / place).is_symlink():
            count += _folder(upper, lower, Path(place))
    return count


def _most(upper: Path, lower: Path, places: Sequence[str]) -> int:
    """The bytes that are needed at the most on the way: each file is written beside the one whose place it takes."""
    now = most = 0
    for place in places:
        for folder, _, found in os.walk(upper / place):
            for item in (Path(folder, name) for name in found):
                if stat.S_ISREG(item.lstat().st_mode):
                    size = _taken(item)
                    most = max(most, now + size)
                    now += size - _taken(lower / item.relative_to(upper))
    return most


def _taken(path: Path) -> int:
    """The bytes that a file takes, which are whole blocks of them."""
    with suppress(OSError):
        return -(-path.lstat().st_size // _BLOCK) * _BLOCK
    return 0


def _folder(upper: Path, lower: Path, place: Path) -> int:
    here, there = upper / place, lower / place
    if not there.is_dir() or there.is_symlink():
        _remove(there)
        there.mkdir(parents=True)
    elif _hides(here):
        kept = {item.name for item in here.iterdir()}
        for item in there.iterdir():
            if item.name not in kept:
                _remove(item)
    count = 0
    for item in sorted(here.iterdir()):
        inner = place / item.name
        if str(inner) in NEVER:
            continue
        about = item.lstat()
        if _is_gone(about):
            count += _remove(lower / inner)
        elif stat.S_ISDIR(about.st_mode):
            count += _folder(upper, lower, inner)
        else:
            count += _file(item, lower / inner, about)
    _same_owner(here, there)
    _sync(there)
    return count


def _file(source: Path, target: Path, about: os.stat_result) -> bool:
    """Put a file or a link into the place of another in one step; False where that is it already."""
    if not (stat.S_ISREG(about.st_mode) or stat.S_ISLNK(about.st_mode)) or _alike(source, target, about):
        return False
    draft = target.with_name(f".{target.name}{DRAFT}")
    _remove(draft)
    shutil.copy2(source, draft, follow_symlinks=False)
    os.chown(draft, about.st_uid, about.st_gid, follow_symlinks=False)
    if stat.S_ISREG(about.st_mode):
        draft.chmod(stat.S_IMODE(about.st_mode))  # which giving it away may have changed
        _sync(draft)
    if target.is_dir() and not target.is_symlink():
        _remove(target)
    draft.replace(target)
    return True


def _alike(source: Path, target: Path, about: os.stat_result) -> bool:
    """Whether both are one already: the card is not written for nothing."""
    with suppress(OSError):
        there = target.lstat()
        same = [(one.st_mode, one.st_uid, one.st_gid, one.st_size) for one in (about, there)]
        if same[0] != same[1]:
            return False
        if stat.S_ISLNK(about.st_mode):
            return source.readlink() == target.readlink()
        return source.read_bytes() == target.read_bytes()
    return False


def _is_gone(about: os.stat_result) -> bool:
    """How an overlay writes that a name of the lower layer is no more: a device of the number 0, 0."""
    return stat.S_ISCHR(about.st_mode) and about.st_rdev == 0


def _hides(folder: Path) -> bool:
    """Whether nothing of the lower layer's folder is seen through this one."""
    for name in _OPAQUE:
        with suppress(OSError):
            return os.getxattr(folder, name) == b"y"
    return False


def _same_owner(here: Path, there: Path) -> None:
    about = here.stat()
    os.chown(there, about.st_uid, about.st_gid)
    there.chmod(stat.S_IMODE(about.st_mode))


def _remove(path: Path) -> bool:
    """Whether there was something to remove."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
        return True
    with suppress(FileNotFoundError):
        path.unlink()
        return True
    return False


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


if __name__ == "__main__":
    carry(Path(sys.argv[1]), Path(sys.argv[2]))
