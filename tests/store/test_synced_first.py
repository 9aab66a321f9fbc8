"""Nothing is acknowledged before it is synced, as the kernel sees it.

The writer runs under strace. For each acknowledgement it gives, the bytes of that very event must have been written to
a file, and a sync of that file begun after the write must have returned, before the acknowledgement was begun.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.waiting import WORK

_CALL = re.compile(r"^(?P<pid>\d+) +(?P<name>\w+)\((?P<rest>.*)$")
_RESUMED = re.compile(r"^(?P<pid>\d+) +<\.\.\. (?P<name>\w+) resumed>(?P<rest>.*)$")
_FILE = re.compile(r"^\d+<(?P<file>[^>]*)>")
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Call(msgspec.Struct):
    """One system call: when (in lines of the trace) it began and returned, on which file, with which bytes."""

    name: str
    file: str
    text: str
    began: int
    returned: int
    ok: bool


def calls(trace: str) -> Iterator[Call]:
    open_calls: dict[str, tuple[int, str, str]] = {}
    for number, line in enumerate(trace.splitlines()):
        if resumed := _RESUMED.match(line):
            began, name, text = open_calls.pop(resumed["pid"])
            text += resumed["rest"]
        elif call := _CALL.match(line):
            began, name, text = number, call["name"], call["rest"]
            if text.endswith("<unfinished ...>"):
                open_calls[call["pid"]] = (began, name, text.removesuffix("<unfinished ...>"))
                continue
        else:
            continue
        file = _FILE.match(text)
        result = text.rpartition(" = ")[2]
        yield Call(name, file["file"] if file else "", text, began, number, not result.startswith("-"))


def unsynced(trace: str) -> tuple[list[str], list[str]]:
    """Ids that were acknowledged, and those of them that were not on the card by then."""
    everything = list(calls(trace))
    writes = [call for call in everything if "traced.db" in call.file and "write" in call.name]
    syncs = [call for call in everything if call.name in {"fsync", "fdatasync"} and call.ok]
    acknowledged, early = [], []
    for acknowledgement in (call for call in everything if '"stored ' in call.text and call.name == "write"):
        (event,) = _ID.findall(acknowledgement.text)
        acknowledged.append(event)
        if not any(
            event in write.text
            and write.ok
            and write.file == sync.file
            and write.returned < sync.began
            and sync.returned < acknowledgement.began
            for write in writes
            for sync in syncs
        ):
            early.append(event)
    return acknowledged, early


def traced(folder: Path, *arguments: str) -> str:
    trace = folder / "trace"
    strace: list[str | Path] = [
        "strace",
        "-f",
        "-y",
        "-s",
        "100000",
        "-e",
        "trace=write,pwrite64,writev,pwritev,fsync,fdatasync",
    ]
    writer: list[str | Path] = [sys.executable, Path(__file__).with_name("traced_writer.py"), folder, *arguments]
    subprocess.run(
        [*strace, "-o", trace, *writer],
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=WORK,
    )
    return trace.read_text("utf-8", "replace")


@pytest.mark.parametrize("kind", ["log", "outbox"])
def test_every_acknowledgement_follows_a_sync_of_the_very_event(tmp_path: Path, kind: str) -> None:
    acknowledged, early = unsynced(traced(tmp_path, kind))
    assert len(set(acknowledged)) == len(acknowledged) == 90
    assert early == []


@pytest.mark.parametrize("kind", ["log", "outbox"])
def test_the_watcher_catches_a_writer_that_does_not_sync(tmp_path: Path, kind: str) -> None:
    acknowledged, early = unsynced(traced(tmp_path, kind, "synchronous=OFF"))
    assert len(acknowledged) == 90
    assert early == acknowledged
