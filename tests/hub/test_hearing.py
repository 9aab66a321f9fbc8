"""What the kit hears, as a part of the hub: nothing that fails in it fails unseen, and nothing keeps the loop."""

import asyncio

import msgspec
import pytest

from tests.waiting import PATIENCE
from xlab.beacons.sighting import Sighting
from xlab.hub.hearing import Hearing
from xlab.hub.room import RoomState
from xlab.settings import Settings

UUID = "e2c56db5-dffb-48d2-b060-d0f5a71096e0"


@pytest.fixture(autouse=True)
def _no_bus(monkeypatch):
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent")


def hearing(tell, **settings) -> Hearing:
    return Hearing(Settings(**settings), RoomState(lambda room: None), tell, lambda beacon: True)


async def ended(part: Hearing) -> BaseException:
    """How it ended by itself."""
    with pytest.raises(BaseExceptionGroup) as failed:
        await asyncio.wait_for(part.run(lambda: None), PATIENCE)
    return failed.value


async def test_a_failure_while_the_bundled_recording_plays_is_seen():
    async def fails(events, source) -> None:
        if any(event.kind == "entered" for event in events):
            raise ValueError("broken")

    assert (await ended(hearing(fails))).split(ValueError)[0] is not None


async def test_a_recording_of_a_single_moment_leaves_the_loop_to_others(monkeypatch):
    played = asyncio.Event()

    async def moment(path, **options):
        for n in range(1000):
            yield Sighting(0.0, f"pi-{n % 4}", UUID, 1, n % 5, -59, -60)
        played.set()
        await asyncio.Event().wait()

    monkeypatch.setattr("xlab.hub.hearing.replay", moment)

    async def tell(events, source) -> None:
        pass

    part = asyncio.create_task(hearing(tell, replay="moment.jsonl").run(lambda: None))
    turns = 0
    while not played.is_set():
        await asyncio.sleep(0)
        turns += 1
    assert turns >= 1000
    part.cancel()
    await asyncio.gather(part, return_exceptions=True)


async def test_changes_that_come_while_one_is_told_are_told_together_and_in_order(tmp_path):
    path = tmp_path / "many.jsonl"
    lines = [msgspec.json.encode(Sighting(n / 1000, "pi-1", UUID, 1, n, -59, -60)) for n in range(200)]
    path.write_bytes(b"\n".join(lines) + b"\n")
    told: list[list[str]] = []
    all_told = asyncio.Event()

    async def slow(events, source) -> None:
        told.append([event.beacon for event in events if event.kind == "entered"])
        await asyncio.sleep(0.1)
        if sum(map(len, told)) == 200:
            all_told.set()

    part = asyncio.create_task(hearing(slow, replay=str(path)).run(lambda: None))
    await asyncio.wait_for(all_told.wait(), PATIENCE)
    part.cancel()
    await asyncio.gather(part, return_exceptions=True)
    assert [beacon for together in told for beacon in together] == [f"{UUID}/1/{n}" for n in range(200)]
    assert len(told) < 50
