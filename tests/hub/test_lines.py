"""The words of a demo that the facilitator edits: of one visit, told to stations, and gone with its sign-off."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from tests.catalogue.conftest import write_demo
from tests.catalogue.test_manifest import with_lines
from tests.fakes.kiosk_end import KioskEnd
from tests.hub.test_kit import facts
from tests.hub.test_library import looked
from tests.hub.test_visits import off, opened, refused
from xlab import link
from xlab.catalogue.digest import digest_folder
from xlab.dashboard.ports.lines import DemoLines
from xlab.events import LinesEdited
from xlab.events.visits import EditedLine
from xlab.hub.kit import Kit

REWORDED = (EditedLine(key="statements.fair", text="Reworded"), EditedLine(key="statements.late"))


@contextlib.asynccontextmanager
async def with_words(home: Path) -> AsyncIterator[Kit]:
    """A kit with a demo whose words may be edited, and which IT has allowed."""
    folder = home / "demos" / "xlab_demo_test_one"
    if not folder.exists():
        with_lines(write_demo(home / "demos"))
    async with looked(home) as kit:
        await off(kit.demos.approve, "test-one", digest_folder(folder))
        yield kit


async def shown_by(kit: Kit) -> DemoLines:
    """The words of that demo, as its page shows them."""
    return next(one for one in await off(kit.lines.all) if one.demo == "test-one")


async def test_words_are_edited_for_a_visit_told_to_stations_and_gone_when_it_is_signed_off(tmp_path):
    async with with_words(tmp_path) as kit:
        assert await refused(kit.lines.edit, "test-one", REWORDED) == "state"
        await opened(kit)
        async with KioskEnd(kit.stations) as kiosk:
            await off(kit.lines.edit, "test-one", REWORDED)
            await off(kit.lines.edit, "test-one", REWORDED)
            assert (await kiosk.hear(link.Welcome)).info.visit.lines == {"test-one": REWORDED}
        assert len(facts(kit, LinesEdited)) == 1
        shown = await shown_by(kit)
        assert (shown.demo, list(shown.own), shown.edited) == (
            "test-one",
            ["statements.fair", "statements.late"],
            REWORDED,
        )
    async with with_words(tmp_path) as kit:
        assert kit.visits.now().lines == {"test-one": REWORDED}
        await off(kit.visits.step, "close")
        assert await refused(kit.lines.edit, "test-one", ()) == "state"
        await off(kit.visits.step, "sign_off")
        assert facts(kit, LinesEdited) == []
        await off(kit.visits.plan, "en")
        shown = await shown_by(kit)
        assert shown.edited == ()


async def test_what_nobody_could_be_asked_by_is_not_stored(tmp_path):
    async with with_words(tmp_path) as kit:
        await off(kit.visits.plan, "en")
        out = tuple(EditedLine(key=line.key, out=True) for line in REWORDED)
        assert await refused(kit.lines.edit, "test-one", out) == "few"
        assert await refused(kit.lines.edit, "unheard-of", REWORDED) == "unknown"
        assert facts(kit, LinesEdited) == []
