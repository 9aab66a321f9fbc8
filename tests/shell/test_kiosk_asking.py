"""A demo asks the room: what the station writes down, and what of the hub's news the demo is told."""

from collections.abc import Callable

import msgspec
import pytest

from tests.fakes.hublink import KIT
from tests.fakes.station import Station, trial_entry
from xlab.events import Answered, IdeaAdded, RoundClosed, RoundOpened, RunEnded, RunStarted
from xlab.events.rounds import Option, Question
from xlab.events.visits import EditedLine
from xlab.link import Given, Idea, RoundIs, RoundNow, VisitInfo, Welcome
from xlab.store import Outbox
from xlab_kiosk import stage
from xlab_kiosk.shell import flow
from xlab_kiosk.shell.lasting import HERE
from xlab_kiosk.stage import room

Make = Callable[..., Station]

A, B = Option(id="a", text={"en": "A"}), Option(id="b", text={"en": "B"})
CHOICE = Question(kind="choice", text={"en": "Which?"}, options=(A, B))
TEXT = Question(kind="text", text={"en": "Why?"})
URL = "http://10.0.0.5/join"


@pytest.fixture
def asking(station: Make) -> Station:
    """A station that plays a demo which uses phones."""
    entry = trial_entry()
    kiosk = station(entries=[msgspec.structs.replace(entry, manifest=phones(entry.manifest))])
    kiosk.open_demo()
    return kiosk


def phones(manifest):
    return msgspec.structs.replace(manifest, uses=(*manifest.uses, "phones"))


def say(kiosk: Station, *said: object) -> None:
    kiosk.demo.says += said
    kiosk.turn()


def kept(kiosk: Station, outbox: Outbox, count: int) -> list[object]:
    """What is in the outbox, once there is so much, but for the run itself."""

    def facts() -> list[object]:
        found = [draft.fact for draft in outbox.pending(1000)]
        return [fact for fact in found if not isinstance(fact, RunStarted | RunEnded)]

    kiosk.until(lambda: len(facts()) >= count, f"{count} facts")
    return facts()


def stands(kiosk: Station, outbox: Outbox, **changes: object) -> None:
    """The hub tells how the newest round stands."""
    opened = [draft.fact for draft in outbox.pending(1000) if isinstance(draft.fact, RoundOpened)][-1]
    now = RoundNow(round=opened.round, question=opened.question, shows=opened.shows, open=True)
    kiosk.hub.say(RoundIs(now=msgspec.structs.replace(now, **changes), url=URL))
    kiosk.turn()


def test_a_question_and_its_answers_here_are_evidence_whether_the_hub_is_there_or_not(asking: Station, outbox: Outbox):
    asking.hub.connected = False
    say(asking, room.AskRoom(1, CHOICE, "live"), room.AnswerHere(("a",), "", 0), room.AnswerHere(("b",), "", 1))
    opened, first, second = kept(asking, outbox, 3)
    run = asking.evidence.run.id
    assert opened == RoundOpened(round=opened.round, question=CHOICE, shows="live", demo="try-station", run=run)
    assert first == Answered(round=opened.round, voter=f"{run}/0", value=("a",))
    assert second == Answered(round=opened.round, voter=f"{run}/1", value=("b",))
    assert asking.demo.rooms == []


def test_a_question_is_over_before_its_run_is(asking: Station, outbox: Outbox):
    say(asking, room.AskRoom(1, CHOICE, "live"))
    asking.tap_box("bar home")
    asking.until(lambda: any(isinstance(one.fact, RunEnded) for one in outbox.pending(100)), "the end")
    assert [type(draft.fact) for draft in outbox.pending(100)] == [RunStarted, RoundOpened, RoundClosed, RunEnded]


def test_asking_again_closes_the_question_before_and_closing_twice_is_once(asking: Station, outbox: Outbox):
    say(asking, room.AskRoom(1, CHOICE, "live"), room.CloseRoom(), room.AskRoom(2, TEXT, "live"))
    say(asking, room.AskRoom(3, CHOICE, "live"))
    first, closed, second, also, third = kept(asking, outbox, 5)
    assert (closed, also) == (RoundClosed(round=first.round), RoundClosed(round=second.round))
    assert len({first.round, second.round, third.round}) == 3


def test_a_text_is_written_anew_by_its_author_and_other_ideas_are_more(asking: Station, outbox: Outbox):
    say(asking, room.AskRoom(1, TEXT, "live"), room.IdeaHere("First", 0), room.IdeaHere("Second", 0))
    votes = Question(kind="statements", text={"en": "?"}, options=(A,), ideas=True)
    say(asking, room.AskRoom(2, votes, "live"), room.IdeaHere("First", 0), room.IdeaHere("Second", 0))
    ideas = [fact.idea for fact in kept(asking, outbox, 7) if isinstance(fact, IdeaAdded)]
    assert ideas[0] == ideas[1]
    assert len(set(ideas)) == 3


