"""The diagnostic bundle: one zip file for whoever helps from afar, made as it is sent, with nothing of any visit.

It holds only what is named here: no file of the kit's home is taken as it is but the two logs, which leave out
identities when they are written. Whatever goes in passes :mod:`xlab.hub.bundle_hiding` once more. Nothing is written to
the card, so a full or failing one is no obstacle; a part that cannot be read is replaced by a sentence that says so.
"""

import logging
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Final, cast

import msgspec

from xlab.box import Finding
from xlab.hub import bundle_facts as facts
from xlab.hub.bundle_hiding import hider
from xlab.look.words import Words
from xlab.settings import Settings

_log = logging.getLogger(__name__)

MOST: Final = 1_500_000
"""Bytes of one file within it, before packing; of a longer one the end is kept, where the trouble is."""

README: Final = """\
Xperience Lab: diagnostic bundle
================================

What is in it
  findings.json   what a look at each part of the kit found, and what to do, in English
  findings.txt    the same, to be read
  versions.txt    the kit's version, Python, the system, and the Python packages it runs with
  machine.txt     model, memory, disk, temperatures, how long it is on, how its disks are mounted
  settings.txt    the kit's settings, without any that is or may hold a secret
  demos.txt       the demos: name, version, whether they are ready and why not
  home.txt        how large the kit's own files are; none of them is in here
  logs/           what hub and kiosk logged lately
  units.txt       how the kit's services are
  journal.txt     what the system logged of the kit's services since it was switched on

What is never in it
  The event log and anything out of it: visits, charters, boards, notes, answers, reports, pictures, recordings.
  Words or names of visitors. Which badge was where, and the badges' identities.
  The PIN, passwords, Wi-Fi passwords, keys, tokens of stations, codes. Addresses of phones.
  Where such a thing was found in a log, it says (hidden).

It can be opened with any program for zip files, and read before it is sent.
"""


class _Sink:
    """Takes what the zip writes, and hands it on."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        """Take it."""
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """It is where it should be."""

    def taken(self) -> bytes:
        """What came since the last time."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def bundle(
    home: Path,
    settings: Callable[[], Settings],
    findings: Callable[[], Sequence[Finding]],
    hidden: Callable[[], Iterable[str]] = tuple,
) -> Iterator[bytes]:
    """The bundle in pieces. ``hidden`` gives further words that may not be in it. Never fails; parts may."""
    hide = hider(home, _as_far_as_possible(hidden))
    found: list[Finding] = []

    def look() -> str:
        found.extend(findings())
        words = Words("en")
        return msgspec.json.format(msgspec.json.encode([one.told(words) for one in found]), indent=1).decode()

    members: tuple[tuple[str, Callable[[], str]], ...] = (
        ("README.txt", lambda: README),
        ("findings.json", look),
        ("findings.txt", lambda: "\n".join(_lines(found))),
        ("versions.txt", facts.versions),
        ("machine.txt", lambda: facts.machine(home)),
        ("settings.txt", lambda: facts.settings(settings())),
        ("demos.txt", lambda: facts.demos(home)),
        ("home.txt", lambda: facts.sizes(home)),
        ("logs/hub.log", lambda: facts.log(home, "hub")),
        ("logs/kiosk.log", lambda: facts.log(home, "kiosk")),
        ("units.txt", facts.units),
        ("journal.txt", facts.journal),
    )
    sink = _Sink()
    with zipfile.ZipFile(cast(IO[bytes], sink), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, make in members:
            text = make() if name == "README.txt" else hide(_made(name, make)[-MOST:])
            # A clock in 1970 is before zip files began, and one in 2120 after they end: no time at all, then.
            archive.writestr(zipfile.ZipInfo(name), text.encode("utf-8", "replace")[-MOST:], zipfile.ZIP_DEFLATED)
            yield sink.taken()
    yield sink.taken()


def _as_far_as_possible(hidden: Callable[[], Iterable[str]]) -> list[str]:
    """What may not be in it, up to where the card or the log gives no more."""
    found: list[str] = []
    try:
        found.extend(hidden())
    except Exception as error:
        _log.warning("Not all that people wrote could be looked up for the diagnostic bundle: %s", error)
    return found


def _made(name: str, make: Callable[[], str]) -> str:
    try:
        return make()
    except Exception as error:
        _log.warning("%s of the diagnostic bundle could not be made: %s", name, error)
        return f"This could not be read: {type(error).__name__}.\n"


def _lines(findings: Sequence[Finding]) -> Iterator[str]:
    words, mark = Words("en"), {True: "well", None: "could be better", False: "NEEDS SOMEBODY"}
    for one in findings:
        yield f"{words(f'preflight.area_{one.area}')}: {mark[one.ok]}. {one.text(words)}"
        if step := one.next_step(words):
            yield f"    {step}"
