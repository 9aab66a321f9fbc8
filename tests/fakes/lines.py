"""Words to edit, of one demo, for the visit of a kit without demos."""

from tests.fakes.visits import FakeVisits
from xlab.dashboard.ports.lines import DemoLines
from xlab.dashboard.ports.visits import VisitRefused
from xlab.events.rounds import Words
from xlab.events.visits import EditedLine
from xlab.workshop.lines import flaw


def said(text: str) -> Words:
    """The same words in three languages, each told from the others."""
    return {"en": text, "fr": f"{text} (fr)", "de": f"{text} (de)"}


OWN = {
    "statements.fair": said("A fair price is worth waiting for."),
    "statements.late": said("Late deliveries cost us more than expensive ones."),
    "statements.data": said("We would share our stock figures with suppliers who share theirs."),
}
"""The lines as the demo has them."""


class FakeLines:
    """Implements :class:`xlab.dashboard.ports.lines.Lines`."""

    def __init__(self, visits: FakeVisits) -> None:
        self._visits = visits

    def all(self) -> tuple[DemoLines, ...]:
        now = self._visits.now()
        edited = now.lines.get("common-ground", ()) if now is not None else ()
        return (
            DemoLines(
                demo="common-ground", title=said("Common ground"), table="statements", own=dict(OWN), edited=edited
            ),
        )

    def edit(self, demo: str, lines: tuple[EditedLine, ...]) -> None:
        if demo != "common-ground":
            raise VisitRefused("unknown")
        if wrong := flaw(OWN, "statements", lines):
            raise VisitRefused(wrong)
        self._visits.edit_lines(demo, lines)
