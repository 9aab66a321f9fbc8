"""What a kiosk that was killed may have left: a sandbox that was still being set up, and waits for ever.

Bubblewrap starts the first process of a sandbox and tells it, a moment later, to go on. If the kiosk is killed in that
moment, bubblewrap dies with it as it was told to, and its first process waits for a word that never comes. No code of a
demo runs in it, and a service manager ends it with the kiosk's unit; elsewhere the next kiosk does.
"""

import logging
import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Final

log = logging.getLogger(__name__)

_SANDBOX: Final = "bwrap"
_OURS: Final = b"xlab_kiosk.host.runner"


def sweep(processes: Path = Path("/proc")) -> int:
    """End the sandboxes of this user that nobody will ever open; how many there were."""
    ended = 0
    for folder in processes.iterdir():
        if folder.name.isdigit():
            with suppress(OSError, ValueError, KeyError):  # gone meanwhile, or not ours to look at
                if _is_orphan(folder):
                    os.kill(int(folder.name), signal.SIGKILL)
                    ended += 1
    if ended:
        log.info("Ended %d sandboxes that a killed kiosk had left half open.", ended)
    return ended


def _is_orphan(folder: Path) -> bool:
    """Whether this is the first process of a sandbox of ours, and not the child of the one that would set it up."""
    status = dict(line.split(":\t", 1) for line in (folder / "status").read_text("utf-8", "replace").splitlines())
    if status["Name"] != _SANDBOX or status["NSpid"].split()[1:] != ["1"]:
        return False
    parent = (folder.parent / status["PPid"] / "comm").read_text("utf-8", "replace").strip()
    return parent != _SANDBOX and _OURS in (folder / "cmdline").read_bytes().split(b"\0")
