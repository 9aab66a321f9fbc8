"""Rounds on a real log: what phones say is kept before it is acknowledged, told to nobody too early, and forgotten."""

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from tests.fakes.kiosk_end import KioskEnd
from tests.hub.test_kit import running
from tests.hub.test_visits import opened
from tests.waiting import PATIENCE
from xlab import link
from xlab.dashboard.ports.rounds import RoundRefused
from xlab.events import Answered, Erased, Event, ForgetVoter, IdeaAdded, RoundClosed, RoundOpened, RunEnded, RunStarted
from xlab.events.rounds import Option, Question
from xlab.hub import rounds_phones
from xlab.hub.kit import Kit
from xlab.hub.rounds_voters import AT_ONCE
from xlab.link.rounds import Given
from xlab.store import StoreError, stamp

A, B = Option(id="a", text={"en": "A"}), Option(id="b", text={"en": "B"})
CHOICE = Question(kind="choice", text={"en": "Which?"}, options=(A, B))
VOTES = Question(kind="statements", text={"en": "Agree?"}, options=(A, B), ideas=True)
TEXT = Question(kind="text", text={"en": "Why?"})


async def off(call: Callable[..., Any], *args: Any) -> Any:
    """As the dashboard calls it: from another thread."""
    return await asyncio.to_thread(call, *args)


async def refused(call: Callable[..., Any], *args: Any) -> str:
    with pytest.raises(RoundRefused) as caught:
        await (call(*args) if asyncio.iscoroutinefunction(call) else off(call, *args))
    return caught.value.reason


async def asked(kit: Kit, question: Question = CHOICE, shows: str = "live") -> tuple[str, str, str]:
    """A round that is open, and the words of two phones."""
    return await off(kit.rounds.open, question, shows), kit.rounds.join(), kit.rounds.join()


async def test_an_answer_is_on_the_card_when_it_is_acknowledged_and_everybody_sees_it(tmp_path):
    async with running(tmp_path) as kit:
        name, ann, bob = await asked(kit)
        await kit.rounds.answer(ann, name, "", ("a",))
        await kit.rounds.answer(bob, name, "", ("a",))
        await kit.rounds.answer(ann, name, "", ("b",))
        assert [e.fact.value for e in kit.log.read(0) if isinstance(e.fact, Answered)] == [("a",), ("a",), ("b",)]
        (one,) = await off(kit.rounds.all)
        assert (one.now.answered, one.now.given) == (2, (Given(1, "", ("b",)), Given(2, "", ("a",))))
        (mine,) = kit.rounds.mine(ann)
        assert mine.answers == {"": ("b",)}


async def test_what_cannot_be_taken_is_refused_with_the_reason_and_not_stored(tmp_path):
    async with running(tmp_path) as kit:
        name, ann, _ = await asked(kit)
        answer, last = kit.rounds.answer, kit.log.last()
        assert await refused(answer, ann, "nowhere", "", ("a",)) == "unknown"
        assert await refused(answer, "made up", name, "", ("a",)) == "unknown"
        assert await refused(answer, ann, name, "", ("c",)) == "wrong"
        assert await refused(kit.rounds.add_idea, ann, name, "Something else") == "wrong"
        assert await refused(kit.rounds.open, Question(kind="choice", text={"en": "?"}), "live") == "wrong"
        assert kit.log.last() == last
        await off(kit.rounds.close, name)
        assert await refused(answer, ann, name, "", ("a",)) == "closed"


async def test_a_phone_that_answers_faster_than_a_person_waits_and_others_do_not(tmp_path, monkeypatch):
    monkeypatch.setattr("xlab.hub.rounds_voters.A_SECOND", 0.0)  # a busy machine is slower than a person
    async with running(tmp_path) as kit:
        name, ann, bob = await asked(kit)

        async def storm() -> str:
            for _ in range(int(AT_ONCE) * 3):
                try:
                    await kit.rounds.answer(ann, name, "", ("a",))
                except RoundRefused as no:
                    return no.reason
            return "taken"

        assert await storm() == "busy"
        await kit.rounds.answer(bob, name, "", ("a",))


