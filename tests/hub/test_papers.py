"""The report of a visit on a real hub: made on closing, kept before facts are erased, and never the end of a visit."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.hub.test_kit import running
from tests.hub.test_visits import CHARTER, CHOICE, off, opened, refused
from xlab.dashboard.ports.papers import Paper
from xlab.events import Answered
from xlab.events.visits import Noted
from xlab.hub import papers, papers_shelf
from xlab.report import rendering

FIVE = 5
DRAWS = """cat > "$folder/report.json"
for kind in pdf html zip; do echo made > "$folder/report.$kind"; done
echo '{"files": ["report.json", "report.pdf", "report.html", "report.zip"]}'"""
FULL = 'echo half > "$folder/report.pdf"; echo "OSError: [Errno 28] No space left on device" >&2; exit 1'
DIES = "kill -9 $$"


@pytest.fixture(autouse=True)
def drawing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Say what the process that draws does; its real work is tested with the report."""
    script = tmp_path / "python"

    def does(what: str) -> None:
        script.write_text(f"#!/bin/sh\nfor folder; do :; done\n{what}\n")
        script.chmod(0o755)

    does(DRAWS)
    monkeypatch.setattr(rendering.sys, "executable", str(script))
    monkeypatch.setattr(papers, "PAUSE", 0.0)
    return does


