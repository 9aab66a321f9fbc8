"""Running a command inside a tree, as root there: with /proc, /run and /tmp of its own, and without any network."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from deploy.vm.image import as_root

# The tree is mounted on itself, so that inside it is a file system to ask about. All mounts end with the command.
_ENTER: Final = """
set -e
tree=$1; shift
mount --bind "$tree" "$tree"
mount -t proc proc "$tree/proc"
mount -t tmpfs tmpfs "$tree/run"
mount -t tmpfs -o mode=1777 tmpfs "$tree/tmp"
mkdir "$tree/run/lock"
while [ "$1" != -- ]; do mkdir -p "$tree$2"; mount --bind "$1" "$tree$2"; shift 2; done
shift
exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin LC_ALL=C.UTF-8 HOME=/root TZ=UTC chroot "$tree" "$@"
"""


def chrooted(tree: Path, *command: str, binds: Mapping[str, Path] | None = None) -> str:
    """Run a command in the tree, return what it printed; ``binds``: folders of this machine, by where they are there.

    Raises :class:`deploy.vm.image.BuildError` with what the command said, where it fails.
    """
    mounts = [word for place, folder in (binds or {}).items() for word in (folder, place)]
    apart = ("unshare", "--mount", "--pid", "--net", "--ipc", "--uts", "--fork", "--kill-child")
    return as_root(*apart, "bash", "-c", _ENTER, "enter", tree, *mounts, "--", *command)
