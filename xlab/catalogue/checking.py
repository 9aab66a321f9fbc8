"""What a check of a demo looks at, what it found, and how it is started: a process of its own, because it draws.

The check itself is ``python -m xlab_kiosk.check``; it prints one message a line, and both sides read them here.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, cast

import msgspec

from xlab.catalogue.rating import Rating, Stars
from xlab.events.rounds import Language

Criterion = Literal[
    "plays",
    "manifest",
    "words",
    "start",
    "frames",
    "memory",
    "output",
    "idle",
    "picture",
    "inside",
    "type size",
    "targets",
    "contrast",
    "network",
    "camera",
    "files",
    "unchecked",
]
"""What a demo is judged by. A demo that does not ``play`` has no star; of five, each other criterion costs one."""

PANELS = ((800, 480), (1280, 720), (1920, 1080), (720, 1280))
"""The panels we promise, in pixels."""

LANGUAGES: tuple[Language, ...] = ("en", "fr", "de")

SECONDS = 120.0
"""Simulated seconds for which each panel and language is played."""

FEW = 4
"""Reasons that are told in full for one criterion; the rest is a number."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to mend: ``text`` says what is wrong and what to do, ``where`` is a file and line or a screen.

    ``sizes`` (as ``800x480``) and ``languages`` are those it was seen in; empty where neither matters.
    """

    criterion: Criterion
    text: str
    where: str = ""
    sizes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def sentence(self) -> str:
        """All of it, for a person."""
        seen = [part for part in (self.where, ", ".join(self.sizes), ", ".join(self.languages)) if part]
        return f"{self.text} ({'; '.join(seen)})" if seen else self.text


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one panel and language: simulated ``seconds``, pictures drawn, runs begun.

    ``frame_ms`` is the time that 19 of 20 pictures stay below, in ms (None: too few were drawn); ``grown_mb`` is what
    the memory grew by in the second half.
    """

    size: str
    language: str
    seconds: float
    frames: int
    runs: int
    frame_ms: float | None
    grown_mb: float


class Progress(msgspec.Struct, frozen=True, tag="progress"):
    """How far a check is, from 0 to 1, and what it does now."""

    done: float
    doing: str


class Checked(msgspec.Struct, frozen=True, tag="checked", kw_only=True):
    """The end of a check. ``start_seconds`` is None where the demo did not start."""

    demo: str
    version: str
    stars: Stars
    findings: tuple[Finding, ...] = ()
    start_seconds: float | None = None
    played: tuple[Played, ...] = ()
    sheet: str = ""

    def rating(self) -> Rating:
        """What is kept of it: the stars, and a sentence for each finding, the most important first."""
        reasons: list[str] = []
        for criterion in dict.fromkeys(finding.criterion for finding in self.findings):
            same = [finding.sentence() for finding in self.findings if finding.criterion == criterion]
            reasons += same[:FEW]
            if len(same) > FEW:
                reasons.append(f"And {len(same) - FEW} more of this kind ({criterion}).")
        return Rating(stars=self.stars, reasons=tuple(reasons))


Message = Progress | Checked

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)


def stars_of(findings: Sequence[Finding]) -> Stars:
    """The rating that these findings make."""
    failed = {finding.criterion for finding in findings}
    return cast(Stars, 0 if "plays" in failed else max(1, 5 - len(failed)))


def encode(message: Message) -> bytes:
    """One line."""
    return _encoder.encode(message) + b"\n"


def decode(line: bytes) -> Message | None:
    """The message of one line, or None: a library may have printed something of its own."""
    try:
        return _decoder.decode(line)
    except msgspec.DecodeError:
        return None


def command_line(
    folder: Path, *, sheet: Path | None = None, site: Path | None = None, every: bool = False
) -> list[str]:
    """How to check the demo in ``folder``; ``sheet`` is where its pictures go, ``site`` the packages it brings.

    ``every``: all panels in all languages, instead of a selection of both.
    """
    command = [sys.executable, "-P", "-m", "xlab_kiosk.check", str(folder)]
    command += ["--sheet", str(sheet)] if sheet is not None else []
    command += ["--site", str(site)] if site is not None else []
    return command + (["--all"] if every else [])
