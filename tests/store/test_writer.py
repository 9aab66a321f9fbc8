"""The async front: who waits together is written together, and trouble reaches those it concerns."""

import asyncio
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from xlab.events import Draft, Erased, Event, ForgetBadge, KitStarted, PresenceChanged
from xlab.store import SqliteLog, StoreError, Writer, stamp

BADGE = "e2c56db5-dffb-48d2-b060-d0f5a71096e0/1/7"


def came() -> Draft:
    return stamp(PresenceChanged(kind="entered", beacon=BADGE, proximity="near"))


class Gate(SqliteLog):
    """The real log with a gate before its commit, so that a test decides how long the card is busy."""

    def shut(self) -> None:
        self.busy, self.open_gate, self.commits = threading.Event(), threading.Event(), 0

    def append(self, drafts: Sequence[Draft]) -> list[Event]:
        self.commits += 1
        self.busy.set()
        self.open_gate.wait()
        return super().append(drafts)


class Broken(SqliteLog):
    """The real log on a card that does not take data while ``broken``."""

    broken: Exception | None = None

    def append(self, drafts: Sequence[Draft]) -> list[Event]:
        if self.broken:
            raise self.broken
        return super().append(drafts)


async def test_each_caller_gets_its_own_events(log: SqliteLog) -> None:
    async with Writer(log) as writer:
        drafts = [[came() for _ in range(number % 4)] for number in range(40)]
        answers = await asyncio.gather(*[writer.append(some) for some in drafts])
    assert [[event.id for event in answer] for answer in answers] == [[draft.id for draft in some] for some in drafts]
    assert [event.seq for answer in answers for event in answer] == list(range(1, log.last() + 1))


async def test_all_who_wait_while_the_card_is_busy_share_one_commit(path: Path) -> None:
    log = Gate.open(path)
    log.shut()
    async with Writer(log) as writer:
        first = asyncio.create_task(writer.append([came()]))
        await asyncio.to_thread(log.busy.wait)
        others = [asyncio.create_task(writer.append([came()])) for _ in range(100)]
        await asyncio.sleep(0)
        assert not first.done()
        log.open_gate.set()
        await asyncio.gather(first, *others)
    assert log.commits == 2
    assert log.last() == 101
    log.close()


async def test_a_wrong_draft_is_its_callers_trouble_alone(log: SqliteLog) -> None:
    async with Writer(log) as writer:
        wish = stamp(ForgetBadge(beacon=BADGE))
        answers = await asyncio.gather(
            writer.append([came()]), writer.append([came(), wish]), writer.append([came()]), return_exceptions=True
        )
    assert isinstance(answers[1], StoreError)
    assert log.last() == 2


async def test_a_failing_card_is_told_to_all_who_waited_and_the_writer_lives_on(path: Path) -> None:
    log = Broken.open(path)
    async with Writer(log) as writer:
        log.broken = StoreError("The disk has no room left.")
        answers = await asyncio.gather(*[writer.append([came()]) for _ in range(10)], return_exceptions=True)
        assert {str(answer) for answer in answers} == {"The disk has no room left."}
        log.broken = None
        assert (await writer.append([came()]))[0].seq == 1
    log.close()


async def test_even_a_fault_nobody_thought_of_leaves_the_writer_alive(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    log = Broken.open(path)
    async with Writer(log) as writer:
        log.broken = RuntimeError("a bug")
        with pytest.raises(RuntimeError, match="a bug"):
            await writer.append([came()])
        log.broken = None
        assert await writer.append([came()])
    assert "nobody thought of" in caplog.text
    log.close()


async def test_erasing_and_forgetting_come_after_what_was_handed_over_before(log: SqliteLog) -> None:
    async with Writer(log) as writer:
        drafts = [came() for _ in range(3)]
        appended, erased, more, forgotten = await asyncio.gather(
            writer.append(drafts),
            writer.erase([drafts[0].id], "asked"),
            writer.append([came()]),
            writer.forget(BADGE, "asked"),
        )
    assert (len(appended), erased, len(more), forgotten) == (3, 1, 1, 3)
    assert {type(event.fact) for event in log.read()} == {Erased}


async def test_a_refused_erasure_reaches_its_caller(log: SqliteLog) -> None:
    async with Writer(log) as writer:
        with pytest.raises(StoreError, match="reason"):
            await writer.erase(["x"], "x" * 100)
        assert await writer.append([came()])


async def test_who_gives_up_waiting_is_stored_all_the_same_and_harms_nobody(path: Path) -> None:
    log = Gate.open(path)
    log.shut()
    async with Writer(log) as writer:
        impatient = asyncio.create_task(writer.append([came()]))
        await asyncio.to_thread(log.busy.wait)
        impatient.cancel()
        patient = asyncio.create_task(writer.append([came()]))
        await asyncio.sleep(0)
        log.open_gate.set()
        assert (await patient)[0].seq == 2
    assert impatient.cancelled()
    log.close()


async def test_stopping_writes_what_was_handed_over_and_leaves_no_thread(log: SqliteLog) -> None:
    before = set(threading.enumerate())
    writer = Writer(log)
    await writer.start()
    waiting = [asyncio.create_task(writer.append([came()])) for _ in range(50)]
    await asyncio.sleep(0)
    await writer.stop()
    assert set(threading.enumerate()) == before
    assert len(await asyncio.gather(*waiting)) == log.last() == 50
    await writer.stop()


async def test_a_stopped_writer_says_so_and_may_be_started_again(log: SqliteLog) -> None:
    writer = Writer(log)
    for _ in range(2):
        with pytest.raises(StoreError, match="not running"):
            await writer.append([stamp(KitStarted(version="1"))])
        async with writer:
            assert await writer.append([came()])
    assert log.last() == 2
