"""Importing one demo, and saying where in it something went wrong."""

import traceback
from pathlib import Path

from xlab_kiosk.host.wire import MAX_TRACEBACK, Fault
from xlab_kiosk.stage.loading import load_demo

__all__ = ["fault_of", "load_demo"]

MAX_LINE = 500
"""Characters of one line of a fault."""


def fault_of(error: BaseException, folder: Path) -> Fault:
    """What to tell the shell about an exception: its last line, where in the demo it was, and the traceback's end."""
    line = "".join(traceback.format_exception_only(error)).strip().rpartition("\n")[2]
    text = "".join(traceback.format_exception(error))
    return Fault(_sound(line)[:MAX_LINE], _sound(_where(error, folder))[:MAX_LINE], _sound(text)[-MAX_TRACEBACK // 4 :])


def _where(error: BaseException, folder: Path) -> str:
    places = [(frame.filename, frame.lineno, frame.name) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        places.append((error.filename, error.lineno, "the text"))
    for filename, number, name in reversed(places):
        if Path(filename).is_relative_to(folder):
            return f"{Path(filename).relative_to(folder)}, line {number}, in {name}"
    return ""


def _sound(text: str) -> str:
    """Text that can be sent: half of a surrogate pair cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")
