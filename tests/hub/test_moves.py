"""What is written of a badge that never rests: as much as anyone can walk, and where it came to rest."""

import asyncio

from tests.waiting import PATIENCE
from xlab.beacons.presence import PresenceEvent
from xlab.hub.diary import Diary
from xlab.hub.moves import AT_ONCE, EVERY, Moves

BADGE = "e2c56db5-dffb-48d2-b060-d0f5a71096e0/1/7"


def change(kind: str, station: str | None = "st-1", beacon: str = BADGE, t: float = 0.0) -> PresenceEvent:
    return PresenceEvent(t, kind, beacon, station, "near")


def test_a_badge_that_flaps_for_a_minute_is_written_as_often_as_promised():
    moves, written = Moves(), []
    for n in range(600):
        written += moves.to_write([change("moved", f"st-{n % 2}")], n / 10)
    assert AT_ONCE <= len(written) <= AT_ONCE + 60 / EVERY + 1
    assert moves.holding
    (last,) = moves.to_write([], 60.0 + EVERY)
    assert last.station == "st-1" and not moves.holding


def test_others_and_coming_and_going_are_written_all_the_same():
    moves = Moves()
    for n in range(100):
        moves.to_write([change("moved", f"st-{n % 2}")], 0.0)
    other = change("moved", beacon="other")
    assert moves.to_write([other, change("left", None), change("entered")], 0.0) == [
        other,
        change("left", None),
        change("entered"),
    ]
    assert not moves.holding  # what was held of the stay before is not told after it


async def test_where_it_came_to_rest_is_written_without_anything_else_happening(monkeypatch, caplog):
    monkeypatch.setattr("xlab.hub.moves.EVERY", 0.01)
    monkeypatch.setattr("xlab.hub.diary.EVERY", 0.01)
    stored = []
    settled = asyncio.Event()

    async def note(drafts) -> None:
        stored.extend((draft.fact.kind, draft.station) for draft in drafts)
        if stored and stored[-1] == ("moved", "home"):
            settled.set()

    diary = Diary(note, lambda fact, source: True)
    await diary.write([change("moved", f"st-{n}") for n in range(200)] + [change("moved", "home")], "live")
    assert ("moved", "home") not in stored
    await asyncio.wait_for(settled.wait(), PATIENCE)
    assert caplog.text.count("more often than anyone walks") == 1
    await diary.close()


async def test_a_recording_is_written_as_it_is():
    stored = []

    async def note(drafts) -> None:
        stored.extend(drafts)

    await Diary(note, lambda fact, source: True).write([change("moved", f"st-{n}") for n in range(200)], "recorded")
    assert len(stored) == 200
