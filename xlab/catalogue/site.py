"""The packages one demo brings: unpacked beside it, for this machine, and seen by that demo's process alone."""

import hashlib
import os
import platform
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from xlab.catalogue import _compile
from xlab.catalogue.index import Target
from xlab.catalogue.shelf_state import Site
from xlab.catalogue.wheels import WheelError, check_together, fits, pieces, unpack_wheel

MOMENT = 315_532_800
"""When every unpacked file is said to have been made, in seconds since 1970: the first day that zip knows."""

_COMPILED = "__pycache__"
_PATIENCE = 300.0
"""Seconds for compiling; what is not compiled by then is compiled when it is imported."""


def here() -> Target:
    """The kind of kit this is, as an index names it."""
    return f"{platform.machine()}-{sys.version_info.major}.{sys.version_info.minor}"


def choose(wheels: Mapping[Target, Sequence[str]]) -> tuple[str, ...]:
    """The names of wheels that fit this machine. Raises :class:`WheelError` where there are none.

    A kit with a Python between two that a bundle is made for takes what was made for the older, where all of it fits.
    """
    machine, _, python = here().rpartition("-")
    ours = [target for target in wheels if target.startswith(f"{machine}-") and _number(target) <= _number(python)]
    if not ours:
        made = ", ".join(sorted(target.replace("-", " with Python ") for target in wheels))
        raise WheelError(f"Its packages are made for {made}, but this kit is {machine} with Python {python}.")
    from packaging.tags import sys_tags

    tags = list(sys_tags())
    chosen = wheels[max(ours, key=_number)]
    for name in chosen:
        if not fits(name.rpartition("/")[2], tags):
            raise WheelError(f"The wheel {name.rpartition('/')[2]} does not fit this kit ({machine}, Python {python}).")
    return tuple(chosen)


def build(wheels: Sequence[Path], site: Path) -> Site:
    """Unpack ``wheels`` into the new folder ``site`` and compile what is Python. Raises WheelError, OSError."""
    listed = []
    for wheel in wheels:
        with wheel.open("rb") as file:
            listed.append((wheel.name, pieces(file, wheel.name)))
    check_together(listed)
    site.mkdir()
    for wheel in wheels:
        unpack_wheel(wheel, site)
    for path in _files(site):
        os.utime(path, (MOMENT, MOMENT))
    listing = list_site(site)
    compile_site(site)
    return Site(here(), listing)


def list_site(site: Path) -> str:
    """The SHA-256 over names, sizes and times of the files in ``site``. Raises OSError.

    Enough to tell a damaged or changed folder from a whole one at a glance; whoever may write here could fool it, and
    against them stand the sandbox, in which it is read-only, and the hash of each wheel beside it.
    """
    lines = []
    for path in _files(site):
        about = path.stat(follow_symlinks=False)
        kind = stat.S_IFMT(about.st_mode)
        name = os.fsencode(path.relative_to(site)).hex()
        lines.append(f"{name} {kind} {about.st_size} {int(about.st_mtime)}\n")
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()


def compile_site(site: Path) -> None:
    """Have byte code made, for demos to start sooner; where that fails they only start later."""
    command = [sys.executable, "-I", "-S", str(_compile.__file__), str(site)]
    try:
        subprocess.run(command, check=False, capture_output=True, stdin=subprocess.DEVNULL, timeout=_PATIENCE)
    except (OSError, subprocess.TimeoutExpired):
        for folder, folders, _ in os.walk(site):
            if _COMPILED in folders:
                shutil.rmtree(Path(folder) / _COMPILED, ignore_errors=True)


def _files(site: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(site):
        folders[:] = [name for name in folders if name != _COMPILED]
        yield from (Path(folder) / name for name in names)


def _number(target: str) -> tuple[int, ...]:
    return tuple(int(one) for one in re.findall(r"[0-9]+", target.rpartition("-")[2]))