async def until(kit: Any, seen: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        async for _ in kit.visits.changes():
            if seen():
                return


async def paper(kit: Any, visit: str, state: str) -> Paper:
    await until(kit, lambda: (kit.papers.of(visit) or Paper(visit="", state="making")).state == state)
    found = kit.papers.of(visit)
    assert found is not None
    return found


async def asked(kit: Any) -> None:
    """A round that five phones answered."""
    one = await off(kit.rounds.open, CHOICE, "on_close")
    for _ in range(FIVE):
        await kit.rounds.answer(kit.rounds.join(), one, "", ("a",))


async def closed(kit: Any) -> str:
    visit = await opened(kit)
    await asked(kit)
    await off(kit.visits.step, "close")
    return visit


async def test_closing_ends_the_rounds_and_makes_the_report_and_reopening_takes_it_back(tmp_path):
    async with running(tmp_path) as kit:
        visit = await opened(kit)
        await asked(kit)
        assert kit.papers.of(visit) is None
        await off(kit.visits.step, "close")
        assert kit.papers.of(visit).state == "making"
        assert [one.now.open for one in await off(kit.rounds.all)] == [False]
        found = await paper(kit, visit, "ready")
        assert set(found.sizes) == set(papers_shelf.SHOWN) and found.problem == ""
        assert kit.papers.report(visit).rounds[0].n == FIVE
        assert kit.papers.file(visit, "report.pdf").read_text() == "made\n"
        assert kit.papers.file(visit, "../events.db") is None
        await off(kit.visits.step, "reopen")
        assert kit.papers.of(visit) is kit.papers.report(visit) is kit.papers.file(visit, "report.pdf") is None


async def test_what_is_put_right_while_closed_is_in_the_report(tmp_path):
    async with running(tmp_path) as kit:
        visit = await closed(kit)
        await paper(kit, visit, "ready")
        await off(kit.visits.note, Noted(note="n", kind="learned", text="Nobody had asked"))
        await until(kit, lambda: bool(kit.papers.report(visit).learned))
        await paper(kit, visit, "ready")
        assert "Nobody had asked" in kit.papers.file(visit, "report.json").read_text()


async def test_signing_off_keeps_what_was_said_and_tells_what_was_deleted(tmp_path, drawing):
    async with running(tmp_path) as kit:
        drawing(DIES)
        visit = await closed(kit)
        await paper(kit, visit, "failed")
        drawing(DRAWS)
        await off(kit.visits.step, "sign_off")
        assert not [event for event in kit.log.read(0) if isinstance(event.fact, Answered)]
        await paper(kit, visit, "ready")
        kept = kit.papers.report(visit)
        assert kept.rounds[0].n == FIVE and kept.purged["Answered"] == FIVE
    async with running(tmp_path) as kit:
        await paper(kit, visit, "ready")
        assert kit.papers.report(visit) == kept


async def test_a_hub_that_is_killed_while_it_signs_off_never_tells_of_less(tmp_path):
    async with running(tmp_path) as kit:
        visit = await closed(kit)
        await paper(kit, visit, "ready")
        await kit.papers.keep(kit.visits.now())
        gone = [event.id for event in kit.log.read(0) if isinstance(event.fact, Answered)]
        kit.log.erase(gone, "the visit was signed off")
    async with running(tmp_path) as kit:
        await paper(kit, visit, "ready")
        await off(kit.visits.step, "sign_off")
        await until(kit, lambda: kit.papers.report(visit).purged is not None)
        assert kit.papers.report(visit).rounds[0].n == FIVE


async def test_what_a_killed_hub_left_half_made_is_never_shown_and_made_anew(tmp_path):
    async with running(tmp_path) as kit:
        visit = await closed(kit)
        await paper(kit, visit, "ready")
    folder = tmp_path / papers_shelf.FOLDER
    (folder / visit).rename(folder / f".old-{visit}")
    half = folder / f".making-{visit}-abc"
    half.mkdir()
    (half / "report.pdf").write_text("half")
    async with running(tmp_path) as kit:
        await paper(kit, visit, "ready")
        assert kit.papers.file(visit, "report.pdf").read_text() == "made\n"
        assert [path.name for path in folder.iterdir()] == [visit]


@pytest.mark.parametrize(("what", "problem"), [(FULL, "full"), (DIES, "broken")])
async def test_a_report_that_cannot_be_drawn_says_why_and_can_be_tried_again(tmp_path, drawing, what, problem):
    async with running(tmp_path) as kit:
        drawing(what)
        visit = await closed(kit)
        found = await paper(kit, visit, "failed")
        assert (found.problem, found.sizes) == (problem, {}) and found.told
        assert kit.papers.report(visit).rounds[0].n == FIVE, "what it says can be read all the same"
        assert not list((tmp_path / papers_shelf.FOLDER).iterdir()), "a half-made one fills the card"
        drawing(DRAWS)
        await off(kit.papers.again, visit)
        await paper(kit, visit, "ready")


async def test_nothing_is_deleted_where_the_report_cannot_be_kept(tmp_path):
    async with running(tmp_path) as kit:
        (tmp_path / papers_shelf.FOLDER).write_text("no folder")
        visit = await closed(kit)
        assert (await paper(kit, visit, "failed")).problem == "broken"
        assert await refused(kit.visits.step, "sign_off") == "not_stored"
        assert kit.visits.now().state == "closed"
        assert len([event for event in kit.log.read(0) if isinstance(event.fact, Answered)]) == FIVE


async def test_the_report_of_a_practice_is_labelled_and_goes_with_it(tmp_path):
    async with running(tmp_path) as kit:
        visit = await off(kit.visits.plan, "en", True)
        await off(kit.visits.write_charter, CHARTER)
        for step in ("open", "close"):
            await off(kit.visits.step, step)
        await paper(kit, visit, "ready")
        assert kit.papers.report(visit).practice
        await off(kit.visits.step, "sign_off")
        assert kit.papers.of(visit) is kit.papers.report(visit) is None
        await until(kit, lambda: not (tmp_path / papers_shelf.FOLDER / visit).exists())


async def test_the_next_visit_begins_with_what_the_last_one_left_to_do(tmp_path):
    async with running(tmp_path) as kit:
        await opened(kit)
        ends = [Noted(note="o", kind="open", text="Who pays?"), Noted(note="n", kind="next", text="Ask them")]
        for note in (
            *ends,
            Noted(note="l", kind="learned", text="Much"),
            Noted(note="d", kind="open", text="?", done=True),
        ):
            await off(kit.visits.note, note)
        await off(kit.visits.step, "close")
        await off(kit.visits.step, "sign_off")
        await off(kit.visits.plan, "en", True)
        assert kit.visits.now().notes == {}, "a practice is about nothing real"
        await off(kit.visits.write_charter, CHARTER)
        for step in ("open", "close", "sign_off"):
            await off(kit.visits.step, step)
    async with running(tmp_path) as kit:
        await off(kit.visits.plan, "de")
        assert list(kit.visits.now().notes.values()) == ends


def test_a_visit_of_another_kit_names_no_folder_outside(tmp_path):
    (tmp_path / "kit.toml").write_text("here")
    for visit in ("../..", "..", "/etc", ".old-x", ""):
        assert papers_shelf.sizes(tmp_path, visit) == {} and papers_shelf.model(tmp_path, visit) is None
        with pytest.raises(FileNotFoundError):
            papers_shelf.delete(tmp_path, visit)
    assert (tmp_path / "kit.toml").exists()


async def test_who_is_forgotten_is_in_no_report_any_more(tmp_path):
    async with running(tmp_path) as kit:
        await opened(kit)
        one = await off(kit.rounds.open, CHOICE, "on_close")
        phones = [kit.rounds.join() for _ in range(FIVE)]
        for phone in phones:
            await kit.rounds.answer(phone, one, "", ("a",))
        visit = kit.visits.now().visit
        await off(kit.visits.step, "close")
        await paper(kit, visit, "ready")
        assert kit.papers.report(visit).rounds[0].n == FIVE
        await kit.rounds.forget(phones[0])
        await until(kit, lambda: kit.papers.report(visit).rounds[0].n is None)