async def test_a_round_is_for_as_many_as_a_kit_is_made_for(tmp_path, monkeypatch):
    monkeypatch.setattr(rounds_phones, "MOST_VOTERS", 1)
    async with running(tmp_path) as kit:
        name, ann, bob = await asked(kit)
        await kit.rounds.answer(ann, name, "", ("a",))
        assert await refused(kit.rounds.answer, bob, name, "", ("a",)) == "full"
        await kit.rounds.answer(ann, name, "", ("b",))


async def test_on_a_card_that_takes_nothing_an_answer_is_not_acknowledged_and_not_shown(tmp_path, monkeypatch, caplog):
    async with running(tmp_path) as kit:
        name, ann, _ = await asked(kit)

        async def full(_: object) -> list[Event]:
            raise StoreError("The disk has no room left.")

        monkeypatch.setattr(kit.writer, "append", full)
        assert await refused(kit.rounds.answer, ann, name, "", ("a",)) == "not_stored"
        assert await refused(kit.rounds.close, name) == "not_stored"
        (one,) = await off(kit.rounds.all)
        assert (one.now.open, one.now.answered) == (True, 0)
    (said,) = [record.getMessage() for record in caplog.records if "rounds" in record.getMessage()]
    assert "no room left" in said, "a card stays full for a while, and the log need not say so for every phone"
    assert ann not in caplog.text


async def test_rounds_go_on_after_a_restart_and_so_do_the_phones_in_them(tmp_path):
    async with running(tmp_path) as kit:
        name, ann, _ = await asked(kit, VOTES)
        await kit.rounds.answer(ann, name, "a", 1)
        await kit.rounds.add_idea(ann, name, "Something else")
        before = await off(kit.rounds.all)
    async with running(tmp_path) as kit:
        assert await off(kit.rounds.all) == before
        await kit.rounds.answer(ann, name, "a", -1)
        assert (await off(kit.rounds.all))[0].now.given == (Given(1, "a", -1),)


async def test_a_result_that_is_shown_on_close_is_nowhere_before(tmp_path):
    async with running(tmp_path) as kit:
        name, ann, _ = await asked(kit, CHOICE, "on_close")
        watcher, resumed = kit.feed(None), kit.feed(0)
        first = asyncio.ensure_future(anext(watcher))
        await asyncio.sleep(0)
        await kit.rounds.answer(ann, name, "", ("b",))
        (told,) = await off(kit.rounds.all)
        async with asyncio.timeout(PATIENCE):
            # In none of the states, and the raw answer neither in the feed nor in what a listener missed.
            assert told.now.given == ()
            assert [type((await anext(resumed)).fact) for _ in range(2)][1] is RoundOpened
            waiting = asyncio.ensure_future(anext(resumed))
            await off(kit.rounds.close, name)
            assert type((await first).fact) is RoundClosed
            assert type((await waiting).fact) is RoundClosed
        assert (await off(kit.rounds.all))[0].now.given == (Given(1, "", ("b",)),)
        for listener in (watcher, resumed):
            await listener.aclose()


async def test_an_idea_is_seen_when_the_facilitator_lets_it_through_and_can_be_answered_then(tmp_path):
    async with running(tmp_path) as kit:
        name, ann, bob = await asked(kit, VOTES)
        await kit.rounds.add_idea(ann, name, "Something else")
        await kit.rounds.add_idea(ann, name, "Something else")
        ((idea,),) = [one.ideas for one in await off(kit.rounds.all)]
        assert await refused(kit.rounds.answer, bob, name, idea.id, 1) == "wrong"
        assert await refused(kit.rounds.judge, name, "nothing", "shown") == "unknown"
        await off(kit.rounds.judge, name, idea.id, "shown")
        await kit.rounds.answer(bob, name, idea.id, 1)
        await off(kit.rounds.judge, name, idea.id, "parked", "Next visit")
        (told,) = await off(kit.rounds.all)
        assert (told.now.ideas, told.now.given, told.ideas[0].reason) == ((), (), "Next visit")
        (mine,) = kit.rounds.mine(ann)
        assert [one.verdict for one in mine.ideas] == ["parked"]


