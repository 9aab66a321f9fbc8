"""What a run takes, read from outside: its processes, its data folder, and memory that is no process's own."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def tree(pid: int) -> Iterator[Path]:
    """The folders below ``/proc`` of a process and all its descendants."""
    waiting = [pid]
    while waiting:
        folder = Path(f"/proc/{waiting.pop()}")
        with suppress(OSError):  # gone meanwhile
            for task in (folder / "task").iterdir():
                waiting += map(int, (task / "children").read_text("ascii").split())
            yield folder


def threads(folder: Path) -> int:
    """How many threads a process has."""
    with suppress(OSError):
        return (folder / "task").stat().st_nlink - 2
    return 0


def memory(processes: list[Path], allowed: int) -> int:
    """Bytes that the processes have, what they share with files left out; exact where it is more than ``allowed``."""
    taken = sum(map(_resident, processes))
    # What forked processes still share counts in each of them; dividing it fairly costs the kernel a walk through
    # all their pages, so it is asked for only where it matters.
    return taken if taken <= allowed else sum(map(_fair_share, processes))


def _resident(folder: Path) -> int:
    """Bytes of its own, and those it shares with nobody's file: memory that is mapped as shared counts too."""
    return sum(_kilobytes(folder / "status", "RssAnon:", "RssShmem:"))


def _fair_share(folder: Path) -> int:
    """Its private pages, and of each page it shares with others its part (``Pss``, proc_pid_smaps(5))."""
    return sum(_kilobytes(folder / "smaps_rollup", "Pss_Anon:", "Pss_Shmem:")) or _resident(folder)


def _kilobytes(path: Path, *names: str) -> Iterator[int]:
    """The bytes of these lines of a file in which the kernel tells kilobytes."""
    with suppress(OSError, ValueError):
        for line in path.read_text("utf-8", "replace").splitlines():
            if line.startswith(names):
                yield int(line.split()[1]) * 1024


def unnamed(processes: list[Path], data: Path | None) -> tuple[int, int]:
    """Bytes of the files without a name that the processes hold open: in memory, and on the card of ``data``."""
    card = _device(data)
    seen: dict[tuple[int, int], int] = {}
    for folder in processes:
        with suppress(OSError):
            for link in os.scandir(folder / "fd"):
                with suppress(OSError):
                    about = (folder / "fd" / link.name).stat()
                    if not about.st_nlink:
                        seen[about.st_dev, about.st_ino] = about.st_blocks * 512
    on_card = sum(size for (device, _), size in seen.items() if device == card)
    return sum(seen.values()) - on_card, on_card


def _device(folder: Path | None) -> int | None:
    with suppress(OSError):
        return folder.stat().st_dev if folder is not None else None
    return None


def kept(folder: Path, most: int) -> tuple[int, int, str]:
    """Bytes and number of files below ``folder``, counted until they are more than ``most``, and a locked folder."""
    size = files = 0
    waiting = [str(folder)]
    while waiting and files <= most:
        place = waiting.pop()
        try:
            with os.scandir(place) as items:
                for item in items:
                    with suppress(FileNotFoundError):
                        size += item.stat(follow_symlinks=False).st_blocks * 512
                    if item.is_dir(follow_symlinks=False):
                        waiting.append(item.path)
                    files += 1
                    if files > most:
                        break
        except FileNotFoundError:
            continue
        except OSError:
            return size, files, os.path.relpath(place, folder)
    return size, files, ""


def scratch_files(processes: list[Path], size: int) -> int:
    """Files in a sandbox's scratch folders of ``size`` bytes; none without a sandbox, whose ``/tmp`` is everybody's."""
    found = 0
    for name in ("tmp", "dev/shm"):
        with suppress(OSError, IndexError):
            about = os.statvfs(processes[-1] / "root" / name)
            found += about.f_files - about.f_ffree if about.f_blocks * about.f_frsize == size else 0
    return found


def left() -> int:
    """Bytes of memory that the machine has left."""
    return next(_kilobytes(Path("/proc/meminfo"), "MemAvailable:"), 1 << 62)
