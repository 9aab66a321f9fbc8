"""What any event log must do. A new kind of log is added to ``KINDS`` and held to the same."""

import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from xlab.events import (
    Answered,
    Draft,
    Erased,
    Event,
    ForgetBadge,
    ForgetVoter,
    IdeaAdded,
    KitStarted,
    PresenceChanged,
    Recorded,
)
from xlab.store import EventLog, SqliteLog, StoreError, stamp

Opener = Callable[[], EventLog]
KINDS: dict[str, Callable[[Path], EventLog]] = {"sqlite": lambda folder: SqliteLog.open(folder / "events.db")}

BADGE = "e2c56db5-dffb-48d2-b060-d0f5a71096e0/1/7"
OTHER = "e2c56db5-dffb-48d2-b060-d0f5a71096e0/1/70"


def came(beacon: str = BADGE) -> Draft:
    return stamp(PresenceChanged(kind="entered", beacon=beacon, proximity="near"), station="st-1", visit="v-1")


def said(value: object, beacon: str | None = None) -> Draft:
    return stamp(Recorded(run="r-1", demo="hello", values={"said": value}, beacon=beacon), source="simulated")  # type: ignore[dict-item]


@pytest.fixture(params=KINDS)
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens the log, again and again if asked to, and closes what was opened."""
    opened: list[EventLog] = []

    def reopen() -> EventLog:
        opened.append(KINDS[request.param](tmp_path))
        return opened[-1]

    yield reopen
    for log in opened:
        log.close()


@pytest.fixture
def log(reopen: Opener) -> EventLog:
    return reopen()


class TestEventLog:
    def test_an_event_is_its_draft_with_the_kit_and_a_number(self, log: EventLog) -> None:
        draft = came()
        (event,) = log.append([draft])
        assert (event.kit, event.seq) == (log.kit, 1)
        assert all(getattr(event, name) == getattr(draft, name) for name in Draft.__struct_fields__)
        assert log.read() == [event]

    def test_a_new_log_is_empty(self, log: EventLog) -> None:
        assert (log.last(), log.read(), log.about(BADGE)) == (0, [], [])

    def test_appending_nothing_is_nothing(self, log: EventLog) -> None:
        assert log.append([]) == []
        assert log.last() == 0

    def test_numbers_have_no_gaps_and_follow_the_order_of_appending_not_the_clock(self, log: EventLog) -> None:
        late, early = stamp(KitStarted(version="1"), wall=lambda: 2e9), stamp(KitStarted(version="2"), wall=lambda: 0.0)
        log.append([late])
        log.append([early, late, came()])
        assert [event.seq for event in log.read()] == [1, 2, 3]
        assert [event.wall for event in log.read(limit=2)] == [2e9, 0.0]

    def test_it_is_all_there_after_opening_again_and_the_kit_is_the_same(self, reopen: Opener) -> None:
        first = reopen()
        events = first.append([came(), said("bonjour, été 🦊"), said(2**70), said(-0.5), said(True)])
        first.close()
        again = reopen()
        assert (again.kit, again.read()) == (first.kit, events)

    def test_reading_starts_after_a_number_and_ends_at_the_limit(self, log: EventLog) -> None:
        log.append([came() for _ in range(10)])
        assert [event.seq for event in log.read(after=3, limit=4)] == [4, 5, 6, 7]
        assert log.read(after=10) == log.read(limit=0) == log.read(limit=-1) == []

    def test_reading_one_kind_passes_over_the_others_whatever_they_say(self, log: EventLog) -> None:
        log.append([came(), said('"fact":{"type":"KitStarted"'), stamp(KitStarted(version="1")), came()])
        assert [event.seq for event in log.read(kinds=[KitStarted])] == [3]
        assert [event.seq for event in log.read(kinds=[KitStarted, PresenceChanged], limit=2)] == [1, 3]

    def test_the_same_draft_twice_is_one_event(self, log: EventLog) -> None:
        draft = came()
        (first,) = log.append([draft])
        assert log.append([came(), draft, draft])[1:] == [first, first]
        assert log.last() == 2

    def test_the_same_new_draft_twice_in_one_call_is_one_event(self, log: EventLog) -> None:
        draft = came()
        assert [event.seq for event in log.append([draft, draft])] == [1, 1]
        assert log.last() == 1

    def test_a_wish_to_be_forgotten_is_never_stored_and_nothing_beside_it_is(self, log: EventLog) -> None:
        with pytest.raises(StoreError, match="obeyed, never stored"):
            log.append([came(OTHER), stamp(ForgetBadge(beacon=BADGE))])
        with pytest.raises(StoreError, match="obeyed, never stored"):
            log.append([came(OTHER), stamp(ForgetVoter(voter="word"))])
        assert log.last() == 0

    @pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800", "x" * 100_000])
    def test_what_could_not_be_read_back_is_refused(self, log: EventLog, value: object) -> None:
        with pytest.raises(StoreError):
            log.append([came(), said(value)])
        assert log.last() == 0
        log.append([came()])
        assert len(log.read()) == 1

    def test_about_finds_this_beacon_only_the_newest_and_oldest_first(self, log: EventLog) -> None:
        log.append([came(), came(OTHER), said("a", BADGE), stamp(KitStarted(version="1")), said(BADGE), came()])
        assert [event.seq for event in log.about(BADGE)] == [1, 3, 6]
        assert [event.seq for event in log.about(BADGE, limit=2)] == [3, 6]
        log.append([came()])
        assert [event.seq for event in log.about(BADGE)] == [1, 3, 6, 7]

    def test_about_looks_past_erased_ones_however_many(self, log: EventLog) -> None:
        events = log.append([came() for _ in range(1200)])
        assert len(log.about(BADGE)) == 500
        log.erase([event.id for event in events[100:]], "asked")
        assert [event.seq for event in log.about(BADGE)] == list(range(1, 101))

    def test_erasing_leaves_a_tombstone_in_the_same_place(self, log: EventLog) -> None:
        before = log.append([came(), came(), came(OTHER)])
        assert log.erase([before[1].id], "asked by the visitor") == 1
        after = log.read()
        assert (after[0], after[2]) == (before[0], before[2])
        assert after[1].fact == Erased(was="PresenceChanged", reason="asked by the visitor")
        assert (after[1].id, after[1].seq, after[1].wall) == (before[1].id, 2, before[1].wall)
        assert [event.seq for event in log.about(BADGE)] == [1]

    def test_erasing_counts_each_event_once_and_ignores_unknown_ids(self, log: EventLog) -> None:
        (event,) = log.append([came()])
        assert log.erase([event.id, event.id, "unknown"], "asked") == 1
        assert log.erase([event.id], "again") == 0
        assert log.read()[0].fact == Erased(was="PresenceChanged", reason="asked")

    def test_handing_over_an_erased_draft_again_does_not_bring_it_back(self, log: EventLog) -> None:
        draft = came()
        (event,) = log.append([draft])
        log.erase([event.id], "asked")
        assert log.append([draft])[0].fact == Erased(was="PresenceChanged", reason="asked")

    @pytest.mark.parametrize("reason", ["x" * 81, "é" * 41, "\ud800"])
    def test_a_reason_without_room_is_refused_and_nothing_is_erased(self, log: EventLog, reason: str) -> None:
        (event,) = log.append([came()])
        with pytest.raises(StoreError, match="reason"):
            log.erase([event.id], reason)
        assert log.read() == [event]

    def test_the_longest_reason_fits_the_smallest_fact(self, log: EventLog) -> None:
        (event,) = log.append([stamp(KitStarted(version=""))])
        log.erase([event.id], "x" * 80)
        assert log.read()[0].fact == Erased(was="KitStarted", reason="x" * 80)

    def test_forgetting_a_badge_erases_all_about_it_and_nothing_else(self, log: EventLog) -> None:
        log.append([came() if number % 2 else came(OTHER) for number in range(1500)])
        assert log.forget(BADGE, "asked") == 750
        assert log.forget(BADGE, "asked") == 0
        assert log.about(BADGE) == []
        assert len(log.about(OTHER, limit=1000)) == 750
        log.append([came()])
        assert [event.seq for event in log.about(BADGE)] == [1501]

    def test_forgetting_a_voter_erases_what_it_said_and_nothing_else(self, log: EventLog) -> None:
        log.append([stamp(Answered(round="r", voter=voter, value=3)) for voter in ("ann", "bob", "ann")])
        log.append([stamp(IdeaAdded(round="r", idea="i", voter="ann", text="Mine")), came()])
        assert log.forget("ann", "asked") == 3
        assert [type(event.fact).__name__ for event in log.read()] == [
            *("Erased", "Answered", "Erased", "Erased", "PresenceChanged")
        ]
        assert [event.seq for event in log.about("bob")] == [2]

    def test_subscribers_hear_new_events_once_and_in_order_until_they_leave(self, log: EventLog) -> None:
        heard: list[int] = []
        leave = log.subscribe(lambda events: heard.extend(event.seq for event in events))
        draft = came()
        log.append([draft, came()])
        log.append([draft])
        assert heard == [1, 2]
        leave()
        leave()
        log.append([came()])
        assert heard == [1, 2]

    def test_a_subscriber_finds_what_it_hears_already_in_the_log(self, log: EventLog) -> None:
        found: list[bool] = []
        log.subscribe(lambda events: found.append(log.read() == events))
        log.append([came()])
        assert found == [True]

    def test_a_subscriber_that_fails_harms_nobody(self, log: EventLog, caplog: pytest.LogCaptureFixture) -> None:
        heard: list[Event] = []

        def fails(events: list[Event]) -> None:
            events.clear()
            raise RuntimeError("broken subscriber")

        log.subscribe(fails)
        log.subscribe(heard.extend)
        events = log.append([came()])
        assert heard == events == log.read()
        assert "broken subscriber" in caplog.text

    def test_a_subscriber_may_append(self, log: EventLog) -> None:
        heard: list[int] = []

        def answer(events: list[Event]) -> None:
            if events[0].seq == 1:
                log.append([came(OTHER)])

        log.subscribe(answer)
        log.subscribe(lambda events: heard.extend(event.seq for event in events))
        log.append([came()])
        assert heard == [1, 2]

    def test_many_threads_lose_nothing_and_subscribers_still_hear_in_order(self, log: EventLog) -> None:
        heard: list[int] = []
        log.subscribe(lambda events: heard.extend(event.seq for event in events))
        given: list[Event] = []

        def work() -> None:
            for _ in range(20):
                given.extend(log.append([came(), came(OTHER)]))
                log.about(BADGE)
                log.read(after=log.last() - 2)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(event.seq for event in given) == list(range(1, 321))
        assert heard == list(range(1, 321))
        for first, second in pairwise(given[:2]):
            assert second.seq == first.seq + 1
        assert len(log.about(BADGE)) == 160

    def test_a_backup_is_a_whole_log_of_the_same_kit(self, log: EventLog, tmp_path: Path) -> None:
        events = log.append([came() for _ in range(50)])
        target = tmp_path / "copy" / "events.db"
        target.parent.mkdir()
        log.backup(target)
        log.append([came()])
        log.backup(target)
        copy = KINDS["sqlite"](target.parent)
        assert (copy.kit, copy.last(), copy.read(limit=50)) == (log.kit, 51, events)
        copy.close()
        assert [file.name for file in target.parent.iterdir()] == ["events.db"]

    def test_a_backup_that_cannot_be_written_says_so(self, log: EventLog, tmp_path: Path) -> None:
        log.append([came()])
        with pytest.raises(StoreError):
            log.backup(tmp_path / "no such folder" / "events.db")
        assert log.last() == 1

    def test_a_closed_log_says_so_and_closing_again_is_harmless(self, log: EventLog) -> None:
        log.append([came()])
        log.close()
        log.close()
        for use in (log.last, log.read, lambda: log.append([came()]), lambda: log.erase(["x"], "asked")):
            with pytest.raises(StoreError, match="is closed"):
                use()


def away(kit: str = "kit-b", first: int = 3) -> list[Event]:
    """Three events of another kit: of this badge, of another one, and of none. Numbers may have gaps."""
    drafts = [came(), came(OTHER), stamp(KitStarted(version="1"), visit="v-1")]
    return [
        Event(kit=kit, seq=seq, **{name: getattr(draft, name) for name in Draft.__struct_fields__})
        for seq, draft in zip((first, first + 1, first + 5), drafts, strict=True)
    ]


def buried(event: Event) -> Event:
    return msgspec.structs.replace(event, fact=Erased(was="PresenceChanged", reason="asked there"))


class TestEventsOfOtherKits:
    def test_they_keep_their_kit_and_number_and_are_not_among_its_own(self, log: EventLog, reopen: Opener) -> None:
        own = log.append([came()])
        b, a = away("kit-b"), away("kit-a")
        assert (log.take(b), log.take(a)) == (3, 3)
        assert log.others() == [*a, *b]
        assert log.others([KitStarted]) == [a[2], b[2]]
        assert (log.read(), log.last(), log.about(BADGE)) == (own, 1, own)
        assert reopen().others() == [*a, *b]

    def test_taking_them_twice_changes_nothing(self, log: EventLog) -> None:
        events = away()
        log.take(events[:2])
        assert (log.take(events), log.take(events)) == (1, 0)
        assert log.others() == events

    def test_what_was_erased_there_is_erased_here_whichever_came_first(self, log: EventLog) -> None:
        events = away()
        gone = [buried(events[0]), *events[1:]]
        assert (log.take(events), log.take(gone), log.take(events)) == (3, 1, 0)
        assert log.others() == gone

    def test_what_was_erased_here_does_not_come_back(self, log: EventLog) -> None:
        events = away()
        log.take(events)
        assert log.erase([events[0].id, "unknown"], "asked") == 1
        assert log.forget(OTHER, "asked") == 1
        assert log.take(events) == 0
        assert [type(event.fact) for event in log.others()] == [Erased, Erased, KitStarted]

    def test_its_own_are_never_added_but_what_was_erased_of_them_elsewhere_is(self, log: EventLog) -> None:
        own = log.append([came(), came(OTHER)])
        assert log.take([buried(own[0]), own[1]]) == 1
        assert [type(event.fact) for event in log.read()] == [Erased, PresenceChanged]
        assert (log.others(), log.about(BADGE)) == ([], [])

    @pytest.mark.parametrize("kit", ["kit-b", "own"])
    def test_two_events_of_one_number_are_refused_and_nothing_is_taken(self, log: EventLog, kit: str) -> None:
        log.append([came()])
        name = log.kit if kit == "own" else kit
        log.take(away("kit-b", first=1))
        with pytest.raises(StoreError, match="not the same here and there"):
            log.take([*away("kit-c"), *away(name, first=1)])
        assert len(log.others()) == 3

    def test_a_log_of_its_own_that_went_further_is_refused(self, log: EventLog) -> None:
        with pytest.raises(StoreError, match="restore the newer one"):
            log.take(away(log.kit))

    def test_a_backup_holds_them_too(self, log: EventLog, tmp_path: Path) -> None:
        log.take(away())
        log.backup(tmp_path / "copy.db")
        copy = SqliteLog.open(tmp_path / "copy.db")
        assert copy.others() == log.others()
        copy.close()