def test_a_demo_that_does_not_say_that_it_uses_phones_asks_nobody(station: Make, outbox: Outbox):
    kiosk = station()
    kiosk.open_demo()
    say(kiosk, room.AskRoom(1, CHOICE, "live"), room.AnswerHere(("a",), "", 0))
    kiosk.tap_box("bar home")
    kiosk.until(lambda: any(isinstance(one.fact, RunEnded) for one in outbox.pending(100)), "the end")
    assert [type(draft.fact) for draft in outbox.pending(100)] == [RunStarted, RunEnded]


def test_the_demo_is_told_what_changed_and_nothing_twice(asking: Station, outbox: Outbox):
    say(asking, room.AskRoom(1, CHOICE, "live"))
    kept(asking, outbox, 1)
    stands(asking, outbox)
    stands(asking, outbox, answered=2, given=(Given(1, "", ("a",)), Given(2, "", ("b",))))
    stands(asking, outbox, answered=2, given=(Given(1, "", ("a",)), Given(2, "", ("a",))))
    stands(asking, outbox, answered=2, given=(Given(1, "", ("a",)), Given(2, "", ("a",))))
    stands(asking, outbox, answered=1, given=(Given(1, "", ("a",)),), ideas=(Idea(id="i", text="More"),))
    assert asking.demo.rooms == [
        room.RoomNow(1, URL, True, 0),
        room.RoomNow(1, URL, True, 2),
        room.RoomAnswers(1, ((1, "", ("a",)), (2, "", ("b",)))),
        room.RoomAnswers(1, ((2, "", ("a",)),)),
        room.RoomNow(1, URL, True, 1),
        room.RoomAnswers(1, (), ((2, ""),)),
        room.RoomIdeas(1, (stage.Idea(id="i", text="More"),)),
    ]


def test_the_kits_own_wifi_goes_with_the_address_and_never_without(asking: Station, outbox: Outbox):
    say(asking, room.AskRoom(1, CHOICE, "live"))
    (opened,) = kept(asking, outbox, 1)
    now = RoundNow(round=opened.round, question=CHOICE, shows="live", open=True)
    for url in (URL, ""):
        asking.hub.say(RoundIs(now=now, url=url, wifi="WIFI:T:WPA;S:Lab kit;;"))
        asking.turn()
    asking.hub.say(RoundIs(now=now, url=URL))
    asking.turn()
    ways = [(said.url, said.wifi) for said in asking.demo.rooms]
    assert ways == [(URL, "WIFI:T:WPA;S:Lab kit;;"), ("", ""), (URL, "")]


def test_while_the_hub_is_away_no_phone_can_join_and_what_was_answered_stays(asking: Station, outbox: Outbox):
    say(asking, room.AskRoom(1, CHOICE, "live"))
    kept(asking, outbox, 1)
    stands(asking, outbox, answered=1, given=(Given(1, "", ("a",)),))
    asking.demo.rooms.clear()
    asking.hub.connected = False
    asking.turn()
    asking.turn()
    asking.hub.connected = True
    stands(asking, outbox, answered=1, given=(Given(1, "", ("a",)),))
    assert asking.demo.rooms == [room.RoomNow(1, "", True, 1), room.RoomNow(1, URL, True, 1)]


def test_when_the_facilitator_closes_it_the_demo_hears_so_and_gets_the_results(asking: Station, outbox: Outbox):
    say(asking, room.AskRoom(1, CHOICE, "on_close"))
    kept(asking, outbox, 1)
    stands(asking, outbox, answered=1)
    asking.demo.rooms.clear()
    stands(asking, outbox, open=False, answered=1, given=(Given(1, "", ("a",)),))
    assert asking.demo.rooms == [room.RoomNow(1, "", False, 1), room.RoomAnswers(1, ((1, "", ("a",)),))]


def test_news_of_another_round_is_not_for_this_demo(asking: Station, outbox: Outbox):
    say(asking, room.AskRoom(1, CHOICE, "live"))
    asking.hub.say(RoundIs(now=RoundNow(round="other", question=CHOICE, shows="live", open=True), url=URL))
    asking.turn()
    assert asking.demo.rooms == []


def lasting(number: int = 1, question: Question = CHOICE) -> room.AskRoom:
    return room.AskRoom(number, question, "live", lasts=True)


def next_run(kiosk: Station) -> str:
    """The visitor goes, the next one comes; the word of the run."""
    if kiosk.place == "playing":
        kiosk.tap_box("bar home")
        kiosk.turn()
    kiosk.app.tell(flow.Open("try-station"))
    kiosk.until(lambda: kiosk.place == "playing" and not kiosk.demo.stopped, "the next run")
    return kiosk.evidence.run.id


def told(kiosk: Station, outbox: Outbox, own: tuple[tuple[int, str], ...] = (), **changes: object) -> None:
    """The hub tells of the newest round, which lasts."""
    opened = [draft.fact for draft in outbox.pending(1000) if isinstance(draft.fact, RoundOpened)][-1]
    tell(kiosk, opened.round, own, **changes)


def tell(kiosk: Station, name: str, own: tuple[tuple[int, str], ...] = (), **changes: object) -> None:
    now = RoundNow(round=name, question=CHOICE, shows="live", open=True, lasts=True)
    now = msgspec.structs.replace(now, **changes)
    kiosk.hub.say(RoundIs(now=now, url=URL, demo="try-station", own=own))
    kiosk.turn()


