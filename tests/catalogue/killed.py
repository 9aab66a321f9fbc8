"""Run as a program: does one thing to a shelf again and again, killed by SIGKILL one file operation later each time.

After each kill it looks, as the next start of the kit would: what is current must be whole, and the sweep must leave
nothing else. Prints a line for each kill with the version that was current then. Counted are Python's own file
operations and ``fsync``: they are all that the shelf does to the disk.
"""

import io
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from xlab.catalogue import shelf_files, site
from xlab.catalogue.digest import digest_folder
from xlab.catalogue.shelf import data_folder, demo_folder, install, installed, remove, rollback, sweep

STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir"}


def die_at(step: int, home: Path) -> None:
    """From now on count what happens below ``home`` or is synced, and be killed before the ``step``-th of it."""
    left = step

    def count() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def heard(event: str, args: tuple[object, ...]) -> None:
        # rmtree works with names relative to open folders: those carry no path, and are counted too.
        # What is only read changes nothing.
        reads = event == "open" and not (isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        if event in STEPS and not reads and isinstance(args[0], (str, Path)):
            path = str(args[0])
            if path.startswith(str(home)) or not path.startswith("/"):
                count()

    def synced(handle: int) -> None:
        count()

    real_open = io.open

    def just_opened(file: Any, *args: Any, **more: Any) -> Any:
        # The audit hook is told before a file is opened; here it is open, empty if it is for writing.
        handle = real_open(file, *args, **more)
        if str(file).startswith(str(home)) and handle.writable():
            count()
        return handle

    io.open = just_opened
    os.fsync = synced
    sys.addaudithook(heard)


def current(home: Path) -> str:
    """The current version, after seeing that all of it is there; "" where nothing is installed."""
    demos, wrong = installed(home)
    assert not wrong, wrong
    for demo in demos:
        for version in (demo.current, demo.before):
            if version:
                folder = demo_folder(home, type(demo)(demo.id, version))
                assert digest_folder(folder) == version.digest
                assert version.site
                assert site.list_site(folder.parent / "site") == version.site.listing
                assert folder.parent.joinpath("site", "both", "__init__.py").read_text() == "WHO = 'both 1.0'\n"
    return demos[0].current.version if demos else ""


def leftovers(home: Path) -> set[str]:
    """Names on the shelf that no state speaks of."""
    named = {".lock", *(demo.id for demo in installed(home)[0])}
    found = {one.name for one in home.joinpath("demos", ".shelf").iterdir()} - named
    for demo in installed(home)[0]:
        keep = {"state.json", demo.current.folder, *([demo.before.folder] if demo.before else [])}
        found |= {one.name for one in home.joinpath("demos", ".shelf", demo.id).iterdir()} - keep
    return found


def main(what: str, stride: int, start: Path, bundle: Path, scratch: Path) -> None:
    """Do ``what`` to a copy of the home ``start``, killed at every ``stride``-th step until it is done."""
    deeds: dict[str, Callable[[Path], object]] = {
        "install": lambda home: install(home, bundle),
        "rollback": lambda home: rollback(home, "test-one"),
        "remove": lambda home: remove(home, "test-one"),
    }
    # A killed program loses nothing that it wrote: waiting for the card would only make this slow.
    os.fsync = lambda handle: None
    shelf_files.sync_all = lambda folder: None
    # A program of its own, whose work is never asked for.
    site.compile_site = lambda folder: None
    for step in range(1, 2000, stride):
        home = scratch / str(step)
        shutil.copytree(start, home)
        data_folder(home, "test-one").joinpath("inner").mkdir(parents=True)
        child = os.fork()
        if child == 0:
            die_at(step, home)
            deeds[what](home)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) == 0:
            print("done", current(home))
            return
        assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL
        before = current(home)
        sweep(home)
        assert current(home) == before
        assert not leftovers(home), leftovers(home)
        # What the demo kept goes with it, never before it, and never with an install: it may be of the kit's own one.
        assert data_folder(home, "test-one").exists() == (what != "remove" or bool(before)), before
        if what == "install":
            install(home, bundle)
            assert not leftovers(home)
        print("killed", before)
        shutil.rmtree(home)
    raise AssertionError("it never came to its end")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *(Path(one) for one in sys.argv[3:]))
