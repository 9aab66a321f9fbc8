"""Making the documents of a report in a process of its own, which may fail, hang or grow without harm to the hub."""

import logging
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from xlab.report.model import Report

_log = logging.getLogger(__name__)

PATIENCE: Final = 60.0
"""Seconds for all documents: a report of a full day took 6 on a machine with two cores, and a Pi is slower."""

PLAIN: Final = "--plain"
"""Page and data only, without charts drawn and without print: needs nothing but Python."""


LACKS: Final = "--lacks"
"""Says what printing needs and this machine has not."""

LIBRARIES: Final = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"""The Debian packages that print needs, as in ``deploy/debian-print.txt``."""

ASKED_BY: Final = "--asked-by="
"""Followed by the id of the process that waits: where that is gone already, nobody needs what would be made."""


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What the process says it made; ``problem`` is a sentence in English, or empty."""

    files: tuple[str, ...]
    problem: str = ""


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """The documents of a report: page, data and zip always (unless nothing could be written), the PDF if possible.

    ``problem`` says what is not there and why, as a sentence in English, or is empty.
    """

    files: dict[str, Path]
    """By name: ``report.html``, ``report.pdf``, ``report.zip``, ``report.json`` and the tables."""
    problem: str = ""


def render(report: Report, folder: Path, *, patience: float = PATIENCE) -> Rendered:
    """Make the documents of ``report`` in ``folder``, in place of older ones. Blocks; never call it on the loop.

    The process is killed after ``patience`` seconds. Then, or when it breaks down, page and data are made once more
    without what may have hung. Raises nothing but OSError, where the folder cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made, why = _make(report, folder, [], patience)
    if made is None:
        _log.warning("The report's charts and PDF could not be made: %s", why)
        made, again = _make(report, folder, [PLAIN], patience)
        if made is None:
            return Rendered(files={}, problem=f"The report could not be made. {again}")
        made = Made(files=made.files, problem=f"The charts and the PDF could not be made. {why}")
    return Rendered(files={name: folder / name for name in made.files}, problem=made.problem)


def _make(report: Report, folder: Path, options: list[str], patience: float) -> tuple[Made | None, str]:
    """What was made; or None and why, as a sentence."""
    arguments = [*options, f"{ASKED_BY}{os.getpid()}", str(folder)]
    said, why = run("xlab.report.documents", arguments, msgspec.json.encode(report), patience)
    if said is None:
        return None, why
    try:
        return msgspec.json.decode(said, type=Made), ""
    except msgspec.DecodeError:
        return None, "The process that makes documents did not say what it made."


def run(module: str, arguments: list[str], data: bytes, patience: float = PATIENCE) -> tuple[bytes | None, str]:
    """Give ``data`` to a module as a process of its own; what it says, or None and why, as a sentence. Blocks."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A group of its own, so that nothing it started outlives it.
        start_new_session=True,
    )
    try:
        out, said = process.communicate(data, timeout=patience)
    except subprocess.TimeoutExpired:
        return None, f"It took longer than {patience:g} seconds."
    finally:
        _end(process)
    if process.returncode != 0:
        last = said.decode(errors="replace").strip().rpartition("\n")[2][:200]
        return None, f"The process that makes documents ended with status {process.returncode}. {last}".strip()
    return out, ""


def print_lacks() -> str:
    """What to do so that this machine can print, as a sentence; empty if it can. Blocks for a second."""
    said, why = run("xlab.report.prints_process", [LACKS], b"")
    return why if said is None else said.decode()


def _end(process: subprocess.Popen[bytes]) -> None:
    # Also after it ended by itself: what it started may hold its output open, and would be waited for.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    process.wait()
