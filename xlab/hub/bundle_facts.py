"""What the diagnostic bundle tells of machine and programs, each as a text. Reads only; any of it may raise OSError."""

import os
import platform
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

import msgspec

from xlab import __version__
from xlab.box import supply
from xlab.box.machine import existing
from xlab.catalogue import find_demos
from xlab.hub.logs import Logs
from xlab.logfile import Who
from xlab.settings import Settings

UNITS: Final = (
    *("xlab-hub", "xlab-kiosk", "xlab-scanner", "xlab-update", "xlab-wayback", "xlab-firstboot"),
    *("bluetooth", "NetworkManager", "dbus", "systemd-logind", "systemd-timesyncd"),
)
"""The kit's own and those it stands on."""

_OWN: Final = tuple(name for name in UNITS if name.startswith("xlab-"))

_SAFE: Final = (
    *("kit_name", "host", "port", "station", "station_name", "language", "offscreen", "size", "idle_seconds"),
    *("camera", "reduced_motion"),
)
"""Settings that are told; of every other, which may hold an identity or a secret, only whether it is set."""

_HOME: Final = (
    *("events.db", "events.db-wal", "kit.id", "kit.toml", "packing.json", "checks.json", "keys", "demos", "shelf"),
    *("recordings", "backups", "reports", "logs", "troubles", "outbox", "updates", "pictures"),
)
"""What is known to be in a kit's home; the rest is counted, since a name may tell something."""

JOURNAL: Final = Path("/run/xlab/journal")
"""Where the system hands out what it logged of an installed kit (``deploy/units``), and of nobody else."""

_PATIENCE: Final = 8.0
_LINES: Final = 3000
_MOST_FILES: Final = 20_000
_RELEASE: Final = Path("/opt/xlab")


def versions() -> str:
    """The kit, what it runs on, and the packages it runs with."""
    lines = [f"xlab {__version__}"]
    for name in ("current", "previous"):
        with suppress(OSError):
            lines.append(f"{name}: {(_RELEASE / name).readlink().name}")
    with suppress(OSError):
        lines.append(f"update: {(_RELEASE / 'update.json').read_text('utf-8', 'replace')[:2000]}")
    lines.append(f"Python {platform.python_version()} on {platform.machine()}")
    lines.append(f"kernel {platform.release()} {platform.version()}")
    with suppress(OSError):
        lines += platform.freedesktop_os_release().get("PRETTY_NAME", "").splitlines()
    packages = sorted({f"{one.name} {one.version}" for one in distributions()}, key=str.casefold)
    return "\n".join([*lines, "", "Packages", *packages, ""])


def machine(home: Path) -> str:
    """Model, memory, disk, warmth, and how long it is on."""
    lines = [f"model: {_first('/proc/device-tree/model', '/sys/class/dmi/id/product_name') or 'unknown'}"]
    lines.append(f"processors: {os.cpu_count()}, load: {_first('/proc/loadavg')}")
    lines.append(f"seconds since boot: {_first('/proc/uptime').split(' ')[0]}")
    for path in (home, Path("/")):
        with suppress(OSError):
            use = shutil.disk_usage(existing(path))
            lines.append(f"{'home' if path == home else 'system'}: {use.free} of {use.total} bytes free")
    degrees, low = supply.celsius(), supply.is_low()
    lines.append(f"processor: {'not measured' if degrees is None else f'{degrees:.1f} °C'}")
    lines.append(f"voltage too low: {'not measured' if low is None else low}")
    with suppress(OSError):
        memory = Path("/proc/meminfo").read_text("ascii", "replace").splitlines()
        lines += ["", *(line for line in memory if line.startswith(("Mem", "Swap", "Slab", "Dirty")))]
    return "\n".join([*lines, "", "Mounts", *_mounts(), ""])


