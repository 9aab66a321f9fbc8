"""The host's ends of a machine's two sockets: its agent, which runs commands inside, and QEMU's own monitor (QMP)."""

import itertools
import json
import socket
import threading
import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec

MARGIN = 30.0
"""Seconds an answer may come after the command's own limit: an emulated machine under load is slow to say so."""


class MachineError(Exception):
    """The machine did not do what was asked. The message is a sentence."""


class Answer(msgspec.Struct, frozen=True):
    """What a command did: exit status, what it printed, and when it ran in seconds since the machine booted."""

    status: int
    output: str
    errors: str
    began: float
    ended: float


def dial(path: Path, deadline: float) -> socket.socket:
    """Connect to a socket that QEMU is about to make. ``deadline`` is a moment of ``time.monotonic``."""
    while True:
        line = socket.socket(socket.AF_UNIX)
        try:
            line.connect(str(path))
        except OSError as error:
            line.close()
            if time.monotonic() > deadline:
                raise MachineError(f"QEMU made no socket at {path}: {error}.") from None
            time.sleep(0.05)
        else:
            return line


class AgentLine:
    """Commands to the agent and their answers. May be used from several threads; ``hello`` is done when it is there."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._ids = itertools.count(1)
        self._waiting: dict[int, Future[Answer]] = {}
        self._writing = threading.Lock()
        self.hello: Future[float] = Future()
        threading.Thread(target=self._listen, daemon=True).start()

    def run(self, argv: list[str], timeout: float, text: str = "") -> Answer:
        """Run a command inside and wait for its end. Raises :class:`MachineError` if the machine is gone."""
        number = next(self._ids)
        waiting: Future[Answer] = Future()
        self._waiting[number] = waiting
        request = {"id": number, "argv": argv, "timeout": timeout, "input": text}
        try:
            with self._writing:
                self._line.sendall(json.dumps(request).encode() + b"\n")
            return waiting.result(timeout + MARGIN)
        except TooLate:
            raise MachineError(f"The machine did not answer {argv[0]} within {timeout + MARGIN:.0f} s.") from None
        except OSError as error:
            raise MachineError(f"The machine is gone: {error}.") from None
        finally:
            del self._waiting[number]

    def _listen(self) -> None:
        with self._line.makefile("rb") as lines:
            try:
                for line in lines:
                    self._take(json.loads(line))
            except OSError:
                pass
        gone = MachineError("The machine ended.")
        if not self.hello.done():
            self.hello.set_exception(gone)
        for waiting in list(self._waiting.values()):
            waiting.set_exception(gone)

    def _take(self, said: dict[str, Any]) -> None:
        if "ready" in said:
            if not self.hello.done():
                self.hello.set_result(said["ready"])
        elif waiting := self._waiting.get(said["id"]):
            waiting.set_result(msgspec.convert(said, Answer))


class Qmp:
    """QEMU's monitor: one command at a time. Used on one thread."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._lines = line.makefile("rb")
        self._lines.readline()  # the greeting
        self.ask("qmp_capabilities")

    def ask(self, command: str, **arguments: Any) -> Any:
        """Send a command and return its result. Raises :class:`MachineError` where QEMU refuses or is gone."""
        with suppress(OSError):
            self._line.sendall(json.dumps({"execute": command, "arguments": arguments}).encode() + b"\n")
            for line in self._lines:
                said = json.loads(line)
                if "error" in said:
                    raise MachineError(f"QEMU refused {command}: {said['error']['desc']}.")
                if "return" in said:  # anything else is an event
                    return said["return"]
        raise MachineError(f"QEMU ended at {command}.")