def belong(kiosk: Station, **changes: object) -> None:
    """The hub tells of a visit."""
    kiosk.hub.info = msgspec.structs.replace(KIT, visit=VisitInfo(visit="v", state="open", **changes))
    kiosk.hub.say(Welcome(info=kiosk.hub.info))
    kiosk.turn()


def facts(outbox: Outbox, *kinds: type) -> list[object]:
    return [draft.fact for draft in outbox.pending(1000) if isinstance(draft.fact, kinds)]


def test_the_next_visitor_finds_what_lasts_while_the_hub_is_away_and_nobody_counts_twice(
    asking: Station, outbox: Outbox
):
    asking.hub.connected = False
    first = asking.evidence.run.id
    say(asking, lasting(), room.AnswerHere(("a",), "", 0))
    next_run(asking)
    say(asking, lasting(), room.AnswerHere(("b",), "", 0))
    (one, two) = kept(asking, outbox, 3)[1:]
    assert (one.round, one.voter) == (two.round, f"{first}/0")
    assert asking.demo.rooms == [room.RoomNow(1, "", True, 1), room.RoomAnswers(1, ((HERE, "", ("a",)),))]
    # The hub comes back with what it knew, a phone's word and ours, first without and then with this visitor's.
    asking.hub.connected = True
    asking.demo.rooms.clear()
    phone, here = Given(1, "", ("b",)), Given(2, "", ("a",))
    told(asking, outbox, ((2, f"{first}/0"),), answered=2, given=(phone, here))
    now = Given(3, "", ("b",))
    own = ((2, f"{first}/0"), (3, f"{asking.evidence.run.id}/0"))
    told(asking, outbox, own, answered=3, given=(phone, here, now))
    assert asking.demo.rooms == [room.RoomNow(1, URL, True, 2), room.RoomAnswers(1, ((1, "", ("b",)),))]


def test_a_kiosk_that_was_killed_learns_from_the_hub_what_it_asked_before(asking: Station, outbox: Outbox):
    own = ((1, "run of before/0"),)
    tell(asking, "before", own, answered=1, given=(Given(1, "", ("a",)),))
    say(asking, lasting(), room.AnswerHere(("b",), "", 0))
    (mine,) = kept(asking, outbox, 1)
    assert mine.round == "before"
    assert asking.demo.rooms == [room.RoomNow(1, URL, True, 1), room.RoomAnswers(1, ((1, "", ("a",)),))]


def test_what_somebody_closed_or_what_is_asked_in_other_words_begins_anew(asking: Station, outbox: Outbox):
    say(asking, lasting())
    kept(asking, outbox, 1)
    told(asking, outbox, open=False)
    next_run(asking)
    say(asking, lasting())
    kept(asking, outbox, 2)
    next_run(asking)
    other = Question(kind="choice", text={"en": "Which now?"}, options=(A, B))
    say(asking, lasting(question=other))
    first, second, closed, third = kept(asking, outbox, 4)
    assert closed == RoundClosed(round=second.round)
    assert len({first.round, second.round, third.round}) == 3


def test_another_group_begins_anew_and_what_the_hub_still_tells_of_the_one_before_is_nobodys(
    asking: Station, outbox: Outbox
):
    belong(asking, group=1)
    say(asking, lasting(), room.AnswerHere(("a",), "", 0))
    next_run(asking)
    belong(asking, group=2)
    (opened,) = facts(outbox, RoundOpened)
    tell(asking, opened.round, answered=1, given=(Given(1, "", ("a",)),))
    next_run(asking)
    say(asking, lasting())
    kept(asking, outbox, 4)
    assert facts(outbox, RoundClosed) == [RoundClosed(round=opened.round)]
    assert len(facts(outbox, RoundOpened)) == 2
    assert asking.demo.rooms == []


def test_one_visitors_simulated_badge_does_not_make_the_whole_groups_question_simulated(
    asking: Station, outbox: Outbox
):
    asking.app.session.place(True, asking.clock())
    say(asking, lasting(), room.AnswerHere(("a",), "", 0))
    # What the badge leaves behind is written down as well, in between.
    asking.until(lambda: any(isinstance(draft.fact, Answered) for draft in outbox.pending(1000)), "the answer")
    sources = {type(draft.fact): draft.source for draft in outbox.pending(1000)}
    assert (sources[RoundOpened], sources[Answered]) == ("live", "simulated")


def test_who_writes_a_text_in_the_next_run_is_another_author(asking: Station, outbox: Outbox):
    say(asking, lasting(question=TEXT), room.IdeaHere("First", 0))
    next_run(asking)
    say(asking, lasting(question=TEXT), room.IdeaHere("Second", 0))
    kept(asking, outbox, 3)
    one, two = facts(outbox, IdeaAdded)
    assert one.round == two.round
    assert one.idea != two.idea


def test_a_run_begins_with_the_facilitators_words(asking: Station):
    edited = (EditedLine(key="statements.a", text="Reworded"),)
    belong(asking, lines={"try-station": edited, "other": ()})
    next_run(asking)
    assert asking.demo.lines == edited
