"""A demo asks the room: what the station writes down, and what of the hub's news the demo is told."""

from collections.abc import Callable

import msgspec
import pytest

from tests.fakes.station import Station, trial_entry
from xlab.events import Answered, IdeaAdded, RoundClosed, RoundOpened, RunEnded, RunStarted
from xlab.events.rounds import Option, Question
from xlab.link import Given, Idea, RoundIs, RoundNow
from xlab.store import Outbox
from xlab_kiosk import stage
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
