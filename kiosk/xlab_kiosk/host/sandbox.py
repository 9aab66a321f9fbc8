"""The box a demo runs in: bubblewrap, with an empty world in which only what it needs is there, and read-only.

Inside there is Python, the kit's library, the demo's own folder and, writable, the demo's own data folder. There is no
event log, no key, no other demo's data, no network, no device, no D-Bus, no other process to look at; nothing started
in there outlives the run, because all of it lives in a process namespace that ends with its first process.

Bubblewrap needs no root: https://github.com/containers/bubblewrap says how it works and what it relies on.
"""

import functools
import os
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from xlab import bubblewrap

SCRATCH = 32 * 1024 * 1024
"""Bytes of ``/tmp``, and of shared memory, in the sandbox: memory, and gone with the run."""

DATA = Path("/data")
"""Where a demo in the sandbox finds its own data folder."""

DATA_NAME = "XLAB_DEMO_DATA"
"""The environment variable that names it, here and where there is no sandbox."""

_SYSTEM = ("/usr", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives", "/etc/localtime")
_ROOTS = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_PROCESSORS = "/sys/devices/system/cpu"  # numerical libraries count processors there
_NAMES = ("/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/ssl", "/etc/ca-certificates")
"""What finding a name on the network and trusting its certificate needs."""

_CACHE = "__pycache__"

_MOST_HIDDEN = 500
"""Files and folders to be hidden one by one: the sandbox's program takes 9000 words."""


@functools.cache
def missing() -> str:
    """Why demos cannot be put into a sandbox on this machine, as a sentence with what to do; empty where they can."""
    found = bubblewrap.gap(boxed(["true"], Path("/usr"), None, network=False))
    return f"{found.reason} {found.step}" if found is not None else ""


def unprotected() -> str:
    """The same, with what is not protected for that reason."""
    return f"{missing()} {bubblewrap.UNPROTECTED}" if missing() else ""


def boxed(
    command: Sequence[str], folder: Path, data: Path | None, *, network: bool, site: Path | None = None
) -> list[str]:
    """``command``, to be run in a sandbox in which ``folder`` and ``site`` can be read and ``data`` be written."""
    return [*_box([folder] if site is None else [folder, site], data, network=network), *command]


def _box(folders: Sequence[Path], data: Path | None, *, network: bool) -> list[str]:
    line = [
        bubblewrap.PROGRAM,
        *bubblewrap.NAMESPACES,
        "--die-with-parent",
        "--new-session",
        "--cap-drop",
        "ALL",
    ]
    line += [] if network else [bubblewrap.NO_NETWORK]
    line += ["--proc", "/proc", "--ro-bind", "/proc/sys", "/proc/sys", "--dev", "/dev"]
    for scratch in ("/tmp", "/dev/shm"):  # noqa: S108
        line += ["--size", str(SCRATCH), "--tmpfs", scratch]
    for path in (*_SYSTEM, _PROCESSORS, *(_NAMES if network else ())):
        line += ["--ro-bind-try", path, path]
    for root in map(Path, _ROOTS):
        if root.is_symlink():
            line += ["--symlink", str(root.readlink()), str(root)]
        else:
            line += ["--ro-bind-try", str(root), str(root)]
    for path in _once([*_python(), *folders]):
        line += ["--ro-bind", str(path), str(path)]
    for path in _unapproved(folders[0]):
        line += ["--tmpfs", str(path), "--remount-ro", str(path)] if path.is_dir() else _nothing_at(path)
    if data is not None:
        line += ["--bind", str(data), str(DATA), "--setenv", DATA_NAME, str(DATA)]
    line += ["--setenv", "HOME", "/tmp", "--setenv", "TMPDIR", "/tmp", "--chdir", "/tmp"]  # noqa: S108
    # What is there without being bound lies in memory, and without end.
    return [*line, "--remount-ro", "/dev", "--remount-ro", "/"]


def _nothing_at(path: Path) -> list[str]:
    return ["--ro-bind", "/dev/null", str(path)]


def _unapproved(folder: Path) -> Iterator[Path]:
    """What a demo's digest leaves out (:mod:`xlab.catalogue.digest`), so that IT never saw it: a demo must not either.

    Else what it reads there could be changed after it was approved. Python may be in there, at an author's desk.
    """
    needed, found = list(_python()), 0
    for place, folders, files in os.walk(folder) if not folder.is_relative_to("/usr") else ():
        for name in (*folders, *files):
            path = Path(place, name)
            left_out = name.startswith(".") or name == _CACHE
            if left_out and not path.is_symlink() and not any(one.is_relative_to(path) for one in needed):
                found += 1
                if found > _MOST_HIDDEN:
                    raise OSError(f"{folder} holds more than {_MOST_HIDDEN} hidden files; remove them.")
                yield path
        folders[:] = [name for name in folders if not name.startswith(".") and name != _CACHE]


def _python() -> Iterator[Path]:
    """Python, what is installed for it, and our own code where that is installed from a checkout."""
    yield Path(sys.base_prefix)
    yield Path(sys.prefix)
    for package in ("xlab", "xlab_kiosk"):
        spec = find_spec(package)
        if spec is not None:
            yield from map(Path, spec.submodule_search_locations or ())


def _once(paths: Sequence[Path]) -> Iterator[Path]:
    """Each path once, the outer before the inner; what lies below ``/usr`` is there already."""
    seen: list[Path] = [Path("/usr")]
    for path in sorted(set(paths)):
        if not any(path.is_relative_to(other) for other in seen):
            seen.append(path)
            yield path
