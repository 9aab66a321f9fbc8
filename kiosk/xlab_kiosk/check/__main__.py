"""``python -m xlab_kiosk.check FOLDER``: checks the demo in a folder and prints what it found, a message a line.

The messages are those of :mod:`xlab.catalogue.checking`; ``xlab demo check`` makes words of them.
"""

import argparse
import logging
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import msgspec
import pygame

from xlab.catalogue import Entry, ManifestError, read_manifest
from xlab.catalogue.checking import LANGUAGES, PANELS, SECONDS, Checked, Finding, Message, encode, stars_of
from xlab_kiosk.check.checking import Combination, Rules, check, few
from xlab_kiosk.check.sheet import save_sheet

FAILED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Check; the exit status: 0 checked, whatever was found, 1 if that was not possible, 2 used wrongly."""
    given = _parser().parse_args(arguments)
    # What a demo fails with is told as a finding.
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr, format="%(message)s")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(FAILED))  # so that nothing is left of what is being played
    folder = given.folder.resolve()
    try:
        manifest = read_manifest(folder)
    except ManifestError as error:
        findings = (Finding(criterion="plays", text=f"{error}."),)
        _tell(Checked(demo=folder.name, version="", stars=stars_of(findings), findings=findings))
        return 0
    pygame.display.init()
    pygame.display.set_mode((1, 1))
    entry = Entry(name=manifest.id, door="dropped", folder=folder, status="ready", manifest=manifest, site=given.site)
    some = given.all or given.size is not None or given.lang is not None
    combinations = chosen(given.size, given.lang) if some else few()
    try:
        checked, pictures = check(entry, Rules(combinations=combinations, seconds=given.seconds), _tell)
        if given.sheet is not None and any(one.pictures for one in pictures):
            save_sheet(given.sheet, manifest.title["en"], checked, pictures)
            checked = msgspec.structs.replace(checked, sheet=str(given.sheet))
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return FAILED
    _tell(checked)
    return 0


def chosen(size: str | None, language: str | None) -> tuple[Combination, ...]:
    """All combinations of one size or one language, or the one of both."""
    panels = [panel for panel in PANELS if size in (None, f"{panel[0]}x{panel[1]}")]
    return tuple((panel, one) for panel in panels for one in LANGUAGES if language in (None, one))


def _tell(message: Message) -> None:
    sys.stdout.buffer.write(encode(message))
    sys.stdout.buffer.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="xlab_kiosk.check",
        description="Check a demo, and print what was found as JSON, a message a line.",
        epilog="Example: python -m xlab_kiosk.check demos/xlab_demo_hello --all",
    )
    parser.add_argument("folder", type=Path, help="the demo's folder")
    parser.add_argument("--site", type=Path, metavar="FOLDER", help="the packages that the demo brings")
    parser.add_argument("--sheet", type=Path, metavar="FILE", help="where the pictures go, as PNG")
    parser.add_argument("--all", action="store_true", help="all panels in all languages")
    sizes = [f"{width}x{height}" for width, height in PANELS]
    parser.add_argument("--size", choices=sizes, help="this panel alone")
    parser.add_argument("--lang", choices=LANGUAGES, help="this language alone")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="simulated seconds of each")
    return parser


if __name__ == "__main__":
    sys.exit(main())