async def test_a_text_is_one_of_each_voter_and_waits_again_when_it_is_rewritten(tmp_path):
    async with running(tmp_path) as kit:
        name, ann, _ = await asked(kit, TEXT)
        await kit.rounds.add_idea(ann, name, "First")
        ((idea,),) = [one.ideas for one in await off(kit.rounds.all)]
        await off(kit.rounds.judge, name, idea.id, "shown")
        await kit.rounds.add_idea(ann, name, "Second")
        (told,) = await off(kit.rounds.all)
        assert [(one.id, one.text, one.verdict) for one in told.ideas] == [(idea.id, "Second", None)]
        assert (told.now.ideas, told.now.answered, told.now.waiting) == ((), 1, 1)
        assert ann not in idea.id


async def test_a_voter_who_is_forgotten_leaves_tombstones_and_is_counted_nowhere(tmp_path):
    async with running(tmp_path) as kit:
        name, ann, bob = await asked(kit, VOTES)
        await kit.rounds.answer(ann, name, "a", 1)
        await kit.rounds.add_idea(ann, name, "Very own words")
        await kit.rounds.answer(bob, name, "a", -1)
        await kit.rounds.forget(ann)
        (told,) = await off(kit.rounds.all)
        assert (told.now.answered, told.now.given, told.ideas) == (1, (Given(1, "a", -1),), ())
        assert [e.fact.was for e in kit.log.read(0) if isinstance(e.fact, Erased)] == ["Answered", "IdeaAdded"]
        assert await off(kit.rounds.joined) == 1
    raw = b"".join(path.read_bytes() for path in tmp_path.rglob("events.db*"))
    assert bob.encode() in raw
    assert ann.encode() not in raw
    assert b"Very own words" not in raw


async def test_a_voters_word_is_in_nothing_that_leaves_the_hub(tmp_path, monkeypatch):
    async with running(tmp_path) as kit:
        station = Played(kit, monkeypatch)
        await station.record(msgspec.structs.replace(OPENED, question=VOTES))
        told = kit.feed(0)
        ann = kit.rounds.join()
        await kit.rounds.answer(ann, "r", "a", 1)
        await kit.rounds.add_idea(ann, "r", "Something else")
        await off(kit.rounds.close, "r")
        said: list[Any] = [await station.until(lambda said: said.now.answered > 0), await off(kit.rounds.all)]
        said += [kit.rounds.mine(kit.rounds.join()), kit.rounds.mine(ann)]
        async with asyncio.timeout(PATIENCE):
            while not isinstance((event := await anext(told)).fact, RoundClosed):
                said.append(event)
        await told.aclose()
        assert ann not in msgspec.json.encode(said).decode()


async def test_who_listens_hears_of_every_change_and_of_phones_that_join(tmp_path):
    async with running(tmp_path) as kit:
        changes = kit.rounds.changes()
        async with asyncio.timeout(PATIENCE):
            assert await anext(changes) == ()
            name = await off(kit.rounds.open, CHOICE, "live")
            assert [one.now.round for one in await anext(changes)] == [name]
            ann = kit.rounds.join()
            await anext(changes)
            await kit.rounds.answer(ann, name, "", ("a",))
            assert [one.now.answered for one in await anext(changes)] == [1]
            kit.rounds.end()
            with pytest.raises(StopAsyncIteration):
                await anext(changes)


