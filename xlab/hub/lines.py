"""The words of demos that the facilitator edits: the demos on this kit that have any, and a fact of the visit."""

from collections.abc import Callable, Iterator
from pathlib import Path

from xlab.catalogue import Entry
from xlab.catalogue.doors import find_demos
from xlab.catalogue.lines import LinesError, read_lines
from xlab.dashboard.ports.demos import DemosNow
from xlab.dashboard.ports.lines import DemoLines
from xlab.dashboard.ports.visits import VisitRefused
from xlab.events.visits import EditedLine
from xlab.hub.visits import Visits
from xlab.workshop.lines import flaw


class Lines:
    """Implements :class:`xlab.dashboard.ports.lines.Lines`."""

    def __init__(self, home: Path, visits: Visits, library: Callable[[], DemosNow]) -> None:
        """``library`` says which demos are on."""
        self._home = home
        self._visits = visits
        self._library = library

    def all(self) -> tuple[DemoLines, ...]:
        """See :class:`xlab.dashboard.ports.lines.Lines`, here and below."""
        return tuple(self._found())

    def edit(self, demo: str, lines: tuple[EditedLine, ...]) -> None:
        """Say all lines of a demo anew."""
        known = next((one for one in self._found() if one.demo == demo), None)
        if known is None:
            raise VisitRefused("unknown")
        if wrong := flaw(known.own, known.table, lines):
            raise VisitRefused(wrong)
        self._visits.edit_lines(demo, lines)

    def _found(self) -> Iterator[DemoLines]:
        shown = {one.demo for one in self._library().demos if one.standing == "on"}
        for entry in find_demos(self._home):
            if entry.name in shown and entry.status != "bad":
                yield from self._lines_of(entry)

    def _lines_of(self, entry: Entry) -> Iterator[DemoLines]:
        manifest, folder, visit = entry.manifest, entry.folder, self._visits.now()
        if manifest is None or folder is None or not manifest.editable:
            return
        try:
            own = read_lines(folder, manifest.editable)
        except LinesError:
            return  # its files changed just now; the library says what is wrong with them
        edited = visit.lines.get(manifest.id, ()) if visit is not None else ()
        yield DemoLines(demo=manifest.id, title=manifest.title, table=manifest.editable, own=own, edited=edited)
