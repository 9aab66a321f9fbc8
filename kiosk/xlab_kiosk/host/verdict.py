"""What a run's end is called, and what is said of it. Pure: from the signs of a process to one :class:`Ended`."""

import re
import signal
from pathlib import Path

import msgspec

from xlab.events import Outcome
from xlab_kiosk.host.wire import FAULT_STATUS

MAX_DETAIL = 300
"""Characters of the reason that go into the event log."""


class Ended(msgspec.Struct, frozen=True):
    """How a run ended by itself; ``detail`` is one line for the people who look after the kit."""

    outcome: Outcome
    detail: str = ""


def crashed(reason: str) -> Ended:
    """The demo failed or broke the rules."""
    return _ended("crashed", reason)


def hung(limit: float, *, started: bool, tail: str, folder: Path) -> Ended:
    """The demo was silent for ``limit`` seconds; ``tail`` is what it printed last, ``folder`` where its files are."""
    what = "completed no update" if started else "was not ready"
    return _ended("hung", f"The demo {what} for {limit:.2g} s{last_seen(tail, folder)}.")


def parted(status: int, *, finished: bool, tail: str, folder: Path) -> Ended:
    """The process ended with ``status`` (negative: by that signal); ``finished`` if the demo said it is over."""
    if status < 0:
        return _ended("crashed", f"The demo was ended by {_signal_name(-status)}{last_seen(tail, folder)}.")
    if status == FAULT_STATUS:
        last_line = tail.rstrip().rpartition("\n")[2]
        return _ended("crashed", f"The demo failed after its connection to the kit was closed. {last_line}")
    if status > 0:
        return _ended("exited", f"The demo ended itself with status {status}.")
    return _ended("finished") if finished else _ended("exited", "The demo ended without finishing its run.")


def last_seen(tail: str, folder: Path) -> str:
    """Where the newest of the thread dumps in ``tail`` was in the demo's own files, as a half sentence, or nothing."""
    dump = tail[max(0, tail.rfind("(most recent call first)")) :]
    for path, line, function in re.findall(r'File "([^"\n]+)", line (\d+) in (\S+)', dump):
        if Path(path).is_relative_to(folder):
            return f"; it was at {Path(path).relative_to(folder)}, line {line}, in {function}"
    return ""


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:  # most real-time signals have no name
        return f"signal {number}"


def plain(text: str) -> str:
    """What a demo said, harmless to a terminal and to whoever reads it: nothing that steers, hides or turns text."""
    return "".join(one if one.isprintable() or one == "\n" else " " if one.isspace() else "\ufffd" for one in text)


def _ended(outcome: Outcome, detail: str = "") -> Ended:
    return Ended(outcome, " ".join(plain(detail).split())[:MAX_DETAIL])
