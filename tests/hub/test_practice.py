"""A practice visit plays by itself, is simulated as a whole, and leaves nothing but tombstones."""

import asyncio
import contextlib
from datetime import date
from random import Random

import pytest

from tests.hub.test_kit import BADGE, presence, running
from tests.hub.test_visits import CHOICE, off, opened
from tests.waiting import come
from xlab.events import Answered, BeaconRegistered, Erased, Recorded, VisitSignedOff
from xlab.events.rounds import Option, Question
from xlab.hub.notes import OF_THE_KIT
from xlab.hub.practice import Practice
from xlab.hub.practising import PHONES, UUID, example, says, steps
from xlab.link import Status
from xlab.link.rounds import RoundNow
from xlab.look.words import LANGUAGES
from xlab.store import stamp
from xlab.workshop.answers import fits
from xlab.workshop.charter import missing

TODAY = date(2026, 11, 22)
OPTIONS = tuple(Option(id=one, text={"en": one}, cost=cost) for one, cost in (("a", 0), ("b", 30), ("c", 60)))
QUESTIONS = {
    "choice": Question(kind="choice", text={"en": "?"}, options=OPTIONS, most=2),
    "pair": Question(kind="pair", text={"en": "?"}, options=OPTIONS),
    "scale": Question(kind="scale", text={"en": "?"}, steps=7),
    "rank": Question(kind="rank", text={"en": "?"}, options=OPTIONS),
    "budget": Question(kind="budget", text={"en": "?"}, options=OPTIONS, budget=100),
    "statements": Question(kind="statements", text={"en": "?"}, options=OPTIONS, ideas=True),
}


@contextlib.asynccontextmanager
async def practising(kit):
    """The room of practice visits on a quick clock; its seconds are hundredths."""
    hear, forget = kit.practice._hear, kit.practice._forget
    here = kit.practice._stations
    parts = {"hear": hear, "forget": forget, "here": here, "chance": Random(7)}
    practice = Practice(
        kit.visits, kit.rounds, kit.log, kit.writer, sleep=lambda seconds: asyncio.sleep(seconds / 100), **parts
    )
    ready = asyncio.Event()
    task = asyncio.create_task(practice.run(ready.set))
    await ready.wait()
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def of(kit, visit):
    return [event for event in kit.log.read(0, 100_000) if event.visit == visit]


async def test_it_is_played_alone_and_gone_at_its_end(tmp_path):
    async with running(tmp_path) as kit, practising(kit):
        kit.station("st-1", "One", Status(screen="attract"))
        live = await opened(kit)
        await kit.deliver("st-1", [stamp(Recorded(run="r", demo="d", values={"a": 1}))])
        await off(kit.visits.step, "close")
        await off(kit.visits.step, "sign_off")
        before = of(kit, live)

        visit = await off(kit.visits.plan, "fr", True)
        await come(lambda: not missing(kit.visits.now().charter))
        assert kit.visits.now().charter.unit == example("fr", TODAY).charter.unit
        await off(kit.visits.step, "open")
        one = await off(kit.rounds.open, CHOICE, "on_close")
        await come(lambda: any(round.now.answered == PHONES for round in kit.rounds._all() if round.now.round == one))
        await come(lambda: any(badge.beacon.startswith(UUID) for badge in kit.room().badges))
        await off(kit.badges.register, BADGE, "badge", "")
        await kit.hear([presence()], "live")
        assert {event.source for event in of(kit, visit)} == {"simulated"}
        await off(kit.visits.step, "close")
        await come(lambda: not any(badge.beacon.startswith(UUID) for badge in kit.room().badges))
        await off(kit.visits.step, "sign_off")
        await come(lambda: {type(event.fact) for event in of(kit, visit)} == {Erased})
        await come(lambda: [known.visit for known in kit.visits._visits.values()] == [live])
        assert of(kit, live) == before
        assert not any(beacon.startswith(UUID) for beacon in kit.room_state.faces())
        assert kit.badges.is_registered(BADGE), "what was registered during a practice is the kit's"
        # A station that was away during the practice comes with what it kept.
        await kit.deliver("st-2", [stamp(Recorded(run="r", demo="d", values={"late": 1}), visit=visit)])
        assert b'"late"' not in (tmp_path / "events.db").read_bytes()
    async with running(tmp_path) as kit:
        assert [known.visit for known in kit.visits._visits.values()] == [live]
        assert kit.badges.is_registered(BADGE)


