"""An author's own demo, and no other, in an otherwise ordinary kiosk: begun at once, and again when a file changed.

The keys 1 to 9 lay badges on the pad and take them up, with shift props. With a file for a screenshot nobody is here to
touch: the first steady picture is kept, and that is all.
"""

import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pygame

from xlab.catalogue import Entry, ManifestError, read_manifest
from xlab.catalogue.needs import how_to_get, lacking
from xlab.link import Face
from xlab_kiosk.shell import flow
from xlab_kiosk.shell.app import App
from xlab_kiosk.shell.presence import simulated_badge
from xlab_kiosk.stage.testing import badge

log = logging.getLogger(__name__)

PROPS: Final = 9
"""Faces of badges that come before those of props: the keys have as many of each."""

LOOK_EVERY: Final = 0.5
"""Seconds between two looks at the files: a change is taken once it is that old, as editors write in several steps."""

QUIET: Final = 0.5
"""Seconds without a new picture after which the demo stands still."""

MOVING: Final = 3.0
"""Seconds after which a picture is taken of a demo that never stands still."""

LONGEST: Final = 20.0
"""Seconds until a demo that shows nothing is given up."""

Files = dict[str, tuple[int, int]]


def find_only(folder: Path) -> list[Entry]:
    """The demo in ``folder``, ready without anybody's approval: who plays it here has just written it."""
    try:
        manifest = read_manifest(folder)
    except ManifestError as error:
        return [Entry(name=folder.name, door="dropped", folder=folder, status="bad", reason=str(error))]
    if missing := how_to_get(lacking(manifest.python.requires)):
        return [Entry(name=manifest.id, door="dropped", folder=folder, status="bad", reason=missing)]
    return [Entry(name=manifest.id, door="dropped", folder=folder, status="ready", manifest=manifest)]


class Workbench:
    """Leads ``app``, whose gallery has only the demo in ``folder``."""

    def __init__(self, app: App, folder: Path, screenshot: Path | None = None) -> None:
        self.app = app
        self.folder = folder
        self.screenshot = screenshot
        self.fault = ""
        now = app.clock()
        self._since = now
        self._wanted = True  # the demo is to begin
        self._opened = False
        self._files = self._seen = files_of(folder)
        self._looked = now
        self._frame: pygame.Surface | None = None
        self._first_at = self._frame_at = now

    def run(self) -> str:
        """Until the window is closed, or the picture kept; what is wrong, or nothing. Faults before are logged."""
        wait = 0.0
        self._complain()
        while not self.app.over:
            first = pygame.event.wait(max(1, round(wait * 1000)))
            wait = self.turn([first, *pygame.event.get()])
        return self.fault

    def turn(self, events: Sequence[pygame.event.Event]) -> float:
        """One turn of the loop. Returns the seconds until the next is due without an event."""
        for event in events:
            if event.type == pygame.KEYDOWN and (number := number_of(event.scancode)):
                self._lay(number, prop=bool(event.mod & pygame.KMOD_SHIFT))
        wait = self.app.turn(events)
        self._lead()
        now = self.app.clock()
        if self.screenshot is not None:
            self._keep_picture(self.screenshot, now)
        elif self._changed(now):
            self._begin_again()
        return wait

    def _lay(self, number: int, *, prop: bool) -> None:
        session = self.app.session
        if session.offers_badge:
            face = badge(number + PROPS if prop else number)
            label = f"{number}" if prop else ""
            here = simulated_badge(face.beacon, Face(face.animal, face.accent), self.app.settings.station, prop=label)
            if session.lay(here, self.app.clock()):
                self.app.tell(flow.Arrived())

    def _lead(self) -> None:
        """Open the box and take the demo out, as a visitor would, one step each turn."""
        state = self.app.state
        if not self._wanted:
            return
        if state.place == "attract":
            self.app.tell(flow.Begin())
        elif state.place == "trouble":
            self.app.tell(flow.Dismiss())
        elif state.place in ("menu", "closing") and self.app.gallery.entries:
            self.app.tell(flow.Choose(self.app.gallery.entries[0].name))
        if self.app.state.place in flow.RUNNING:
            self._wanted, self._opened = False, True

    def _changed(self, now: float) -> bool:
        """Are the files other ones than those that run, and has nobody written since the last look?"""
        if now - self._looked < LOOK_EVERY:
            return False
        self._looked = now
        before, self._seen = self._seen, files_of(self.folder)
        if self._seen == self._files or self._seen != before:
            return False
        self._files = self._seen
        return True

    def _begin_again(self) -> None:
        log.info("A file of the demo changed, so it begins again.")
        if self.app.state.place in flow.RUNNING:
            self.app.tell(flow.Home())
        self.app.look_again()
        self._wanted = True
        self._complain()

    def _complain(self) -> None:
        """Say what is wrong with the manifest. In a window the author mends it; without one that is the end."""
        reason = find_only(self.folder)[0].reason
        if reason and self.screenshot is not None:
            self._end(reason)
        elif reason:
            log.error(reason)

    def _keep_picture(self, path: Path, now: float) -> None:
        scene, outcome = self.app.scene, self.app.session.outcome
        if self._opened and outcome is not None:
            self._end(outcome.detail or "The demo ended before its picture was taken.")
        elif scene.playing.frame is not self._frame:
            self._first_at = now if self._frame is None else self._first_at
            self._frame, self._frame_at = scene.playing.frame, now
        elif self._frame is None:
            if now - self._since > LONGEST:
                self._end(f"The demo showed no picture in {LONGEST:g} s.")
        elif scene.rate == 0 and (now - self._frame_at >= QUIET or now - self._first_at >= MOVING):
            self._save(path)

    def _save(self, path: Path) -> None:
        try:
            pygame.image.save(self.app.display.surface, str(path))
        except (OSError, pygame.error) as error:
            self._end(f"The picture cannot be kept: {error}")
        else:
            self._end("")

    def _end(self, fault: str) -> None:
        self.fault = fault
        self.app.stop()


def number_of(scancode: int) -> int:
    """1 to 9 for the keys of these numbers, whatever a keyboard's layout prints on them; 0 for every other."""
    for first in (pygame.KSCAN_1, pygame.KSCAN_KP_1):
        if first <= scancode < first + 9:
            return scancode - first + 1
    return 0


def files_of(folder: Path) -> Files:
    """When each file of a demo was last written, and how long it is; what tools leave behind is left out."""
    found: Files = {}
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "__pycache__"))]
        for name in names:
            try:
                about = (Path(place) / name).stat()
            except OSError:
                continue  # an editor's own file, gone again
            found[str(Path(place) / name)] = (about.st_mtime_ns, about.st_size)
    return found
