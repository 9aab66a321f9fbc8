"""What a kiosk holds, counted from outside: whatever there is more of after a demo was left behind by it."""

import contextlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import psutil


class Census(msgspec.Struct, frozen=True):
    """Counts of one kiosk. ``memory`` is its share (PSS) in bytes, ``orphans`` are processes that it lost, and ``code``
    the files of demos with their sizes and times."""

    processes: int
    threads: int
    descriptors: tuple[str, ...]
    frames: int
    mounts: int
    shared: frozenset[str]
    scratch: frozenset[str]
    orphans: frozenset[str]
    code: frozenset[str]
    memory: int

    def left(self, before: "Census") -> list[str]:
        """What there is more of than ``before``, as words; memory is told beside it, for pictures are kept a while."""
        more = []
        for name in ("processes", "threads", "mounts"):
            grown = getattr(self, name) - getattr(before, name)
            more += [f"{grown} more {name}"] if grown > 0 else []
        # The last picture of the demo that played last may still be held.
        more += [f"{self.frames} memories of frames"] if self.frames > 1 else []
        more += [f"open: {one}" for one in (Counter(self.descriptors) - Counter(before.descriptors)).elements()]
        for name in ("shared", "scratch", "orphans", "code"):
            more += [f"{name}: {one}" for one in sorted(getattr(self, name) - getattr(before, name))]
        return more


def demos_of(pid: int) -> list[psutil.Process]:
    """The processes of demos that a kiosk has, and theirs; the one that plays sounds stays as long as the kiosk."""
    found = []
    for child in psutil.Process(pid).children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if "xlab_kiosk.shell.player" not in child.cmdline():
                found.append(child)
    return found


def count(pid: int, scratch: Path, site: Path) -> Census:
    """Count what the kiosk ``pid`` has, whose temporary files are in ``scratch``, and whose demos are in ``site``."""
    kiosk = psutil.Process(pid)
    own = Path(f"/proc/{pid}")
    return Census(
        processes=len(demos_of(pid)),
        threads=kiosk.num_threads(),
        descriptors=tuple(_descriptors(own)),
        frames=(own / "maps").read_text().count("xlab-frames"),
        mounts=(own / "mountinfo").read_text().count(str(site.parent)),
        shared=frozenset(map(str, Path("/dev/shm").iterdir())),
        scratch=frozenset(map(str, scratch.iterdir())),
        orphans=frozenset(_orphans(pid)),
        code=frozenset(_files(site)),
        memory=_share(own),
    )


def _descriptors(process: Path) -> Iterator[str]:
    """What each open descriptor is: a file's name, or a kind such as ``socket``. A font stays open once it was used."""
    for link in (process / "fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            target = link.readlink()
            if target.suffix != ".woff" and not str(target).startswith("/memfd:xlab-frames"):
                yield str(target).split(":")[0]


def _orphans(kiosk: int) -> set[str]:
    """Processes that came to us because whoever started them is gone (see ``PR_SET_CHILD_SUBREAPER``)."""
    found = set()
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.Error):
            if child.pid != kiosk:
                found.add(f"{child.pid} {' '.join(child.cmdline())[:60] or child.name()} ({child.status()})")
    return found


def _files(site: Path) -> Iterator[str]:
    for path in site.rglob("*"):
        about = path.lstat()
        if path.suffix != ".txt" or path.parent == site:  # the list of what is installed is the suite's own
            yield f"{path} {about.st_size} {0 if path.is_dir() else about.st_mtime_ns}"


def _share(process: Path) -> int:
    for line in (process / "smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0
