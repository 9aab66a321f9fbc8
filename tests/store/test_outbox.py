"""What a kiosk keeps until its hub has it."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from xlab.events import Draft, ForgetBadge, Recorded, beacon_of
from xlab.store import Outbox, OutboxFull, StoreError, stamp

BADGE = "e2c56db5-dffb-48d2-b060-d0f5a71096e0/77/4711"
OTHER = "e2c56db5-dffb-48d2-b060-d0f5a71096e0/1/8"


def said(beacon: str | None = None, value: str | float = "yes") -> Draft:
    return stamp(Recorded(run="r", demo="hello", values={"said": value}, beacon=beacon), station="st-1")


def test_what_was_put_is_pending_in_order_and_after_opening_again(tmp_path: Path) -> None:
    first = Outbox.open(tmp_path / "outbox.db")
    drafts = [said() for _ in range(5)]
    for draft in drafts:
        first.put(draft)
    assert first.pending() == drafts
    first.close()
    again = Outbox.open(tmp_path / "outbox.db")
    assert again.pending() == drafts
    assert again.pending(limit=2) == drafts[:2]
    assert again.pending(limit=-1) == []
    again.close()


def test_putting_twice_keeps_one(outbox: Outbox) -> None:
    draft = said()
    outbox.put(draft)
    outbox.put(draft)
    assert outbox.pending() == [draft]


def test_what_the_hub_has_is_let_go_of_and_unknown_ids_are_ignored(outbox: Outbox) -> None:
    drafts = [said() for _ in range(4)]
    for draft in drafts:
        outbox.put(draft)
    outbox.done([drafts[0].id, drafts[2].id, "unknown"])
    outbox.done([drafts[0].id])
    assert outbox.pending() == [drafts[1], drafts[3]]


def test_a_full_outbox_says_so_and_drops_nothing(tmp_path: Path) -> None:
    outbox = Outbox.open(tmp_path / "outbox.db", limit=3)
    drafts = [said(BADGE) for _ in range(3)]
    for draft in drafts:
        outbox.put(draft)
    with pytest.raises(OutboxFull, match=r"full with 3 facts\. Bring the hub back"):
        outbox.put(said())
    outbox.put(drafts[0])
    assert outbox.pending() == drafts
    outbox.done([drafts[0].id])
    outbox.put(said())
    assert len(outbox.pending()) == 3
    outbox.close()


def test_a_wish_to_be_forgotten_fits_even_a_full_outbox(tmp_path: Path) -> None:
    outbox = Outbox.open(tmp_path / "outbox.db", limit=2)
    outbox.put(said(OTHER))
    outbox.put(said(OTHER))
    outbox.forget(BADGE)
    assert len(outbox.pending()) == 3
    outbox.close()


def test_forgetting_drops_what_is_about_the_badge_and_keeps_the_wish_in_its_place(outbox: Outbox) -> None:
    others = [said(), said(OTHER)]
    for draft in (others[0], said(BADGE), others[1], said(BADGE)):
        outbox.put(draft)
    outbox.forget(BADGE, source="simulated", station="st-1")
    *kept, wish = outbox.pending()
    assert kept == others
    assert (wish.fact, wish.source, wish.station) == (ForgetBadge(beacon=BADGE), "simulated", "st-1")


def test_a_second_wish_takes_the_place_of_the_first(outbox: Outbox) -> None:
    outbox.forget(BADGE)
    (first,) = outbox.pending()
    outbox.put(said(BADGE))
    outbox.forget(BADGE)
    (second,) = outbox.pending()
    assert second.fact == first.fact
    assert second.id != first.id


def test_forgotten_bytes_are_in_no_file(outbox: Outbox, raw: Callable[[], bytes]) -> None:
    for number in range(800):
        about = BADGE if number % 3 == 0 else OTHER
        outbox.put(said(about, f"answer of {about} " + "x" * (number * 37 % 3000)))
        if number % 50 == 49:
            outbox.done([draft.id for draft in outbox.pending(limit=60)[::2]])
    assert f"answer of {BADGE}".encode() in raw()
    outbox.forget(BADGE)
    assert f"answer of {BADGE}".encode() not in raw()
    assert raw().count(BADGE.encode()) == 2  # the wish itself: its body and its column
    assert [draft.fact for draft in outbox.pending(1000) if beacon_of(draft.fact) == BADGE] == [
        ForgetBadge(beacon=BADGE)
    ]


def test_what_could_not_be_read_back_is_refused(outbox: Outbox) -> None:
    with pytest.raises(StoreError, match="cannot be written down"):
        outbox.put(said(value=float("nan")))
    assert outbox.pending() == []


def test_threads_may_put_while_others_hand_over(outbox: Outbox) -> None:
    handed_over: list[Draft] = []
    finished = threading.Event()

    def hand_over() -> None:
        while not finished.is_set() or outbox.pending():
            some = outbox.pending(limit=7)
            handed_over.extend(some)
            outbox.done([draft.id for draft in some])

    def put() -> None:
        for _ in range(50):
            outbox.put(said())

    taker, putters = threading.Thread(target=hand_over), [threading.Thread(target=put) for _ in range(4)]
    for thread in (taker, *putters):
        thread.start()
    for thread in putters:
        thread.join()
    finished.set()
    taker.join()
    assert len({draft.id for draft in handed_over}) == len(handed_over) == 200


def test_a_damaged_outbox_is_refused_or_kept_aside(tmp_path: Path) -> None:
    path = tmp_path / "outbox.db"
    path.write_text("no database " * 100)
    with pytest.raises(StoreError, match="damaged"):
        Outbox.open(path)
    outbox = Outbox.open(path, on_damage="aside", clock=lambda: 0.0)
    assert outbox.moved_aside == tmp_path / "outbox.db.aside-19700101T000000Z"
    outbox.put(said())
    outbox.close()


def test_an_event_log_is_no_outbox(tmp_path: Path) -> None:
    from xlab.store import SqliteLog

    SqliteLog.open(tmp_path / "events.db").close()
    with pytest.raises(StoreError, match="belongs to another program"):
        Outbox.open(tmp_path / "events.db")


def test_a_closed_outbox_says_so(outbox: Outbox) -> None:
    outbox.close()
    outbox.close()
    with pytest.raises(StoreError, match="is closed"):
        outbox.put(said())
