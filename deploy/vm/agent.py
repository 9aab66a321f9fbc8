"""Runs inside the machine: takes commands over a virtio serial port, runs each as a process, answers with what it said.

No network, keys or login are needed, so it works while those are what a test breaks. Standard library only: the
machine's own Python runs it. A request is a JSON line ``{"id", "argv", "timeout", "input"}``; the answer has the same
``id``, the ``status``, what was printed, and ``began`` and ``ended`` in seconds since the machine booted, the clock of
the kit's event log too. Requests are served side by side.
"""

import json
import os
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

PORT = Path("/dev/virtio-ports/xlab.agent")
TIMED_OUT = 124
"""Exit status of a command that took too long, as timeout(1) has it."""
NOT_FOUND = 127
"""Exit status of a command that could not be started, as a shell has it."""


def now() -> float:
    """Seconds since the machine booted."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Run one request's command to its end, or to its time limit."""
    began = now()
    try:
        done = subprocess.run(
            request["argv"],
            input=request.get("input") or "",
            capture_output=True,
            text=True,
            errors="replace",
            timeout=request["timeout"],
            check=False,
        )
        status, output, errors = done.returncode, done.stdout, done.stderr
    except subprocess.TimeoutExpired as late:
        status, output, errors = TIMED_OUT, _text(late.stdout), _text(late.stderr)
    except OSError as error:
        status, output, errors = NOT_FOUND, "", str(error)
    return {
        "id": request["id"],
        "status": status,
        "output": output,
        "errors": errors,
        "began": began,
        "ended": now(),
    }


def _text(said: bytes | str | None) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said or ""


def serve(port: int) -> None:
    """Answer requests for ever; ``port`` is the open serial port."""
    writing = threading.Lock()

    def send(message: dict[str, Any]) -> None:
        left = json.dumps(message).encode() + b"\n"
        with writing:
            while left:
                left = left[os.write(port, left) :]

    def work(line: bytes) -> None:
        send(answer(json.loads(line)))

    send({"ready": now()})
    waiting = b""
    while True:
        got = os.read(port, 65536)
        if not got:  # nobody holds the other end just now
            time.sleep(0.2)
        *lines, waiting = (waiting + got).split(b"\n")
        for line in lines:
            threading.Thread(target=work, args=(line,), daemon=True).start()


if __name__ == "__main__":
    serve(os.open(PORT, os.O_RDWR))
