"""What root's scripts of an update leave to Python; ``deploy/lib`` says who runs which of it as whom.

As the kit's user: ``offer``, ``keep-log``, ``put-back-log NAME``, ``drop-log``, ``reads-log``, ``healthy NAME``. As
root: ``take``. By who prepares a version: ``make FOLDER FILE CONFIG`` and ``key CONFIG``. The exit status is 0 or 1;
with 1 the last line on the standard output is the reason in a word.
"""

import errno
import json
import os
import shutil
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from xlab.upkeep import asking, updatefile
from xlab.upkeep.about import About, Refused, judge
from xlab.upkeep.place import ROOM, ROOT, machine, power_is_low, trusted, used
from xlab.upkeep.state import State, boot_id, write_state

_TELL_EVERY: Final = 0.02
_WAIT: Final = 3.0


def main(arguments: list[str]) -> int:
    """Do what the first word says."""
    home = Path(os.environ.get("XLAB_HOME", "/var/lib/xlab"))
    commands: dict[str, Callable[..., object]] = {
        "offer": lambda: asking.offer(home, sys.stdout.buffer),
        "take": take,
        "healthy": lambda name: healthy(home, name),
        "make": make,
        "key": key,
    }
    what, *rest = arguments
    try:
        done = of_the_log(home, what, *rest) if what.endswith("-log") else commands[what](*rest)
    except Refused as refused:
        sys.stdout.write(f"{refused.reason}\n")
        return 1
    except Exception as error:
        sys.stderr.write(f"{error}\n")
        full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
        damaged = isinstance(error, OSError) and what == "take"
        sys.stdout.write("room\n" if full else "damaged\n" if damaged else "failed\n")
        return 1
    return 1 if done is False else 0


def of_the_log(home: Path, what: str, name: str = "") -> object:
    """What is done with the log when a version is tried (:mod:`xlab.upkeep.logs`)."""
    from xlab.upkeep import logs  # who prepares a version has no log, and not what it needs

    if what == "put-back-log":
        kept = logs.put_back(home, name)
        return sys.stdout.write(f"{kept.events} {kept.file}\n")
    return {"keep-log": logs.keep, "drop-log": logs.drop, "reads-log": logs.readable}[what](home)


def take() -> None:
    """Unpack what comes on the standard input below :data:`ROOT`, and say on the way how far it is."""
    source = sys.stdin.buffer
    offer = asking.offered(source)
    now, said = used(), [0.0]
    state = State(state="checking", before=now.name if now else "", when=time.time(), boot=boot_id())

    def allowed(about: About) -> None:
        nonlocal state
        state = msgspec.structs.replace(state, version=about.name)
        write_state(state)
        judge(about, machine(), now, older=offer.older)
        if shutil.disk_usage(ROOT).free < offer.size + ROOM:
            raise Refused("room")
        if power_is_low():
            raise Refused("power")

    def progress(share: float) -> None:
        if share >= said[0] + _TELL_EVERY:
            said[0] = share
            write_state(msgspec.structs.replace(state, share=share), synced=False)

    found = updatefile.take(source, trusted(), ROOT / "incoming", allowed=allowed, total=offer.size, progress=progress)
    sys.stdout.write(f"{found.about.name}\n")


def healthy(home: Path, name: str) -> bool:
    """Whether the hub answers, as the version ``name``, and keeps what happens: a log it cannot open, it only reads."""
    from xlab.hubfile import hub_here

    url = hub_here(home)
    if url is None:
        return False
    try:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{url.rstrip('/')}/api/v1/health", timeout=_WAIT) as answer:
            said = json.loads(answer.read(1 << 20))
        return isinstance(said, dict) and said.get("build") == name and said.get("keeps") != "failing"
    except (OSError, ValueError):
        return False


def make(folder: str, file: str, config: str) -> None:
    """Sign the folder with the key of who prepares it, and write the update file: whole, or none."""
    from xlab.catalogue.trust import load_key, signing_key

    place = Path(file)
    draft = place.with_name(f".{place.name}.part")
    try:
        with draft.open("wb") as out:
            updatefile.make(Path(folder), load_key(signing_key(Path(config))), out)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)


def key(config: str) -> None:
    """The public key of who prepares versions, made at the first time."""
    from xlab.catalogue.trust import load_key, make_key, public_key, signing_key

    path = signing_key(Path(config))
    sys.stdout.write(f"{public_key(load_key(path) if path.exists() else make_key(Path(config)))}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