def settings(now: Settings) -> str:
    """Those that are safe to tell."""
    lines = [f"{name} = {getattr(now, name)!r}" for name in _SAFE]
    for field in msgspec.structs.fields(now):
        if field.name not in _SAFE:
            changed = getattr(now, field.name) != getattr(Settings(), field.name)
            lines.append(f"{field.name} {'is set' if changed else 'is as it comes'}")
    return "\n".join([*lines, ""])


def demos(home: Path) -> str:
    """The demos, and what is wrong with them."""
    told = []
    for one in find_demos(home):
        version = one.manifest.version if one.manifest is not None else "unknown version"
        told.append(f"{one.name} {version} ({one.door}): {one.status}. {one.reason}".strip())
    return "\n".join([*told, ""])


def sizes(home: Path) -> str:
    """How large the kit's own files are, and when they changed last."""
    lines, others = [], 0
    for path in sorted(home.iterdir()):
        if path.name not in _HOME:
            others += 1
            continue
        count, size = _size(path)
        lines.append(f"{path.name}: {size} bytes" + (f" in {count} files" if path.is_dir() else ""))
    return "\n".join([*lines, f"others: {others}", ""])


def log(home: Path, who: Who) -> str:
    """What one of them logged lately."""
    return Logs(home).whole(who).decode("utf-8", "replace")


def units() -> str:
    """How the services are, as systemd says."""
    shown = "Id,LoadState,ActiveState,SubState,Result,NRestarts,ExecMainStatus,ActiveEnterTimestamp,MemoryCurrent"
    return _said(["systemctl", "show", "--no-pager", f"--property={shown}", *(f"{name}.service" for name in UNITS)])


def journal(at: Path = JOURNAL) -> str:
    """What the system's journal says of the kit's services and of the kernel's trouble with card and power."""
    with suppress(OSError):
        return _handed_out(at)
    # No kit is installed here, or that part of the system does not answer: what this user may read.
    own = [f"--unit={name}.service" for name in _OWN]
    common = ["journalctl", "--no-pager", "--output=short-iso", f"--lines={_LINES}"]
    return f"{_said([*common, *own])}\nKernel, warnings and worse\n{_said([*common, '--dmesg', '--priority=warning'])}"


def _handed_out(at: Path) -> str:
    """All that comes from a socket of the system. Raises OSError."""
    pieces: list[bytes] = []
    with socket.socket(socket.AF_UNIX) as asked:
        asked.settimeout(_PATIENCE)
        asked.connect(str(at))
        while piece := asked.recv(1 << 16):
            pieces.append(piece)
    return b"".join(pieces).decode("utf-8", "replace")


def _said(command: Sequence[str]) -> str:
    """What a program of the system says; a sentence where it is not there or does not answer."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{command[0]} did not answer: {type(error).__name__}.\n"
    text = (done.stdout or done.stderr).decode("utf-8", "replace")
    return text or f"{command[0]} said nothing.\n"


def _mounts() -> Iterator[str]:
    """How the file systems on disks are mounted: read-only is what a failing card becomes."""
    with suppress(OSError):
        for line in Path("/proc/self/mounts").read_text("utf-8", "replace").splitlines():
            device, at, kind, options, *_ = line.split(" ")
            if device.startswith("/dev/") or at == "/" or (kind in ("overlay", "tmpfs") and at.startswith("/var")):
                yield f"{at} {kind} {options}"


def _size(path: Path) -> tuple[int, int]:
    """Files and bytes in it, links not followed, as far as they can be counted."""
    if not path.is_dir() or path.is_symlink():
        return 1, path.lstat().st_size
    count = size = 0
    for folder, _, names in os.walk(path):
        for name in names:
            count += 1
            with suppress(OSError):
                size += os.lstat(Path(folder, name)).st_size
            if count >= _MOST_FILES:
                return count, size
    return count, size


def _first(*paths: str) -> str:
    """The first of these files that can be read, as one line."""
    for path in paths:
        with suppress(OSError):
            return Path(path).read_text("utf-8", "replace").strip("\x00\n ")
    return ""
