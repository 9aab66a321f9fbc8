"""Phones that answer: whose word counts, how often it may speak, and how many are here."""

import asyncio
from itertools import pairwise

from tests.waiting import PATIENCE
from xlab.hub import rounds_voters
from xlab.hub.rounds_pace import Pace
from xlab.hub.rounds_voters import A_SECOND, AT_ONCE, HERE_FOR, Voters, seat


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_word_opens_one_visit_and_no_other_and_says_nothing():
    first, next_one = Voters("visit-1"), Voters("visit-2")
    words = {first.join() for _ in range(50)}
    assert len(words) == 50
    assert all(first.knows(word) and not next_one.knows(word) for word in words)
    assert not any(first.knows(word) for word in ("", "visit-1", "visit-1.", "visit-1.short", f"visit-1.{'x' * 65}"))


def test_no_voter_at_a_screen_has_a_word_that_a_phone_could_have():
    voters = Voters()
    assert not voters.knows(seat("st-1", "0f3c5a7d9b1e4f608a2c4e6f80a1b3d5/0"))
    assert not voters.knows(seat("st-1", voters.join()))


def test_who_taps_quickly_is_heard_until_it_is_faster_than_a_person_and_again_after_a_while():
    clock = Clock()
    voters = Voters(clock=clock)
    quick, other = voters.join(), voters.join()
    assert [voters.may_speak(quick) for _ in range(int(AT_ONCE) + 1)] == [True] * int(AT_ONCE) + [False]
    assert voters.may_speak(other)
    clock.now += 1.0
    assert [voters.may_speak(quick) for _ in range(int(A_SECOND) + 1)] == [True] * int(A_SECOND) + [False]


def test_all_phones_together_are_no_flood(monkeypatch):
    monkeypatch.setattr(rounds_voters, "ALL_AT_ONCE", 3.0)
    voters = Voters(clock=Clock())
    assert [voters.may_speak(voters.join()) for _ in range(4)] == [True, True, True, False]


def test_who_was_silent_for_long_is_not_counted_as_here_and_memory_has_an_end(monkeypatch):
    monkeypatch.setattr(rounds_voters, "MOST_HERE", 3)
    clock = Clock()
    voters = Voters(clock=clock)
    words = [voters.join() for _ in range(5)]
    assert voters.here() == 3
    clock.now += HERE_FOR + 1
    assert voters.here() == 0
    voters.see(words[0])
    assert voters.here() == 1
    voters.forget(words[0])
    assert voters.here() == 0


async def test_what_changes_often_is_told_at_once_and_then_no_more_than_it_may_be():
    told: list[tuple[str, float]] = []
    loop = asyncio.get_running_loop()
    enough = asyncio.Event()

    def tell(key: str) -> None:
        told.append((key, loop.time()))
        if len([one for one, _ in told if one == "busy"]) == 4:
            enough.set()

    pace = Pace(0.05, tell)
    began = loop.time()
    pace.due("calm")

    async def change() -> None:
        while True:
            pace.due("busy")
            await asyncio.sleep(0.001)

    changing = asyncio.create_task(change())
    async with asyncio.timeout(PATIENCE):
        await enough.wait()
    changing.cancel()
    pace.close()
    busy = [at for key, at in told if key == "busy"]
    assert [key for key, _ in told].count("calm") == 1
    assert busy[0] >= began
    assert all(later - earlier >= 0.049 for earlier, later in pairwise(busy))