class Played:
    """A station that plays a demo which asks the room: what it records, and what the hub tells it."""

    def __init__(self, kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
        self.kit = kit
        self.told: asyncio.Queue[tuple[str, link.RoundIs]] = asyncio.Queue()
        monkeypatch.setattr(kit.rounds._stations, "_tell", lambda *said: self.told.put_nowait(said))

    async def record(self, *facts: Any, station: str = "st-1") -> None:
        await self.kit.deliver(station, [stamp(fact, station=station) for fact in facts])

    async def until(self, right: Callable[[link.RoundIs], bool]) -> link.RoundIs:
        async with asyncio.timeout(PATIENCE):
            while not right(said := (await self.told.get())[1]):
                pass
            return said


OPENED = RoundOpened(round="r", question=CHOICE, shows="live", demo="d", run="run")


async def test_a_demo_asks_through_its_outbox_and_is_told_what_phones_say(tmp_path, monkeypatch):
    async with running(tmp_path) as kit:
        kit.tell_info(urls=("http://kit.local:80/", "http://10.0.0.5:80/"))
        station = Played(kit, monkeypatch)
        kit.station("st-1", "Station 1", link.Status(screen="playing", demo="d"))
        await station.record(OPENED, Answered(round="r", voter="run/0", value=("a",)))
        assert (await station.until(lambda said: True)).url == "http://10.0.0.5:80/join"
        await kit.rounds.answer(kit.rounds.join(), "r", "", ("b",))
        said = await station.until(lambda said: said.now.answered > 0)
        assert said.now.given == (Given(1, "", ("b",)),), "the station knows itself what was said at its screen"
        (everybody,) = await off(kit.rounds.all)
        assert (everybody.now.answered, everybody.station, everybody.demo) == (2, "st-1", "d")


async def test_a_station_is_told_of_the_kits_own_wifi_while_phones_have_to_join_it_first(tmp_path, monkeypatch):
    async with running(tmp_path) as kit:
        kit.tell_info(urls=("http://10.0.0.5:80/",))
        station = Played(kit, monkeypatch)
        kit.station("st-1", "Station 1", link.Status(screen="playing", demo="d"))
        await station.record(OPENED)
        assert (await station.until(lambda said: True)).wifi == ""
        own = link.OwnWifi(name="Lab", password="mola-kefi", code="WIFI:S:Lab;;", url="http://10.42.0.1:80/")
        kit.tell_info(network=link.NetworkNow(own=own))
        said = await station.until(lambda said: said.wifi != "")
        assert (said.url, said.wifi) == ("http://10.42.0.1:80/join", "WIFI:S:Lab;;")
        kit.tell_info(network=link.NetworkNow())
        assert (await station.until(lambda said: said.wifi == "")).url == "http://10.0.0.5:80/join"


async def test_what_a_station_hands_over_twice_counts_once(tmp_path):
    async with running(tmp_path) as kit:
        drafts = [stamp(OPENED), stamp(Answered(round="r", voter="run/0", value=("a",)))]
        await kit.deliver("st-1", drafts)
        await kit.deliver("st-1", drafts)
        (one,) = await off(kit.rounds.all)
        assert one.now.given == (Given(1, "", ("a",)),)


async def test_no_station_can_be_a_phone_or_the_voter_of_another_station(tmp_path):
    async with running(tmp_path) as kit:
        name, ann, _ = await asked(kit)
        await kit.rounds.answer(ann, name, "", ("a",))
        for station in ("st-1", "st-2"):
            await kit.deliver(station, [stamp(Answered(round=name, voter=ann, value=("b",)))])
        await kit.deliver("st-1", [stamp(ForgetVoter(voter=ann))])
        (one,) = await off(kit.rounds.all)
        assert one.now.given == (Given(1, "", ("a",)), Given(2, "", ("b",)))


async def test_phones_are_not_asked_what_a_killed_kiosk_asked_before(tmp_path):
    async with running(tmp_path) as kit:
        kit.station("st-1", "Station 1", link.Status(screen="playing", demo="d"))
        await kit.deliver("st-1", [stamp(OPENED)])
        ann = kit.rounds.join()
        await kit.rounds.answer(ann, "r", "", ("a",))
        kit.station_away("st-1")
        await kit.rounds.answer(ann, "r", "", ("b",))
        kit.station("st-1", "Station 1", link.Status(screen="attract"))
        assert await refused(kit.rounds.answer, ann, "r", "", ("a",)) == "closed"
        assert [one.now.open for one in await off(kit.rounds.all)] == [False]
        # What its outbox still holds of that run counts, up to the next run.
        await kit.deliver("st-1", [stamp(IdeaAdded(round="r", idea="i", voter="run/0", text="Too late"))])
        await kit.deliver("st-1", [stamp(Answered(round="r", voter="run/0", value=("a",)))])
        await kit.deliver("st-1", [stamp(RunStarted(run="next", demo="d", version="1.0.0", language="en"))])
        (one,) = await off(kit.rounds.all)
        assert (one.now.open, one.now.answered) == (False, 2)


async def test_the_evidence_of_a_simulated_run_stays_simulated_whoever_answers(tmp_path):
    async with running(tmp_path) as kit:
        await kit.deliver("st-1", [stamp(OPENED, source="simulated")])
        await kit.rounds.answer(kit.rounds.join(), "r", "", ("b",))
        assert [e.source for e in kit.log.read(0) if isinstance(e.fact, Answered)] == ["simulated"]


async def test_phones_and_rounds_belong_to_one_visit_and_nothing_of_it_is_left_in_memory(tmp_path):
    async with running(tmp_path) as kit:
        kit.rounds.belong_to("morning")
        name, ann, _ = await asked(kit)
        await kit.rounds.answer(ann, name, "", ("a",))
        kit.rounds.belong_to("morning", practice=False)
        assert kit.rounds.knows(ann)
        kit.rounds.belong_to("afternoon")
        assert not kit.rounds.knows(ann)
        assert kit.rounds.mine(ann) == await off(kit.rounds.all) == ()
        assert kit.rounds.book.fold.get(name) is None
        bob = kit.rounds.join()
        assert await refused(kit.rounds.answer, bob, name, "", ("a",)) == "unknown"
        assert await refused(kit.rounds.close, name) == "unknown"
        assert kit.rounds.mine(bob) == ()


async def test_an_answer_that_is_sent_again_is_on_the_card_once(tmp_path):
    async with running(tmp_path) as kit:
        name, ann, _ = await asked(kit)
        for value in ("a", "a", "b", "a", "a"):
            await kit.rounds.answer(ann, name, "", (value,))
        assert [e.fact.value for e in kit.log.read(0) if isinstance(e.fact, Answered)] == [("a",), ("b",), ("a",)]


LASTING = msgspec.structs.replace(OPENED, lasts=True)


async def test_a_round_that_lasts_takes_answers_between_runs_and_its_station_hears_of_it_when_it_comes(tmp_path):
    async with running(tmp_path) as kit:
        kit.station("st-1", "Station 1", link.Status(screen="playing", demo="d"))
        await kit.deliver("st-1", [stamp(LASTING), stamp(Answered(round="r", voter="run/0", value=("a",)))])
        await kit.deliver("st-1", [stamp(RunEnded(run="run", demo="d", outcome="finished", seconds=1.0))])
        kit.station("st-1", "Station 1", link.Status(screen="attract"))
        await kit.rounds.answer(kit.rounds.join(), "r", "", ("b",))
        kit.station_away("st-1")
    # The kiosk was killed, and so was the hub.
    async with running(tmp_path) as kit:
        async with KioskEnd(kit.stations) as kiosk:
            said = await kiosk.hear(link.RoundIs)
        assert (said.demo, said.now.lasts, said.own) == ("d", True, ((1, "run/0"),))
        assert said.now.given == (Given(1, "", ("a",)), Given(2, "", ("b",)))
        await kit.rounds.answer(kit.rounds.join(), "r", "", ("b",))
        (one,) = await off(kit.rounds.all)
        assert (one.now.open, one.now.answered, one.now.lasts) == (True, 3, True)


async def test_a_round_that_lasts_ends_with_the_group_and_another_stations_goes_its_own_way(tmp_path):
    async with running(tmp_path) as kit:
        visit = await opened(kit)
        for station in ("st-1", "st-2"):
            fact = msgspec.structs.replace(LASTING, round=station)
            await kit.deliver(station, [stamp(fact, visit=visit)])
        ann = kit.rounds.join()
        await kit.rounds.answer(ann, "st-1", "", ("a",))
        await off(kit.rounds.close, "st-1")
        assert [one.now.open for one in await off(kit.rounds.all)] == [True, False]
        await off(kit.groups.begin)
        assert await refused(kit.rounds.answer, ann, "st-2", "", ("a",)) == "closed"
        assert [one.now.open for one in await off(kit.rounds.all)] == [False, False]
        # A station that was away asked on: what its group said counts, and the next group begins anew.
        again = msgspec.structs.replace(LASTING, round="next", run="next")
        said = [Answered(round="st-2", voter="run/0", value=("b",)), RoundClosed(round="st-2"), again]
        await kit.deliver("st-2", [stamp(fact, visit=visit) for fact in said])
        assert [one.now.answered for one in await off(kit.rounds.all)] == [0, 1, 1]