async def test_what_a_killed_hub_left_of_a_practice_is_erased_when_it_comes_up(tmp_path):
    async with running(tmp_path) as kit:
        left = stamp(VisitSignedOff(purged={"Answered": 12}), visit="practice", source="simulated")
        mine = await opened(kit)
        await kit.writer.append([left])
    async with running(tmp_path) as kit, practising(kit):
        await come(lambda: {type(event.fact) for event in of(kit, "practice")} == {Erased})
        assert not any(isinstance(event.fact, Erased) for event in of(kit, mine))


async def test_a_real_visit_is_nobodys_practice(tmp_path):
    async with running(tmp_path) as kit, practising(kit):
        await opened(kit)
        one = await off(kit.rounds.open, CHOICE, "live")
        await kit.rounds.answer(kit.rounds.join(), one, "", ("a",))
        assert [event.source for event in kit.log.read(0) if isinstance(event.fact, Answered)] == ["live"]
        assert kit.rounds.voters.here() == 1


async def test_a_hub_that_stops_cancels_it_and_takes_it_for_no_crash(tmp_path):
    async with running(tmp_path) as kit:
        ready = asyncio.Event()
        task = asyncio.create_task(kit.practice.run(ready.set))
        await ready.wait()
        kit.visits.end()
        await asyncio.wait([task], timeout=0.2)
        assert not task.done()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_what_holds_for_the_kit_belongs_to_no_visit(tmp_path):
    async with running(tmp_path) as kit:
        await off(kit.visits.plan, "en", True)
        await off(kit.badges.register, BADGE, "badge", "")
        (event,) = [event for event in kit.log.read(0) if isinstance(event.fact, BeaconRegistered)]
        assert (event.visit, event.source) == (None, "live")
        assert BeaconRegistered in OF_THE_KIT


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_is_whole_in_every_language(language):
    said = example(language, TODAY)
    assert missing(said.charter) == ()
    assert {one.review for one in said.charter.measures} == {"2027-01-03"}
    assert len(said.ideas) == len(set(said.ideas)) >= 5
    assert said.charter.unit != example("en" if language != "en" else "de", TODAY).charter.unit


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_phone_answers_rightly_until_it_has_nothing_to_add(kind):
    question, chance = QUESTIONS[kind], Random(3)
    now = RoundNow(round="r", question=question, shows="live", open=True)
    values = set()
    for phone in range(20):
        answers: dict = {}
        ideas = 0
        while said := says(now, answers, ideas, phone, ("One", "Two"), chance):
            if said.idea:
                ideas += 1
                continue
            assert fits(question, said.item, said.value)
            answers[said.item] = said.value
            values.add(repr(said.value))
        assert answers
        assert ideas <= 1
    assert len(values) > 1, "all phones say the same"
    closed = RoundNow(round="r", question=question, shows="live", open=False)
    assert says(closed, {}, 0, 1, ("One",), chance) is None


def test_a_text_is_written_once():
    now = RoundNow(round="r", question=Question(kind="text", text={"en": "?"}), shows="live", open=True)
    said = says(now, {}, 0, 3, ("One", "Two"), Random(1))
    assert said is not None and (said.idea, said.value) == (True, "Two")
    assert says(now, {}, 1, 3, ("One", "Two"), Random(1)) is None


def test_badges_walk_between_stations_and_never_lie_on_a_pad():
    chance, at, kinds = Random(5), None, set()
    for _ in range(200):
        step = steps("b", ["st-1", "st-2"], at, chance)
        kinds.add(step.kind)
        assert step.proximity != "touch"
        assert (step.kind == "entered") == (at is None)
        at = step.station
    assert kinds == {"entered", "moved", "left"}
    assert steps("b", ["st-1"], "st-1", Random(2)).station in ("st-1", None)
