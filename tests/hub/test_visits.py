"""A visit on a real log: written by two facilitators at once, kept over a restart, and forgotten at its sign-off."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from tests.hub.test_kit import running
from tests.waiting import come
from xlab.dashboard.ports.rounds import RoundRefused
from xlab.dashboard.ports.visits import VisitRefused
from xlab.events import Answered, Erased, Recorded, RoundOpened, RunStarted
from xlab.events.rounds import Option, Question
from xlab.events.visits import Charter, Decided, Measure, Noted, Stakeholder
from xlab.hub import rulebook, visits
from xlab.store import StoreError, stamp

CHARTER = Charter(
    unit="Coatings",
    purpose="Find out what could connect us with those who apply our paint",
    vision="Every painter can tell us what they need",
    objective="One pilot that a painter would miss",
    key_result="Five painters use it in week four",
    promise="Nothing changes midway",
    measures=(Measure(what="Painters who come back", owner="Head of sales", review="2026-12-01"),),
    patience="three months",
)
PAINTERS = Stakeholder(id="s1", group="supplier", name="Painters", values=("recognition",))
CHOICE = Question(
    kind="choice", text={"en": "Which?"}, options=(Option(id="a", text={"en": "A"}), Option(id="b", text={"en": "B"}))
)


async def off(call: Callable[..., Any], *args: Any) -> Any:
    """As the dashboard calls it: from another thread."""
    return await asyncio.to_thread(call, *args)


async def refused(call: Callable[..., Any], *args: Any) -> str:
    with pytest.raises(VisitRefused) as caught:
        await off(call, *args)
    return caught.value.reason


async def opened(kit: Any) -> str:
    """A visit that is open."""
    visit = await off(kit.visits.plan, "en")
    await off(kit.visits.write_charter, CHARTER)
    await off(kit.visits.step, "open")
    return str(visit)


async def test_a_visit_opens_with_a_whole_charter_whose_mark_every_screen_shows(tmp_path):
    async with running(tmp_path) as kit:
        assert await refused(kit.visits.write_charter, CHARTER) == "state"
        visit = await off(kit.visits.plan, "de")
        assert await refused(kit.visits.plan, "de") == "state"
        await off(kit.visits.write_charter, Charter(unit="Coatings"))
        assert await refused(kit.visits.step, "open") == "missing"
        await off(kit.visits.write_charter, CHARTER)
        assert kit.info().visit.charter == ""
        await off(kit.visits.step, "open")
        shown, now = kit.info().visit, kit.visits.now()
        assert (shown.visit, shown.state, shown.unit) == (visit, "open", "Coatings")
        assert now.versions[-1].sha256.startswith(shown.charter)
        assert len(shown.charter) == visits.MARK
        assert await refused(kit.visits.write_charter, Charter()) == "state"
        assert await refused(kit.visits.amend, CHARTER, " ") == "wrong"
        await off(kit.visits.amend, Charter(**{**_fields(CHARTER), "rewards": "A dinner"}), "Somebody asked")
        assert [version.reason for version in kit.visits.now().versions] == ["", "Somebody asked"]
        assert kit.info().visit.charter != shown.charter


def _fields(charter: Charter) -> dict[str, Any]:
    return {name: getattr(charter, name) for name in charter.__struct_fields__}


async def test_what_the_kit_records_belongs_to_the_visit_and_a_practice_is_simulated(tmp_path):
    async with running(tmp_path) as kit:
        visit = await off(kit.visits.plan, "en", True)
        run = stamp(RunStarted(run="r", demo="d", version="1.0.0", language="en"))
        earlier = stamp(RunStarted(run="r0", demo="d", version="1.0.0", language="en"), visit="another")
        await kit.deliver("st-1", [run, earlier])
        await off(kit.rounds.open, CHOICE, "live")
        found = {e.id: e for e in kit.log.read(0) if isinstance(e.fact, RunStarted | RoundOpened)}
        assert (found[run.id].visit, found[run.id].source) == (visit, "simulated")
        assert (found[earlier.id].visit, found[earlier.id].source) == ("another", "live")
        asked = [e for e in found.values() if isinstance(e.fact, RoundOpened)]
        assert [(e.visit, e.source) for e in asked] == [(visit, "simulated")]


async def test_the_board_suggests_by_rules_and_two_facilitators_never_cross(tmp_path):
    async with running(tmp_path) as kit:
        assert kit.visits.suggestions() == ()
        await opened(kit)
        names = [f"Group {n}" for n in range(8)]
        await asyncio.gather(
            *(off(kit.visits.put, Stakeholder(id=f"g{n}", group="ngo", name=name)) for n, name in enumerate(names))
        )
        await off(kit.visits.put, PAINTERS)
        assert len(kit.visits.now().board.stakeholders) == 9
        assert [one.rule.id for one in kit.visits.suggestions()] == ["open-challenge-recognition"]
        await off(kit.visits.drop, "g3", "named twice")
        assert await refused(kit.visits.drop, "g3", "") == "unknown"
        began = await asyncio.gather(*(off(kit.groups.begin) for _ in range(3)))
        assert sorted(one.number for one in began) == [2, 3, 4]
        await off(kit.visits.decide, Decided(decision="d1", what="We try it"))
        assert await refused(kit.visits.decide, Decided(decision="d1", what="We do not")) == "wrong"


async def test_all_of_it_is_there_again_after_a_restart(tmp_path):
    async with running(tmp_path) as kit:
        await opened(kit)
        await off(kit.visits.put, PAINTERS)
        await off(kit.visits.note, Noted(note="n", kind="open", text="Who pays?"))
        before = kit.visits.now()
    async with running(tmp_path) as kit:
        assert kit.visits.now() == before
        assert kit.info().visit.visit == before.visit


async def test_signing_off_erases_what_single_people_did_and_nothing_else(tmp_path):
    async with running(tmp_path) as kit:
        visit = await opened(kit)
        one = await off(kit.rounds.open, CHOICE, "live")
        word = kit.rounds.join()
        await kit.rounds.answer(word, one, "", ("a",))
        await kit.deliver("st-1", [stamp(Recorded(run="r", demo="d", values={"a": 1}))])
        await off(kit.visits.put, PAINTERS)
        assert await refused(kit.visits.step, "sign_off") == "state"
        await off(kit.visits.step, "close")
        await off(kit.visits.step, "sign_off")
        assert kit.visits.now() is None
        (done,) = await off(kit.visits.all)
        assert done.purged == {"Answered": 1, "Recorded": 1}
        kinds = [type(event.fact) for event in kit.log.read(0) if event.visit == visit]
        assert Answered not in kinds
        assert Recorded not in kinds
        assert kinds.count(Erased) == 2
        assert done.board.stakeholders == {"s1": PAINTERS}
        assert word.encode() not in (tmp_path / "events.db").read_bytes()


async def test_a_full_card_is_said_and_nothing_is_half_done(tmp_path, monkeypatch):
    async with running(tmp_path) as kit:
        await opened(kit)

        async def full(_: object) -> None:
            raise StoreError("The card is full.")

        monkeypatch.setattr(kit.writer, "append", full)
        assert await refused(kit.visits.put, PAINTERS) == "not_stored"
        assert kit.visits.now().board.stakeholders == {}


async def test_the_kits_own_rules_hold_and_broken_ones_do_not(tmp_path):
    own = '[[rule]]\nid = "ours"\ngroups = ["supplier"]\nvalues = ["recognition"]\nstage = "make"\n'
    (tmp_path / rulebook.RULES).write_text(f'{own}pattern = "ours"\nbecause.en = "because {{who}} does"\n')
    async with running(tmp_path) as kit:
        await opened(kit)
        await off(kit.visits.put, PAINTERS)
        assert [one.rule.id for one in kit.visits.suggestions()] == ["ours"]
        assert kit.visits.rules_problem() == ""
    (tmp_path / rulebook.RULES).write_text(own)
    async with running(tmp_path) as kit:
        assert [one.rule.id for one in kit.visits.suggestions()] == ["open-challenge-recognition"]
        assert "pattern" in kit.visits.rules_problem()


async def test_a_closed_visit_asks_nothing_and_takes_no_answer_until_it_is_reopened(tmp_path):
    async with running(tmp_path) as kit:
        await opened(kit)
        word = kit.rounds.join()
        # A kiosk that was away hands over its round after the visit closed: it shows and takes nothing.
        late = RoundOpened(round="late", question=CHOICE, shows="live", demo="d", run="r")
        await off(kit.visits.step, "close")
        await kit.deliver("st-1", [stamp(late)])
        kit.rounds.station("st-1", "d")
        for attempt in (off(kit.rounds.open, CHOICE, "live"), kit.rounds.answer(word, "late", "", ("a",))):
            with pytest.raises(RoundRefused, match="closed"):
                await attempt
        await off(kit.visits.step, "reopen")
        await kit.rounds.answer(word, "late", "", ("a",))
        assert await off(kit.rounds.open, CHOICE, "live")


async def test_where_a_visit_cannot_be_closed_it_goes_on(tmp_path, monkeypatch):
    async with running(tmp_path) as kit:
        await opened(kit)
        append = kit.writer.append

        async def full(_: object) -> None:
            raise StoreError("no room")

        monkeypatch.setattr(kit.writer, "append", full)
        assert await refused(kit.visits.step, "close") == "not_stored"
        monkeypatch.setattr(kit.writer, "append", append)
        assert kit.visits.now().state == "open"
        assert await off(kit.rounds.open, CHOICE, "live")


async def test_what_is_on_its_way_while_a_visit_is_signed_off_is_deleted_as_well(tmp_path, monkeypatch):
    async with running(tmp_path) as kit:
        visit = await opened(kit)
        await off(kit.visits.step, "close")
        purge = kit._deleting.purging.purge

        async def with_somebody_late(of: Any) -> Any:
            done = await purge(of)
            await kit.deliver("st-1", [stamp(Recorded(run="r", demo="d", values={"a": 1}))])
            return done

        monkeypatch.setattr(kit._deleting.purging, "purge", with_somebody_late)
        await off(kit.visits.step, "sign_off")
        await come(lambda: not kit.log.read(kinds=[Recorded]), lambda: "the late one is still there")
        assert [event.visit for event in kit.log.read(kinds=[Erased])] == [visit]
