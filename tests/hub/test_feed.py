"""The feed misses nothing, doubles nothing, and waits for nobody."""

import asyncio

import pytest

from xlab.events import Event, KitStarted
from xlab.hub.feed import BACKLOG, PAGE, Feed
from xlab.link import Room


def event(seq: int) -> Event:
    return Event(id=str(seq), wall=0, boot="b", mono=0, fact=KitStarted(version="1"), kit="k", seq=seq)


class Log:
    def __init__(self, count: int) -> None:
        self.events = [event(seq) for seq in range(1, count + 1)]

    def read(self, after: int, limit: int) -> list[Event]:
        return self.events[after : after + limit]


def feed(count: int = 0) -> tuple[Feed, Log]:
    log = Log(count)
    return Feed(log.read), log


async def listening(out: Feed, after: int | None = None):
    """A listener that has begun to listen, and its first item to come."""
    listener = out.listen(after)
    first = asyncio.ensure_future(anext(listener))
    await asyncio.sleep(0)
    return listener, first


async def test_what_happens_is_told_as_it_comes():
    out, _ = feed()
    listener, first = await listening(out)
    out.tell(event(1))
    out.tell(Room(revision=7))
    assert (await first).seq == 1
    assert await anext(listener) == Room(revision=7)
    await listener.aclose()


async def test_resuming_gives_every_missed_event_once_even_across_pages():
    out, log = feed(PAGE + 20)
    listener = out.listen(15)
    seen = [(await anext(listener)).seq]
    # One arrives while the past is still being read: it is told live and found in the log.
    log.events.append(event(PAGE + 21))
    out.tell(log.events[-1])
    while seen[-1] < PAGE + 21:
        seen.append((await anext(listener)).seq)
    assert seen == list(range(16, PAGE + 22))
    await listener.aclose()


async def test_a_listener_that_does_not_read_is_ended_and_others_go_on():
    out, _ = feed()
    slow, begun = await listening(out)
    quick, first = await listening(out)
    out.tell(event(1))
    assert (await begun).seq == (await first).seq == 1
    for seq in range(2, BACKLOG + 3):
        out.tell(event(seq))
        assert (await anext(quick)).seq == seq
    with pytest.raises(StopAsyncIteration):
        await anext(slow)
    await quick.aclose()


async def test_of_rooms_that_wait_a_slow_listener_gets_the_newest_and_is_not_ended():
    out, _ = feed()
    slow, first = await listening(out)
    for revision in range(BACKLOG * 3):
        out.tell(Room(revision=revision))
    out.tell(event(1))
    assert await first == Room(revision=BACKLOG * 3 - 1)
    assert (await anext(slow)).seq == 1
    out.tell(Room(revision=9999))
    assert await anext(slow) == Room(revision=9999)
    await slow.aclose()


async def test_closing_ends_every_listener():
    out, _ = feed()
    _, first = await listening(out)
    out.close()
    with pytest.raises(StopAsyncIteration):
        await first
